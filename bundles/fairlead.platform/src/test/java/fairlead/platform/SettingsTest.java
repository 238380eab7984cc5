package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.Http.Reply;
import fairlead.platform.api.Quota;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a vendor sets, and the rules that hold for all of its calls. */
class SettingsTest extends PlatformTest {
    private Reply with(Map<String, String> more, String method, String path, String body) {
        Map<String, String> headers = new HashMap<>(more);
        headers.putIfAbsent(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(vendor.key().getBytes(UTF_8)));
        return vendor.http().send(method, path, headers, body.getBytes(UTF_8));
    }

    @Test
    void keysAreMadeShownOnceAndDeletedExceptTheLast() {
        JsonNode first = vendor.get("/apiKeys").json().path("results");
        assertThat(first).hasSize(1);
        expect(409, vendor.call("DELETE", "/apiKeys/" + first.at("/0/id").asText(), ""));
        JsonNode made = expect(201, vendor.post("/apiKeys", "{\"name\":\"Second\"}")).json();
        Http.Vendor second = new Http(server.url).vendor(made.path("apiKey").asText());
        JsonNode listed = expect(200, second.get("/apiKeys")).json().path("results");
        assertThat(listed).hasSize(2);
        assertThat(listed.toString()).doesNotContain(made.path("apiKey").asText());
        expect(204, second.call("DELETE", "/apiKeys/" + first.at("/0/id").asText(), ""));
        expect(401, vendor.get("/companies"));
        expect(404, second.call("DELETE", "/apiKeys/" + first.at("/0/id").asText(), ""));
        for (int i = 1; i < 10; i++) {
            expect(201, second.post("/apiKeys", "{}"));
        }
        expect(409, second.post("/apiKeys", "{}"));
    }

    @Test
    void aCompanysTokenIsForThatCompanyAndADay() {
        String company = vendor.company();
        String other = vendor.company();
        JsonNode token = expect(200, vendor.get("/companies/" + company + "/accessToken")).json();
        assertThat(token.path("expiresIn").asInt()).isEqualTo(86_400);
        Map<String, String> bearer =
                Map.of("Authorization", "Bearer " + token.path("accessToken").asText());
        expect(200, with(bearer, "GET", "/companies/" + company, ""));
        JsonNode connections =
                expect(200, with(bearer, "GET", "/companies/" + company + "/connections", ""))
                        .json();
        assertThat(connections.path("totalResults").asInt()).isEqualTo(1);
        for (String path :
                new String[] {
                    "/companies",
                    "/companies/" + other,
                    "/companies/" + other + "/connections",
                    "/companies/" + company + "/data/customers",
                    "/apiKeys",
                    "/profile"
                }) {
            expect(403, with(bearer, "GET", path, ""));
        }
        expect(403, with(bearer, "DELETE", "/companies/" + company, ""));
        clock.ahead = Duration.ofHours(25);
        expect(401, with(bearer, "GET", "/companies/" + company, ""));
        server.node.tidy();
        long left =
                server.node
                        .store()
                        .database()
                        .call(tx -> tx.number("SELECT COUNT(*) FROM company_token"));
        assertThat(left).isZero();
    }

    @Test
    void theProfileIsKept() {
        assertThat(vendor.get("/profile").json().path("name").asText()).isEqualTo("Vendor");
        String profile =
                "{\"name\":\"Toft Finance\",\"redirectUrl\":\"https://toft.example/done?c={companyId}\","
                        + "\"logoUrl\":\"https://toft.example/logo.svg\",\"whiteListUrls\":"
                        + "[\"https://app.toft.example\"],\"confirmCompanyName\":true}";
        JsonNode put = expect(200, vendor.call("PUT", "/profile", profile)).json();
        assertThat(put).isEqualTo(vendor.get("/profile").json());
        assertThat(put.path("redirectUrl").asText()).contains("{companyId}");
        assertThat(put.has("iconUrl")).isFalse();
        assertThat(put.at("/whiteListUrls/0").asText()).isEqualTo("https://app.toft.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"a\"}",
                "{\"name\":1,\"redirectUrl\":\"\"}",
                "{\"name\":\"a\",\"redirectUrl\":\"\",\"colour\":\"red\"}",
                "{\"name\":\"a\",\"redirectUrl\":\"\",\"apiKey\":\"mine\"}",
                "{\"name\":\"a\",\"redirectUrl\":\"\",\"logoUrl\":\"javascript:alert(1)\"}",
                "{\"name\":\"a\",\"redirectUrl\":\"\",\"whiteListUrls\":\"https://a.example\"}",
                "{\"name\":\"a\",\"redirectUrl\":\"\",\"whiteListUrls\":[\"ftp://a.example\"]}",
                "{\"name\":\"a\",\"redirectUrl\":\"\",\"confirmCompanyName\":\"yes\"}"
            })
    void aProfileThatIsNoneIsRefused(String body) {
        expect(400, vendor.call("PUT", "/profile", body));
    }

