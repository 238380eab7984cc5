package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.Http.Reply;
import fairlead.platform.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a vendor asks of a connector, and how it hears that it was done. */
class OrdersTest extends PlatformTest {
    private String company;
    private TestAgent agent;
    private String connection;

    @BeforeEach
    void link() {
        company = vendor.company();
        agent = TestAgent.linked(server.url, company);
        connection = "/companies/" + company + "/connections/" + agent.connection;
        JsonNode first = agent.poll(0).json().path("orders");
        agent.poll(0, first.path(0).path("id").asText());
    }

    private String order(String kind) {
        return expect(
                        200,
                        vendor.post(
                                "/vendor" + connection + "/orders", "{\"kind\":\"" + kind + "\"}"))
                .json()
                .path("id")
                .asText();
    }

    private JsonNode shown() {
        return vendor.get("/vendor/agents").json().at("/results/0/orders/0");
    }

    private Reply report(TestAgent by, String orderId, String text) {
        return by.call(
                "POST",
                "/connections/" + by.connection + "/diagnostics",
                Json.object().put("orderId", orderId).put("report", text).toString());
    }

    private JsonNode invoices(String of) {
        return vendor.send("/companies/" + of + "/data/history", "query=dataType%3Dinvoices")
                .json()
                .at("/results/0");
    }

    private static List<String> kinds(Reply poll) {
        return poll.json().path("orders").findValuesAsText("kind");
    }

    @Test
    void cancelCoversWhatTheConnectorHasNotHeardOfYetAndNothingLater() {
        company = vendor.company();
        agent = TestAgent.linked(server.url, company);
        connection = "/companies/" + company + "/connections/" + agent.connection;
        assertThat(invoices(company).path("status").asText()).isEqualTo("Queued");
        order("cancel");
        assertThat(invoices(company).path("status").asText()).isEqualTo("Cancelled");
        assertThat(invoices(company).path("errorMessage").asText()).contains("cancelled");
        JsonNode later =
                expect(200, vendor.post("/companies/" + company + "/data/queue/invoices", ""))
                        .json();
        Reply poll = agent.poll(0);
        assertThat(kinds(poll)).containsExactly("cancel", "sync");
        assertThat(poll.json().at("/orders/1/requests")).hasSize(1);
        assertThat(poll.json().at("/orders/1/requests/0/id")).isEqualTo(later.path("id"));
    }

