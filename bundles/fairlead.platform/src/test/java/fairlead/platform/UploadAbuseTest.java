package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.platform.Http.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads that are broken, too large or forged: an answer with a reason, and nothing kept. */
@Tag("slow")
class UploadAbuseTest extends PlatformTest {
    private TestAgent agent;
    private final String set = UUID.randomUUID().toString();
    private final String dataset = UUID.randomUUID().toString();

    @BeforeEach
    void link() {
        agent = TestAgent.linked(server.url, vendor.company());
    }

    private Reply put(byte[] body) {
        return agent.putChunk(set, dataset, "customers", 0, body);
    }

    private Reply putLines(String lines) {
        return put(TestAgent.gzip(lines.getBytes(StandardCharsets.UTF_8)));
    }

    private long kept() {
        return server.node.store().database().call(tx -> tx.number("SELECT COUNT(*) FROM record"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X\t\"a\"\t{}\n",
                "U\t\"a\"\n",
                "U\t\"a\"\t{}\t{}\n",
                "U\ta\t{}\n",
                "U\t\"\"\t{}\n",
                "U\t\"a\"\t[]\n",
                "U\t\"a\"\t{\"b\":}\n",
                "U\t\"a\"\t{\"b\":1}{\"b\":2}\n",
                "U\t\"a\"\t{\"modifiedDate\":\"2026-01-01\"}\n",
                "U\t\"a\"\t{\"metadata\":{}}\n",
                "U\t\"a\"\t{\"totalAmount\":1e999999999}\n",
                "D\t\"a\"\t\"b\"\n",
                "K\t\"a\"\t\"field\"\n",
                "D\t\"a\"",
                "\n",
                "UU\t\"a\"\t{}\n"
            })
    void aBrokenLineRefusesTheSetForGood(String lines) {
        Reply refused = expect(400, putLines("U\t\"first\"\t{\"id\":\"first\"}\n" + lines));
        assertThat(refused.json().path("error").asText()).contains("Line 2");
        assertThat(state(expect(200, agent.ask(set)))).isEqualTo("Rejected");
        assertThat(state(expect(409, putLines("U\t\"a\"\t{}\n")))).isEqualTo("Rejected");
        assertThat(kept()).isZero();
    }

    @Test
    void bytesThatAreNoGzipAreRefused() {
        expect(400, put("U\t\"a\"\t{}\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(kept()).isZero();
    }

    @Test
    void aGzipFileThatIsCutOffIsRefused() {
        byte[] whole =
                TestAgent.gzip(
                        "U\t\"a\"\t{\"id\":\"a\"}\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
        expect(400, put(Arrays.copyOf(whole, whole.length - 6)));
        assertThat(kept()).isZero();
    }

    @Test
    void aGzipBombIsRefusedBeforeItUnpacks() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20];
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 200; i++) {
                gzip.write(zeros);
            }
        }
        assertThat(bomb.size()).isLessThan(8 << 20);
        expect(413, put(bomb.toByteArray()));
        assertThat(kept()).isZero();
    }

