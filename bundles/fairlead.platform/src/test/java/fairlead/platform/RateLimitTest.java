package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.Http.Reply;
import fairlead.platform.api.Quota;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much of the public API one vendor may use, and how it hears that it was too much. */
@Tag("slow")
class RateLimitTest extends PlatformTest {
    private void start(Quota quota) {
        server.close();
        server = Server.start(data, clock, 1000, TestDatabase.of(data), quota);
        vendor = new Http(server.url).vendor(server.apiKey());
    }

    /** The clock stands at the first moment of a minute. */
    private void atTheMinute() {
        long now = clock.millis();
        clock.ahead = clock.ahead.plusMillis(60_000 - now % 60_000);
    }

    @Test
    void oneCallTooManyInAMinuteIsRefusedAndTheNextMinuteIsNew() {
        start(new Quota(1000, 3, 10));
        server.node.store().clients().add("another-key");
        atTheMinute();
        for (int i = 0; i < 3; i++) {
            expect(200, vendor.get("/companies"));
        }
        Reply refused = expect(429, vendor.get("/companies"));
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        assertThat(refused.header("X-Rate-Limit-Limit")).isEqualTo("1000");
        assertThat(refused.json().path("statusCode").asInt()).isEqualTo(429);
        assertThat(refused.json().path("canBeRetried").asText()).isEqualTo("True");
        expect(200, new Http(server.url).vendor("another-key").get("/companies"));
        clock.ahead = clock.ahead.plusMinutes(1);
        expect(200, vendor.get("/companies"));
    }

    @Test
    void oneCompanyTooManyIsRefusedUntilOneIsDeleted() {
        start(new Quota(1000, 1000, 10, 2));
        String first = vendor.company();
        vendor.company();
        Reply refused = expect(402, vendor.post("/companies", "{\"name\":\"A third one\"}"));
        assertThat(refused.json().path("error").asText())
                .isEqualTo(
                        "The limit of 2 companies is reached. Delete one, or have the limit"
                                + " raised.");
        expect(204, vendor.call("DELETE", "/companies/" + first, ""));
        vendor.company();
        server.node.store().clients().add("another-key");
        new Http(server.url).vendor("another-key").company();
    }

    @Test
    void whatWasLeftOfADayEndsWithIt() {
        start(new Quota(5000, 1000, 10)); // a node takes five at a time
        Reply today = expect(200, vendor.get("/companies"));
        assertThat(today.header("X-Rate-Limit-Remaining")).isEqualTo("4999");
        clock.ahead = Duration.ofDays(1);
        Reply tomorrow = expect(200, vendor.get("/companies"));
        assertThat(tomorrow.header("X-Rate-Limit-Remaining")).isEqualTo("4999");
        assertThat(tomorrow.header("X-Rate-Limit-Reset"))
                .isGreaterThan(today.header("X-Rate-Limit-Reset"));
    }

    @Test
    void aRefusedCallMayBeMadeAgainUnderItsIdempotencyKey() {
        start(new Quota(1000, 1, 10));
        atTheMinute();
        expect(200, vendor.get("/companies"));
        String key = UUID.randomUUID().toString();
        expect(429, once(key));
        clock.ahead = clock.ahead.plusMinutes(1);
        Reply made = expect(200, once(key));
        clock.ahead = clock.ahead.plusMinutes(1);
        assertThat(expect(200, once(key)).text()).isEqualTo(made.text());
        clock.ahead = clock.ahead.plusMinutes(1);
        assertThat(vendor.get("/companies").json().path("totalResults").asInt()).isEqualTo(1);
    }

    private Reply once(String key) {
        return new Http(server.url)
                .send(
                        "POST",
                        "/companies",
                        Map.of(
                                "Authorization",
                                "Basic " + base64(vendor.key()),
                                "Content-Type",
                                "application/json",
                                "Idempotency-Key",
                                key),
                        "{\"name\":\"Once\"}".getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * So many calls a minute for an agent, and for an address of which nobody knows whose it is.
     */
    private void start(int callsPerMinute) {
        server.close();
        server =
                Server.start(
                        data,
                        clock,
                        callsPerMinute,
                        TestDatabase.of(data),
                        new Quota(1000, 1000, 10));
        vendor = new Http(server.url).vendor(server.apiKey());
        atTheMinute();
    }

    private Reply from(String forwarded, String path) {
        return new Http(server.url)
                .send("GET", path, Map.of("X-Forwarded-For", forwarded), new byte[0]);
    }

    @Test
    void madeUpTokensAreCountedByTheirAddressAndStopNoAgent() {
        TestAgent agent = TestAgent.linked(server.url, vendor.company());
        start(5);
        agent = agent.at(server.url);
        TestAgent stranger = new TestAgent(server.url);
        for (int i = 0; i < 5; i++) {
            stranger.token = "made-up-" + i;
            expect(401, stranger.poll(0));
        }
        stranger.token = "made-up-too";
        expect(429, stranger.poll(0));
        for (int i = 0; i < 5; i++) {
            expect(200, agent.poll(0));
        }
        expect(429, agent.poll(0));
    }

    @Test
    void pagesForEverybodyAreCountedByTheirAddress() {
        for (String path :
                List.of(
                        "/link/company/" + UUID.randomUUID(),
                        "/portal/sign-in",
                        "/portal/companies",
                        "/vendor/agents",
                        "/health",
                        "/assets/1/none")) {
            start(2);
            for (int i = 0; i < 2; i++) {
                assertThat(from("", path).status()).as(path).isNotEqualTo(429);
            }
            assertThat(from("", path).status()).as(path).isEqualTo(429);
            expect(200, vendor.get("/companies"));
        }
    }

    @Test
    void behindAProxyTheAddressIsTheOneThatTheProxySaw() {
        start(2);
        for (String written : List.of("198.51.100.1", "9.9.9.9, 198.51.100.1:4711")) {
            expect(404, from(written, "/link/company/a"));
        }
        expect(429, from("7.7.7.7, 198.51.100.1, 192.0.2.1", "/link/company/a"));
        expect(404, from("198.51.100.2", "/link/company/a"));
        expect(404, from("[2001:db8:0:1::1]:443", "/link/company/a"));
        expect(404, from("2001:db8:0:1::2", "/link/company/a"));
        expect(429, from("2001:db8:0:1:ffff::3", "/link/company/a"));
        expect(404, from("2001:db8:0:2::1", "/link/company/a"));
        expect(404, from("no address", "/link/company/a"));
    }

    @Test
    void whoeverGuessesKeysIsSentAway() {
        start(2);
        Http.Vendor wrong = new Http(server.url).vendor("wrong");
        expect(401, wrong.get("/companies"));
        expect(401, wrong.get("/companies"));
        expect(429, wrong.get("/companies"));
        expect(200, vendor.get("/companies"));
    }

    @Test
    void soManyCallsAreAnsweredAtATimeForEachLinkedCompany() throws Exception {
        start(new Quota(1000, 1000, 2));
        List<Socket> under = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                under.add(unfinished());
            }
            Awaitility.await().until(() -> vendor.get("/companies").status() == 429);
            assertThat(vendor.get("/companies").header("Retry-After")).isEqualTo("1");
            TestAgent.linked(server.url, companyBeside());
            TestAgent.linked(server.url, companyBeside());
            clock.ahead = Duration.ofDays(1); // the quota is counted anew with the day
            expect(200, vendor.get("/companies"));
        } finally {
            for (Socket socket : under) {
                socket.close();
            }
        }
        start(new Quota(1000, 1000, 2)); // nothing is left of them
        for (int i = 0; i < 10; i++) {
            expect(200, vendor.get("/companies"));
        }
    }

