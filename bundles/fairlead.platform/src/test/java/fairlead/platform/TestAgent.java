package fairlead.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.Http.Reply;
import fairlead.platform.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** An agent as the protocol describes it, written against that alone. */
final class TestAgent {
    static final String V1 = "/connector/v1";

    /** How many data types are read of Sage 50, by the migrations. */
    static final int DATA_TYPES = 24;

    final Http http;
    final String platform;
    final KeyPair keys;
    final String x;
    final String id;
    String life = UUID.randomUUID().toString();
    String token = "";
    String connection = "";

    TestAgent(String platform) {
        this(platform, newKeys());
    }

    private static KeyPair newKeys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same agent, which finds its platform elsewhere. */
    TestAgent at(String newPlatform) {
        TestAgent same = new TestAgent(newPlatform, keys);
        same.life = life;
        same.token = token;
        same.connection = connection;
        return same;
    }

    private TestAgent(String platform, KeyPair keys) {
        this(new Http(platform), platform, keys);
    }

    /** One of many that share their connections. */
    TestAgent(Http http, String platform) {
        this(http, platform, newKeys());
    }

    private TestAgent(Http http, String platform, KeyPair keys) {
        this.platform = platform;
        this.http = http;
        this.keys = keys;
        byte[] encoded = keys.getPublic().getEncoded();
        x = base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        id =
                base64(
                        sha256(
                                ("{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}")
                                        .getBytes(StandardCharsets.UTF_8)));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** A claim signed by this agent's key, with what the test wants otherwise. */
    String jwt(String audience, Map<String, Object> otherwise) {
        long now = System.currentTimeMillis() / 1000;
        Map<String, Object> claims = new HashMap<>();
        claims.put("iss", id);
        claims.put("sub", id);
        claims.put("aud", platform + V1 + audience);
        claims.put("iat", now);
        claims.put("exp", now + 300);
        claims.put("jti", UUID.randomUUID().toString());
        claims.putAll(otherwise);
        ObjectNode json = Json.object();
        claims.forEach(
                (name, value) -> {
                    if (value instanceof Long number) {
                        json.put(name, number);
                    } else {
                        json.put(name, value.toString());
                    }
                });
        String signed =
                base64("{\"alg\":\"EdDSA\"}".getBytes(StandardCharsets.UTF_8))
                        + "."
                        + base64(Json.write(json));
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(keys.getPrivate());
            ed25519.update(signed.getBytes(StandardCharsets.UTF_8));
            return signed + "." + base64(ed25519.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A claim of an agent that follows the platform's clock, which is so much ahead. */
    String jwtIn(Duration ahead, String audience) {
        long now = System.currentTimeMillis() / 1000 + ahead.toSeconds();
        return jwt(audience, Map.of("iat", now, "exp", now + 300));
    }

    Reply register(String licenseKey) {
        return register(licenseKey, jwt("/registrations", Map.of("licenseKey", licenseKey)));
    }

    Reply register(String licenseKey, String proof) {
        ObjectNode body = Json.object().put("licenseKey", licenseKey);
        body.putObject("key").put("kty", "OKP").put("crv", "Ed25519").put("x", x);
        body.put("proof", proof);
        Reply reply =
                http.send(
                        "POST",
                        V1 + "/registrations",
                        Map.of("Content-Type", "application/json"),
                        Json.write(body));
        if (reply.status() == 200 || reply.status() == 201) {
            connection = reply.json().path("connectionId").asText();
        }
        return reply;
    }

    Reply fetchToken() {
        return fetchToken(jwt("/token", Map.of()));
    }

    Reply fetchToken(String assertion) {
        String form =
                "grant_type=client_credentials&client_assertion_type="
                        + "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                        + "&client_assertion="
                        + assertion;
        Reply reply =
                http.send(
                        "POST",
                        V1 + "/token",
                        Map.of("Content-Type", "application/x-www-form-urlencoded"),
                        form.getBytes(StandardCharsets.UTF_8));
        if (reply.status() == 200) {
            token = reply.json().path("access_token").asText();
        }
        return reply;
    }

    Map<String, String> headers() {
        return Map.of(
                "Authorization",
                "Bearer " + token,
                "Fairlead-Life",
                life,
                "Content-Type",
                "application/json");
    }

    Reply call(String method, String path, String body) {
        return http.send(method, V1 + path, headers(), body.getBytes(StandardCharsets.UTF_8));
    }

    Reply poll(int seconds, String... acknowledged) {
        ObjectNode body = Json.object();
        body.putObject("agent").put("version", "0.1.0").put("java", "17").put("os", "Linux");
        var acks = body.putArray("acknowledged");
        for (String ack : acknowledged) {
            acks.add(ack);
        }
        body.putArray("companies").add(connection);
        body.put("waitSeconds", seconds);
        return call("POST", "/poll", body.toString());
    }

    /** Tells how one of the requests of an order stands. */
    Reply report(JsonNode request, String status, String description) {
        return report(request, status, description, 1);
    }

    Reply report(JsonNode request, String status, String description, int progress) {
        ObjectNode body = Json.object();
        body.putArray("requests")
                .addObject()
                .put("id", request.path("id").asText())
                .put("dataType", request.path("dataType").asText())
                .put("requestedAt", request.path("requestedAt").asText())
                .put("origin", "platform")
                .put("status", status)
                .put("description", description)
                .put("progress", progress);
        return call("POST", "/connections/" + connection + "/requests", body.toString());
    }

    Reply link() {
        return link("Sandcastles Ltd");
    }

    Reply link(String booksName) {
        return call(
                "POST",
                "/connections/" + connection + "/link",
                "{\"packageKey\":\"sage50\",\"platformKey\":\"hbql\",\"company\":{\"name\":\""
                        + booksName
                        + "\",\"baseCurrency\":\"GBP\",\"packageVersion\":\"v33\","
                        + "\"dataDirectory\":\"C:/data\",\"transactions\":5,"
                        + "\"lastTransaction\":\"2026-01-31\"}}");
    }

    /** Registered for this company, linked, and ready to send. */
    static TestAgent linked(String platform, String company) {
        TestAgent agent = new TestAgent(platform);
        expect(201, agent.register(company));
        expect(200, agent.fetchToken());
        expect(200, agent.link());
        return agent;
    }

    static Reply expect(int status, Reply reply) {
        if (reply.status() != status) {
            throw new AssertionError(
                    "expected " + status + ", got " + reply.status() + ": " + reply.text());
        }
        return reply;
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    Reply putChunk(String set, String dataset, String type, int number, byte[] body) {
        return putChunk(set, dataset, type, number, body, hex(sha256(body)));
    }

    Reply putChunk(String set, String dataset, String type, int number, byte[] body, String hash) {
        Map<String, String> headers = new HashMap<>(headers());
        headers.put("Fairlead-SHA256", hash);
        headers.put("Content-Type", "application/vnd.fairlead.operations+gzip");
        return http.send(
                "PUT",
                V1
                        + "/connections/"
                        + connection
                        + "/sets/"
                        + set
                        + "/datasets/"
                        + dataset
                        + "/chunks/"
                        + number
                        + "?dataType="
                        + type,
                headers,
                body);
    }

    Reply ask(String set) {
        return call("GET", "/connections/" + connection + "/sets/" + set, "");
    }
}
