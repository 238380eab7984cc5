package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import fairlead.platform.http.Json;
import fairlead.platform.store.Deliveries;
import fairlead.platform.store.Deliveries.Attempt;
import fairlead.platform.store.Deliveries.Due;
import fairlead.platform.store.Deliveries.Message;
import fairlead.platform.store.Webhooks.Consumer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a vendor's program hears of what happens, and what becomes of it when it does not listen.
 */
class WebhooksTest extends PlatformTest {
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile int answer = 204;
    private HttpServer program;
    private String url;
    private String client;

    private record Received(String id, String timestamp, String signature, String body) {
        String type() {
            return json().path("eventType").asText();
        }

        JsonNode json() {
            try {
                return Json.read(body.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @BeforeEach
    void listen() throws IOException {
        program = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        program.createContext("/", this::take);
        program.start();
        url = "http://127.0.0.1:" + program.getAddress().getPort() + "/hook";
        vendor.get("/companies"); // by which the platform knows its own address
        client = server.node.store().clients().ofKey(vendor.key()).orElseThrow();
    }

    @AfterEach
    void stopListening() {
        program.stop(0);
        eventsAreAsPublished();
    }

    private void take(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        received.add(
                new Received(
                        headers.getFirst("webhook-id"),
                        headers.getFirst("webhook-timestamp"),
                        headers.getFirst("webhook-signature"),
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        if (answer == 307) {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
        }
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }

    private Consumer consumer(List<String> types, List<String> tags) {
        return server.node.store().webhooks().create(client, url, false, types, tags).orElseThrow();
    }

    private Deliveries deliveries() {
        return server.node.store().deliveries();
    }

    private List<String> types() {
        return received.stream().map(Received::type).toList();
    }

    private void awaitEvents(int count) {
        await().atMost(Duration.ofSeconds(20)).until(() -> received.size() >= count);
    }

    private static String signature(String secret, Received message) {
        try {
            Mac hmac = Mac.getInstance("HmacSHA256");
            hmac.init(
                    new SecretKeySpec(
                            Base64.getDecoder().decode(secret.replace("whsec_", "")),
                            "HmacSHA256"));
            String signed = message.id() + "." + message.timestamp() + "." + message.body();
            return "v1,"
                    + Base64.getEncoder()
                            .encodeToString(hmac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nothingGoesToAPrivateAddressUnlessThePlatformMay() {
        server.close();
        server = Server.startForPublicWebhooks(data, clock);
        consumer(List.of("company.created"), List.of());
        vendor = new Http(server.url).vendor(vendor.key());
        vendor.company();
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                server
                                        .node
                                        .store()
                                        .database()
                                        .call(
                                                tx ->
                                                        tx.list(
                                                                "SELECT outcome FROM webhook_attempt",
                                                                r -> r.getString(1)))
                                        .stream()
                                        .anyMatch(outcome -> outcome.contains("private network")));
        assertThat(received).isEmpty();
    }

    @Test
    void everyKindOfEventIsAsPublished() {
        List<String> types =
                List.of(
                        "company.product.added",
                        "company.product.removed",
                        "{dataType}.write.unsuccessful",
                        "company.created");
        consumer(types, List.of());
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        String push = "/companies/" + company + "/connections/" + agent.connection + "/push/bills";
        expect(200, vendor.post(push, "{}"));
        String product = "/companies/" + company + "/products/assess";
        for (String method : List.of("PUT", "PUT", "DELETE")) {
            expect(204, vendor.call(method, product, ""));
        }
        expect(404, vendor.call("DELETE", product, ""));
        awaitEvents(4);
        assertThat(types())
                .containsExactlyInAnyOrder(
                        "company.created",
                        "bills.write.unsuccessful",
                        "company.product.added",
                        "company.product.removed");
        assertThat(first("company.product.added").at("/payload/products"))
                .hasToString("[\"assess\"]");
        assertThat(first("company.product.removed").at("/payload/products")).isEmpty();
    }

    @Test
    void aReadThatEndsWithoutASetIsToldOnceAndSaysWhy() {
        consumer(List.of("read.completed", "read.completed.initial"), List.of());
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        var report = fairlead.platform.http.Json.object();
        var requests = report.putArray("requests");
        for (JsonNode request : agent.poll(0).json().at("/orders/0/requests")) {
            String type = request.path("dataType").asText();
            boolean failed = type.equals("customers") || type.equals("invoices");
            requests.addObject()
                    .put("id", request.path("id").asText())
                    .put("dataType", type)
                    .put("requestedAt", request.path("requestedAt").asText())
                    .put("origin", "platform")
                    .put("status", failed ? "FetchError" : "Fetching")
                    .put("description", failed ? "The table is locked." : "")
                    .put("progress", 10);
        }
        String path = "/connections/" + agent.connection + "/requests";
        for (int time = 0; time < 2; time++) {
            assertThat(agent.call("POST", path, report.toString()).status()).isLessThan(300);
        }
        expect(200, TestSet.whole(agent, null, TestSet.customers(0, 3)).end());
        awaitEvents(3);
        assertThat(types())
                .containsExactlyInAnyOrder(
                        "read.completed", "read.completed.initial", "read.completed");
        JsonNode told =
                received.stream()
                        .map(Received::json)
                        .filter(each -> each.toString().contains("FetchError"))
                        .findFirst()
                        .orElseThrow()
                        .path("payload");
        assertThat(told.path("dataTypes").findValuesAsText("dataType"))
                .containsExactlyInAnyOrder("customers", "invoices");
        assertThat(told.at("/dataTypes/0/status").asText()).isEqualTo("FetchError");
        assertThat(told.at("/dataTypes/0/recordsModified").asBoolean(true)).isFalse();
        assertThat(told.at("/dataTypes/0/issues/0/message").asText())
                .isEqualTo("The table is locked.");
    }

    @Test
    void aConnectionThatIsLinkedAgainIsReconnectedAndANewOneIsNot() {
        consumer(List.of("connection.connected", "connection.reconnected"), List.of());
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        String connections = "/companies/" + company + "/connections";
        expect(
                200,
                vendor.call(
                        "PATCH",
                        connections + "/" + agent.connection,
                        "{\"status\":\"Unlinked\"}"));
        expect(200, vendor.post(connections, "{\"platformKey\":\"hbql\"}"));
        TestAgent another = TestAgent.linked(server.url, company);
        assertThat(another.connection).isNotEqualTo(agent.connection);
        expect(
                200,
                vendor.call(
                        "PATCH",
                        connections + "/" + another.connection,
                        "{\"status\":\"Unlinked\"}"));
        assertThat(server.node.store().connections().open(agent.connection)).isPresent();
        assertThat(TestAgent.linked(server.url, company).connection).isEqualTo(agent.connection);
        awaitEvents(4);
        assertThat(received.stream().map(r -> r.json().at("/payload/connection/id").asText()))
                .containsOnly(agent.connection, another.connection);
        assertThat(types())
                .containsExactlyInAnyOrder(
                        "connection.connected",
                        "connection.connected",
                        "connection.connected",
                        "connection.reconnected");
        assertThat(
                        received.stream()
                                .map(Received::json)
                                .filter(e -> e.toString().contains("connection.reconnected"))
                                .map(e -> e.at("/payload/connection/id").asText()))
                .containsExactly(agent.connection);
    }

    @Test
    void theWholeLifeOfAConnectionIsToldAndSigned() {
        Consumer consumer =
                consumer(
                        List.of(
                                "company.created",
                                "company.deleted",
                                "connection.created",
                                "connection.connected",
                                "connection.failed",
                                "connection.disconnected",
                                "connection.reconnected",
                                "connection.deleted",
                                "read.completed",
                                "read.completed.initial"),
                        List.of());
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        expect(200, TestSet.whole(agent, null, TestSet.customers(0, 3)).end());
        awaitEvents(5);
        expect(409, agent.link("Somebody else's books"));
        expect(
                200,
                vendor.call(
                        "PATCH",
                        "/companies/" + company + "/connections/" + agent.connection,
                        "{\"status\":\"Unlinked\"}"));
        expect(204, vendor.call("DELETE", "/companies/" + company, ""));
        awaitEvents(9);
        assertThat(types())
                .containsExactlyInAnyOrder(
                        "company.created",
                        "connection.created",
                        "connection.connected",
                        "read.completed.initial",
                        "read.completed",
                        "connection.failed",
                        "connection.disconnected",
                        "connection.deleted",
                        "company.deleted");
        for (Received message : received) {
            assertThat(message.signature()).isEqualTo(signature(consumer.secret(), message));
            assertThat(message.json().path("id").asText()).isEqualTo(message.id());
            assertThat(Math.abs(Long.parseLong(message.timestamp()) - clock.millis() / 1000))
                    .isLessThan(60);
        }
        JsonNode connected = first("connection.connected");
        assertThat(connected.at("/payload/connection/status").asText()).isEqualTo("Linked");
        assertThat(connected.at("/payload/connection/linkUrl").asText()).startsWith(server.url);
        assertThat(connected.at("/payload/referenceCompany/id").asText()).isEqualTo(company);
        assertThat(connected.at("/payload/referenceCompany/links/portal").asText())
                .isEqualTo(server.url + "/portal/companies/" + company);
        JsonNode read = first("read.completed");
        assertThat(read.at("/payload/modifiedFromDate").isNull()).isTrue();
        for (JsonNode type : read.at("/payload/dataTypes")) {
            assertThat(type.path("recordsModified").asBoolean())
                    .isEqualTo(type.path("dataType").asText().equals("customers"));
            assertThat(type.path("status").asText()).isEqualTo("Complete");
        }
    }

    private JsonNode first(String type) {
        return received.stream()
                .filter(message -> message.type().equals(type))
                .findFirst()
                .orElseThrow()
                .json();
    }

    @Test
    void onlyWantedEventsOfTaggedCompaniesAreTold() {
        consumer(List.of("company.created"), List.of("region:uk", "service:x"));
        vendor.post("/companies", "{\"name\":\"Here\",\"tags\":{\"region\":\"uk\",\"a\":\"b\"}}");
        vendor.post("/companies", "{\"name\":\"There\",\"tags\":{\"region\":\"us\"}}");
        vendor.post("/companies", "{\"name\":\"Nowhere\"}");
        vendor.post("/companies", "{\"name\":\"Also\",\"tags\":{\"service\":\"x\"}}");
        awaitEvents(2);
        assertThat(received)
                .extracting(message -> message.json().at("/payload/name").asText())
                .containsExactlyInAnyOrder("Here", "Also");
    }

    @Test
    void anotherClientsEventsAreNotTold() {
        server.node.store().clients().add("another-key");
        consumer(List.of("company.created"), List.of());
        Http.Vendor other = new Http(server.url).vendor("another-key");
        expect(200, other.post("/companies", "{\"name\":\"Theirs\"}"));
        vendor.post("/companies", "{\"name\":\"Ours\"}");
        awaitEvents(1);
        assertThat(first("company.created").at("/payload/name").asText()).isEqualTo("Ours");
    }

    @Test
    void aMessageIsTriedByTheDocumentedScheduleUnderOneId() {
        answer = 500;
        Consumer consumer = consumer(List.of("company.created"), List.of());
        vendor.post("/companies", "{\"name\":\"Toft\"}");
        // the documented waits before each attempt, in seconds
        for (int wait : new int[] {0, 5, 300, 1800, 7200, 18000, 36000, 36000}) {
            int before = received.size();
            clock.ahead = clock.ahead.plusSeconds(wait);
            await().atMost(Duration.ofSeconds(20)).until(() -> received.size() > before);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> attempts(consumer).size() == before + 1);
        }
        Message message = deliveries().log(consumer.id(), 0, 10).get(0);
        assertThat(message.state()).isEqualTo("Failed");
        assertThat(received).hasSize(8);
        assertThat(received).extracting(Received::id).containsOnly(message.messageId());
        assertThat(received).extracting(Received::body).containsOnly(message.body());
        assertThat(attempts(consumer))
                .extracting(Attempt::outcome)
                .containsOnly("The consumer answered 500.");
        answer = 200;
        assertThat(deliveries().replay(consumer.id(), message.no())).isTrue();
        awaitEvents(9);
        assertThat(received.get(8).id()).isEqualTo(message.messageId());
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                deliveries()
                                        .find(consumer.id(), message.no())
                                        .orElseThrow()
                                        .state()
                                        .equals("Delivered"));
    }

    @Test
    void aRedirectIsNotFollowed() {
        answer = 307;
        Consumer consumer = consumer(List.of("company.created"), List.of());
        vendor.post("/companies", "{\"name\":\"Toft\"}");
        awaitEvents(1);
        await().atMost(Duration.ofSeconds(20)).until(() -> attempts(consumer).size() == 1);
        assertThat(attempts(consumer).get(0).outcome()).isEqualTo("The consumer answered 307.");
        assertThat(received).hasSize(1);
    }

    private List<Attempt> attempts(Consumer consumer) {
        return deliveries().attempts(deliveries().log(consumer.id(), 0, 1).get(0).no());
    }

    @Test
    void nothingIsTriedBeforeItsTime() {
        answer = 500;
        Consumer consumer = consumer(List.of("company.created"), List.of());
        vendor.post("/companies", "{\"name\":\"Toft\"}");
        await().atMost(Duration.ofSeconds(20)).until(() -> !attempts(consumer).isEmpty());
        Message message = deliveries().log(consumer.id(), 0, 1).get(0);
        assertThat(message.dueAt() - attempts(consumer).get(0).at()).isGreaterThanOrEqualTo(5000);
        assertThat(deliveries().claim(10, Duration.ofSeconds(60))).isEmpty();
    }

    @Test
    void aConsumerThatFailsForFiveDaysIsDisabledAndMissesNothing() {
        answer = 500;
        Consumer consumer = consumer(List.of("company.created"), List.of());
        vendor.post("/companies", "{\"name\":\"First\"}");
        await().atMost(Duration.ofSeconds(20)).until(() -> !attempts(consumer).isEmpty());
        clock.ahead = Duration.ofDays(5).plusMinutes(1);
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                server.node
                                        .store()
                                        .webhooks()
                                        .find(client, consumer.id())
                                        .orElseThrow()
                                        .disabled());
        vendor.post("/companies", "{\"name\":\"Meanwhile\"}");
        assertThat(deliveries().log(consumer.id(), 0, 10))
                .extracting(Message::state)
                .containsOnly("Held");
        clock.ahead = Duration.ofDays(40);
        deliveries().forget();
        received.clear();
        answer = 200;
        server.node.store().webhooks().disable(client, consumer.id(), false);
        assertThat(deliveries().sendHeld(consumer.id())).isEqualTo(2);
        awaitEvents(2);
        assertThat(received)
                .extracting(message -> message.json().at("/payload/name").asText())
                .containsExactlyInAnyOrder("First", "Meanwhile");
    }

    @Test
    void aMessageIsClaimedByOneNodeAndFreeAgainWhenThatOneDies() {
        server.node
                .store()
                .webhooks()
                .create(client, url, true, List.of("company.created"), List.of());
        Consumer consumer = server.node.store().webhooks().of(client).get(0);
        vendor.post("/companies", "{\"name\":\"Toft\"}");
        server.close(); // its dispatcher must not take it first
        try (fairlead.platform.store.Database database =
                fairlead.platform.store.Database.open(TestDatabase.of(data))) {
            var one = new Deliveries(database, clock);
            var other = new Deliveries(database, clock);
            new fairlead.platform.store.Webhooks(database, clock)
                    .disable(client, consumer.id(), false);
            assertThat(one.sendHeld(consumer.id())).isEqualTo(1);
            List<Due> mine = one.claim(10, Duration.ofSeconds(60));
            assertThat(mine).hasSize(1);
            assertThat(other.claim(10, Duration.ofSeconds(60))).isEmpty();
            assertThat(other.replay(consumer.id(), mine.get(0).no())).isTrue(); // on its way
            assertThat(other.claim(10, Duration.ofSeconds(60))).isEmpty();
            clock.ahead = clock.ahead.plusSeconds(61);
            assertThat(other.claim(10, Duration.ofSeconds(60)))
                    .extracting(Due::messageId)
                    .containsExactly(mine.get(0).messageId());
        }
        startPlatform();
    }

    @Test
    void messagesOutliveARestart() {
        answer = 503;
        Consumer consumer = consumer(List.of("company.created"), List.of());
        vendor.post("/companies", "{\"name\":\"Toft\"}");
        await().atMost(Duration.ofSeconds(20)).until(() -> !attempts(consumer).isEmpty());
        restart();
        answer = 200;
        clock.ahead = clock.ahead.plusSeconds(6);
        awaitEvents(2);
        assertThat(received.get(1).id()).isEqualTo(received.get(0).id());
    }

    @Test
    void whatTheApiTellsByItselfHasItsShapes() {
        consumer(
                List.of(
                        "{dataType}.write.unsuccessful",
                        "client.rateLimit.reached",
                        "company.product.added"),
                List.of());
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        expect(204, vendor.call("PUT", "/companies/" + company + "/products/lending", ""));
        vendor.post(
                "/companies/" + company + "/connections/" + agent.connection + "/push/bills", "{}");
        clock.ahead = Duration.ofSeconds(1);
        var counts = server.node.store().callCounts();
        long calls = counts.take(client, 1).limit(); // which is less than was used today
        long ends = fairlead.platform.store.CallCounts.end(counts.today());
        awaitEvents(3);
        assertThat(first("client.rateLimit.reached").path("payload"))
                .isEqualTo(
                        Json.object()
                                .put("dailyQuota", (int) calls)
                                .put("quotaRemaining", 0)
                                .put(
                                        "expiryDate",
                                        java.time.Instant.ofEpochMilli(ends).toString()));
        assertThat(first("bills.write.unsuccessful").at("/payload/status").asText())
                .isEqualTo("Failed");
        assertThat(first("company.product.added").at("/payload/productId").asText())
                .isEqualTo("lending");
    }

    @Test
    void aClientHasAtMostFiftyConsumers() {
        var webhooks = server.node.store().webhooks();
        for (int i = 0; i < 50; i++) {
            assertThat(webhooks.create(client, url, true, List.of("company.created"), List.of()))
                    .isPresent();
        }
        assertThat(webhooks.create(client, url, true, List.of("company.created"), List.of()))
                .isEmpty();
        assertThat(webhooks.delete(client, webhooks.of(client).get(0).id())).isTrue();
        assertThat(webhooks.of(client)).hasSize(49);
        assertThat(Map.of("one", webhooks.of(client).get(0)).toString()).doesNotContain("whsec_");
    }
}
