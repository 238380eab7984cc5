package fairlead.platform;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.itests.contract.ContractCheck;
import fairlead.itests.protocol.Exchange;
import fairlead.itests.protocol.ProtocolCheck;
import fairlead.platform.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls a platform as somebody outside would. */
final class Http {
    /** Every exchange of every test is held against docs/connector-protocol.yaml. */
    static final ProtocolCheck PROTOCOL = ProtocolCheck.ofRepository();

    /** Every answer of every test is held against what Codat publishes. */
    static final ContractCheck CONTRACT = ContractCheck.ofResource();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    Http(String url) {
        this.url = url;
    }

    /** What came back. */
    record Reply(int status, Map<String, List<String>> headers, String text) {
        JsonNode json() {
            try {
                return Json.read(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new IllegalStateException(status + ": " + text, e);
            }
        }

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of(""))
                    .get(0);
        }
    }

    private static Map<String, List<String>> lists(Map<String, String> headers) {
        Map<String, List<String>> lists = new HashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return lists;
    }

    Reply send(String method, String path, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path))
                        .method(
                                method,
                                body.length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            if (path.startsWith("/connector/") && !path.contains("//")) {
                PROTOCOL.check(
                        new Exchange(
                                method,
                                path,
                                lists(headers),
                                body,
                                response.statusCode(),
                                response.headers().map(),
                                response.body().getBytes(StandardCharsets.UTF_8)));
            }
            CONTRACT.check(method, path, response.statusCode(), response.body());
            return new Reply(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As the vendor with this key. */
    Vendor vendor(String key) {
        return new Vendor(this, key);
    }

    /** The vendor's calls. */
    record Vendor(Http http, String key) {
        Reply call(String method, String path, String body) {
            return http.send(
                    method,
                    path,
                    Map.of(
                            "Authorization",
                            "Basic "
                                    + Base64.getEncoder()
                                            .encodeToString(key.getBytes(StandardCharsets.UTF_8)),
                            "Content-Type",
                            "application/json"),
                    body.getBytes(StandardCharsets.UTF_8));
        }

        Reply get(String path) {
            return call("GET", path, "");
        }

        /** A list with these parameters. */
        Reply send(String path, String parameters) {
            return get(path + "?" + parameters);
        }

        Reply post(String path, String body) {
            return call("POST", path, body);
        }

        /** A new company with a connection that waits for its agent; the company's id. */
        String company() {
            String id =
                    post("/companies", "{\"name\":\"Sandcastles Ltd\"}").json().path("id").asText();
            post("/companies/" + id + "/connections", "{\"platformKey\":\"hbql\"}");
            return id;
        }
    }
}
