package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.platform.Http.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Every operation and every status of docs/connector-protocol.yaml, said by the platform. */
class ProtocolTest extends PlatformTest {
    private TestAgent agent;
    private String company;
    private final String set = UUID.randomUUID().toString();
    private String order = UUID.randomUUID().toString();

    /** Every operation, as a linked agent would call it. */
    private Map<String, Supplier<Reply>> operations() {
        String connection = "/connections/" + agent.connection;
        byte[] chunk =
                TestAgent.gzip("D\t\"a\"\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Map<String, Supplier<Reply>> all = new LinkedHashMap<>();
        all.put("register", () -> agent.register(company));
        all.put("token", agent::fetchToken);
        all.put("poll", () -> agent.poll(0));
        all.put("report", () -> agent.call("POST", connection + "/requests", REPORT));
        all.put(
                "diagnostics",
                () ->
                        agent.call(
                                "POST",
                                connection + "/diagnostics",
                                "{\"orderId\":\"" + order + "\",\"report\":\"Agent 0.1.0\\n\"}"));
        all.put(
                "putChunk",
                () ->
                        agent.putChunk(
                                UUID.randomUUID().toString(),
                                UUID.randomUUID().toString(),
                                "customers",
                                0,
                                chunk));
        all.put("endSet", () -> new TestSetOf(agent).end());
        all.put("getSet", () -> agent.ask(set));
        all.put("link", agent::link);
        all.put(
                "unlink",
                () -> agent.call("POST", connection + "/unlink", "{\"reason\":\"It is over.\"}"));
        return all;
    }

    private static final String REPORT =
            "{\"requests\":[{\"id\":\"01234567-89ab-4def-8123-456789abcdef\",\"dataType\":\"customers\","
                    + "\"requestedAt\":\"2026-01-31T12:00:00Z\",\"origin\":\"schedule\",\"status\":"
                    + "\"Fetching\",\"description\":\"\",\"progress\":5}]}";

    /** A set of one empty dataset that is ended in every way but the right one. */
    private static final class TestSetOf {
        private final TestSet set;

        TestSetOf(TestAgent agent) {
            set = new TestSet(agent);
            set.part("customers").onto(UUID.randomUUID().toString(), "Replace");
        }

        Reply end() {
            return set.end();
        }
    }

    private void everyOperation(int status, String... but) {
        operations()
                .forEach(
                        (name, call) -> {
                            if (!java.util.List.of(but).contains(name)) {
                                assertThat(call.get().status()).as(name).isEqualTo(status);
                            }
                        });
    }

    @Test
    void everyOperationAndStatusIsSaidAsTheDocumentHasIt() {
        company = vendor.company();
        agent = new TestAgent(server.url);
        expect(201, agent.register(company));
        expect(200, agent.register(company));
        expect(200, agent.fetchToken());
        expect(200, agent.link());
        expect(200, agent.poll(0));
        expect(204, operations().get("report").get());
        expect(404, operations().get("diagnostics").get());
        order =
                vendor.post(
                                "/vendor/companies/"
                                        + company
                                        + "/connections/"
                                        + agent.connection
                                        + "/orders",
                                "{\"kind\":\"diagnostics\"}")
                        .json()
                        .path("id")
                        .asText();
        expect(204, operations().get("diagnostics").get());
        expect(200, operations().get("putChunk").get());
        expect(200, agent.ask(set));
        refusedForTheirContent();
        answersOfSets();
        registrationsThatAreRefused();
        callersThatAreRefused();
        String good = agent.token;
        agent.token = "nobody's";
        everyOperation(401, "register", "token");
        agent.token = good;
        stopped();
        unlinkedAndEnded();
        limited();
        clock.broken = true;
        everyOperation(500);
        clock.broken = false;
        server.node.store().database().close();
        everyOperation(503);
        assertThat(Http.PROTOCOL.neverSaid()).isEmpty();
    }

    private void refusedForTheirContent() {
        String large = "{\"x\":\"" + "x".repeat(1 << 20) + "\"}";
        String connection = "/connections/" + agent.connection;
        for (String path :
                new String[] {
                    "/poll",
                    connection + "/link",
                    connection + "/unlink",
                    connection + "/requests",
                    connection + "/diagnostics",
                    connection + "/sets/" + set + "/end"
                }) {
            assertThat(agent.call("POST", path, "{}").status()).as(path).isEqualTo(400);
            assertThat(agent.call("POST", path, large).status()).as(path).isEqualTo(413);
        }
        assertThat(agent.call("GET", connection + "/sets/none", "").status()).isEqualTo(400);
        expect(400, agent.register(company, "a.b.c"));
        expect(400, agent.fetchToken("a.b.c"));
        expect(413, agent.fetchToken("x".repeat(1 << 20)));
        expect(413, agent.register(company, "x".repeat(1 << 20)));
        String dataset = UUID.randomUUID().toString();
        expect(400, agent.putChunk(set, dataset, "customers", 0, new byte[] {1, 2, 3}));
        expect(413, agent.putChunk(set, dataset, "customers", 0, new byte[(8 << 20) + 1]));
    }

    private void answersOfSets() {
        TestSet good = TestSet.whole(agent, null, TestSet.customers(0, 3));
        assertThat(state(agent.ask(good.id))).isEqualTo("Open");
        expect(200, good.end());
        assertThat(state(agent.ask(good.id))).isEqualTo("Committed");
        expect(409, good.part("customers").put(0));
        expect(409, operations().get("endSet").get());
    }

    private void registrationsThatAreRefused() {
        TestAgent second = new TestAgent(server.url);
        expect(404, second.register(UUID.randomUUID().toString()));
        expect(
                409,
                second.register(
                        vendor.post("/companies", "{\"name\":\"Bare\"}")
                                .json()
                                .path("id")
                                .asText()));
        String id = expect(202, second.register(company)).json().path("registrationId").asText();
        expect(200, vendor.post("/vendor/registrations/" + id + "/refuse", ""));
        expect(403, second.register(company));
    }

    private void callersThatAreRefused() {
        String theirs = vendor.company();
        TestAgent other = TestAgent.linked(server.url, theirs);
        String mine = agent.connection;
        agent.connection = other.connection;
        everyOperation(403, "register", "token", "poll");
        agent.connection = UUID.randomUUID().toString();
        everyOperation(404, "register", "token", "poll");
        agent.connection = mine;
        expect(409, agent.link("Other books"));
        TestAgent third = new TestAgent(server.url);
        String id = expect(202, third.register(theirs)).json().path("registrationId").asText();
        expect(200, vendor.post("/vendor/registrations/" + id + "/approve", ""));
        expect(403, other.poll(0));
    }

    private void stopped() {
        String first = agent.life;
        agent.life = UUID.randomUUID().toString();
        expect(200, agent.poll(0));
        agent.life = first;
        everyOperation(423, "register", "token");
        expect(204, vendor.post("/vendor/agents/" + agent.id + "/resume", ""));
    }

    private void unlinkedAndEnded() {
        expect(200, operations().get("unlink").get());
        everyOperation(410, "register", "token", "poll", "unlink");
        String next = vendor.company();
        TestAgent again = TestAgent.linked(server.url, next);
        vendor.call(
                "PATCH",
                "/companies/" + next + "/connections/" + again.connection,
                "{\"status\":\"Unlinked\"}");
        expect(
                410,
                again.call(
                        "POST",
                        "/connections/" + again.connection + "/unlink",
                        "{\"reason\":\"\"}"));
    }

    private void limited() {
        try (Server small = Server.start(data.resolve("small"), clock, 0)) {
            TestAgent before = agent;
            agent = agent.at(small.url);
            everyOperation(429);
            agent = before;
        }
    }
}
