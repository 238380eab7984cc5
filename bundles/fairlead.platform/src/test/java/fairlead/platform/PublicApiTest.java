package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.Http.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public API, as a vendor's program meets it. */
class PublicApiTest extends PlatformTest {
    private String withCustomers(int count) {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        expect(200, TestSet.whole(agent, null, TestSet.customers(0, count)).end());
        return company;
    }

    @Test
    void anErrorSaysWhatIsWrongInCodatsShape() {
        Reply reply = expect(404, vendor.get("/companies/" + UUID.randomUUID()));
        JsonNode body = reply.json();
        assertThat(body.path("statusCode").asInt()).isEqualTo(404);
        assertThat(body.path("service").asText()).isEqualTo("PublicApi");
        assertThat(body.path("error").asText()).isNotBlank();
        assertThat(UUID.fromString(body.path("correlationId").asText())).isNotNull();
        assertThat(body.path("canBeRetried").asText()).isEqualTo("False");
        assertThat(body.has("validation")).isTrue();
        assertThat(body.path("detailedErrorCode").isInt()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/companies",
                "/integrations",
                "/vendor/registrations",
                "/companies/x/data/customers",
                "/companies/x/dataStatus",
                "/vendor/companies/x/trialBalance"
            })
    void nothingIsAnsweredWithoutAKey(String path) {
        Http http = new Http(server.url);
        for (String authorization :
                List.of("", "Basic", "Basic !!!", "Basic " + base64("wrong"), "Bearer x")) {
            Reply reply =
                    http.send("GET", path, Map.of("Authorization", authorization), new byte[0]);
            assertThat(reply.status()).as(authorization).isEqualTo(401);
            assertThat(reply.header("WWW-Authenticate")).isEqualTo("Basic");
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theKeyIsTakenWithAColonBehindItToo() {
        Reply reply =
                new Http(server.url)
                        .send(
                                "GET",
                                "/companies",
                                Map.of("Authorization", "Basic " + base64(vendor.key() + ":")),
                                new byte[0]);
        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void oneVendorNeverSeesAnothersCompany() {
        String company = withCustomers(3);
        server.node.store().clients().add("another-key");
        Http.Vendor other = new Http(server.url).vendor("another-key");
        assertThat(other.get("/companies").json().path("totalResults").asInt()).isZero();
        for (String path :
                List.of(
                        "",
                        "/connections",
                        "/dataStatus",
                        "/data/history",
                        "/data/customers",
                        "/data/customers/C00001",
                        "/data/info")) {
            assertThat(other.get("/companies/" + company + path).status()).as(path).isEqualTo(404);
        }
        assertThat(other.call("DELETE", "/companies/" + company, "").status()).isEqualTo(404);
        assertThat(other.get("/vendor/companies/" + company + "/trialBalance").status())
                .isEqualTo(404);
    }

    @Test
    void oneVendorNeverReachesAnothersConnectionThroughItsOwnCompany() {
        String theirs = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, theirs);
        server.node.store().clients().add("another-key");
        Http.Vendor other = new Http(server.url).vendor("another-key");
        String mine = "/companies/" + other.company() + "/connections/" + agent.connection;
        for (String path : List.of("", "/data/customers", "/options/bills")) {
            assertThat(other.get(mine + path).status()).as(path).isEqualTo(404);
        }
        expect(404, other.call("PATCH", mine, "{\"status\":\"Unlinked\"}"));
        expect(404, other.call("DELETE", mine, ""));
        expect(404, other.post(mine + "/push/bills", "{}"));
        expect(404, other.post("/vendor" + mine + "/orders", "{\"kind\":\"uninstall\"}"));
        assertThat(
                        vendor.get("/companies/" + theirs + "/connections/" + agent.connection)
                                .json()
                                .path("status")
                                .asText())
                .isEqualTo("Linked");
    }

    @Test
    void oneVendorNeverDecidesAboutAnothersConnectorsAndWebhooks() {
        String theirs = vendor.company();
        TestAgent.linked(server.url, theirs);
        TestAgent second = new TestAgent(server.url);
        String id = expect(202, second.register(theirs)).json().path("registrationId").asText();
        server.node.store().clients().add("another-key");
        Http.Vendor other = new Http(server.url).vendor("another-key");
        expect(404, other.post("/vendor/registrations/" + id + "/approve", ""));
        expect(404, other.post("/vendor/registrations/" + id + "/refuse", ""));
        assertThat(other.get("/vendor/registrations").json().path("results")).isEmpty();
        expect(202, second.register(theirs));
        String hook =
                vendor.post("/webhooks", "{\"url\":\"https://a.example\"}")
                        .json()
                        .path("id")
                        .asText();
        expect(404, other.call("DELETE", "/webhooks/" + hook, ""));
        assertThat(other.get("/webhooks").json().path("results")).isEmpty();
        assertThat(vendor.get("/webhooks").json().path("results")).hasSize(1);
    }

    @Test
    void companiesAreMadeChangedAndDeleted() {
        JsonNode made =
                expect(
                                200,
                                vendor.post(
                                        "/companies",
                                        "{\"name\":\"Toft <stores>\",\"description\":\"Shop\",\"tags\":{\"region\":\"uk\"}}"))
                        .json();
        String path = "/companies/" + made.path("id").asText();
        assertThat(made.path("name").asText()).isEqualTo("Toft stores");
        assertThat(made.path("redirect").asText()).startsWith(server.url);
        assertThat(made.at("/tags/region").asText()).isEqualTo("uk");
        JsonNode patched = expect(200, vendor.call("PATCH", path, "{\"description\":null}")).json();
        assertThat(patched.path("name").asText()).isEqualTo("Toft stores");
        assertThat(patched.has("description")).isFalse();
        JsonNode put = expect(200, vendor.call("PUT", path, "{\"name\":\"Toft & Co\"}")).json();
        assertThat(put.path("name").asText()).isEqualTo("Toft & Co");
        assertThat(put.path("tags")).isEmpty();
        expect(204, vendor.call("DELETE", path, ""));
        expect(404, vendor.get(path));
        expect(404, vendor.call("DELETE", path, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"name\":5}",
                "{\"name\":\"\"}",
                "{\"name\":\"<>\"}",
                "{}",
                "{\"name\":\"a\",\"tags\":[]}",
                "{\"name\":\"a\",\"tags\":{\"k\":5}}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"name\":\"a\"} more"
            })
    void aCompanyThatIsNoneIsRefused(String body) {
        expect(400, vendor.post("/companies", body));
    }

    @Test
    void aConnectionStartsPendingAndIsOfAKnownIntegration() {
        String company = vendor.company();
        JsonNode connection =
                vendor.get("/companies/" + company + "/connections").json().at("/results/0");
        assertThat(connection.path("status").asText()).isEqualTo("PendingAuth");
        assertThat(connection.path("platformName").asText()).isEqualTo("Sage 50 (UK & Ireland)");
        assertThat(connection.path("sourceType").asText()).isEqualTo("Accounting");
        assertThat(connection.path("linkUrl").asText()).startsWith(server.url);
        String path = "/companies/" + company + "/connections";
        expect(400, vendor.post(path, "{\"platformKey\":\"none\"}"));
        expect(
                400,
                vendor.call(
                        "PATCH",
                        path + "/" + connection.path("id").asText(),
                        "{\"status\":\"Unlinked\"}"));
        expect(200, vendor.call("DELETE", path + "/" + connection.path("id").asText(), ""));
        assertThat(vendor.get(path).json().path("totalResults").asInt()).isZero();
        assertThat(vendor.get("/integrations/hbql").json().path("isOfflineConnector").asBoolean())
                .isTrue();
        expect(404, vendor.get("/integrations/none"));
    }

    @Test
    void everyPageTogetherIsTheWholeListOnce() {
        String company = withCustomers(257);
        List<String> ids = new ArrayList<>();
        String next = "/companies/" + company + "/data/customers?pageSize=50";
        while (!next.isEmpty()) {
            JsonNode page = expect(200, vendor.get(next)).json();
            page.path("results").forEach(each -> ids.add(each.path("id").asText()));
            assertThat(page.path("totalResults").asInt()).isEqualTo(257);
            assertThat(page.path("pageSize").asInt()).isEqualTo(50);
            assertThat(page.at("/_links/self/href").asText()).doesNotContain("?");
            next = page.at("/_links/next/href").asText("");
        }
        assertThat(ids).containsExactlyElementsOf(TestSet.customers(0, 257).keySet());
        JsonNode beyond =
                vendor.get("/companies/" + company + "/data/customers?page=9&pageSize=50").json();
        assertThat(beyond.path("results")).isEmpty();
        assertThat(beyond.at("/_links/previous/href").asText()).contains("page=8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page=0",
                "page=-1",
                "page=x",
                "pageSize=0",
                "pageSize=5001",
                "page=99999999999",
                "orderBy=colour",
                "query=colour%3Dred",
                "query=id",
                "query=id%3D",
                "query=%3D5",
                "query=id%3Da%26%26",
                "query=%7Bid%3Da",
                "query=id%3Da%7D",
                "query=modifiedDate%3Esoon",
                "query=modifiedDate~2026",
                "query=metadata.isDeleted%3Dmaybe",
                "query=metadata.isDeleted%3Etrue"
            })
    void aListThatCannotBeMeantIsRefused(String parameters) {
        String company = withCustomers(1);
        Reply reply = vendor.send("/companies/" + company + "/data/customers", parameters);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.text()).doesNotContain("SQL");
        if (parameters.startsWith("query=")) {
            assertThat(reply.json().path("error").asText()).startsWith("Error parsing query");
        }
    }

    @Test
    void queriesAndOrdersSelectAndSort() {
        String company = withCustomers(20);
        assertThat(ids(company, "id=C00003 || id=\"C00005\"", ""))
                .containsExactly("C00003", "C00005");
        assertThat(ids(company, "id>=C00017 && id!=C00018", ""))
                .containsExactly("C00017", "C00019");
        assertThat(ids(company, "{id=C00001 || id=C00002} && id~2", "")).containsExactly("C00002");
        assertThat(ids(company, "id~_", "")).isEmpty();
        assertThat(ids(company, "id<C00002", "-id")).containsExactly("C00001", "C00000");
        assertThat(ids(company, "metadata.isDeleted!=true && modifiedDate>=2020-01-01", ""))
                .hasSize(20);
        assertThat(ids(company, "modifiedDate>2200-01-01T00:00:00Z", "")).isEmpty();
        assertThat(ids(company, "id='; DROP TABLE record; --", "")).isEmpty();
        assertThat(ids(company, "id<C00002", "-modifiedDate")).hasSize(2);
    }

    private List<String> ids(String company, String query, String orderBy) {
        String parameters = "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        if (!orderBy.isEmpty()) {
            parameters += "&orderBy=" + orderBy;
        }
        List<String> ids = new ArrayList<>();
        expect(200, vendor.send("/companies/" + company + "/data/customers", parameters))
                .json()
                .path("results")
                .forEach(each -> ids.add(each.path("id").asText()));
        return ids;
    }

    @Test
    void theSameRecordAgainIsNoModification() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        TestSet first = TestSet.whole(agent, null, TestSet.customers(0, 3));
        expect(200, first.end());
        String before = shown(company, "customers").get("C00001").path("modifiedDate").asText();
        Map<String, String> records = TestSet.customers(0, 3);
        records.put("C00002", "{\"id\":\"C00002\",\"status\":\"Active\"}");
        clock.ahead = java.time.Duration.ofMinutes(5);
        expect(200, TestSet.whole(agent, first.dataset("customers"), records).end());
        assertThat(shown(company, "customers").get("C00001").path("modifiedDate").asText())
                .isEqualTo(before);
        assertThat(shown(company, "customers").get("C00002").path("modifiedDate").asText())
                .isGreaterThan(before);
    }

