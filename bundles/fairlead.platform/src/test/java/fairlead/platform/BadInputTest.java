package fairlead.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.Http.Reply;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever is sent to the public API, a refusal is one plain sentence in Codat's error body. */
class BadInputTest extends PlatformTest {
    private static final List<String> BROKEN =
            List.of(
                    "",
                    " ",
                    "{",
                    "}",
                    "[]",
                    "null",
                    "5",
                    "\"text\"",
                    "true",
                    "{\"a\"}",
                    "{\"a\":}",
                    "{'a':1}",
                    "{\"a\":1,}",
                    "{\"a\":1}{}",
                    "{\"a\":1,\"a\":2}",
                    "{\"a\":NaN}",
                    "{\"a\":01}",
                    "{\"a\":\"\\x\"}",
                    "{\"a\":\"\n\"}",
                    "<a/>",
                    "a=1",
                    "{\"unknown\":1}",
                    "[".repeat(5000),
                    "{\"a\":".repeat(5000),
                    "{\"a\":1e999999999}",
                    "\u0000{}",
                    "\ufeff[]");

    private static final Map<String, List<String>> WRONG =
            Map.of(
                    "POST /companies",
                    List.of(
                            "{\"name\":null}",
                            "{\"name\":[\"a\"]}",
                            "{\"name\":\"a\",\"description\":{}}",
                            "{\"name\":\"" + "a".repeat(501) + "\"}",
                            "{\"name\":\"a\",\"description\":\"" + "d".repeat(2001) + "\"}",
                            "{\"name\":\"a\",\"tags\":{\"" + "k".repeat(28) + "\":\"v\"}}",
                            "{\"name\":\"a\",\"tags\":{\"k\":\"" + "v".repeat(101) + "\"}}",
                            "{\"name\":\"a\",\"tags\":{\"\":\"v\"}}",
                            "{\"name\":\"a\",\"tags\":{\"1\":\"\",\"2\":\"\",\"3\":\"\",\"4\":\"\",\"5\":\"\","
                                    + "\"6\":\"\",\"7\":\"\",\"8\":\"\",\"9\":\"\",\"10\":\"\",\"11\":\"\"}}",
                            "{\"name\":\"a\",\"id\":\"mine\"}"),
                    "POST C/connections",
                    List.of(
                            "{\"platformKey\":5}",
                            "{\"platformKey\":\"\"}",
                            "{\"platformKey\":\"gbol\"}",
                            "{\"platformKey\":\"" + "h".repeat(11) + "\"}",
                            "{\"platformKey\":\"hbql\",\"status\":\"Linked\"}"),
                    "PATCH C/connections/N",
                    List.of(
                            "{\"status\":\"Linked\"}",
                            "{\"status\":\"unlinked\"}",
                            "{\"status\":null}",
                            "{\"status\":\"Unlinked\",\"reason\":\"x\"}",
                            "{\"status\":\"Unlinked\"}"),
                    "POST /vendorC/connections/N/orders",
                    List.of(
                            "{\"kind\":null}",
                            "{\"kind\":\"dance\"}",
                            "{\"kind\":\"unlink\"}",
                            "{\"kind\":\"restart\",\"reason\":\"x\"}",
                            "{\"kind\":\"restart\",\"until\":\"2026-01-31T12:00:00Z\"}",
                            "{\"kind\":\"pause\"}",
                            "{\"kind\":\"pause\",\"until\":\"tomorrow\"}",
                            "{\"kind\":\"pause\",\"until\":\"2026-01-31T12:00:00Z\",\"of\":1}"),
                    "PUT /vendor/integrations/hbql",
                    List.of("{\"enabled\":\"no\"}", "{\"enabled\":true,\"reason\":\"x\"}"),
                    "POST /apiKeys",
                    List.of("{\"name\":\"" + "n".repeat(51) + "\"}", "{\"name\":{}}"));

    private static final List<String> PARAMETERS =
            List.of(
                    "page=0",
                    "page=1.5",
                    "page=",
                    "page=-9223372036854775809",
                    "pageSize=0",
                    "pageSize=many",
                    "query=%7B%7D",
                    "query=id%3D%7B",
                    "query=" + "a".repeat(3000),
                    "query=" + "%7B".repeat(600),
                    "orderBy=",
                    "orderBy=--id",
                    "orderBy=id%3BDROP",
                    "orderBy=id,name",
                    "query=id%20IS%20NULL",
                    "query=%00",
                    "query=unknown%3D1");

    private final List<String> tried = new ArrayList<>();
    private String company;
    private String connection;

