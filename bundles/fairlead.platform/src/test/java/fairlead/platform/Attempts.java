package fairlead.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.Http.Reply;
import fairlead.platform.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

/** What somebody may send who is broken, or no friend: each with the statuses that it may get. */
final class Attempts {
    private final TestAgent agent;
    private final String company;
    private final List<Attempt> all = new ArrayList<>();

    /** One bad request. */
    record Attempt(String name, Set<Integer> allowed, Supplier<Reply> send) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Attempts(TestAgent agent, String company) {
        this.agent = agent;
        this.company = company;
    }

    /** All of them, from an agent that is linked and whose company has nothing yet. */
    static List<Attempt> of(TestAgent agent, String company) {
        Attempts attempts = new Attempts(agent, company);
        attempts.lines();
        attempts.bytes();
        attempts.hashes();
        attempts.addresses();
        attempts.bodies();
        attempts.proofs();
        attempts.callers();
        return attempts.all;
    }

    private void add(String name, int status, Supplier<Reply> send) {
        all.add(new Attempt(name, Set.of(status), send));
    }

    private Reply put(byte[] chunk) {
        return agent.putChunk(newId(), newId(), "invoices", 0, chunk);
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void lines() {
        String[] texts = {
            "X\t\"a\"\t{}\n",
            "u\t\"a\"\t{}\n",
            " U\t\"a\"\t{}\n",
            "U \"a\" {}\n",
            "U\t\"a\"\n",
            "U\t\"a\"\t{}\t{}\n",
            "U\ta\t{}\n",
            "U\t'a'\t{}\n",
            "U\t\"a\t{}\n",
            "U\t\"a\"b\t{}\n",
            "U\t\"\"\t{}\n",
            "U\tnull\t{}\n",
            "U\t1\t{}\n",
            "U\t[\"a\"]\t{}\n",
            "U\t\"\\u0000\"\t{}\n",
            "U\t\"a\\u0000b\"\t{}\n",
            "U\t\"\\ud800\"\t{}\n",
            "U\t\"\\udc00a\"\t{}\n",
            "U\t\"\\x\"\t{}\n",
            "U\t\"" + "i".repeat(256) + "\"\t{}\n",
            "U\t\"a\"\t[]\n",
            "U\t\"a\"\t\n",
            "U\t\"a\"\tnull\n",
            "U\t\"a\"\t\"{}\"\n",
            "U\t\"a\"\t1\n",
            "U\t\"a\"\t{\n",
            "U\t\"a\"\t}\n",
            "U\t\"a\"\t{} \n",
            "U\t\"a\"\t {}\n",
            "U\t\"a\"\t{}\r\n",
            "U\t\"a\"\t{\"b\":}\n",
            "U\t\"a\"\t{\"b\":1,}\n",
            "U\t\"a\"\t{b:1}\n",
            "U\t\"a\"\t{'b':1}\n",
            "U\t\"a\"\t{\"b\":NaN}\n",
            "U\t\"a\"\t{\"b\":01}\n",
            "U\t\"a\"\t{\"b\":+1}\n",
            "U\t\"a\"\t{\"b\":0x10}\n",
            "U\t\"a\"\t{\"b\":tru}\n",
            "U\t\"a\"\t{/**/}\n",
            "U\t\"a\"\t{\"b\":\"\u0001\"}\n",
            "U\t\"a\"\t{\"b\":1}{\"b\":2}\n",
            "U\t\"a\"\t{\"b\":[1}\n",
            "U\t\"a\"\t{\"b\":" + "[".repeat(200) + "]".repeat(200) + "}\n",
            "U\t\"a\"\t{\"b\":" + "9".repeat(200) + "}\n",
            "U\t\"a\"\t{\"modifiedDate\":\"2026-01-01\"}\n",
            "U\t\"a\"\t{\"metadata\":{}}\n",
            "U\t\"a\"\t{\"totalAmount\":1e999999999}\n",
            "U\t\"a\"\t{\"totalAmount\":1e-99}\n",
            "U\t\"a\"\t{\"totalAmount\":" + "1".repeat(30) + "}\n",
            "U\t\"a\"\t{\"totalAmount\":0." + "0".repeat(20) + "1}\n",
            "D\n",
            "D\t\"a\"\t\"b\"\n",
            "D\t\"a\"",
            "D\t\"\"\n",
            "K\t\"a\"\n",
            "K\t\"a\"\t\"field\"\n",
            "K\t\"a\"\tfield\t\"reason\"\n",
            "K\t\"a\"\t\"field\"\t\"reason\"\t\"more\"\n",
            "K\t\"a\"\tnull\t\"reason\"\n",
            "\n",
            "\t\t\n",
            "UU\t\"a\"\t{}\n",
            "\uFEFFU\t\"a\"\t{}\n"
        };
        for (String text : texts) {
            String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
            add("line " + shown.strip(), 400, () -> put(TestAgent.gzip(utf8(text))));
            add(
                    "second line " + shown.strip(),
                    400,
                    () -> put(TestAgent.gzip(utf8("U\t\"first\"\t{\"id\":\"first\"}\n" + text))));
        }
        String[] notUtf8 = {"C3", "C328", "EDA080", "F8888080", "C080", "FF", "E282"};
        for (String hex : notUtf8) {
            byte[] odd = HexFormat.of().parseHex(hex);
            add("id " + hex, 400, () -> put(TestAgent.gzip(joined("D\t\"", odd, "\"\n"))));
            add(
                    "record " + hex,
                    400,
                    () -> put(TestAgent.gzip(joined("U\t\"a\"\t{\"b\":\"", odd, "\"}\n"))));
        }
    }

    private static byte[] joined(String before, byte[] between, String after) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(utf8(before));
        bytes.writeBytes(between);
        bytes.writeBytes(utf8(after));
        return bytes.toByteArray();
    }

