package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Requests that an agent has taken and then knows nothing of, since its state was set back. */
class ForgottenRequestsTest extends PlatformTest {
    private TestAgent agent;
    private JsonNode order;

    @BeforeEach
    void takeAnOrder() {
        agent = TestAgent.linked(server.url, vendor.company());
        order = poll().path(0);
        assertThat(poll(order.path("id").asText())).isEmpty();
    }

    private JsonNode poll(String... acknowledged) {
        return expect(200, agent.poll(0, acknowledged)).json().path("orders");
    }

    private void pass(Duration since) {
        clock.ahead = since;
        server.node.tidy();
        expect(200, agent.fetchToken(agent.jwtIn(clock.ahead, "/token")));
    }

    private static Set<String> requests(JsonNode order) {
        Set<String> ids = new HashSet<>();
        order.path("requests").forEach(request -> ids.add(request.path("id").asText()));
        return ids;
    }

    private void tell(String request, String status) {
        expect(
                204,
                agent.call(
                        "POST",
                        "/connections/" + agent.connection + "/requests",
                        "{\"requests\":[{\"id\":\""
                                + request
                                + "\",\"dataType\":\"customers\","
                                + "\"requestedAt\":\"2026-01-31T12:00:00Z\","
                                + "\"origin\":\"platform\",\"status\":\""
                                + status
                                + "\",\"description\":\"\",\"progress\":1}]}"));
    }

    @Test
    @DisplayName("requests of which nothing was told for an hour are ordered again, by a new order")
    void areOrderedAgainAfterAnHour() {
        pass(Duration.ofMinutes(59));
        assertThat(poll()).isEmpty();
        pass(Duration.ofMinutes(61));
        JsonNode again = poll();
        assertThat(again).hasSize(1);
        assertThat(again.path(0).path("id").asText())
                .as("the agent remembers the orders that it has done")
                .isNotEqualTo(order.path("id").asText());
        assertThat(requests(again.path(0)))
                .isEqualTo(requests(order))
                .hasSize(TestAgent.DATA_TYPES);
        assertThat(poll(again.path(0).path("id").asText())).isEmpty();
    }

    @Test
    void whatWasToldOfOneHoldsItBackAnHourMore() {
        String told = requests(order).iterator().next();
        pass(Duration.ofMinutes(50));
        tell(told, "Fetching");
        pass(Duration.ofMinutes(70));
        JsonNode again = poll().path(0);
        assertThat(requests(again)).hasSize(TestAgent.DATA_TYPES - 1).doesNotContain(told);
        pass(Duration.ofMinutes(111));
        assertThat(requests(poll(again.path("id").asText()).path(0))).containsExactly(told);
    }

    @Test
    void whatWasCancelledIsNeverOrderedAgain() {
        requests(order).forEach(request -> tell(request, "Cancelled"));
        pass(Duration.ofHours(3));
        assertThat(poll()).isEmpty();
    }
}