    @Test
    void whatTheConnectorHasHeardOfItCancelsItself() {
        order("cancel");
        assertThat(invoices(company).path("status").asText()).isEqualTo("Queued");
        assertThat(kinds(agent.poll(0))).containsExactly("cancel");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theConnectorHearsThatItsConnectionWasDeletedHoweverLateItAsks(boolean wholeCompany) {
        String deleted = wholeCompany ? "/companies/" + company : connection;
        expect(wholeCompany ? 204 : 200, vendor.call("DELETE", deleted, ""));
        clock.ahead = Duration.ofMinutes(30);
        server.node.sweep();
        Reply poll = agent.poll(0);
        assertThat(kinds(poll)).containsExactly("unlink");
        JsonNode orders = poll.json().path("orders");
        assertThat(orders.at("/0/connectionId").asText()).isEqualTo(agent.connection);
        String id = orders.at("/0/id").asText();
        assertThat(agent.poll(0, id).json().path("orders")).isEmpty();
    }

    @Test
    void whatHasEndedBeforeItIsDeletedIsToldOnce() {
        expect(200, vendor.call("PATCH", connection, "{\"status\":\"Unlinked\"}"));
        expect(200, vendor.call("DELETE", connection, ""));
        assertThat(kinds(agent.poll(0))).containsExactly("unlink");
    }

    @Test
    void anOrderIsRepeatedUntilItIsDoneAndShownAsDoneThen() {
        String id = order("restart");
        for (int time = 0; time < 3; time++) {
            JsonNode orders = agent.poll(0).json().path("orders");
            assertThat(orders.at("/0/id").asText()).isEqualTo(id);
            assertThat(orders.at("/0/kind").asText()).isEqualTo("restart");
            assertThat(shown().has("done")).isFalse();
        }
        assertThat(agent.poll(0, id).json().path("orders")).isEmpty();
        assertThat(shown().path("id").asText()).isEqualTo(id);
        assertThat(shown().has("done")).isTrue();
    }

    @Test
    void aPauseIsToldWithItsEndAndResumeWithoutOne() {
        String until = "2030-01-31T09:30:00Z";
        String pause = "{\"kind\":\"pause\",\"until\":\"" + until.replace("Z", "+00:00") + "\"}";
        expect(200, vendor.post("/vendor" + connection + "/orders", pause));
        JsonNode paused = agent.poll(0).json().path("orders");
        assertThat(paused).hasSize(1);
        assertThat(paused.at("/0/kind").asText()).isEqualTo("pause");
        assertThat(paused.at("/0/connectionId").asText()).isEqualTo(agent.connection);
        assertThat(Instant.parse(paused.at("/0/until").asText())).isEqualTo(until);
        String id = order("resume");
        JsonNode resumed = agent.poll(0, paused.at("/0/id").asText()).json().path("orders");
        assertThat(resumed).hasSize(1);
        assertThat(resumed.at("/0/id").asText()).isEqualTo(id);
        assertThat(resumed.at("/0/kind").asText()).isEqualTo("resume");
        assertThat(resumed.at("/0").has("until")).isFalse();
    }

    @Test
    void aReportIsKeptForItsOrderAndTheLastOneCounts() {
        String id = order("diagnostics");
        expect(404, vendor.get("/vendor/diagnostics/" + id));
        expect(204, report(agent, id, "Agent 1\n"));
        expect(204, report(agent, id, "Agent 2 \u00e4\n"));
        JsonNode kept = expect(200, vendor.get("/vendor/diagnostics/" + id)).json();
        assertThat(kept.path("report").asText()).isEqualTo("Agent 2 \u00e4\n");
        assertThat(kept.path("agentId").asText()).isEqualTo(agent.id);
        expect(404, report(agent, order("restart"), "not asked for"));
        expect(400, report(agent, id, "x".repeat(100_001)));
    }

    @Test
    void tenReportsOfAConnectionAreKept() {
        String first = order("diagnostics");
        expect(204, report(agent, first, "first"));
        for (int i = 0; i < 10; i++) {
            clock.ahead = clock.ahead.plus(Duration.ofSeconds(1));
            expect(204, report(agent, order("diagnostics"), "more"));
        }
        expect(404, vendor.get("/vendor/diagnostics/" + first));
    }

    @Test
    void onePcThatServesTwoVendorsTellsEachOnlyItsOwn() {
        server.node.store().clients().add("another-key");
        Http.Vendor other = new Http(server.url).vendor("another-key");
        String theirs = other.company();
        TestAgent same = agent.at(server.url);
        expect(201, same.register(theirs));
        expect(200, same.link());
        String id = order("diagnostics");
        expect(404, report(same, id, "through the other vendor's connection"));
        expect(204, report(agent, id, "ours"));
        expect(200, vendor.get("/vendor/diagnostics/" + id));
        expect(404, other.get("/vendor/diagnostics/" + id));
        assertThat(other.get("/vendor/agents").json().at("/results/0/orders")).isEmpty();
        expect(404, other.post("/vendor" + connection + "/orders", "{\"kind\":\"restart\"}"));
    }

    @Test
    void anUninstalledConnectionHasEndedAndSaysWhy() {
        String id = order("uninstall");
        expect(
                200,
                agent.call(
                        "POST",
                        "/connections/" + agent.connection + "/unlink",
                        "{\"reason\":\"Unlinked on the company's PC.\"}"));
        agent.poll(0, id);
        JsonNode now = vendor.get(connection).json();
        assertThat(now.path("status").asText()).isEqualTo("Deauthorized");
        assertThat(now.at("/connectionInfo/statusReason").asText())
                .isEqualTo("The connector was uninstalled, as you asked.");
        assertThat(shown().has("done")).isTrue();
        expect(409, vendor.post("/vendor" + connection + "/orders", "{\"kind\":\"restart\"}"));
    }

    @Test
    void anUnknownOrderIsRefused() {
        expect(400, vendor.post("/vendor" + connection + "/orders", "{\"kind\":\"explode\"}"));
        expect(400, vendor.post("/vendor" + connection + "/orders", "{\"kind\":\"unlink\"}"));
        String bare = vendor.company();
        String waiting =
                vendor.get("/companies/" + bare + "/connections")
                        .json()
                        .at("/results/0/id")
                        .asText();
        expect(
                409,
                vendor.post(
                        "/vendor/companies/" + bare + "/connections/" + waiting + "/orders",
                        "{\"kind\":\"restart\"}"));
    }
}