    @Test
    void aBombOfShortLinesIsRefused() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i <= 200_000; i++) {
            lines.append("D\t\"").append(i).append("\"\n");
        }
        Reply refused = expect(413, putLines(lines.toString()));
        assertThat(refused.json().path("error").asText()).contains("200000 lines");
        assertThat(kept()).isZero();
    }

    @Test
    void moreThanARecordOfTheLargestSizeIsRefused() {
        String record = "U\t\"a\"\t{\"id\":\"a\",\"note\":\"" + "x".repeat(20 << 20) + "\"}\n";
        Reply refused = expect(413, putLines(record));
        assertThat(refused.json().path("error").asText()).contains("20971520 bytes");
        assertThat(kept()).isZero();
    }

    /** An upload whose sender fell asleep: the platform waits for the rest of its body. */
    private Socket asleep(TestAgent sender, int length) throws IOException {
        URI platform = URI.create(server.url);
        Socket socket = new Socket(platform.getHost(), platform.getPort());
        socket.setSoTimeout(30_000);
        StringBuilder head = new StringBuilder("PUT /connector/v1/connections/");
        head.append(sender.connection + "/sets/" + set + "/datasets/" + dataset + "/chunks/7");
        head.append("?dataType=customers HTTP/1.1\r\nHost: " + platform.getAuthority() + "\r\n");
        sender.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("Fairlead-SHA256: " + "0".repeat(64) + "\r\nExpect: 100-continue\r\n");
        head.append("Content-Length: " + length + "\r\n\r\n");
        socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
        byte[] answer = socket.getInputStream().readNBytes(12); // comes once it wants the body
        assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100");
        return socket;
    }

    /** So many of each of so many agents of this vendor. */
    private List<Socket> allAsleep(Http.Vendor whose, int agents, int each, int length)
            throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < agents; i++) {
            TestAgent sender = TestAgent.linked(server.url, whose.company());
            for (int n = 0; n < each; n++) {
                slow.add(asleep(sender, length));
            }
        }
        return slow;
    }

    private Http.Vendor another() {
        server.node.store().clients().add("another-key");
        return new Http(server.url).vendor("another-key");
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void slowSendersStopNobodyElse() throws IOException {
        List<Socket> slow = allAsleep(vendor, 10, 2, 200_000);
        expect(200, putLines("U\t\"a\"\t{\"id\":\"a\"}\n"));
        close(slow);
    }

    @Test
    void nobodySendsMoreThanTheMemoryHoldsAtATime() throws IOException {
        Http.Vendor other = another();
        List<Socket> large = allAsleep(vendor, 4, 1, 8 << 20);
        large.addAll(allAsleep(other, 1, 1, 8 << 20));
        TestAgent third = TestAgent.linked(server.url, other.company());
        Reply later = expect(503, third.putChunk(set, dataset, "customers", 0, small()));
        assertThat(later.header("Retry-After")).isEqualTo("1");
        close(large);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> expect(200, third.putChunk(set, dataset, "customers", 0, small())));
    }

    private static byte[] small() {
        return TestAgent.gzip("U\t\"a\"\t{\"id\":\"a\"}\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatAllAgentsOfAVendorHoldLeavesRoomToAnothers() throws IOException {
        List<Socket> large = allAsleep(vendor, 4, 1, 8 << 20);
        expect(503, put(small()));
        TestAgent others = TestAgent.linked(server.url, another().company());
        byte[] largest = new byte[7 << 20];
        new java.util.Random(1).nextBytes(largest); // refused for what it is, once it was read
        expect(400, others.putChunk(set, dataset, "customers", 0, largest));
        expect(200, others.putChunk(UUID.randomUUID().toString(), set, "customers", 0, small()));
        close(large);
    }

    @Test
    void manySendersOfLittleLeaveRoomToOthersToo() throws IOException {
        List<Socket> little = allAsleep(vendor, 64, 2, 1);
        expect(503, put(small()));
        TestAgent others = TestAgent.linked(server.url, another().company());
        expect(200, others.putChunk(set, dataset, "customers", 0, small()));
        close(little);
    }

    @Test
    void oneConnectionHoldsNoMoreThanTheLargestChunk() throws IOException {
        TestAgent slow = TestAgent.linked(server.url, vendor.company());
        List<Socket> large = List.of(asleep(slow, 8 << 20));
        expect(503, slow.putChunk(set, dataset, "customers", 0, small()));
        expect(200, put(small()));
        close(large);
    }

    @Test
    void oneAgentAloneStopsNobodyElse() throws IOException {
        TestAgent slow = TestAgent.linked(server.url, vendor.company());
        List<Socket> two = List.of(asleep(slow, 2 << 20), asleep(slow, 2 << 20));
        Reply later = expect(429, slow.putChunk(set, dataset, "customers", 0, small()));
        assertThat(later.header("Retry-After")).isEqualTo("1");
        expect(200, put(small()));
        close(two);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> expect(200, slow.putChunk(set, dataset, "customers", 0, small())));
    }

    @Test
    void whoeverSendsAByteNowAndThenLosesHisPlace() throws IOException {
        List<Socket> large = allAsleep(vendor, 4, 1, 8 << 20);
        expect(503, putLines("U\t\"a\"\t{\"id\":\"a\"}\n"));
        clock.ahead = Duration.ofSeconds(50);
        for (Socket socket : large) {
            socket.getOutputStream().write(0);
        }
        expect(503, putLines("U\t\"a\"\t{\"id\":\"a\"}\n"));
        clock.ahead = Duration.ofSeconds(70);
        for (Socket socket : large) {
            socket.getOutputStream().write(0);
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> expect(200, putLines("U\t\"a\"\t{\"id\":\"a\"}\n")));
        close(large);
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        byte[] large = new byte[(8 << 20) + 1];
        new java.util.Random(1).nextBytes(large);
        expect(413, put(large));
        String json = "{\"requests\":\"" + "x".repeat(1 << 20) + "\"}";
        expect(413, agent.call("POST", "/connections/" + agent.connection + "/requests", json));
    }

    @Test
    void aRefusedUploadIsToldWhyThoughItsBodyWasNotWanted() {
        byte[] large = new byte[8 << 20];
        new java.util.Random(1).nextBytes(large);
        agent.token = "expired";
        for (int i = 0; i < 5; i++) {
            expect(401, put(large));
        }
    }

    @Test
    void anotherHashThanTheBodysIsRefusedAndTheChunkMayComeAgain() {
        byte[] body = TestAgent.gzip("U\t\"a\"\t{\"id\":\"a\"}\n".getBytes(StandardCharsets.UTF_8));
        expect(400, agent.putChunk(set, dataset, "customers", 0, body, "0".repeat(64)));
        expect(400, agent.putChunk(set, dataset, "customers", 0, body, "nothing"));
        expect(200, put(body));
    }

    @Test
    void idsNumbersAndTypesThatAreNoneAreRefused() {
        byte[] body = TestAgent.gzip("U\t\"a\"\t{\"id\":\"a\"}\n".getBytes(StandardCharsets.UTF_8));
        expect(400, agent.putChunk("set", dataset, "customers", 0, body));
        expect(
                400,
                agent.putChunk(
                        set, dataset.toUpperCase(java.util.Locale.ROOT), "customers", 0, body));
        expect(400, agent.putChunk(set, dataset, "secrets", 0, body));
        expect(400, agent.putChunk(set, dataset, "customers", -1, body));
        Reply beyond = expect(400, agent.putChunk(set, dataset, "customers", 100_000, body));
        assertThat(beyond.json().path("error").asText()).contains("from 0 to 99999");
        assertThat(kept()).isZero();
    }

    @Test
    void moreChunksThanTheEndNamesAreAConflict() {
        TestSet good = new TestSet(agent);
        TestSet.Part part = good.part("customers").record("a", "{\"id\":\"a\"}").cut();
        expect(200, part.put(0));
        byte[] extra =
                TestAgent.gzip("U\t\"b\"\t{\"id\":\"b\"}\n".getBytes(StandardCharsets.UTF_8));
        expect(200, agent.putChunk(good.id, part.dataset, "customers", 1, extra));
        good.expecting("customers", Map.of("a", "{\"id\":\"a\"}"));
        assertThat(state(expect(409, good.end()))).isEqualTo("Conflict");
    }

    private long count(String table) {
        return server.node
                .store()
                .database()
                .read(tx -> tx.number("SELECT COUNT(*) FROM " + table));
    }

    @Test
    void aSetHasOneDatasetOfEachTypeHoweverManyAreSent() {
        TestSet good = new TestSet(agent);
        TestSet.Part part = good.part("customers").record("a", "{\"id\":\"a\"}").cut();
        expect(200, part.put(0));
        String another = UUID.randomUUID().toString();
        Reply refused = expect(409, agent.putChunk(good.id, another, "customers", 0, small()));
        assertThat(state(refused)).isEqualTo("Conflict");
        assertThat(refused.json().path("reason").asText()).contains("another dataset");
        String path = "/connections/" + agent.connection + "/sets/" + good.id + "/end";
        good.expecting("customers", Map.of("a", "{\"id\":\"a\"}"));
        String end = good.endJson().toString().replace(part.dataset, another);
        assertThat(state(expect(409, agent.call("POST", path, end)))).isEqualTo("Conflict");
        assertThat(count("dataset")).isEqualTo(1);
        expect(200, good.end());
    }

    /** Into a set and a dataset that are new. */
    private Reply putElsewhere(byte[] body) {
        String id = UUID.randomUUID().toString();
        return agent.putChunk(id, id, "customers", 0, body);
    }

    @Test
    void aConnectionBeginsOnlySoManySetsADay() {
        long now = clock.millis();
        server.node
                .store()
                .database()
                .run(
                        tx -> {
                            for (int i = 0; i < 1999; i++) {
                                tx.update(
                                        "INSERT INTO upload_set (id, connection_id, state,"
                                                + " opened_at, touched_at)"
                                                + " VALUES (?, ?, 'Rejected', ?, ?)",
                                        UUID.randomUUID().toString(),
                                        agent.connection,
                                        now,
                                        now);
                            }
                        });
        expect(200, put(small()));
        Reply refused = expect(429, putElsewhere(small()));
        assertThat(refused.json().path("error").asText()).contains("2000 sets");
        assertThat(refused.header("Retry-After")).isEqualTo("3600");
        expect(429, putElsewhere("no gzip".getBytes(StandardCharsets.UTF_8)));
        TestSet empty = new TestSet(agent);
        empty.part("customers");
        expect(429, empty.end());
        assertThat(count("upload_set")).isEqualTo(2000);
        expect(200, agent.putChunk(set, dataset, "customers", 1, small())); // it was begun before
        clock.ahead = Duration.ofHours(25);
        expect(200, agent.fetchToken(agent.jwtIn(clock.ahead, "/token")));
        expect(200, empty.end());
    }

    @Test
    void anEndThatIsNotAsTheProtocolHasItIsRefused() {
        TestSet good = TestSet.whole(agent, null, TestSet.customers(0, 3));
        String path = "/connections/" + agent.connection + "/sets/" + good.id + "/end";
        String json = good.endJson().toString();
        for (String bad :
                new String[] {
                    "",
                    "[]",
                    "{",
                    "{}",
                    json + "x",
                    json.replace("\"Replace\"", "\"Destroy\""),
                    json.replace("\"chunks\":1", "\"chunks\":-1"),
                    json.replace("\"chunks\":1", "\"chunks\":\"1\""),
                    json.replace("\"debits\":\"0\"", "\"debits\":0"),
                    json.replace("\"digest\":\"", "\"digest\":\"zz"),
                    json.replace("\"requestIds\":[]", "\"requestIds\":[1]"),
                    json.replace("\"moving\":false", "\"moving\":null")
                }) {
            assertThat(agent.call("POST", path, bad).status()).as(bad).isEqualTo(400);
        }
        expect(200, good.end());
    }

    @Test
    void aCallWithoutALifeOrWithAForgedTokenIsRefused() {
        Map<String, String> headers = new HashMap<>(agent.headers());
        headers.remove("Fairlead-Life");
        String path = "/connector/v1/connections/" + agent.connection + "/sets/" + set;
        assertThat(agent.http.send("GET", path, headers, new byte[0]).status()).isEqualTo(400);
        headers.putAll(agent.headers());
        headers.put("Authorization", "Bearer " + "A".repeat(43));
        assertThat(agent.http.send("GET", path, headers, new byte[0]).status()).isEqualTo(401);
        headers.remove("Authorization");
        assertThat(agent.http.send("GET", path, headers, new byte[0]).status()).isEqualTo(401);
    }

    @Test
    void aRecordThatIsLargerThanAColumnIsKeptWhole() {
        String json =
                "{\"id\":\"big\",\"note\":\""
                        + "word ".repeat(400_000)
                        + "\",\"status\":\"Active\"}";
        TestSet large = new TestSet(agent);
        large.part("customers").record("big", json);
        large.expecting("customers", Map.of("big", json)).send();
        expect(200, large.end());
        String company = vendor.get("/companies").json().at("/results/0/id").asText();
        assertThat(
                        vendor.get("/companies/" + company + "/data/customers/big")
                                .json()
                                .path("note")
                                .asText())
                .hasSize(2_000_000);
    }
}
