package fairlead.transport.codat;

import static fairlead.transport.codat.FakeAgent.GO;
import static fairlead.transport.codat.FakePlatform.CONNECTION;
import static fairlead.transport.codat.FakePlatform.SET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import fairlead.itests.protocol.Exchange;
import fairlead.itests.protocol.ProtocolCheck;
import fairlead.sync.api.ChunkUpload;
import fairlead.sync.api.LinkException;
import fairlead.sync.api.SetAnswer;
import fairlead.sync.api.SetAnswer.RetryAfter;
import fairlead.transport.codat.FakePlatform.Canned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

class SessionTest {
    private static final ProtocolCheck CHECK = ProtocolCheck.ofRepository();

    @TempDir Path directory;
    private FakePlatform platform;
    private FakeAgent agent;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void start() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.DEBUG);
        log.start();
        root.addAppender(log);
        platform = FakePlatform.start(CHECK);
        agent = new FakeAgent(platform.url()).registered();
    }

    @AfterEach
    void stop() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(log);
        agent.close();
        platform.close();
        assertThat(platform.problems()).isEmpty();
    }

    private SetAnswer ask() throws InterruptedException {
        return agent.transport.ask(CONNECTION, SET, GO);
    }

    private List<String> tokensSent(String operation) {
        return platform.heard(operation).stream()
                .map(e -> e.requestHeaders().get("authorization").get(0))
                .toList();
    }

    @Test
    void oneTokenServesManyCallsAndIsRenewedBeforeItsHourEnds() throws Exception {
        ask();
        agent.pass(Duration.ofMinutes(54));
        ask();
        assertThat(platform.heard("token")).hasSize(1);
        agent.pass(Duration.ofMinutes(2));
        ask();
        assertThat(platform.heard("token")).hasSize(2);
        List<String> sent = tokensSent("getSet");
        assertThat(sent.get(0)).isEqualTo(sent.get(1)).isNotEqualTo(sent.get(2));
    }

    @Test
    void aRefusedTokenIsReplacedOnceAndTheCallRepeated() throws Exception {
        ask();
        platform.answer("getSet", FakePlatform.error(401));
        assertThat(ask()).isEqualTo(new SetAnswer.Unknown());
        assertThat(platform.heard("token")).hasSize(2);

        platform.answer("getSet", FakePlatform.error(401), FakePlatform.error(401));
        assertThat(ask())
                .isInstanceOfSatisfying(
                        RetryAfter.class,
                        r -> assertThat(r.reason()).contains("does not accept the token"));
        assertThat(platform.heard("token")).hasSize(3);
        assertThat(platform.heard("getSet")).hasSize(5);
    }

    @Test
    void aClockThatIsAnHourOffSignsWithThePlatformsTime() throws Exception {
        agent.time.set(Instant.now().minus(Duration.ofHours(1)));
        try (FakeAgent late = new FakeAgent(platform.url())) {
            late.time.set(Instant.now().minus(Duration.ofHours(1)));
            late.registered();
            platform.answer(
                    "token",
                    new Canned(
                            400,
                            "{\"error\":\"invalid_client\",\"error_description\":\"too old\"}"));
            assertThat(late.transport.ask(CONNECTION, SET, GO)).isEqualTo(new SetAnswer.Unknown());
        }
        List<Exchange> tokens = platform.heard("token");
        assertThat(tokens).hasSize(2);
        long now = Instant.now().getEpochSecond();
        assertThat(claim(tokens.get(1), "iat")).isBetween(now - 60, now + 60);
        assertThat(claim(tokens.get(1), "exp") - claim(tokens.get(1), "iat")).isEqualTo(300);
        assertThat(assertion(tokens.get(0))).isNotEqualTo(assertion(tokens.get(1)));
    }

    @Test
    void aRegistrationRefusedForItsTimeIsRepeatedOnceWithThePlatformsTime() throws Exception {
        try (FakeAgent late = new FakeAgent(platform.url())) {
            late.time.set(Instant.now().plus(Duration.ofHours(1)));
            platform.answer("register", FakePlatform.error(400));
            assertThat(late.transport.register("k", GO).connectionId()).isEqualTo(CONNECTION);
        }
        assertThat(platform.heard("register")).hasSize(3);
        platform.answer("register", FakePlatform.error(400));
        assertThatThrownBy(() -> agent.transport.register("k", GO))
                .isInstanceOf(LinkException.class)
                .hasMessage("the sentence for 400");
    }

    private static String assertion(Exchange token) {
        return new String(token.request(), UTF_8).replaceAll(".*client_assertion=", "");
    }

    private static long claim(Exchange token, String name) {
        String claims = assertion(token).split("\\.")[1];
        return (Long) Json.read(Base64.getUrlDecoder().decode(claims)).orElseThrow().get(name);
    }

    @Test
    void retryAfterIsObeyedByEveryCallAsSecondsAndAsDate() throws Exception {
        platform.answer("getSet", FakePlatform.error(503).with("Retry-After", "120"));
        assertThat(delay(ask())).isBetween(Duration.ofSeconds(120), Duration.ofSeconds(121));
        int heard = platform.heard.size();
        agent.pass(Duration.ofSeconds(119));
        assertThat(delay(ask())).isEqualTo(Duration.ofSeconds(1));
        assertThat(delay(agent.transport.end(FakeAgent.end(), GO)))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(agent.transport.run(FakeAgent.job())).contains(Duration.ofSeconds(1));
        assertThat(platform.heard).hasSize(heard);
        agent.pass(Duration.ofSeconds(2));
        assertThat(ask()).isEqualTo(new SetAnswer.Unknown());

        String date =
                DateTimeFormatter.RFC_1123_DATE_TIME
                        .withZone(ZoneOffset.UTC)
                        .format(Instant.now().plusSeconds(300))
                        .replaceFirst(", ([0-9]) ", ", 0$1 ");
        platform.answer("getSet", FakePlatform.error(429).with("Retry-After", date));
        assertThat(delay(ask())).isBetween(Duration.ofSeconds(290), Duration.ofSeconds(310));
        agent.pass(Duration.ofSeconds(320));
        platform.answer("getSet", FakePlatform.error(503).with("Retry-After", "999999"));
        assertThat(delay(ask())).isLessThan(Duration.ofMinutes(61));
    }

    private static Duration delay(SetAnswer answer) {
        assertThat(answer).isInstanceOf(RetryAfter.class);
        return ((RetryAfter) answer).delay();
    }

    @Test
    void backOffDoublesWithFullJitterUpToFiveMinutesAndStartsAnew() throws Exception {
        agent.dice.set(0.999_999);
        long[] most = {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300};
        for (long seconds : most) {
            platform.answer("getSet", FakePlatform.error(500));
            assertThat(delay(ask()))
                    .isBetween(
                            Duration.ofSeconds(seconds).minusMillis(10),
                            Duration.ofSeconds(seconds));
        }
        agent.dice.set(0.0); // full jitter: from nothing at all
        platform.answer("getSet", FakePlatform.error(500));
        assertThat(delay(ask())).isZero();
        ask();
        agent.dice.set(0.999_999);
        platform.answer("getSet", FakePlatform.error(500));
        assertThat(delay(ask())).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    static Stream<Canned> rubbish() {
        String state = "{\"state\":\"%s\"}";
        return Stream.of(
                new Canned(200, Map.of("Content-Type", "text/html"), "<html>Sign in</html>"),
                new Canned(200, Map.of("Content-Type", "text/plain"), state.formatted("Unknown")),
                new Canned(200, Map.of(), state.formatted("Unknown")),
                new Canned(200, "{\"state\":\"Unknown\""),
                new Canned(200, "{\"state\":\"Unknown\"} more"),
                new Canned(200, "[]"),
                new Canned(200, ""),
                new Canned(200, "{}"),
                new Canned(200, state.formatted("Splendid")),
                new Canned(200, state.formatted("Taken")),
                new Canned(200, state.formatted("Open")),
                new Canned(200, "{\"state\":\"Open\",\"taken\":{\"a\":[\"1\"]}}"),
                new Canned(200, "{\"state\":\"Open\",\"taken\":{\"a\":[-1]}}"),
                new Canned(200, "{\"state\":\"Committed\",\"digests\":{\"company\":\"12\"}}"),
                new Canned(200, "{\"state\":" + "[".repeat(500)),
                new Canned(200, " ".repeat(2 << 20)),
                new Canned(404, Map.of("Content-Type", "text/html"), "not here"),
                new Canned(410, "{}"),
                new Canned(409, state.formatted("Conflict")),
                new Canned(418, "{\"error\":\"teapot\"}"),
                new Canned(302, Map.of("Location", "https://elsewhere.example/"), ""),
                new Canned(204, Map.of(), ""),
                new Canned(502, Map.of("Content-Type", "text/html"), "bad gateway"));
    }

    @ParameterizedTest
    @MethodSource("rubbish")
    void rubbishIsTriedAgainLaterAndNeverBelieved(Canned canned) throws Exception {
        platform.documented = false;
        agent.dice.set(0.5);
        platform.answer("getSet", canned, canned);
        assertThat(delay(ask())).isEqualTo(Duration.ofMillis(500));
        assertThat(delay(ask())).isEqualTo(Duration.ofSeconds(1)); // it grows for rubbish, too
        assertThat(agent.transport.status().online()).isFalse();
        assertThat(agent.transport.status().message()).isNotEmpty().doesNotContain("\n");
        assertThat(ask()).isEqualTo(new SetAnswer.Unknown());
        assertThat(agent.transport.status().message()).isEmpty();
    }

    @Test
    void unknownFieldsOfANewerPlatformAreLetPass() throws Exception {
        platform.documented = false;
        platform.answer(
                "getSet",
                new Canned(
                        200,
                        "{\"new\":{\"a\":[1,2.5,null,true]},\"state\":\"Committed\",\"digests\":"
                                + "{\"newType\":\""
                                + FakePlatform.HASH
                                + "\"}}"));
        assertThat(ask()).isEqualTo(new SetAnswer.Committed(Map.of()));
    }

    @Test
    @DisplayName("sync rule 14: a chunk is sent byte for byte")
    void aChunkTravelsByteForByte() throws Exception {
        byte[] bytes = new byte[300_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        Path file = directory.resolve("chunk");
        ChunkUpload named = FakeAgent.chunk(file, "");
        Files.write(file, bytes);
        agent.transport.send(
                new ChunkUpload(
                        named.connectionId(),
                        named.setId(),
                        named.datasetId(),
                        named.type(),
                        7,
                        file,
                        bytes.length,
                        named.sha256()),
                GO);
        Exchange sent = platform.heard("putChunk").get(0);
        assertThat(sent.request()).isEqualTo(bytes);
        assertThat(sent.target()).endsWith("/chunks/7?dataType=customers");
    }

    @Test
    void aChunkWhoseFileIsGoneOrCutOffDropsTheSet() throws Exception {
        Path file = directory.resolve("chunk");
        ChunkUpload chunk = FakeAgent.chunk(file, "four");
        Files.writeString(file, "cut");
        assertThat(agent.transport.send(chunk, GO)).isInstanceOf(SetAnswer.Conflict.class);
        Files.delete(file);
        assertThat(agent.transport.send(chunk, GO)).isInstanceOf(SetAnswer.Conflict.class);
        assertThat(platform.heard("putChunk")).isEmpty();
    }

    @Test
    @DisplayName("sync rule 13: a send ends within 5 s of being told to stop")
    void aCallThatWaitsEndsWithin5SecondsOfItsCheckpointSayingSo() throws Exception {
        platform.answer("getSet", new Canned(FakePlatform.HOLD, ""));
        CompletableFuture<Boolean> stop = new CompletableFuture<>();
        CompletableFuture<SetAnswer> call =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return agent.transport.ask(
                                        CONNECTION,
                                        SET,
                                        () -> {
                                            if (stop.isDone()) {
                                                throw new InterruptedException("stop");
                                            }
                                        });
                            } catch (InterruptedException e) {
                                throw new IllegalStateException("stopped", e);
                            }
                        });
        Awaitility.await().until(() -> !platform.heard("getSet").isEmpty());
        stop.complete(true);
        assertThatThrownBy(() -> call.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void theSecondAgentWaitsForTheVendorsYes() throws Exception {
        platform.answer(
                "register",
                new Canned(
                        202,
                        "{\"registrationId\":\""
                                + SET
                                + "\",\"message\":\"The vendor was asked.\"}"));
        try (FakeAgent second = new FakeAgent(platform.url())) {
            assertThatThrownBy(() -> second.transport.register("k", GO))
                    .isInstanceOfSatisfying(
                            LinkException.class,
                            e ->
                                    assertThat(e.reason())
                                            .isEqualTo(LinkException.Reason.AWAITING_APPROVAL))
                    .hasMessage("The vendor was asked.");
            String id = second.transport.status().agentId().orElseThrow();
            second.transport.register("k", GO); // agreed: the same key is registered
            assertThat(second.transport.status().agentId()).contains(id);
        }
    }

    @Test
    void theKeyOutlivesTheTransportAndTheIdIsItsThumbprint() throws Exception {
        String id = agent.transport.status().agentId().orElseThrow();
        try (FakeAgent again = new FakeAgent(platform.url())) {
            again.kept.putAll(agent.kept);
            assertThat(again.transport.status().agentId()).contains(id);
        }
        String x =
                new String(platform.heard("register").get(0).request(), UTF_8)
                        .replaceAll(".*\"x\":\"([^\"]+)\".*", "$1");
        byte[] jwk = ("{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}").getBytes(UTF_8);
        assertThat(Base64.getUrlDecoder().decode(id))
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(jwk));
    }

    @Test
    void aKeyThatCannotBeReadIsReplacedOnlyByRegistering() throws Exception {
        try (FakeAgent broken = new FakeAgent(platform.url())) {
            broken.kept.put(AgentKey.NAME, "rubbish".getBytes(UTF_8));
            assertThat(((RetryAfter) broken.transport.ask(CONNECTION, SET, GO)).reason())
                    .contains("cannot be read");
            assertThat(broken.kept.get(AgentKey.NAME)).isEqualTo("rubbish".getBytes(UTF_8));
            broken.transport.register("k", GO);
            assertThat(broken.transport.ask(CONNECTION, SET, GO))
                    .isEqualTo(new SetAnswer.Unknown());
        }
    }

    @Test
    void noSecretAppearsInAnyLogLine() throws Exception {
        ask();
        platform.answer("token", FakePlatform.error(500));
        agent.pass(Duration.ofHours(2));
        ask();
        platform.answer("getSet", FakePlatform.error(403), FakePlatform.error(500));
        ask();
        ask();
        agent.companies.add(FakeAgent.company(CONNECTION));
        agent.transport.run(FakeAgent.job());
        platform.close();
        ask();
        agent.transport.report(CONNECTION, FakeAgent.progress(), GO);
        assertThat(log.list).isNotEmpty();

        byte[] key = agent.kept.get(AgentKey.NAME);
        byte[] secret = Arrays.copyOfRange(key, key.length - 32, key.length);
        List<String> tokens = tokensSent("getSet").stream().map(t -> t.substring(7)).toList();
        for (ILoggingEvent event : log.list) {
            String line =
                    event.getFormattedMessage()
                            + (event.getThrowableProxy() == null
                                    ? ""
                                    : ThrowableProxyUtil.asString(event.getThrowableProxy()));
            assertThat(line)
                    .doesNotContain("licence-key")
                    .doesNotContain(tokens)
                    .doesNotContain("eyJ")
                    .doesNotContain(HexFormat.of().formatHex(secret))
                    .doesNotContain(Base64.getEncoder().encodeToString(secret).substring(2, 40));
        }
        for (Exchange exchange : platform.heard) {
            assertThat(exchange.target()).doesNotContain("licence-key").doesNotContain(tokens);
        }
    }
}
