package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sets that ended long ago are forgotten; what they brought stays, and nothing builds on them. */
class ForgottenSetsTest extends PlatformTest {
    private String company;
    private TestAgent agent;

    /** What the platform must hold. */
    private final Map<String, String> truth = new TreeMap<>(TestSet.customers(0, 20));

    private TestSet first;
    private TestSet last;

    /**
     * A whole set with a row that cannot be mapped, one that changes a record, one with nothing.
     */
    @BeforeEach
    void threeSets() {
        company = vendor.company();
        agent = TestAgent.linked(server.url, company);
        first = new TestSet(agent);
        truth.forEach(first.part("customers").onto(null, "Replace")::record);
        first.part("customers").keep("odd");
        commit(first);
        TestSet second = new TestSet(agent);
        truth.putAll(TestSet.customers(19, 22));
        truth.remove("C00003");
        TestSet.Part part =
                second.part("customers").onto(first.dataset("customers"), "Delta").delete("C00003");
        truth.put("C00007", "{\"id\":\"C00007\",\"status\":\"Archived\"}");
        for (String id : new String[] {"C00007", "C00020", "C00021"}) {
            part.record(id, truth.get(id));
        }
        commit(second);
        last = new TestSet(agent);
        last.part("customers").onto(second.dataset("customers"), "Delta");
        commit(last);
    }

    private void commit(TestSet set) {
        Map<String, String> holdings = new TreeMap<>(truth);
        holdings.put("odd", null);
        expect(200, set.expecting("customers", holdings).send().end());
    }

    private void sweepIn(Duration time) {
        clock.ahead = time;
        server.node.sweep();
        expect(200, agent.fetchToken(agent.jwtIn(clock.ahead, "/token")));
    }

    private long count(String table) {
        return server.node
                .store()
                .database()
                .call(tx -> tx.number("SELECT COUNT(*) FROM " + table));
    }

    private void isAsItWas() {
        Map<String, JsonNode> shown = shown(company, "customers");
        assertThat(shown.keySet()).isEqualTo(truth.keySet());
        shown.forEach(
                (id, record) -> assertThat(record.path("status").asText()).isEqualTo(status(id)));
    }

    private static String status(String id) {
        return id.equals("C00007") ? "Archived" : "Active";
    }

    @Test
    void whatReadersSeeIsAllThatIsLeftAfter90Days() {
        TestSet given = TestSet.whole(agent, last.dataset("customers"), truth); // and never ended
        sweepIn(Duration.ofDays(89));
        server.node.tidy(); // gives it up
        assertThat(count("upload_set")).isEqualTo(4);
        sweepIn(Duration.ofDays(91));
        assertThat(count("upload_set")).isEqualTo(2); // the last one, and what was just given up
        assertThat(state(agent.ask(first.id))).isEqualTo("Unknown");
        JsonNode committed = expect(200, agent.ask(last.id)).json();
        assertThat(committed.path("state").asText()).isEqualTo("Committed");
        assertThat(committed.path("digests").path("customers").asText())
                .isEqualTo(last.part("customers").digest);
        expect(200, last.end());
        sweepIn(Duration.ofDays(180));
        assertThat(state(agent.ask(given.id))).isEqualTo("Unknown");
        assertThat(count("upload_set")).isEqualTo(1);
        assertThat(count("dataset")).isEqualTo(1);
        assertThat(count("chunk")).isZero();
        isAsItWas();
        JsonNode history =
                vendor.get("/companies/" + company + "/data/history?query=status%3DComplete")
                        .json();
        assertThat(history.path("totalResults").asInt()).isEqualTo(1);
        JsonNode odd =
                vendor.get(
                                "/companies/"
                                        + company
                                        + "/sync/"
                                        + history.at("/results/0/id").asText()
                                        + "/validation")
                        .json();
        assertThat(odd.at("/errors/0/itemId").asText()).isEqualTo("odd");
    }

    @Test
    void aDeltaOntoAForgottenBaseLeadsToAReplaceAndLosesNothing() {
        sweepIn(Duration.ofDays(91));
        TestSet setBack = new TestSet(agent);
        setBack.part("customers")
                .onto(first.dataset("customers"), "Delta")
                .record("C00030", TestSet.customers(30, 31).get("C00030"));
        Map<String, String> whatItThinks = new TreeMap<>(TestSet.customers(0, 20));
        whatItThinks.putAll(TestSet.customers(30, 31));
        JsonNode refused =
                expect(409, setBack.expecting("customers", whatItThinks).send().end()).json();
        assertThat(refused.path("state").asText()).isEqualTo("BaseMismatch");
        String base = refused.at("/bases/customers").asText();
        assertThat(base).isEqualTo(last.dataset("customers"));
        isAsItWas();

        truth.putAll(TestSet.customers(30, 31));
        expect(200, TestSet.whole(agent, base, truth).end());
        isAsItWas();
        sweepIn(Duration.ofDays(92));
        isAsItWas();
        // what the forgotten datasets brought is removed although nobody knows their numbers
        assertThat(count("record WHERE state <> 'D'")).isEqualTo(truth.size());
    }

    @Test
    void aConnectorThatComesBackAfter100DaysGoesOnWithoutSendingEverything() {
        sweepIn(Duration.ofDays(100));
        server.node.tidy();
        assertThat(
                        vendor.get("/companies/" + company)
                                .json()
                                .at("/dataConnections/0/status")
                                .asText())
                .isEqualTo("Linked");
        JsonNode asked = agent.poll(0).json().at("/orders/0/requests"); // while it was away
        assertThat(asked).hasSize(TestAgent.DATA_TYPES);
        TestSet back = new TestSet(agent);
        truth.putAll(TestSet.customers(30, 31));
        back.part("customers")
                .onto(last.dataset("customers"), "Delta")
                .record("C00030", truth.get("C00030"));
        asked.forEach(request -> back.requests.add(request.path("id").asText()));
        commit(back);
        isAsItWas();
    }

    @Test
    void aForgottenSetThatIsSentAgainChangesNothing() {
        sweepIn(Duration.ofDays(91));
        assertThat(state(expect(409, first.send().end()))).isEqualTo("BaseMismatch");
        isAsItWas();
        sweepIn(Duration.ofDays(181));
        isAsItWas();
    }
}