    @Test
    void anIntegrationThatIsOffCannotBeLinkedAndLinkedCompaniesGoOn() {
        String linked = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, linked);
        String waiting = vendor.company();
        TestAgent late = new TestAgent(server.url);
        expect(201, late.register(waiting));
        expect(200, late.fetchToken());
        expect(200, vendor.call("PUT", "/vendor/integrations/hbql", "{\"enabled\":false}"));
        assertThat(vendor.get("/integrations/hbql").json().path("enabled").asBoolean(true))
                .isFalse();
        String next = vendor.post("/companies", "{\"name\":\"Next\"}").json().path("id").asText();
        expect(
                400,
                vendor.post("/companies/" + next + "/connections", "{\"platformKey\":\"hbql\"}"));
        assertThat(expect(409, late.link()).text()).contains("switched off");
        expect(200, agent.link());
        expect(204, vendor.post("/companies/" + linked + "/data/all", ""));
        expect(200, TestSet.whole(agent, null, TestSet.customers(0, 3)).end());
        server.node.store().clients().add("another-key");
        assertThat(
                        new Http(server.url)
                                .vendor("another-key")
                                .get("/integrations/hbql")
                                .json()
                                .path("enabled")
                                .asBoolean())
                .isTrue();
        expect(200, vendor.call("PUT", "/vendor/integrations/hbql", "{\"enabled\":true}"));
        expect(200, late.link());
    }

    @Test
    void brandingNamesPicturesThatAreThere() {
        JsonNode branding = expect(200, vendor.get("/integrations/hbql/branding")).json();
        for (String picture :
                new String[] {
                    "/logo/full/image/src",
                    "/logo/square/image/src",
                    "/button/default/image/src",
                    "/button/hover/image/src"
                }) {
            String path = branding.at(picture).asText().substring(server.url.length());
            Reply reply =
                    expect(200, new Http(server.url).send("GET", path, Map.of(), new byte[0]));
            assertThat(reply.header("Content-Type")).startsWith("image/svg+xml");
        }
        expect(404, vendor.get("/integrations/none/branding"));
    }

    private static String setting(String type, boolean first, int hours, int order) {
        return "{\"dataType\":\""
                + type
                + "\",\"fetchOnFirstLink\":"
                + first
                + ",\"syncSchedule\":"
                + hours
                + ",\"syncOrder\":"
                + order
                + ",\"isLocked\":false}";
    }

    @Test
    void aCompanysSyncSettingsGoBeforeTheVendors() {
        String company = vendor.company();
        String path = "/companies/" + company + "/syncSettings";
        JsonNode before = expect(200, vendor.get("/profile/syncSettings")).json();
        assertThat(before.path("overridesDefaults").asBoolean(true)).isFalse();
        String client = before.path("clientId").asText();
        expect(
                204,
                vendor.post(
                        "/profile/syncSettings",
                        "{\"clientId\":\""
                                + client
                                + "\",\"overridesDefaults\":true,\"settings\":["
                                + setting("customers", false, 24, 0)
                                + "]}"));
        assertThat(of(vendor.get(path), "customers").path("syncSchedule").asInt()).isEqualTo(24);
        expect(
                204,
                vendor.post(
                        path,
                        "{\"companyId\":\""
                                + company
                                + "\",\"overridesDefaults\":true,\"settings\":["
                                + setting("invoices", true, 1, 0)
                                + "]}"));
        assertThat(vendor.get(path).json().path("overridesDefaults").asBoolean()).isTrue();
        assertThat(of(vendor.get(path), "customers").path("syncSchedule").asInt()).isZero();
        assertThat(of(vendor.get(path), "invoices").path("syncSchedule").asInt()).isEqualTo(1);
        expect(
                204,
                vendor.post(
                        path,
                        "{\"companyId\":\""
                                + company
                                + "\",\"overridesDefaults\":false,\"settings\":[]}"));
        assertThat(of(vendor.get(path), "customers").path("syncSchedule").asInt()).isEqualTo(24);
    }

    private static JsonNode of(Reply settings, String type) {
        for (JsonNode setting : expect(200, settings).json().path("settings")) {
            if (setting.path("dataType").asText().equals(type)) {
                return setting;
            }
        }
        throw new AssertionError("no " + type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"companyId\":\"C\",\"settings\":{}}",
                "{\"companyId\":\"other\",\"settings\":[]}",
                "{\"companyId\":\"C\",\"settings\":[],\"more\":1}",
                "{\"companyId\":\"C\",\"settings\":[{\"dataType\":\"customers\"}]}",
                "{\"companyId\":\"C\",\"settings\":[S,S]}",
                "{\"companyId\":\"C\",\"settings\":[{\"dataType\":\"unicorns\",\"fetchOnFirstLink\":true,"
                        + "\"syncSchedule\":0,\"syncOrder\":0}]}",
                "{\"companyId\":\"C\",\"settings\":[{\"dataType\":\"customers\",\"fetchOnFirstLink\":true,"
                        + "\"syncSchedule\":-1,\"syncOrder\":0}]}",
                "{\"companyId\":\"C\",\"settings\":[{\"dataType\":\"customers\",\"fetchOnFirstLink\":true,"
                        + "\"syncSchedule\":0,\"syncOrder\":0,\"syncFromWindow\":12}]}"
            })
    void syncSettingsThatCannotBeMeantAreRefused(String body) {
        String company = vendor.company();
        String path = "/companies/" + company + "/syncSettings";
        expect(
                400,
                vendor.post(
                        path,
                        body.replace("\"C\"", "\"" + company + "\"")
                                .replace(
                                        "S,S",
                                        setting("customers", true, 0, 0)
                                                + ","
                                                + setting("customers", true, 0, 0))));
        assertThat(vendor.get(path).json().path("overridesDefaults").asBoolean(true)).isFalse();
    }

    @Test
    void onlyWhatIsSetSoIsFetchedOnFirstLink() {
        String company = vendor.company();
        expect(
                204,
                vendor.post(
                        "/companies/" + company + "/syncSettings",
                        "{\"companyId\":\""
                                + company
                                + "\",\"settings\":["
                                + setting("customers", false, 0, 9)
                                + ","
                                + setting("suppliers", false, 0, 1)
                                + ","
                                + setting("journalEntries", true, 0, 0)
                                + "]}"));
        TestAgent agent = TestAgent.linked(server.url, company);
        JsonNode requests = expect(200, agent.poll(0)).json().at("/orders/0/requests");
        assertThat(requests.findValuesAsText("dataType"))
                .contains("journalEntries", "invoices")
                .doesNotContain("customers", "suppliers");
    }

    @Test
    void aProductsRefreshAsksForTheCompanysDataOrForTheTypesThatItNames() {
        String unlinked = "/companies/" + vendor.company() + "/products/assess";
        expect(204, vendor.call("PUT", unlinked, ""));
        expect(409, vendor.post(unlinked + "/refresh", ""));
        String company = Sandcastles.synced(server, vendor).company;
        String products = "/companies/" + company + "/products/";
        for (String product : List.of("lending", "assess", "lending")) {
            expect(204, vendor.call("PUT", products + product, ""));
        }
        assertThat(vendor.get("/companies/" + company).json().path("products"))
                .hasToString("[\"assess\",\"lending\"]");
        assertThat(queued(company)).isEmpty();
        expect(404, vendor.post(products + "lending/refresh", "{\"dataTypes\":[\"unicorns\"]}"));
        expect(202, vendor.post(products + "lending/refresh", "{\"dataTypes\":[\"customers\"]}"));
        assertThat(queued(company)).containsExactly("customers");
        expect(202, vendor.post(products + "lending/refresh", ""));
        assertThat(queued(company)).contains("invoices", "suppliers");
        expect(204, vendor.call("DELETE", products + "lending", ""));
        expect(404, vendor.post(products + "lending/refresh", ""));
        assertThat(vendor.get("/companies/" + company).json().path("products"))
                .hasToString("[\"assess\"]");
        for (int i = 1; i < 50; i++) {
            expect(204, vendor.call("PUT", products + i, ""));
        }
        expect(400, vendor.call("PUT", products + "one-too-many", ""));
        expect(204, vendor.call("PUT", products + "assess", ""));
    }

    private List<String> queued(String company) {
        return expect(200, vendor.get("/companies/" + company + "/dataStatus"))
                .json()
                .properties()
                .stream()
                .filter(each -> each.getValue().path("currentStatus").asText().equals("Queued"))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void whatIsDueByItsScheduleIsAskedForOnce() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        TestSet set = TestSet.whole(agent, null, TestSet.customers(0, 2));
        JsonNode order = agent.poll(0).json().at("/orders/0");
        order.path("requests").forEach(each -> set.requests.add(each.path("id").asText()));
        expect(200, set.end());
        agent.poll(0, order.path("id").asText());
        expect(
                204,
                vendor.post(
                        "/companies/" + company + "/syncSettings",
                        "{\"companyId\":\""
                                + company
                                + "\",\"settings\":["
                                + setting("customers", true, 6, 0)
                                + "]}"));
        clock.ahead = Duration.ofMinutes(5 * 60 + 55);
        server.node.tidy();
        assertThat(newest(company)).isEqualTo("Complete");
        clock.ahead = Duration.ofMinutes(6 * 60 + 5);
        server.node.tidy();
        server.node.tidy();
        assertThat(newest(company)).isEqualTo("Queued");
        JsonNode history =
                vendor.get("/companies/" + company + "/data/history?query=dataType%3Dcustomers")
                        .json();
        assertThat(history.path("totalResults").asInt()).isEqualTo(2);
    }

    private String newest(String company) {
        return vendor.get("/companies/" + company + "/dataStatus")
                .json()
                .at("/customers/currentStatus")
                .asText();
    }

    @Test
    void webhookConsumersAreKeptUpToFifty() {
        JsonNode made =
                expect(
                                201,
                                vendor.post(
                                        "/webhooks",
                                        "{\"url\":\"https://toft.example/hook\",\"eventTypes\":"
                                                + "[\"read.completed\",\"bills.write.successful\"],"
                                                + "\"companyTags\":[\"region:uk\"]}"))
                        .json();
        assertThat(vendor.get("/webhooks").json().at("/results/0")).isEqualTo(made);
        assertThat(made.path("disabled").asBoolean(true)).isFalse();
        assertThat(made.toString()).doesNotContain("whsec");
        for (int i = 1; i < 50; i++) {
            expect(201, vendor.post("/webhooks", "{\"url\":\"https://toft.example/" + i + "\"}"));
        }
        expect(400, vendor.post("/webhooks", "{\"url\":\"https://toft.example/51\"}"));
        expect(204, vendor.call("DELETE", "/webhooks/" + made.path("id").asText(), ""));
        expect(404, vendor.call("DELETE", "/webhooks/" + made.path("id").asText(), ""));
        server.node.store().clients().add("another-key");
        assertThat(
                        new Http(server.url)
                                .vendor("another-key")
                                .get("/webhooks")
                                .json()
                                .path("results"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"url\":\"\"}",
                "{\"url\":\"http://toft.example/plain\"}",
                "{\"url\":\"https://user:secret@toft.example\"}",
                "{\"url\":\"https://\"}",
                "{\"url\":5}",
                "{\"url\":\"https://toft.example\",\"eventTypes\":[\"moon.rises\"]}",
                "{\"url\":\"https://toft.example\",\"eventTypes\":\"read.completed\"}",
                "{\"url\":\"https://toft.example\",\"disabled\":1}",
                "{\"url\":\"https://toft.example\",\"secret\":\"mine\"}",
                "{\"url\":\"https://toft.example\",\"companyTags\":"
                        + "[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\"]}"
            })
    void aWebhookConsumerThatIsNoneIsRefused(String body) {
        expect(400, vendor.post("/webhooks", body));
    }

    @Test
    void aCallWithAnIdempotencyKeyIsDoneOnce() {
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Reply first = expect(200, with(key, "POST", "/companies", "{\"name\":\"Once\"}"));
        Reply again = expect(200, with(key, "POST", "/companies", "{\"name\":\"Once\"}"));
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(vendor.get("/companies").json().path("totalResults").asInt()).isEqualTo(1);
        expect(422, with(key, "POST", "/companies", "{\"name\":\"Other\"}"));
        clock.ahead = Duration.ofMinutes(91);
        expect(200, with(key, "POST", "/companies", "{\"name\":\"Once\"}"));
        assertThat(vendor.get("/companies").json().path("totalResults").asInt()).isEqualTo(2);
        Map<String, String> bad = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        expect(400, with(bad, "POST", "/companies", "{}"));
        expect(200, with(bad, "POST", "/companies", "{\"name\":\"Mended\"}"));
        expect(400, with(Map.of("Idempotency-Key", "x".repeat(101)), "POST", "/companies", "{}"));
    }

    @Test
    void aKeyMadeUnderAnIdempotencyKeyLiesNowhere() {
        Map<String, String> once = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        String key =
                expect(201, with(once, "POST", "/apiKeys", "{}")).json().path("apiKey").asText();
        assertThat(everything()).hasSizeGreaterThan(1000).doesNotContain(key);
        Reply again = expect(409, with(once, "POST", "/apiKeys", "{}"));
        assertThat(again.json().path("error").asText()).contains("shown only once");
        assertThat(vendor.get("/apiKeys").json().path("results")).hasSize(2);
        expect(200, new Http(server.url).vendor(key).get("/companies"));
    }

    /** Each value of each row of the database. */
    private String everything() {
        String tables =
                "SELECT table_name FROM information_schema.tables"
                        + " WHERE table_schema = CURRENT_SCHEMA";
        return server.node
                .store()
                .database()
                .call(
                        tx -> {
                            List<String> rows = new ArrayList<>();
                            for (String table : tx.list(tables, r -> r.getString(1))) {
                                rows.addAll(
                                        tx.list(
                                                "SELECT * FROM \"" + table + "\"",
                                                SettingsTest::values));
                            }
                            return String.join("\n", rows);
                        });
    }

    private static String values(ResultSet row) throws SQLException {
        StringBuilder values = new StringBuilder();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            Object value = row.getObject(i);
            values.append(value instanceof byte[] bytes ? new String(bytes, UTF_8) : value);
            values.append(' ');
        }
        return values.toString();
    }

    @Test
    void aCallThatWasCutOffIsNotDoneAgain() {
        String client = vendor.get("/profile/syncSettings").json().path("clientId").asText();
        String key = UUID.randomUUID().toString();
        String hash = fairlead.platform.store.Hash.hex("POST /companies?null\n{\"name\":\"Once\"}");
        server.node.store().idempotentCalls().begin(client, key, hash);
        expect(
                409,
                with(Map.of("Idempotency-Key", key), "POST", "/companies", "{\"name\":\"Once\"}"));
        assertThat(vendor.get("/companies").json().path("totalResults").asInt()).isZero();
    }

    @Test
    void theDaysCallsAreCountedOverRestartsAndEndWithTheDay() {
        server.close();
        server = Server.start(data, clock, 1000, TestDatabase.of(data), new Quota(20, 1000, 10));
        vendor = new Http(server.url).vendor(server.apiKey());
        Reply first = expect(200, vendor.get("/companies"));
        assertThat(first.header("X-Rate-Limit-Limit")).isEqualTo("20");
        assertThat(first.header("X-Rate-Limit-Remaining")).isEqualTo("19");
        assertThat(Instant.parse(first.header("X-Rate-Limit-Reset"))).isAfter(clock.instant());
        for (int i = 18; i >= 10; i--) {
            assertThat(vendor.get("/companies").header("X-Rate-Limit-Remaining"))
                    .isEqualTo(Integer.toString(i));
        }
        server.close();
        server = Server.start(data, clock, 1000, TestDatabase.of(data), new Quota(20, 1000, 10));
        vendor = new Http(server.url).vendor(server.apiKey());
        for (int i = 9; i >= 0; i--) {
            assertThat(vendor.get("/companies").header("X-Rate-Limit-Remaining"))
                    .isEqualTo(Integer.toString(i));
        }
        Reply refused = expect(429, vendor.get("/companies"));
        assertThat(refused.header("X-Rate-Limit-Remaining")).isEqualTo("0");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 86_400);
        assertThat(refused.json().path("canBeRetried").asText()).isEqualTo("True");
        expect(200, vendor.get("/health"));
        clock.ahead = Duration.ofDays(1);
        expect(200, vendor.get("/companies"));
    }
}