    @Test
    void everyRefusalIsAPlainSentence() {
        company = "/companies/" + vendor.company();
        connection = vendor.get(company + "/connections").json().at("/results/0/id").asText();
        Map<String, Integer> bodies = new LinkedHashMap<>();
        for (String operation :
                List.of(
                        "POST /companies",
                        "PUT C",
                        "PATCH C",
                        "POST C/connections",
                        "PATCH C/connections/N",
                        "POST C/connections/N/push/bills",
                        "POST C/syncSettings",
                        "POST /profile/syncSettings",
                        "PUT /profile",
                        "POST /webhooks",
                        "POST /vendorC/connections/N/orders",
                        "PUT /vendor/integrations/hbql",
                        "POST /apiKeys")) {
            for (String body : BROKEN) {
                boolean any = // what is kept may be any object
                        operation.contains("/push/") && body.matches(".*(unknown|1e9).*");
                if (!any) {
                    refused(400, operation, body);
                }
            }
            refused(413, operation, "{\"name\":\"" + "x".repeat(1 << 20) + "\"}");
            bodies.merge(operation, 1, Integer::sum);
        }
        WRONG.forEach((operation, all) -> all.forEach(body -> refused(400, operation, body)));
        for (String list :
                List.of(
                        "/companies",
                        "/integrations",
                        "C/connections",
                        "C/data/history",
                        "C/push")) {
            for (String parameter : PARAMETERS) {
                refused(400, "GET " + list + "?" + parameter, "");
            }
        }
        refused(400, "GET /companies?tags=%3D", "");
        String long256 = "x".repeat(256);
        refused(400, "PUT C/connections/N/push/bills/" + long256, "{}");
        refused(400, "DELETE C/connections/N/push/bills/" + long256, "");
        for (String product :
                List.of("%20", "a%20b", "a%27--", "%C3%A4", "a%0A", "x".repeat(101))) {
            refused(400, "PUT C/products/" + product, "");
            refused(400, "DELETE C/products/" + product, "");
        }
        vendor.call("PUT", company + "/products/lending", "");
        for (String body : BROKEN) {
            if (!body.isEmpty()) {
                refused(400, "POST C/products/lending/refresh", body);
            }
        }
        refused(400, "POST C/products/lending/refresh", "{\"dataTypes\":\"invoices\"}");
        refused(400, "POST C/products/lending/refresh", "{\"dataTypes\":[5]}");
        refused(409, "POST C/products/lending/refresh", "{\"dataTypes\":[\"invoices\"]}");
        refused(404, "POST C/products/none/refresh", "");
        refused(404, "DELETE C/products/none", "");
        String url = "\"https://toft.example/" + "x".repeat(1950) + "\"";
        refused(
                400,
                "PUT /profile",
                "{\"name\":\"a\",\"redirectUrl\":\"\",\"whiteListUrls\":["
                        + (url + ",").repeat(51).replaceFirst(",$", "")
                        + "]}");
        refused(
                400,
                "PUT /profile",
                "{\"name\":\"a\",\"redirectUrl\":\"\",\"whiteListUrls\":["
                        + ("\"https://toft.example/" + "x".repeat(1979) + "\",")
                                .repeat(50)
                                .replaceFirst(",$", "")
                        + "]}");
        refused(400, "GET /companies?tags=region", "");
        for (String path :
                List.of(
                        "/",
                        "/nothing",
                        "/companies/none",
                        "/companies/none/data/invoices",
                        "C/data",
                        "C/data/unicorns",
                        "C/connections/none",
                        "C/connections/N/data/unicorns",
                        "C/data/history/none",
                        "C/push/none",
                        "C/sync/none/validation",
                        "/integrations/none",
                        "/webhooks/none")) {
            refusedAny("GET " + path, "");
        }
        for (String operation :
                List.of(
                        "POST C",
                        "PUT /companies",
                        "DELETE /profile",
                        "TRACE /companies",
                        "PATCH /webhooks")) {
            refusedAny(operation, "");
        }
        assertThat(tried).hasSizeGreaterThan(400);
        assertThat(vendor.get("/companies").json().path("totalResults").asInt()).isEqualTo(1);
        assertThat(vendor.get("/webhooks").json().path("results")).isEmpty();
        assertThat(vendor.get("/apiKeys").json().path("results")).hasSize(1);
    }

    @Test
    void aHostThatIsLongerThanAHostsNameIsRefused() throws IOException {
        URI platform = URI.create(server.url);
        String basic = Base64.getEncoder().encodeToString(vendor.key().getBytes(UTF_8));
        try (Socket socket = new Socket(platform.getHost(), platform.getPort())) {
            socket.getOutputStream()
                    .write(
                            ("GET /companies HTTP/1.1\r\nHost: "
                                            + "h".repeat(600)
                                            + "\r\nAuthorization: Basic "
                                            + basic
                                            + "\r\nConnection: close\r\n\r\n")
                                    .getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 400")
                    .contains("The Host header is longer than");
        }
    }

    private void refused(int status, String operation, String body) {
        Reply reply = refusedAny(operation, body);
        assertThat(reply.status())
                .as(operation + " " + shown(body) + " " + reply.text())
                .isEqualTo(status);
    }

    private Reply refusedAny(String operation, String body) {
        String[] words = operation.split(" ", 2);
        String path =
                words[1].replaceFirst("^(/vendor)?C", "$1" + company)
                        .replaceFirst("/N(?=/|$)", "/" + connection);
        Reply reply =
                vendor.http()
                        .send(
                                words[0],
                                path,
                                Map.of(
                                        "Authorization",
                                        "Basic "
                                                + Base64.getEncoder()
                                                        .encodeToString(
                                                                vendor.key().getBytes(UTF_8))),
                                body.getBytes(UTF_8));
        tried.add(operation);
        assertThat(reply.status()).as(operation + " " + shown(body)).isBetween(400, 499);
        JsonNode error = reply.json(); // its form was checked when it came
        assertThat(error.path("error").asText())
                .as(operation)
                .hasSizeBetween(10, 400)
                .doesNotContainIgnoringCase("exception")
                .doesNotContainIgnoringCase("select ")
                .doesNotContain("com.fasterxml", "java.");
        return reply;
    }

    private static String shown(String body) {
        return body.substring(0, Math.min(body.length(), 60));
    }
}