    private String whyNot(String company, String type) {
        return expect(409, vendor.get("/companies/" + company + "/data/" + type))
                .json()
                .path("error")
                .asText();
    }

    @Test
    void whyThereIsNothingOfATypeIsSaid() {
        String company = vendor.company();
        assertThat(whyNot(company, "items")).contains("never asked for");
        TestAgent agent = TestAgent.linked(server.url, company);
        assertThat(whyNot(company, "items")).contains("still syncing");
        for (JsonNode request : agent.poll(0).json().at("/orders/0/requests")) {
            if (request.path("dataType").asText().equals("items")) {
                expect(204, agent.report(request, "FetchError", "The table STOCK is locked."));
            } else if (request.path("dataType").asText().equals("bills")) {
                expect(204, agent.report(request, "AuthError", ""));
            }
        }
        assertThat(whyNot(company, "items"))
                .endsWith("could not be read: The table STOCK is locked.");
        assertThat(whyNot(company, "bills")).endsWith("could not be read: it ended as AuthError.");
        assertThat(whyNot(company, "invoices")).contains("still syncing");
        expect(200, vendor.post("/companies/" + company + "/data/queue/items", ""));
        assertThat(whyNot(company, "items")).contains("still syncing");
    }

    @Test
    void whatAnEndedConnectionWasAskedForIsNotSyncingAtItsSuccessor() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        String connections = "/companies/" + company + "/connections";
        expect(
                200,
                vendor.call(
                        "PATCH",
                        connections + "/" + agent.connection,
                        "{\"status\":\"Unlinked\"}"));
        clock.ahead = Duration.ofMinutes(1);
        expect(200, vendor.post(connections, "{\"platformKey\":\"hbql\"}"));
        assertThat(whyNot(company, "items")).contains("never asked for");
    }

    @Test
    void dataThatIsNotThereYetIsAConflictAndUnknownDataNotFound() {
        String company = vendor.company();
        expect(409, vendor.get("/companies/" + company + "/data/customers"));
        expect(409, vendor.post("/companies/" + company + "/data/all", ""));
        TestAgent agent = TestAgent.linked(server.url, company);
        assertThat(
                        expect(409, vendor.get("/companies/" + company + "/data/customers"))
                                .json()
                                .path("error")
                                .asText())
                .contains("still syncing");
        expect(200, TestSet.whole(agent, null, Map.of()).end());
        assertThat(vendor.get("/companies/" + company + "/data/customers").json().path("results"))
                .isEmpty();
        expect(404, vendor.get("/companies/" + company + "/data/customers/none"));
        expect(404, vendor.get("/companies/" + company + "/data/nothing"));
        expect(405, vendor.call("PUT", "/companies/" + company + "/data/customers", ""));
        expect(404, vendor.post("/companies/" + company + "/data/queue/paymentMethods", ""));
        expect(204, vendor.post("/companies/" + company + "/data/all", ""));
        JsonNode history = vendor.get("/companies/" + company + "/data/history").json();
        JsonNode status = vendor.get("/companies/" + company + "/dataStatus").json();
        assertThat(status.properties())
                .extracting(Map.Entry::getKey)
                .contains("company", "journalEntries", "bills", "balanceSheet");
        assertThat(history.path("totalResults").asInt()).isEqualTo(1 + status.size());
        status.forEach(each -> assertThat(each.path("currentStatus").isTextual()).isTrue());
        String bare = vendor.company();
        assertThat(
                        vendor.get("/companies/" + bare + "/dataStatus")
                                .json()
                                .at("/invoices/currentStatus")
                                .asText())
                .isEqualTo("Initial");
    }

    @Test
    void companyInfoIsOneObject() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        TestSet set = new TestSet(agent);
        String json = "{\"companyName\":\"Sandcastles Ltd\",\"baseCurrency\":\"GBP\"}";
        set.part("company").record("1", json);
        set.expecting("company", Map.of("1", json)).send();
        expect(200, set.end());
        assertThat(vendor.get("/companies/" + company + "/data/info").text()).isEqualTo(json);
    }

    @Test
    void theTrialBalanceIsTheSumOfTheJournalLines() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        String entry =
                "{\"id\":\"1\",\"journalLines\":[{\"netAmount\":120.10,\"accountRef\":{\"id\":\"1100\"}},"
                        + "{\"netAmount\":-100.10,\"accountRef\":{\"id\":\"4000\"}},"
                        + "{\"netAmount\":-20.00,\"accountRef\":{\"id\":\"2200\"}}]}";
        TestSet set = new TestSet(agent);
        TestSet.Part part = set.part("journalEntries").record("1", entry);
        part.debits = new java.math.BigDecimal("120.10");
        part.credits = new java.math.BigDecimal("120.10");
        set.expecting("journalEntries", Map.of("1", entry)).send();
        expect(200, set.end());
        JsonNode balance = vendor.get("/vendor/companies/" + company + "/trialBalance").json();
        assertThat(balance.path("total").decimalValue()).isEqualByComparingTo("0.00");
        assertThat(balance.path("debits").decimalValue()).isEqualByComparingTo("120.10");
        assertThat(balance.path("accounts").toString())
                .isEqualTo(
                        "[{\"id\":\"1100\",\"balance\":120.10},{\"id\":\"2200\",\"balance\":-20.00},"
                                + "{\"id\":\"4000\",\"balance\":-100.10}]");

        // linked again, the same books count once
        String connections = "/companies/" + company + "/connections";
        String ended = connections + "/" + agent.connection;
        expect(200, vendor.call("PATCH", ended, "{\"status\":\"Unlinked\"}"));
        assertThat(server.node.store().operations().queue(company, agent.connection, "customers"))
                .isEmpty(); // and of the ended one nothing is asked for any more
        expect(200, vendor.post(connections, "{\"platformKey\":\"hbql\"}"));
        TestSet again = new TestSet(TestAgent.linked(server.url, company));
        TestSet.Part same = again.part("journalEntries").record("1", entry);
        same.debits = part.debits;
        same.credits = part.credits;
        again.expecting("journalEntries", Map.of("1", entry)).send();
        expect(200, again.end());
        assertThat(vendor.get("/vendor/companies/" + company + "/trialBalance").json())
                .isEqualTo(balance);
    }

    @Test
    void theNextPageIsOfTheSameTags() {
        for (String name : new String[] {"One", "Two", "Three"}) {
            String tags = name.equals("Two") ? "{}" : "{\"region\":\"uk\"}";
            expect(
                    200,
                    vendor.post("/companies", "{\"name\":\"" + name + "\",\"tags\":" + tags + "}"));
        }
        JsonNode first =
                expect(200, vendor.send("/companies", "pageSize=1&orderBy=name&tags=region%3Duk"))
                        .json();
        assertThat(first.at("/results/0/name").asText()).isEqualTo("One");
        JsonNode next = expect(200, vendor.get(first.at("/_links/next/href").asText())).json();
        assertThat(next.at("/results/0/name").asText()).isEqualTo("Three");
        assertThat(next.path("totalResults").asInt()).isEqualTo(2);
        assertThat(next.path("_links").has("next")).isFalse();
    }

    @Test
    void aDeletedConnectionsRecordsAreRemoved() {
        String company = withCustomers(30);
        String connection =
                vendor.get("/companies/" + company + "/connections")
                        .json()
                        .at("/results/0/id")
                        .asText();
        expect(
                200,
                vendor.post(
                        "/companies/" + company + "/connections/" + connection + "/push/bills",
                        "{\"note\":\"secret\"}"));
        assertThat(left("push_operation")).isPositive();
        assertThat(left("pull_operation")).isPositive();
        assertThat(left("upload_set")).isPositive();
        expect(204, vendor.call("DELETE", "/companies/" + company, ""));
        server.node.sweep();
        assertThat(left("record")).isPositive(); // whoever reads may finish
        clock.ahead = Duration.ofMinutes(11);
        server.node.sweep();
        for (String table :
                List.of(
                        "record",
                        "lost_id",
                        "chunk",
                        "dataset",
                        "series",
                        "push_operation",
                        "diagnostics",
                        "pull_operation",
                        "upload_set",
                        "agent_order WHERE kind <> 'unlink'",
                        "connection_error",
                        "registration",
                        "connection WHERE books_name IS NOT NULL OR data_directory IS NOT NULL"
                                + " OR findings IS NOT NULL OR books_id IS NOT NULL")) {
            assertThat(left(table)).as(table).isZero();
        }
    }

    private long left(String table) {
        return server.node
                .store()
                .database()
                .call(tx -> tx.number("SELECT COUNT(*) FROM " + table));
    }

    @Test
    void historyIsKeptFor90DaysAndTheLastOfEachTypeForEver() {
        String company = withCustomers(3);
        assertThat(left("chunk")).isPositive();
        String history = "/companies/" + company + "/data/history?query=dataType%3Dcustomers";
        JsonNode first = vendor.get(history).json();
        assertThat(first.path("totalResults").asInt()).isEqualTo(2); // read, and asked for again
        var operations = server.node.store().operations();
        String connection = first.at("/results/0/connectionId").asText();
        for (int i = 0; i < 3; i++) { // asked for, and each time something went wrong
            clock.ahead = clock.ahead.plusHours(1);
            var asked =
                    operations.queue(company, connection, "customers").orElseThrow().operation();
            operations.report(
                    connection,
                    List.of(
                            new fairlead.platform.store.Operations.Report(
                                    asked.id(),
                                    "customers",
                                    clock.millis(),
                                    "platform",
                                    "FetchError",
                                    "It is odd.",
                                    10)));
        }
        server.node.sweep();
        assertThat(vendor.get(history).json().path("totalResults").asInt()).isEqualTo(4);
        assertThat(left("chunk")).isZero();
        clock.ahead = Duration.ofDays(91);
        server.node.sweep();
        JsonNode kept = vendor.get(history).json();
        assertThat(kept.path("totalResults").asInt()).isEqualTo(2);
        assertThat(kept.at("/results/0/status").asText()).isEqualTo("FetchError");
        assertThat(kept.at("/results/1/status").asText()).isEqualTo("Complete");
        assertThat(shown(company, "customers")).hasSize(3);
    }

    @Test
    void whatIsDueIsAskedForOfEveryCompany() {
        String client = vendor.get("/profile/syncSettings").json().path("clientId").asText();
        var store = server.node.store();
        List<String> types = store.integrations().types("hbql");
        store.syncSettings()
                .put(
                        client,
                        types.stream()
                                .map(
                                        type ->
                                                new fairlead.platform.store.SyncSettings.Setting(
                                                        type,
                                                        false,
                                                        1,
                                                        types.indexOf(type),
                                                        java.util.Optional.empty(),
                                                        false))
                                .toList());
        int companies =
                2 * 1000 / types.size() + 2; // more than twice as many as are looked at once
        for (int i = 0; i < companies; i++) {
            String id =
                    store.companies()
                            .create(client, "Due", java.util.Optional.empty(), Map.of())
                            .id();
            store.connections().create(id, "hbql");
        }
        store.database().run(tx -> tx.update("UPDATE connection SET status = 'Linked'"));
        server.node.tidy();
        assertThat(left("pull_operation")).isEqualTo((long) companies * types.size());
        server.node.tidy(); // nothing is asked for twice
        assertThat(left("pull_operation")).isEqualTo((long) companies * types.size());
    }
}
