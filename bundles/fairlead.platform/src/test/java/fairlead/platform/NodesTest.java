package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.Http.Reply;
import fairlead.platform.store.Leases;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes on one PostgreSQL are one platform, and either may die at any time. */
@Tag("postgresql")
class NodesTest extends PlatformTest {
    private Server other;
    private String company;
    private TestAgent agent;

    @BeforeEach
    void startOther() {
        other = Server.start(data.resolve("other"), clock, 1_000_000, TestDatabase.postgres(data));
        company = vendor.company();
        agent = TestAgent.linked(server.url, company);
    }

    @AfterEach
    void stopOther() {
        other.close();
    }

    private Http.Vendor vendorAt(Server node) {
        return new Http(node.url).vendor(vendor.key());
    }

    private Map<String, JsonNode> shownAt(Server node) {
        Http.Vendor before = vendor;
        vendor = vendorAt(node);
        try {
            return shown(company, "customers");
        } finally {
            vendor = before;
        }
    }

    @Test
    void onlyTheFirstNodeLeavesAKey() {
        assertThat(data.resolve("api-key")).exists();
        assertThat(data.resolve("other").resolve("api-key")).doesNotExist();
        expect(200, vendorAt(other).get("/companies"));
    }

    @Test
    void aKeyThatComesSecondIsRefused() {
        assertThat(other.node.store().clients().keep("some other key")).isFalse();
        assertThat(new Http(other.url).vendor("some other key").get("/companies").status())
                .isEqualTo(401);
    }

    @Test
    void aTokenIsGoodAtEveryNode() {
        expect(200, agent.at(other.url).poll(0));
    }

    @Test
    void anAssertionIsTakenOnceByAllNodesTogether() {
        String assertion = agent.jwt("/token", Map.of("aud", other.url + "/connector/v1/token"));
        expect(200, agent.at(other.url).fetchToken(assertion));
        String toBoth = agent.jwt("/token", Map.of("jti", "once"));
        expect(200, agent.fetchToken(toBoth));
        String again =
                agent.jwt(
                        "/token", Map.of("jti", "once", "aud", other.url + "/connector/v1/token"));
        assertThat(agent.at(other.url).fetchToken(again).status()).isEqualTo(400);
    }

    @Test
    void anOrderReachesAnAgentThatWaitsAtAnotherNode() throws Exception {
        String first = agent.poll(0).json().path("orders").path(0).path("id").asText();
        TestSet set = TestSet.whole(agent, null, TestSet.customers(0, 10));
        agent.poll(0, first)
                .json()
                .path("orders")
                .forEach(order -> assertThat(order.path("id").asText()).isNotEqualTo(first));
        vendor.get("/companies/" + company + "/data/history?pageSize=100")
                .json()
                .path("results")
                .forEach(operation -> set.requests.add(operation.path("id").asText()));
        expect(200, set.end());
        CompletableFuture<Reply> waiting =
                CompletableFuture.supplyAsync(() -> agent.at(other.url).poll(50, first));
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        assertThat(waiting).isNotDone();
        expect(200, vendor.post("/companies/" + company + "/data/queue/customers", ""));
        Reply reply = waiting.get(5, TimeUnit.SECONDS);
        assertThat(reply.json().at("/orders/0/requests/0/dataType").asText())
                .isEqualTo("customers");
    }

