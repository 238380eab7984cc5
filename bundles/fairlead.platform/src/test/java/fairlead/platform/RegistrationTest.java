package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.Http.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Who may speak for a company, and how orders reach it. */
class RegistrationTest extends PlatformTest {
    @Test
    void oneCompanyIsLinkedOnceHoweverManyTryAtTheSameMoment() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < 10; i++) {
                String company = vendor.company();
                TestAgent first = new TestAgent(server.url);
                expect(201, first.register(company));
                expect(200, first.fetchToken());
                clock.ahead = clock.ahead.plusSeconds(1); // the second one is the newer
                vendor.post("/companies/" + company + "/connections", "{\"platformKey\":\"hbql\"}");
                TestAgent second = new TestAgent(server.url);
                expect(201, second.register(company));
                expect(200, second.fetchToken());
                List<Future<Http.Reply>> replies =
                        two.invokeAll(List.of(first::link, second::link));
                assertThat(List.of(replies.get(0).get().status(), replies.get(1).get().status()))
                        .containsExactlyInAnyOrder(200, 409);
            }
        } finally {
            two.shutdownNow();
        }
    }

    @Test
    void registersOneAgentAndAnswersItTheSameAgain() {
        String company = vendor.company();
        TestAgent agent = new TestAgent(server.url);
        JsonNode first = expect(201, agent.register(company)).json();
        assertThat(first.path("agentId").asText()).isEqualTo(agent.id);
        assertThat(first.path("companyId").asText()).isEqualTo(company);
        assertThat(first.path("companyName").asText()).isEqualTo("Sandcastles Ltd");
        assertThat(first.path("platformKey").asText()).isEqualTo("hbql");
        assertThat(expect(200, agent.register(company)).json()).isEqualTo(first);
    }

    @Test
    void refusesKeysThatAreUnknownExpiredOrEnded() {
        TestAgent agent = new TestAgent(server.url);
        expect(404, agent.register(UUID.randomUUID().toString()));
        expect(404, agent.register("not a key at all"));
        String company = vendor.company();
        String bare = vendor.post("/companies", "{\"name\":\"Bare\"}").json().path("id").asText();
        assertThat(expect(409, agent.register(bare)).json().path("error").asText())
                .contains("link");
        clock.ahead = Duration.ofHours(25);
        String late = agent.jwt("/registrations", in(clock.ahead, company));
        assertThat(expect(409, agent.register(company, late)).json().path("error").asText())
                .contains("expired");
    }

    private static Map<String, Object> in(Duration ahead, String company) {
        long now = System.currentTimeMillis() / 1000 + ahead.toSeconds();
        return Map.of("iat", now, "exp", now + 300, "licenseKey", company);
    }

    @Test
    void refusesProofsThatAreNotGood() {
        String company = vendor.company();
        TestAgent agent = new TestAgent(server.url);
        TestAgent other = new TestAgent(server.url);
        String good = agent.jwt("/registrations", Map.of("licenseKey", company));
        for (String bad :
                new String[] {
                    "a.b.c",
                    "",
                    other.jwt("/registrations", Map.of("licenseKey", company)),
                    agent.jwt("/registrations", Map.of("licenseKey", "another")),
                    agent.jwt("/token", Map.of("licenseKey", company)),
                    agent.jwt(
                            "/registrations",
                            Map.of(
                                    "licenseKey",
                                    company,
                                    "aud",
                                    "https://elsewhere/registrations")),
                    agent.jwt("/registrations", in(Duration.ofHours(-1), company)),
                    agent.jwt("/registrations", in(Duration.ofHours(1), company)),
                    good.substring(0, good.length() - 4) + "AAAA"
                }) {
            assertThat(agent.register(company, bad).status()).as(bad).isEqualTo(400);
        }
        expect(201, agent.register(company, good));
        assertThat(expect(400, agent.register(company, good)).json().path("error").asText())
                .contains("used before");
    }

    @Test
    void aSecondAgentWaitsForTheVendorAndThenReplacesTheFirst() {
        String company = vendor.company();
        TestAgent first = TestAgent.linked(server.url, company);
        TestSet open = TestSet.whole(first, null, TestSet.customers(0, 5));
        String ack = first.poll(0).json().at("/orders/0/id").asText();
        expect(200, first.poll(0, ack));
        TestAgent second = new TestAgent(server.url);
        JsonNode waiting = expect(202, second.register(company)).json();
        assertThat(expect(202, second.register(company)).json()).isEqualTo(waiting);
        expect(200, first.poll(0));
        expect(400, second.fetchToken());
        JsonNode listed = vendor.get("/vendor/registrations").json().at("/results/0");
        assertThat(listed.path("id")).isEqualTo(waiting.path("registrationId"));
        assertThat(listed.path("decision").asText()).isEqualTo("Waiting");
        expect(
                200,
                vendor.post(
                        "/vendor/registrations/" + listed.path("id").asText() + "/approve", ""));
        expect(200, second.register(company));
        expect(403, first.poll(0));
        assertThat(expect(400, first.fetchToken()).json().path("error").asText())
                .isEqualTo("unauthorized_client");
        expect(200, second.fetchToken());
        expect(200, second.link());
        assertThat(state(expect(200, second.ask(open.id)))).isEqualTo("Aborted");
        // what the first one had taken and not done is asked of the second one
        assertThat(second.poll(0).json().at("/orders/0/requests")).hasSize(TestAgent.DATA_TYPES);
    }

    @Test
    void whatTheVendorOrderedIsDoneByTheAgentThatTakesOver() {
        String company = vendor.company();
        TestAgent first = TestAgent.linked(server.url, company);
        assertThat(first.poll(0).json().at("/orders/0/kind").asText()).isEqualTo("sync");
        String orders =
                "/vendor/companies/" + company + "/connections/" + first.connection + "/orders";
        for (String kind : new String[] {"diagnostics", "uninstall", "cancel"}) {
            expect(200, vendor.post(orders, "{\"kind\":\"" + kind + "\"}"));
        }
        TestAgent second = new TestAgent(server.url);
        String id = second.register(company).json().path("registrationId").asText();
        expect(200, vendor.post("/vendor/registrations/" + id + "/approve", ""));
        expect(200, second.register(company));
        expect(200, second.fetchToken());
        expect(200, second.link());
        assertThat(second.poll(0).json().path("orders"))
                .extracting(order -> order.path("kind").asText())
                .containsExactly("diagnostics", "cancel");
        String read = "/companies/" + company + "/data/queue/invoices";
        expect(200, vendor.post(read, ""));
        assertThat(second.poll(0).json().path("orders")) // what came after the cancel is read
                .extracting(order -> order.path("kind").asText())
                .containsExactly("diagnostics", "cancel", "sync");
    }

    @Test
    void onlySomeAgentsWaitForAYes() {
        String company = vendor.company();
        TestAgent.linked(server.url, company);
        TestAgent waits = new TestAgent(server.url);
        expect(202, waits.register(company));
        for (int i = 1; i < 5; i++) {
            expect(202, new TestAgent(server.url).register(company));
        }
        TestAgent sixth = new TestAgent(server.url);
        assertThat(expect(409, sixth.register(company)).json().path("error").asText())
                .contains("Several computers wait");
        JsonNode waiting = expect(202, waits.register(company)).json();
        assertThat(vendor.get("/vendor/registrations").json().path("results")).hasSize(5);
        String id = waiting.path("registrationId").asText();
        expect(200, vendor.post("/vendor/registrations/" + id + "/refuse", ""));
        expect(202, sixth.register(company));
    }

    private JsonNode errors(String company) {
        return vendor.get("/companies/" + company + "/connections")
                .json()
                .at("/results/0/dataConnectionErrors");
    }

    @Test
    void whyLinkingOrReadingFailedIsAmongTheConnectionsErrorsUntilItIsMended() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        assertThat(errors(company)).isEmpty();
        expect(409, agent.link("Other books"));
        expect(409, agent.link("Other books"));
        assertThat(errors(company)).hasSize(1);
        assertThat(errors(company).at("/0/errorMessage").asText()).startsWith("Other books");
        assertThat(errors(company).at("/0/status").asText()).isEqualTo("Active");
        expect(200, agent.link());
        assertThat(errors(company).at("/0/status").asText()).isEqualTo("Resolved");
        clock.ahead = Duration.ofMinutes(1);
        String request =
                "{\"requests\":[{\"id\":\""
                        + UUID.randomUUID()
                        + "\",\"dataType\":\"customers\",\"requestedAt\":\"2026-01-31T12:00:00Z\","
                        + "\"origin\":\"person\",\"status\":\"AuthError\","
                        + "\"description\":\"\",\"progress\":1}]}";
        expect(204, agent.call("POST", "/connections/" + agent.connection + "/requests", request));
        assertThat(errors(company)).hasSize(2);
        assertThat(errors(company).at("/0/statusCode").asText()).isEqualTo("401");
        assertThat(errors(company).at("/0/errorMessage").asText()).contains("password");
        assertThat(errors(company).at("/0/status").asText()).isEqualTo("Active");
        expect(200, TestSet.whole(agent, null, TestSet.customers(0, 3)).end());
        assertThat(errors(company).at("/0/status").asText()).isEqualTo("Resolved");
    }

    @Test
    void aRefusedAgentStaysRefused() {
        String company = vendor.company();
        TestAgent first = TestAgent.linked(server.url, company);
        TestAgent second = new TestAgent(server.url);
        String id = second.register(company).json().path("registrationId").asText();
        expect(200, vendor.post("/vendor/registrations/" + id + "/refuse", ""));
        expect(403, second.register(company));
        expect(409, vendor.post("/vendor/registrations/" + id + "/approve", ""));
        expect(404, vendor.post("/vendor/registrations/" + UUID.randomUUID() + "/approve", ""));
        expect(200, first.poll(0));
    }

    @Test
    void takesAnAssertionOnceAndATokenForAnHour() {
        TestAgent agent = TestAgent.linked(server.url, vendor.company());
        String assertion = agent.jwt("/token", Map.of());
        expect(200, agent.fetchToken(assertion));
        JsonNode again = expect(400, agent.fetchToken(assertion)).json();
        assertThat(again.path("error").asText()).isEqualTo("invalid_client");
        expect(200, agent.poll(0));
        clock.ahead = Duration.ofMinutes(59);
        expect(200, agent.poll(0));
        clock.ahead = Duration.ofMinutes(61);
        Reply expired = expect(401, agent.poll(0));
        assertThat(expired.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(expired.json().path("service").asText()).isEqualTo("Connector");
    }

    @Test
    void oneAgentIsKeptFromAnothersConnection() {
        TestAgent one = TestAgent.linked(server.url, vendor.company());
        TestAgent other = TestAgent.linked(server.url, vendor.company());
        String mine = one.connection;
        one.connection = other.connection;
        expect(403, one.ask(UUID.randomUUID().toString()));
        expect(403, one.link());
        one.connection = UUID.randomUUID().toString();
        expect(404, one.link());
        one.connection = mine;
        expect(409, one.link("Other books"));
    }

    @Test
    void anOrderIsRepeatedUntilItIsAcknowledgedAndNeverChanges() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        JsonNode first = agent.poll(0).json();
        assertThat(first.path("orders")).hasSize(1);
        assertThat(agent.poll(0).json()).isEqualTo(first);
        String id = first.at("/orders/0/id").asText();
        assertThat(agent.poll(0, id, UUID.randomUUID().toString()).json().path("orders")).isEmpty();
        expect(409, vendor.post("/companies/" + company + "/data/queue/customers", ""));
    }

    @Test
    void aWaitingAgentIsWokenByAnOrder() throws Exception {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        JsonNode order = agent.poll(0).json().at("/orders/0");
        TestSet set = TestSet.whole(agent, null, TestSet.customers(0, 5));
        order.path("requests").forEach(r -> set.requests.add(r.path("id").asText()));
        expect(200, set.end());
        CompletableFuture<Reply> waiting =
                CompletableFuture.supplyAsync(() -> agent.poll(50, order.path("id").asText()));
        Awaitility.await()
                .until(
                        () ->
                                expect(200, vendor.get("/companies/" + company + "/connections"))
                                        .json()
                                        .at("/results/0/connectionInfo/lastSeen")
                                        .isTextual());
        expect(200, vendor.post("/companies/" + company + "/data/queue/customers", ""));
        assertThat(
                        waiting.get(10, TimeUnit.SECONDS)
                                .json()
                                .at("/orders/0/requests/0/dataType")
                                .asText())
                .isEqualTo("customers");
    }

    @Test
    void aNewPollOfAnAgentEndsItsOldOne() throws Exception {
        TestAgent agent = TestAgent.linked(server.url, vendor.company());
        String order = agent.poll(0).json().at("/orders/0/id").asText();
        expect(200, agent.poll(0, order));
        CompletableFuture<Reply> old = CompletableFuture.supplyAsync(() -> agent.poll(50));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            agent.poll(1);
                            return old.isDone();
                        });
        assertThat(old.get().json().path("orders")).isEmpty();
    }

    @Test
    void requestsFollowWhatTheAgentTells() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        JsonNode requests = agent.poll(0).json().at("/orders/0/requests");
        String customers = "";
        for (JsonNode request : requests) {
            if (request.path("dataType").asText().equals("customers")) {
                customers = request.path("id").asText();
            }
        }
        expect(204, report(agent, customers, "customers", "Fetching", "Reading.", 40));
        JsonNode operation =
                vendor.get("/companies/" + company + "/data/history/" + customers).json();
        assertThat(operation.path("status").asText()).isEqualTo("Fetching");
        assertThat(operation.path("progress").asInt()).isEqualTo(40);
        assertThat(operation.path("statusDescription").asText()).isEqualTo("Reading.");
        String own = UUID.randomUUID().toString();
        expect(204, report(agent, own, "suppliers", "FetchError", "The file is locked.", 10));
        JsonNode failed = vendor.get("/companies/" + company + "/data/history/" + own).json();
        assertThat(failed.path("isErrored").asBoolean()).isTrue();
        assertThat(failed.path("errorMessage").asText()).isEqualTo("The file is locked.");
        expect(204, report(agent, own, "suppliers", "Fetching", "", 20));
        assertThat(
                        vendor.get("/companies/" + company + "/data/history/" + own)
                                .json()
                                .path("status")
                                .asText())
                .as("what has ended is not opened again")
                .isEqualTo("FetchError");
        expect(400, report(agent, own, "suppliers", "Complete", "", 100));
    }

    private static Reply report(
            TestAgent agent, String id, String type, String status, String text, int progress) {
        return agent.call(
                "POST",
                "/connections/" + agent.connection + "/requests",
                "{\"requests\":[{\"id\":\""
                        + id
                        + "\",\"dataType\":\""
                        + type
                        + "\",\"requestedAt\":\"2026-01-31T12:00:00Z\",\"origin\":\"person\","
                        + "\"status\":\""
                        + status
                        + "\",\"description\":\""
                        + text
                        + "\",\"progress\":"
                        + progress
                        + "}]}");
    }

    @Test
    void anOmittedTypeSaysWhyAndTheOthersAreComplete() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        TestSet set = TestSet.whole(agent, null, TestSet.customers(0, 5));
        agent.poll(0)
                .json()
                .at("/orders/0/requests")
                .forEach(r -> set.requests.add(r.path("id").asText()));
        set.omitted.put("suppliers", "The supplier table cannot be read.");
        expect(200, set.end());
        JsonNode status = vendor.get("/companies/" + company + "/dataStatus").json();
        assertThat(status.at("/customers/currentStatus").asText()).isEqualTo("Complete");
        assertThat(status.at("/customers/latestSyncId"))
                .isEqualTo(status.at("/customers/latestSuccessfulSyncId"));
        assertThat(status.at("/suppliers/currentStatus").asText()).isEqualTo("PrerequisiteNotMet");
        assertThat(status.at("/invoices/currentStatus").asText()).isEqualTo("Queued");
        assertThat(
                        vendor.get(
                                        "/companies/"
                                                + company
                                                + "/data/history/"
                                                + status.at("/suppliers/latestSyncId").asText())
                                .json()
                                .path("errorMessage")
                                .asText())
                .contains("supplier table");
    }

    @Test
    void anEndedConnectionTakesNothingMoreAndKeepsItsData() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        expect(200, TestSet.whole(agent, null, TestSet.customers(0, 5)).end());
        TestSet open = new TestSet(agent);
        open.part("customers").record("X", "{\"id\":\"X\"}").cut();
        expect(200, open.part("customers").put(0));
        JsonNode unlinked =
                expect(
                                200,
                                vendor.call(
                                        "PATCH",
                                        "/companies/"
                                                + company
                                                + "/connections/"
                                                + agent.connection,
                                        "{\"status\":\"Unlinked\"}"))
                        .json();
        assertThat(unlinked.path("status").asText()).isEqualTo("Unlinked");
        assertThat(expect(410, open.part("customers").put(0)).json().path("error").asText())
                .isNotBlank();
        expect(410, agent.link());
        expect(409, agent.register(company));
        assertThat(agent.poll(0).json().findValuesAsText("kind")).contains("unlink");
        assertThat(shown(company, "customers")).hasSize(5);
        // the same company is linked again by a new connection
        vendor.post("/companies/" + company + "/connections", "{\"platformKey\":\"hbql\"}");
        expect(201, agent.register(company));
        expect(200, agent.link());
        assertThat(
                        vendor.get("/companies/" + company)
                                .json()
                                .path("dataConnections")
                                .findValuesAsText("status"))
                .contains("Unlinked", "Linked");
    }

    @Test
    void theCompanyCanEndTheConnectionItself() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        String path = "/connections/" + agent.connection + "/unlink";
        JsonNode ended =
                expect(200, agent.call("POST", path, "{\"reason\":\"Uninstalled.\"}")).json();
        assertThat(ended.path("status").asText()).isEqualTo("Deauthorized");
        expect(200, agent.call("POST", path, "{\"reason\":\"Uninstalled.\"}"));
        JsonNode connection =
                vendor.get("/companies/" + company + "/connections/" + agent.connection).json();
        assertThat(connection.path("status").asText()).isEqualTo("Deauthorized");
        assertThat(connection.at("/dataConnectionErrors/0/errorMessage").asText())
                .isEqualTo("Uninstalled.");
    }
}