    private void bytes() {
        byte[] lines = utf8("U\t\"a\"\t{\"id\":\"a\",\"note\":\"some text\"}\n".repeat(500));
        byte[] whole = TestAgent.gzip(lines);
        add("no gzip", 400, () -> put(lines));
        add("nothing", 400, () -> put(new byte[0]));
        add("the gzip header alone", 400, () -> put(Arrays.copyOf(whole, 10)));
        for (int left = 1; left < whole.length; left += Math.max(1, whole.length / 8)) {
            int length = left;
            add("cut off after " + left, 400, () -> put(Arrays.copyOf(whole, length)));
        }
        for (int at : new int[] {0, 1, 2, 12, whole.length - 8, whole.length - 4}) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x55;
            add("byte " + at + " is another one", 400, () -> put(flipped));
        }
        add("a bomb of zeros", 413, () -> put(bomb(new byte[1 << 20])));
        byte[] empty = new byte[1 << 20];
        Arrays.fill(empty, (byte) '\n');
        add("a bomb of empty lines", 400, () -> put(bomb(empty)));
        byte[] one = new byte[1 << 20];
        Arrays.fill(one, (byte) ' ');
        add("a bomb of one line", 413, () -> put(bomb(one)));
        add("a bomb in a bomb", 400, () -> put(TestAgent.gzip(bomb(new byte[1 << 20]))));
        byte[] large = new byte[(8 << 20) + 1];
        add("larger than a chunk may be", 413, () -> put(large));
    }

    private static byte[] bomb(byte[] part) {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 100; i++) {
                gzip.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bomb.toByteArray();
    }

    private void hashes() {
        byte[] body = TestAgent.gzip(utf8("U\t\"a\"\t{\"id\":\"a\"}\n"));
        String right = TestAgent.hex(TestAgent.sha256(body));
        for (String hash :
                new String[] {
                    "0".repeat(64),
                    right.substring(1),
                    right + "0",
                    right.toUpperCase(Locale.ROOT),
                    "nothing",
                    "g".repeat(64),
                    TestAgent.hex(TestAgent.sha256(utf8("other")))
                }) {
            add(
                    "hash " + hash,
                    400,
                    () -> agent.putChunk(newId(), newId(), "customers", 0, body, hash));
        }
    }

    private void addresses() {
        byte[] body = TestAgent.gzip(utf8("U\t\"a\"\t{\"id\":\"a\"}\n"));
        for (String id :
                new String[] {
                    "set",
                    "01234567-89AB-4DEF-8123-456789ABCDEF",
                    "01234567-89ab-4def-8123-456789abcde",
                    "01234567-89ab-4def-8123-456789abcdef0",
                    "01234567-89ab-4def-8123-456789abcdeg",
                    "0123456789ab4def8123456789abcdef",
                    "%27%20OR%201%3D1--",
                    "%F0%9F%92%A3"
                }) {
            add("set id " + id, 400, () -> agent.putChunk(id, newId(), "customers", 0, body));
            add("dataset id " + id, 400, () -> agent.putChunk(newId(), id, "customers", 0, body));
            add("asked for set " + id, 400, () -> agent.ask(id));
            add(
                    "end of set " + id,
                    400,
                    () ->
                            agent.call(
                                    "POST",
                                    "/connections/" + agent.connection + "/sets/" + id + "/end",
                                    good().toString()));
        }
        for (String type :
                new String[] {"", "secrets", "Customers", "customers%00", "customers,suppliers"}) {
            add("type " + type, 400, () -> agent.putChunk(newId(), newId(), type, 0, body));
        }
        add("chunk -1", 400, () -> agent.putChunk(newId(), newId(), "customers", -1, body));
        add(
                "chunk 1000000",
                400,
                () -> agent.putChunk(newId(), newId(), "customers", 1_000_000, body));
    }

    /** Each operation's JSON, with each of its fields left out or of another kind. */
    private void bodies() {
        String connection = "/connections/" + agent.connection;
        Supplier<String> end = () -> connection + "/sets/" + newId() + "/end";
        mutate("end", end, good(), Set.of("/datasets/0/base"));
        ObjectNode poll = Json.object();
        poll.putObject("agent").put("version", "1").put("java", "17").put("os", "Linux");
        poll.putArray("acknowledged").add(newId());
        poll.putArray("companies").add(newId());
        poll.put("waitSeconds", 0);
        mutate("poll", () -> "/poll", poll, Set.of());
        ObjectNode link = Json.object().put("packageKey", "sage50").put("platformKey", "hbql");
        link.putObject("company")
                .put("name", "Books")
                .put("baseCurrency", "GBP")
                .put("packageVersion", "v33")
                .put("dataDirectory", "C:/data")
                .put("transactions", 5);
        mutate("link", () -> connection + "/link", link, Set.of());
        ObjectNode report = Json.object();
        report.putArray("requests")
                .addObject()
                .put("id", newId())
                .put("dataType", "customers")
                .put("requestedAt", "2026-01-31T12:00:00Z")
                .put("origin", "schedule")
                .put("status", "Fetching")
                .put("description", "")
                .put("progress", 5);
        mutate("report", () -> connection + "/requests", report, Set.of());
        mutate(
                "unlink",
                () -> connection + "/unlink",
                Json.object().put("reason", "Over."),
                Set.of());
        for (Supplier<String> path :
                List.<Supplier<String>>of(
                        () -> "/poll",
                        () -> connection + "/link",
                        () -> connection + "/requests",
                        end)) {
            for (String text :
                    new String[] {
                        "",
                        "null",
                        "[]",
                        "\"\"",
                        "{",
                        "{}",
                        "{\"a\":1}x",
                        "\u0000",
                        "{\"a\":\"\\ud800"
                    }) {
                add(
                        path.get().replaceAll(".*/", "") + " body " + text,
                        400,
                        () -> agent.call("POST", path.get(), text));
            }
            String deep = "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
            add("a deep body", 400, () -> agent.call("POST", path.get(), deep));
            String large = "{\"a\":\"" + "x".repeat(1 << 20) + "\"}";
            add("a large body", 413, () -> agent.call("POST", path.get(), large));
        }
    }

    /** A set of one empty dataset, as it should be. */
    private ObjectNode good() {
        TestSet set = new TestSet(agent);
        set.part("customers");
        return set.endJson();
    }

    private void mutate(
            String what, Supplier<String> path, ObjectNode good, Set<String> mayBeLeftOut) {
        Map<String, JsonNode> leaves = new LinkedHashMap<>();
        collect("", good, leaves);
        JsonNodeFactory make = JsonNodeFactory.instance;
        leaves.forEach(
                (at, value) -> {
                    JsonNode otherKind =
                            value.isTextual() ? make.numberNode(7) : make.textNode("seven");
                    if (!mayBeLeftOut.contains(at)) {
                        change(what + " without " + at, path, good, at, null);
                    }
                    change(what + " with " + otherKind + " for " + at, path, good, at, otherKind);
                    change(what + " with {} for " + at, path, good, at, make.objectNode());
                });
    }

    private void change(
            String name, Supplier<String> path, ObjectNode good, String at, JsonNode value) {
        ObjectNode changed = good.deepCopy();
        String field = at.substring(at.lastIndexOf('/') + 1);
        if (changed.at(at.substring(0, at.lastIndexOf('/'))) instanceof ObjectNode parent) {
            if (value == null) {
                parent.remove(field);
            } else {
                parent.set(field, value);
            }
            add(name, 400, () -> agent.call("POST", path.get(), changed.toString()));
        }
    }

    /** Every field, and whether it is an object's. */
    private static void collect(String at, JsonNode node, Map<String, JsonNode> leaves) {
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(
                            field -> {
                                String path = at + "/" + field.getKey();
                                if (!(field.getValue() instanceof ObjectNode)) {
                                    leaves.put(path, field.getValue());
                                }
                                collect(path, field.getValue(), leaves);
                            });
        } else if (node instanceof ArrayNode array && array.size() > 0) {
            collect(at + "/0", array.get(0), leaves);
        }
    }

    private void proofs() {
        TestAgent forger = new TestAgent(agent.platform);
        Map<String, Map<String, Object>> claims = new LinkedHashMap<>();
        long now = System.currentTimeMillis() / 1000;
        claims.put("another issuer", Map.of("iss", forger.id));
        claims.put("another subject", Map.of("sub", forger.id));
        claims.put("no issuer", Map.of("iss", ""));
        claims.put("another platform's address", Map.of("aud", "https://example.org/token"));
        claims.put("the address of another operation", Map.of("aud", agent.platform + "/poll"));
        claims.put("issued in an hour", Map.of("iat", now + 3600, "exp", now + 3700));
        claims.put("over", Map.of("iat", now - 600, "exp", now - 60));
        claims.put("good for a day", Map.of("exp", now + 86_400));
        claims.put("its time as text", Map.of("iat", "now"));
        claims.put("no id of its own", Map.of("jti", ""));
        claims.put("an endless id", Map.of("jti", "j".repeat(101)));
        claims.forEach(
                (name, odd) -> {
                    add("token: " + name, 400, () -> tried(agent.jwt("/token", odd)));
                    add("proof: " + name, 400, () -> registered(agent, odd));
                });
        add(
                "proof for another company",
                400,
                () -> registered(agent, Map.of("licenseKey", newId())));
        add("token signed by another key", 400, () -> tried(forged(forger, agent.id)));
        add("token of an agent that is none", 400, () -> tried(forger.jwt("/token", Map.of())));
        String once = agent.jwt("/token", Map.of());
        add(
                "a token's assertion, replayed",
                400,
                () -> {
                    tried(once);
                    return tried(once);
                });
        String proof = agent.jwt("/registrations", Map.of("licenseKey", company));
        add(
                "a proof, replayed",
                400,
                () -> {
                    agent.register(company, proof);
                    return agent.register(company, proof);
                });
        String good = agent.jwt("/token", Map.of());
        String[] parts = good.split("\\.");
        for (String header :
                new String[] {
                    "{\"alg\":\"none\"}",
                    "{\"alg\":\"HS256\"}",
                    "{\"alg\":\"RS256\"}",
                    "{\"alg\":\"EdDSA\",\"crit\":[\"b64\"]}",
                    "{}",
                    "[]"
                }) {
            String odd = TestAgent.base64(utf8(header)) + "." + parts[1] + "." + parts[2];
            add("token with the header " + header, 400, () -> tried(odd));
        }
        for (String odd :
                new String[] {
                    "",
                    ".",
                    "..",
                    "a.b.c",
                    good + ".",
                    parts[0] + "." + parts[1] + ".",
                    parts[0] + "." + parts[1] + "." + parts[2].substring(2),
                    parts[0] + "." + parts[1] + "." + TestAgent.base64(new byte[64]),
                    parts[0] + ".e30." + parts[2],
                    "x".repeat(5000)
                }) {
            String shown = odd.length() > 30 ? odd.length() + " characters" : odd;
            add("token " + shown, 400, () -> tried(odd));
            add("proof " + shown, 400, () -> agent.register(company, odd));
        }
        for (String x :
                new String[] {"", "short", "A".repeat(44), "=".repeat(43), "A".repeat(42) + "B"}) {
            add("key " + x, 400, () -> registered(x));
        }
    }

    private Reply tried(String assertion) {
        String before = agent.token;
        Reply reply = agent.fetchToken(assertion);
        agent.token = before;
        return reply;
    }

    private Reply registered(TestAgent who, Map<String, Object> odd) {
        Map<String, Object> claims = new HashMap<>(Map.of("licenseKey", company));
        claims.putAll(odd);
        return who.register(company, who.jwt("/registrations", claims));
    }

    private Reply registered(String x) {
        ObjectNode body = Json.object().put("licenseKey", company);
        body.putObject("key").put("kty", "OKP").put("crv", "Ed25519").put("x", x);
        body.put("proof", agent.jwt("/registrations", Map.of("licenseKey", company)));
        return agent.call("POST", "/registrations", body.toString());
    }

    private static String forged(TestAgent forger, String id) {
        return forger.jwt("/token", Map.of("iss", id, "sub", id));
    }

    private void callers() {
        String path = TestAgent.V1 + "/connections/" + agent.connection + "/sets/" + newId();
        Map<String, String> authorizations = new LinkedHashMap<>();
        authorizations.put("nothing", "");
        authorizations.put("a made-up token", "Bearer " + "A".repeat(43));
        authorizations.put("no token", "Bearer ");
        authorizations.put("the token as a key", "Basic " + agent.token);
        authorizations.put("a quote", "Bearer ' OR 1=1--");
        authorizations.put(
                "a vendor's key", "Basic " + Base64.getEncoder().encodeToString(utf8("key")));
        authorizations.put("half a token", "Bearer " + agent.token.substring(0, 20));
        authorizations.forEach(
                (name, value) ->
                        add(
                                "caller with " + name,
                                401,
                                () -> asked(path, value.isEmpty() ? null : value, agent.life)));
        for (String life :
                new String[] {
                    "", "life", "0".repeat(36), agent.life.replace('-', ' '), "A".repeat(300)
                }) {
            add("life " + life, 400, () -> asked(path, "Bearer " + agent.token, life));
        }
        add(
                "a connection that is none",
                404,
                () -> agent.call("GET", "/connections/" + newId() + "/sets/" + newId(), ""));
        add(
                "a connection by a quote",
                404,
                () -> agent.call("GET", "/connections/%27--/sets/" + newId(), ""));
    }

    private Reply asked(String path, String authorization, String life) {
        Map<String, String> headers = new HashMap<>();
        if (authorization != null) {
            headers.put("Authorization", authorization);
        }
        if (!life.isEmpty()) {
            headers.put("Fairlead-Life", life);
        }
        return agent.http.send("GET", path, headers, new byte[0]);
    }
}