    @Test
    void anOrderIsFoundAlthoughTheNodeDidNotHearOfIt() throws Exception {
        String first = agent.poll(0).json().path("orders").path(0).path("id").asText();
        CompletableFuture<Reply> waiting =
                CompletableFuture.supplyAsync(() -> agent.at(other.url).poll(50, first));
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        assertThat(waiting).isNotDone();
        // a notification that is lost: the order is made without one, then the connection breaks
        TestDatabase.execute(
                "INSERT INTO "
                        + TestDatabase.schema(data)
                        + ".agent_order (id, agent_id, kind, created_at) VALUES"
                        + " ('6ff5d29c-4c10-4b67-a9a3-0d2b8a1e0001', '"
                        + agent.id
                        + "', 'restart', 0)");
        TestDatabase.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ILIKE 'LISTEN"
                        + "%' OR query = 'SELECT 1'");
        assertThat(waiting.get(10, TimeUnit.SECONDS).json().at("/orders/0/kind").asText())
                .isEqualTo("restart");
    }

    @Test
    void aSetGoesOnAtAnotherNode() {
        Map<String, String> records = TestSet.customers(0, 20);
        TestSet set = new TestSet(agent);
        TestSet.Part part = set.part("customers").onto(null, "Replace");
        records.forEach(
                (id, json) -> {
                    part.record(id, json);
                    if (id.equals("C00009")) {
                        part.cut();
                    }
                });
        part.cut();
        set.expecting("customers", records);
        expect(200, part.put(0));
        server.close();
        set.agent = agent.at(other.url);
        assertThat(set.agent.ask(set.id).json().path("taken").path(part.dataset)).hasSize(1);
        expect(200, part.put(1));
        expect(200, set.end());
        assertThat(shownAt(other)).hasSize(20);
    }

    @Test
    void aSetIsCommittedByOneNodeAtATime() {
        TestSet set = TestSet.whole(agent, null, TestSet.customers(0, 20));
        Leases leases = other.node.store().leases();
        try (Leases.Lease held = leases.take("commit of " + agent.connection).orElseThrow()) {
            Reply busy = set.end();
            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.header("Retry-After")).isNotEmpty();
            clock.ahead = Leases.VALID.plusSeconds(1); // whoever held it is taken for dead
            expect(200, set.end());
        }
        assertThat(shownAt(other)).hasSize(20);
    }

    @Test
    void whoWasTakenForDeadDoesNoStepMore() {
        Leases.Lease slow = server.node.store().leases().take("work").orElseThrow();
        clock.ahead = Leases.VALID.plusSeconds(1);
        try (Leases.Lease mine = other.node.store().leases().take("work").orElseThrow()) {
            assertThatThrownBy(() -> slow.run(tx -> tx.update("DELETE FROM company_tag")))
                    .isInstanceOf(Leases.LostException.class);
            mine.run(tx -> assertThat(tx.number("SELECT 1")).isEqualTo(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunk-stored", "commit-started", "committed", "answered"})
    void whatADeadNodeBeganGoesOnAtAnother(String point) throws Exception {
        Map<String, String> records = TestSet.customers(0, 20);
        TestSet set;
        try (NodeProcess node = NodeProcess.start(data, point)) {
            set = new TestSet(agent.at(node.url));
            records.forEach(set.part("customers").onto(null, "Replace")::record);
            set.expecting("customers", records).part("customers").cut();
            try {
                set.part("customers").put(0);
                set.end();
            } catch (UncheckedIOException e) {
                assertThat(e).hasMessageNotContaining("refused");
            }
            node.awaitDeath();
        }
        set.agent = agent.at(other.url);
        Reply again = set.part("customers").put(0);
        assertThat(again.status() == 200 || state(again).equals("Committed"))
                .as(again.text())
                .isTrue();
        clock.ahead = Leases.VALID.plusSeconds(1);
        expect(200, set.end());
        assertThat(shownAt(server).keySet()).isEqualTo(records.keySet());
        assertThat(shownAt(other).keySet()).isEqualTo(records.keySet());
    }

    @Test
    void anOrderThatCameWhileAKilledNodeHeldThePollReachesItsAgentThroughAnother()
            throws Exception {
        String first = agent.poll(0).json().path("orders").path(0).path("id").asText();
        String order;
        try (NodeProcess node = NodeProcess.start(data, "")) {
            CompletableFuture<Reply> waiting =
                    CompletableFuture.supplyAsync(() -> agent.at(node.url).poll(50, first));
            Http.Vendor there = new Http(node.url).vendor(vendor.key());
            await().until(
                            () ->
                                    there.get("/metrics")
                                            .text()
                                            .contains("\nfairlead_polls_waiting 1"));
            node.freeze(); // or it would hear of the order, and answer
            order =
                    expect(
                                    200,
                                    vendor.post(
                                            "/vendor/companies/"
                                                    + company
                                                    + "/connections/"
                                                    + agent.connection
                                                    + "/orders",
                                            "{\"kind\":\"restart\"}"))
                            .json()
                            .path("id")
                            .asText();
            assertThat(waiting).isNotDone();
            node.kill();
            assertThat(waiting).failsWithin(Duration.ofSeconds(10));
        }
        CompletableFuture<Reply> again =
                CompletableFuture.supplyAsync(() -> agent.at(other.url).poll(50));
        assertThat(orders(again.get(5, TimeUnit.SECONDS))).containsExactly(order);
        assertThat(orders(agent.at(other.url).poll(0, order))).isEmpty();
        assertThat(orders(agent.poll(0))).isEmpty();
    }

    @Test
    void anOrderOfAKilledNodeThatItsAgentNeverGotIsGivenAgainAndDoneOnce() throws Exception {
        try (NodeProcess node = NodeProcess.start(data, "order-made")) {
            assertThatThrownBy(() -> agent.at(node.url).poll(50))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageNotContaining("refused");
            node.awaitDeath();
        }
        Reply given = agent.at(other.url).poll(0);
        List<String> ids = orders(given);
        assertThat(ids).hasSize(1);
        assertThat(orders(agent.poll(0))).isEqualTo(ids); // it is not done yet: the same again
        TestSet set = TestSet.whole(agent, null, TestSet.customers(0, 10));
        given.json()
                .at("/orders/0/requests")
                .forEach(each -> set.requests.add(each.path("id").asText()));
        assertThat(set.requests).hasSize(TestAgent.DATA_TYPES).doesNotHaveDuplicates();
        assertThat(orders(agent.poll(0, ids.get(0)))).isEmpty();
        expect(200, set.end());
        for (TestAgent at : List.of(agent, agent.at(other.url))) {
            assertThat(orders(at.poll(0, ids.get(0)))).isEmpty();
        }
        JsonNode asked =
                vendor.get("/companies/" + company + "/data/history?query=dataType%3Dcustomers")
                        .json();
        assertThat(asked.path("totalResults").asInt()).isEqualTo(1);
        assertThat(asked.at("/results/0/status").asText()).isEqualTo("Complete");
        assertThat(set.requests).contains(asked.at("/results/0/id").asText());
    }

    private static List<String> orders(Reply reply) {
        List<String> ids = new ArrayList<>();
        expect(200, reply)
                .json()
                .path("orders")
                .forEach(order -> ids.add(order.path("id").asText()));
        return ids;
    }

    @Test
    void aDatabaseThatWasAwayForAMomentIsUsedAgain() {
        expect(200, vendor.get("/companies"));
        TestDatabase.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                        + " 'fairlead-platform'");
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                vendor.get("/companies").status() == 200
                                        && vendorAt(other).get("/companies").status() == 200);
        assertThat(Files.exists(data.resolve("api-key"))).isTrue();
    }
}
