package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.Http.Reply;
import fairlead.platform.http.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is history after 90 days goes; what tells how things stand stays. */
class ForgottenHistoryTest extends PlatformTest {
    private String company;
    private TestAgent agent;

    @BeforeEach
    void link() {
        company = vendor.company();
        agent = TestAgent.linked(server.url, company);
    }

    /** Moves on to this day, and tidies up. */
    private void day(int day) {
        clock.ahead = Duration.ofDays(day);
        server.node.sweep();
        expect(200, agent.fetchToken(agent.jwtIn(clock.ahead, "/token")));
    }

    private Reply speak(String life) {
        agent.life = life;
        return agent.poll(0);
    }

    private void tell(TestAgent who, String... releases) {
        ObjectNode body = Json.object();
        body.putObject("agent").put("version", "1").put("java", "17").put("os", "Linux");
        body.putArray("acknowledged");
        body.putArray("companies");
        body.put("waitSeconds", 0);
        var updates = body.putArray("updates");
        for (String release : releases) {
            updates.addObject()
                    .put("release", release)
                    .put("at", clock.instant().toString())
                    .put("phase", "committed")
                    .put("reason", "");
        }
        expect(200, who.call("POST", "/poll", body.toString()));
    }

    private List<String> told(TestAgent who) {
        for (JsonNode each : expect(200, vendor.get("/vendor/agents")).json().path("results")) {
            if (each.path("id").asText().equals(who.id)) {
                return each.path("updates").findValuesAsText("release");
            }
        }
        return List.of();
    }

    private JsonNode errors() {
        return vendor.get("/companies/" + company)
                .json()
                .at("/dataConnections/0")
                .path("dataConnectionErrors");
    }

    private long count(String table) {
        return server.node
                .store()
                .database()
                .read(tx -> tx.number("SELECT COUNT(*) FROM " + table));
    }

    @Test
    void theLastUpdateOfEachConnectorStays() {
        TestAgent other = TestAgent.linked(server.url, vendor.company());
        tell(agent, "1.0.1");
        tell(other, "1.0.1");
        day(10);
        tell(agent, "1.0.2");
        day(89);
        assertThat(told(agent)).containsExactly("1.0.2", "1.0.1");
        day(91);
        assertThat(told(agent)).containsExactly("1.0.2");
        assertThat(told(other)).containsExactly("1.0.1");
        tell(agent, "1.0.3");
        day(110);
        assertThat(told(agent)).containsExactly("1.0.3");
        assertThat(told(other)).containsExactly("1.0.1");
    }

    @Test
    void aLifeThatSpokeInTheLast90DaysIsKnownWhenItSpeaksAgain() {
        String first = agent.life;
        String second = UUID.randomUUID().toString();
        day(80); // all the time it was the first
        expect(200, speak(first));
        expect(200, speak(second));
        day(169);
        assertThat(speak(first).status()).isEqualTo(423);
    }

    @Test
    void livesGoOnceAnotherHasFollowedFor90Days() {
        String last = agent.life;
        for (int i = 0; i < 5; i++) {
            last = UUID.randomUUID().toString();
            expect(200, speak(last));
        }
        day(91);
        assertThat(count("agent_life")).isEqualTo(1);
        String copy = UUID.randomUUID().toString();
        expect(200, speak(copy)); // and the one that is left still stops a copy
        assertThat(speak(last).status()).isEqualTo(423);
    }

    @Test
    void anErrorStaysUntil90DaysAfterItWasMended() {
        expect(409, agent.link("Other books"));
        day(91);
        assertThat(errors().at("/0/status").asText()).isEqualTo("Active");
        expect(200, agent.link());
        day(180);
        assertThat(errors().at("/0/status").asText()).isEqualTo("Resolved");
        day(182);
        assertThat(errors()).isEmpty();
    }

    @Test
    void whatWasToBeWrittenGoes() {
        String path = "/companies/" + company + "/connections/" + agent.connection + "/push/";
        expect(200, vendor.post(path + "customers", "{\"customerName\":\"Toft\"}"));
        day(89);
        assertThat(count("push_operation")).isEqualTo(1);
        day(91);
        assertThat(count("push_operation")).isZero();
    }

    @Test
    void aDeletedCompanyLeavesNoTagsOrSettings() {
        String path = "/companies/" + company;
        expect(200, vendor.call("PATCH", path, "{\"tags\":{\"region\":\"uk\"}}"));
        ObjectNode own = (ObjectNode) expect(200, vendor.get(path + "/syncSettings")).json();
        own.put("overridesDefaults", true);
        expect(204, vendor.post(path + "/syncSettings", own.toString()));
        server.node.store().readingModes().ofCompany(company, Optional.of(true));
        assertThat(count("sync_setting")).isPositive();
        expect(204, vendor.call("DELETE", path, ""));
        for (String table : List.of("company_tag", "sync_setting", "reading_mode")) {
            assertThat(count(table)).as(table).isZero();
        }
    }
}