    @Test
    void aCallThatHasEndedMakesRoomHoweverItEnded() throws Exception {
        start(new Quota(1000, 1000, 1));
        for (int i = 0; i < 5; i++) {
            expect(404, vendor.get("/companies/none"));
            expect(400, vendor.post("/companies", "{}"));
            expect(200, vendor.get("/companies"));
        }
        List<Socket> gone = new ArrayList<>();
        Awaitility.await()
                .until(
                        () -> {
                            // one that comes before the room of the last call is free is refused
                            gone.add(unfinished());
                            return vendor.get("/companies").status() == 429;
                        });
        for (Socket each : gone) {
            each.close();
        }
        Awaitility.await().until(() -> vendor.get("/companies").status() == 200);
    }

    /** Made without the API, which has no room. */
    private String companyBeside() {
        var store = server.node.store();
        String client = store.clients().ofKey(vendor.key()).orElseThrow();
        String id =
                store.companies()
                        .create(client, "Beside", java.util.Optional.empty(), Map.of())
                        .id();
        store.connections().create(id, "hbql");
        return id;
    }

    /** A call whose body never comes to its end. */
    private Socket unfinished() throws IOException {
        URI uri = URI.create(server.url);
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        OutputStream out = socket.getOutputStream();
        out.write(
                ("POST /companies HTTP/1.1\r\nHost: x\r\nAuthorization: Basic "
                                + base64(vendor.key())
                                + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
                        .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }

    @Test
    void theEndOfTheDaysCallsAndTheNewDayAreEachToldOnce() {
        start(new Quota(3, 1000, 10));
        var store = server.node.store();
        String client = store.clients().ofKey(vendor.key()).orElseThrow();
        store.webhooks()
                .create(
                        client,
                        "https://toft.example/hook",
                        true,
                        List.of("client.rateLimit.reached", "client.rateLimit.reset"),
                        List.of());
        for (int i = 0; i < 3; i++) {
            expect(200, vendor.get("/companies"));
        }
        assertThat(told()).isEmpty();
        for (int i = 0; i < 3; i++) {
            expect(429, vendor.get("/companies"));
        }
        assertThat(told()).containsExactly("client.rateLimit.reached");
        server.node.tidy();
        assertThat(told()).hasSize(1);
        clock.ahead = Duration.ofDays(1);
        server.node.tidy();
        server.node.tidy();
        expect(200, vendor.get("/companies"));
        assertThat(told()).containsExactly("client.rateLimit.reached", "client.rateLimit.reset");
        eventsAreAsPublished();
    }

    private List<String> told() {
        return server.node
                .store()
                .database()
                .call(
                        tx ->
                                tx.list(
                                        "SELECT event_type FROM webhook_event"
                                                + " WHERE event_type LIKE 'client.rateLimit%'"
                                                + " ORDER BY generated_at, event_type",
                                        r -> r.getString(1)));
    }

    @Test
    void aRefusedWriteIsTold() {
        var store = server.node.store();
        String client = store.clients().ofKey(vendor.key()).orElseThrow();
        store.webhooks()
                .create(
                        client,
                        "https://toft.example/hook",
                        true,
                        List.of("{dataType}.write.unsuccessful"),
                        List.of());
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        String push = "/companies/" + company + "/connections/" + agent.connection + "/push/bills";
        JsonNode made = expect(200, vendor.post(push, "{}")).json();
        List<String> bodies =
                store.database()
                        .call(
                                tx ->
                                        tx.list(
                                                "SELECT body FROM webhook_event WHERE event_type ="
                                                        + " 'bills.write.unsuccessful'",
                                                r -> r.getString(1)));
        assertThat(bodies).hasSize(1);
        assertThat(bodies.get(0))
                .contains(made.path("pushOperationKey").asText(), "\"status\":\"Failed\"");
    }
}
