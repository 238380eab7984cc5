package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every operation that we serve is answered well once, as Codat publishes it. */
class ContractTest extends PlatformTest {
    private static final Map<String, String> PATHS = Map.of("chartOfAccounts", "accounts");

    private String path;
    private String connection;

    @Test
    void everyOperationIsAnsweredAsItIsPublished() {
        Http.CONTRACT.forgetAnswered();
        Sandcastles company = Sandcastles.synced(server, vendor);
        path = "/companies/" + company.company;
        connection = path + "/connections/" + company.agent.connection;
        records();
        reports();
        syncing();
        writing();
        settings();
        companies();
        assertThat(Http.CONTRACT.neverAnswered()).isEmpty();
    }

    private void records() {
        for (Map.Entry<String, JsonNode> type : Sandcastles.records().properties()) {
            if (List.of("company", "balanceSheet", "profitAndLoss").contains(type.getKey())) {
                continue;
            }
            String list = "/data/" + PATHS.getOrDefault(type.getKey(), type.getKey());
            for (String prefix : List.of(path, connection)) {
                JsonNode page = expect(200, vendor.get(prefix + list)).json();
                assertThat(ids(page)).containsExactlyElementsOf(ids(type.getValue()));
                String id = type.getValue().path(0).path("id").asText();
                JsonNode one = expect(200, vendor.get(prefix + list + "/" + id)).json();
                if (type.getKey().equals("trackingCategories")) {
                    JsonNode below = ((ObjectNode) one).remove("subCategories");
                    JsonNode leaf = page.at("/results/1").deepCopy();
                    ((ObjectNode) leaf).putArray("subCategories");
                    assertThat(below).containsExactly(leaf);
                }
                assertThat(one).isEqualTo(page.at("/results/0"));
                expect(404, vendor.get(prefix + list + "/none"));
            }
        }
        JsonNode transactions =
                expect(200, vendor.get(connection + "/data/bankAccounts/1200/bankTransactions"))
                        .json();
        assertThat(ids(transactions)).containsExactly("201", "202");
        expect(404, vendor.get(connection + "/data/bankAccounts/none/bankTransactions"));
        JsonNode dated =
                expect(200, vendor.get(path + "/data/bankAccounts/1200/transactions")).json();
        assertThat(ids(dated)).containsExactly("201", "202");
        assertThat(dated.at("/results/0/date").asText()).isEqualTo("2026-03-10T00:00:00");
        expect(404, vendor.get(path + "/data/bankAccounts/none/transactions"));
        assertThat(vendor.get(path + "/data/info").json().path("companyName").asText())
                .isEqualTo("Sandcastles Ltd");
    }

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        (list.has("results") ? list.path("results") : list)
                .forEach(each -> ids.add(each.path("id").asText()));
        return ids;
    }

    private void reports() {
        for (String report : List.of("balanceSheet", "profitAndLoss")) {
            String financials = path + "/data/financials/" + report;
            expect(200, vendor.send(financials, "periodLength=1&periodsToCompare=2"));
            expect(400, vendor.send(financials, "periodLength=1"));
            expect(400, vendor.send(financials, "periodLength=0&periodsToCompare=2"));
            expect(
                    400,
                    vendor.send(financials, "periodLength=1&periodsToCompare=2&startMonth=soon"));
        }
        assertThat(
                        expect(404, vendor.get(path + "/data/financials/cashFlowStatement"))
                                .json()
                                .path("error")
                                .asText())
                .startsWith("Datatype cashFlowStatement not supported by platform(s) Sage");
        for (String report : List.of("agedDebtor", "agedCreditor")) {
            expect(200, vendor.get(path + "/reports/" + report));
            assertThat(vendor.get(path + "/reports/" + report + "/available").text())
                    .isEqualTo("true");
            expect(400, vendor.send(path + "/reports/" + report, "reportDate=2026-13-01"));
            expect(400, vendor.send(path + "/reports/" + report, "numberOfPeriods=0"));
        }
    }

    private void syncing() {
        expect(200, vendor.get(path + "/dataStatus"));
        JsonNode history = expect(200, vendor.get(path + "/data/history")).json();
        String id = history.at("/results/0/id").asText();
        expect(200, vendor.get(path + "/data/history/" + id));
        expect(200, vendor.get(path + "/sync/" + id + "/validation"));
        expect(404, vendor.get(path + "/sync/none/validation"));
        expect(200, vendor.post(path + "/data/queue/invoices", ""));
        expect(409, vendor.post(path + "/data/queue/invoices", ""));
        expect(200, vendor.post(path + "/data/info", ""));
        expect(204, vendor.post(path + "/data/all", ""));
        String product = path + "/products/lending";
        expect(204, vendor.call("PUT", product, ""));
        expect(202, vendor.post(product + "/refresh", ""));
        expect(204, vendor.call("DELETE", product, ""));
    }

    private void writing() {
        for (String operation : Http.CONTRACT.everything()) {
            String[] words = operation.split(" ");
            if (words[1].contains("/connections/{connectionId}/push/")) {
                String push = words[1].replaceFirst("^.*/push/", connection + "/push/");
                String body = words[0].equals("DELETE") ? "" : "{\"note\":\"new\"}";
                JsonNode refused =
                        expect(200, vendor.call(words[0], push.replaceAll("\\{[^}]*}", "X1"), body))
                                .json();
                assertThat(refused.path("status").asText()).isEqualTo("Failed");
                assertThat(refused.path("errorMessage").asText()).contains("cannot be written");
            }
        }
        expect(400, vendor.post(connection + "/push/bills", "[]"));
        expect(400, vendor.post(connection + "/push/bills?timeoutInMinutes=0", "{}"));
        expect(404, vendor.post(connection + "/push/unicorns", "{}"));
        expect(404, vendor.get(connection + "/options/unicorns"));
        expect(200, vendor.get(connection + "/options/chartOfAccounts"));
        JsonNode bills = expect(200, vendor.get(connection + "/options/bills")).json();
        assertThat(bills.at("/properties/supplierRef/properties/id/required").asBoolean()).isTrue();
        assertThat(bills.at("/properties/lineItems/type").asText()).isEqualTo("Array");
        assertThat(bills.at("/properties/lineItems/properties/accountRef/properties/id/type"))
                .hasToString("\"String\"");
        assertThat(bills.at("/properties/status/options/0/value").asText()).isEqualTo("Open");
        assertThat(bills.at("/properties/reference/required").asBoolean()).isFalse();
        assertThat(bills.at("/properties/issueDate/displayName").asText()).isEqualTo("Issue date");
        JsonNode pushes =
                expect(200, vendor.send(path + "/push", "query=dataType%3Dbills&pageSize=1"))
                        .json();
        assertThat(pushes.path("totalResults").asInt()).isEqualTo(3);
        String key = pushes.at("/results/0/pushOperationKey").asText();
        assertThat(expect(200, vendor.get(path + "/push/" + key)).json())
                .isEqualTo(pushes.at("/results/0"));
        expect(404, vendor.get(path + "/push/none"));
    }

    private void settings() {
        expect(200, vendor.get("/profile"));
        expect(200, vendor.call("PUT", "/profile", "{\"name\":\"Toft\",\"redirectUrl\":\"\"}"));
        expect(200, vendor.get("/apiKeys"));
        JsonNode key = expect(201, vendor.post("/apiKeys", "{}")).json();
        expect(204, vendor.call("DELETE", "/apiKeys/" + key.path("id").asText(), ""));
        JsonNode defaults = expect(200, vendor.get("/profile/syncSettings")).json();
        expect(204, vendor.post("/profile/syncSettings", defaults.toString()));
        JsonNode own = expect(200, vendor.get(path + "/syncSettings")).json();
        expect(204, vendor.post(path + "/syncSettings", own.toString()));
        expect(200, vendor.get("/webhooks"));
        JsonNode hook =
                expect(201, vendor.post("/webhooks", "{\"url\":\"https://a.example\"}")).json();
        expect(204, vendor.call("DELETE", "/webhooks/" + hook.path("id").asText(), ""));
        expect(200, vendor.get("/integrations"));
        expect(200, vendor.get("/integrations/hbql"));
        expect(200, vendor.get("/integrations/hbql/branding"));
    }

    private void companies() {
        expect(200, vendor.get("/companies"));
        expect(200, vendor.get(path));
        expect(200, vendor.call("PUT", path, "{\"name\":\"Castles\",\"tags\":{\"a\":\"b\"}}"));
        expect(200, vendor.call("PATCH", path, "{\"description\":\"By the sea\"}"));
        expect(200, vendor.get(path + "/accessToken"));
        expect(200, vendor.get(path + "/connections"));
        expect(200, vendor.post(path + "/connections", "{\"platformKey\":\"hbql\"}"));
        expect(200, vendor.get(connection));
        expect(400, vendor.call("PUT", connection + "/authorization", "{}"));
        expect(200, vendor.call("PATCH", connection, "{\"status\":\"Unlinked\"}"));
        expect(200, vendor.call("DELETE", connection, ""));
        expect(204, vendor.call("DELETE", path, ""));
    }
}
