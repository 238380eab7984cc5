package fairlead.itests.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyCheck;
import fairlead.accounting.api.CompanyPin;
import fairlead.accounting.api.DataType;
import fairlead.itests.protocol.Exchange;
import fairlead.itests.protocol.ProtocolCheck;
import fairlead.itests.protocol.Tap;
import fairlead.platform.JointPlatform;
import fairlead.sync.api.Digest;
import fairlead.sync.api.LinkException;
import fairlead.sync.api.LinkException.Reason;
import fairlead.sync.api.Mode;
import fairlead.sync.api.Order;
import fairlead.sync.api.SetAnswer;
import fairlead.sync.api.SyncRequest;
import fairlead.sync.api.Transport;
import fairlead.sync.api.Transport.RequestProgress;
import fairlead.transport.codat.JointAgent;
import fairlead.update.api.UpdateOutcome;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's transport and the platform's connector endpoint, held against the document. */
class ConnectorTest {
    private static final Checkpoint GO = () -> {};
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ProtocolCheck CHECK = ProtocolCheck.ofRepository();

    @TempDir Path data;
    private JointPlatform platform;
    private Tap line;
    private JointAgent agent;
    private String companyId;
    private String connectionId;

    @BeforeEach
    void start() throws Exception {
        platform = new JointPlatform(data);
        line = new Tap(platform.url(), ConnectorTest::isAsWrittenDown);
        agent = new JointAgent(line.url());
        companyId =
                vendor("POST", "/companies", "{\"name\":\"Sandcastles Ltd\"}").path("id").asText();
        vendor("POST", "/companies/" + companyId + "/connections", "{\"platformKey\":\"hbql\"}");
    }

    @AfterEach
    void stop() throws Exception {
        agent.close();
        line.close();
        platform.close();
        assertThat(line.problems()).isEmpty();
    }

    private static void isAsWrittenDown(Exchange said) {
        CHECK.checkRequest(said);
        CHECK.check(said);
    }

    private List<Integer> statusesOfTokens() {
        return line.exchanges().stream()
                .filter(said -> said.target().endsWith("/token"))
                .map(Exchange::status)
                .toList();
    }

    private JsonNode vendor(String method, String path, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(platform.url() + path))
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(platform.apiKey().getBytes(UTF_8)))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
    }

    private Transport transport() {
        return agent.transport();
    }

    private void link() throws Exception {
        Transport.Registration registration = transport().register(companyId, GO);
        connectionId = registration.connectionId();
        assertThat(registration.companyId()).isEqualTo(companyId);
        assertThat(registration.companyName()).isEqualTo("Sandcastles Ltd");
        transport().linked(connectionId, "sage50", "hbql", books("Sandcastles"), GO);
    }

    private static CompanyCheck books(String name) {
        return new CompanyCheck(
                new CompanyPin(Optional.empty(), name, "GBP"),
                "v33",
                "C:\\Sage",
                3,
                Optional.of(LocalDate.of(2026, 11, 24)),
                List.of());
    }

    private SetAnswer ask(Books books) throws InterruptedException {
        return transport().ask(connectionId, books.setId(), GO);
    }

    @Test
    void aCompanyGoesFromItsLinkToCommitted() throws Exception {
        link();
        link(); // both calls are safe to repeat
        assertThat(agent.poll()).contains(Duration.ZERO);
        Order first = agent.orders.get(0);
        assertThat(first.kind()).isEqualTo(Order.Kind.SYNC);
        assertThat(first.connectionId()).contains(connectionId);
        assertThat(first.requests()).extracting(SyncRequest::type).contains(DataType.INVOICES);

        SyncRequest own =
                new SyncRequest(
                        UUID.randomUUID().toString(),
                        connectionId,
                        DataType.INVOICES,
                        SyncRequest.Origin.PERSON,
                        Instant.now());
        transport().report(connectionId, List.of(new RequestProgress(own, "Fetching", "", 10)), GO);
        assertThat(
                        vendor("GET", "/companies/" + companyId + "/data/history/" + own.id(), "")
                                .path("status")
                                .asText())
                .isEqualTo("Fetching");

        Books books = Books.of(connectionId, 5, data);
        assertThat(ask(books)).isEqualTo(new SetAnswer.Unknown());
        assertThat(transport().send(books.chunk(), GO)).isEqualTo(new SetAnswer.Taken());
        assertThat(transport().send(books.chunk(), GO)).isEqualTo(new SetAnswer.Taken());
        assertThat(ask(books)).isEqualTo(new SetAnswer.Open(Map.of(books.datasetId(), Set.of(0))));
        SetAnswer committed = new SetAnswer.Committed(Map.of(DataType.INVOICES, books.digest()));
        assertThat(transport().end(books.end(), GO)).isEqualTo(committed);
        assertThat(transport().end(books.end(), GO)).isEqualTo(committed);
        assertThat(ask(books)).isEqualTo(committed);
        assertThat(transport().send(books.chunk(), GO)).isEqualTo(committed);
        assertThat(
                        vendor("GET", "/companies/" + companyId + "/data/invoices", "")
                                .path("totalResults")
                                .asInt())
                .isEqualTo(5);
        assertThat(statusesOfTokens()).containsExactly(200);
    }

    @Test
    void whatDoesNotAddUpIsRefusedAsTheDocumentHasIt() throws Exception {
        link();
        Books books = Books.of(connectionId, 3, data);
        assertThat(transport().end(books.end(), GO))
                .isEqualTo(new SetAnswer.Missing(Map.of(books.datasetId(), Set.of(0))));
        transport().send(books.chunk(), GO);
        Map<DataType, Optional<String>> none = Map.of(DataType.INVOICES, Optional.empty());
        Optional<String> other = Optional.of(UUID.randomUUID().toString());
        assertThat(transport().end(books.end(other, Mode.DELTA, books.digest(), "0"), GO))
                .isInstanceOfSatisfying(
                        SetAnswer.BaseMismatch.class, a -> assertThat(a.bases()).isEqualTo(none));

        Books wrongDigest = Books.of(connectionId, 3, data);
        transport().send(wrongDigest.chunk(), GO);
        assertThat(
                        transport()
                                .end(
                                        wrongDigest.end(
                                                Optional.empty(), Mode.REPLACE, Digest.EMPTY, "0"),
                                        GO))
                .isInstanceOfSatisfying(
                        SetAnswer.BaseMismatch.class, a -> assertThat(a.bases()).isEqualTo(none));

        Books wrongTotal = Books.of(connectionId, 3, data);
        transport().send(wrongTotal.chunk(), GO);
        assertThat(
                        transport()
                                .end(
                                        wrongTotal.end(
                                                Optional.empty(),
                                                Mode.REPLACE,
                                                wrongTotal.digest(),
                                                "0.01"),
                                        GO))
                .isInstanceOf(SetAnswer.Rejected.class);

        Books conflict = Books.of(connectionId, 3, data);
        transport().send(conflict.chunk(), GO);
        Books otherBytes = Books.of(connectionId, 4, data);
        assertThat(
                        transport()
                                .send(
                                        new Books(
                                                        connectionId,
                                                        conflict.setId(),
                                                        conflict.datasetId(),
                                                        otherBytes.file(),
                                                        otherBytes.sha256(),
                                                        4)
                                                .chunk(),
                                        GO))
                .isInstanceOf(SetAnswer.Conflict.class);

        Books broken = Books.of(connectionId, 1, data);
        byte[] cut = Files.readAllBytes(broken.file());
        cut[cut.length - 1] ^= 1;
        Files.write(broken.file(), cut);
        assertThat(transport().send(broken.chunk(), GO)).isInstanceOf(SetAnswer.Rejected.class);
    }

    @Test
    void aHeldPollIsAnsweredWhenTheVendorAsks() throws Exception {
        link();
        agent.poll();
        CompletableFuture<Optional<Duration>> held =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return agent.poll();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        vendor(
                "POST",
                "/vendor/companies/" + companyId + "/connections/" + connectionId + "/orders",
                "{\"kind\":\"restart\"}");
        held.get(15, TimeUnit.SECONDS);
        Awaitility.await()
                .until(() -> agent.orders.stream().anyMatch(o -> o.kind() == Order.Kind.RESTART));
    }

    private String order(String kind) throws Exception {
        return vendor(
                        "POST",
                        "/vendor/companies/"
                                + companyId
                                + "/connections/"
                                + connectionId
                                + "/orders",
                        "{\"kind\":\"" + kind + "\"}")
                .path("id")
                .asText();
    }

    @Test
    void aReportGoesFromTheOrderToTheVendor() throws Exception {
        link();
        agent.poll();
        String id = order("diagnostics");
        agent.poll();
        Order order = agent.orders.get(agent.orders.size() - 1);
        assertThat(order.kind()).isEqualTo(Order.Kind.DIAGNOSTICS);
        assertThat(order.connectionId()).contains(connectionId);
        assertThat(transport().diagnostics(connectionId, id, "Agent 0.1.0\n", GO)).isTrue();
        assertThat(vendor("GET", "/vendor/diagnostics/" + id, "").path("report").asText())
                .isEqualTo("Agent 0.1.0\n");
    }

    @Test
    void anUninstalledConnectorEndsItsConnectionThenAcknowledges() throws Exception {
        link();
        agent.poll();
        String id = order("uninstall");
        agent.poll();
        assertThat(agent.orders.get(agent.orders.size() - 1).kind())
                .isEqualTo(Order.Kind.UNINSTALL);
        transport().unlink(connectionId, GO);
        agent.poll();
        JsonNode shown = vendor("GET", "/vendor/agents", "").at("/results/0/orders/0");
        assertThat(shown.path("id").asText()).isEqualTo(id);
        assertThat(shown.has("done")).isTrue();
    }

    @Test
    void aSecondPcWaitsForTheVendorsYesWhichTurnsTheFirstAway() throws Exception {
        link();
        try (JointAgent second = new JointAgent(line.url())) {
            assertThatThrownBy(() -> second.transport().register(companyId, GO))
                    .isInstanceOfSatisfying(
                            LinkException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.AWAITING_APPROVAL));
            Books books = Books.of(connectionId, 1, data);
            assertThat(ask(books)).isEqualTo(new SetAnswer.Unknown());
            String id =
                    vendor("GET", "/vendor/registrations", "")
                            .path("results")
                            .path(0)
                            .path("id")
                            .asText();
            vendor("POST", "/vendor/registrations/" + id + "/approve", "");
            assertThat(second.transport().register(companyId, GO).connectionId())
                    .isEqualTo(connectionId);
            assertThat(second.transport().ask(connectionId, books.setId(), GO))
                    .isEqualTo(new SetAnswer.Unknown());
            assertThat(ask(books))
                    .isInstanceOfSatisfying(
                            SetAnswer.Gone.class, gone -> assertThat(gone.stopped()).isFalse());
        }
    }

    @Test
    void aPcThatWasTurnedAwayHearsItWhenItWantsAToken() throws Exception {
        link();
        try (JointAgent second = new JointAgent(line.url())) {
            assertThatThrownBy(() -> second.transport().register(companyId, GO))
                    .isInstanceOf(LinkException.class);
            String id =
                    vendor("GET", "/vendor/registrations", "")
                            .path("results")
                            .path(0)
                            .path("id")
                            .asText();
            vendor("POST", "/vendor/registrations/" + id + "/approve", "");
            second.transport().register(companyId, GO);
        }
        try (JointAgent restarted = new JointAgent(line.url(), agent.disk)) {
            assertThat(restarted.transport().ask(connectionId, UUID.randomUUID().toString(), GO))
                    .isInstanceOf(SetAnswer.Gone.class);
        }
        assertThat(statusesOfTokens()).contains(400);
    }

    @Test
    void twoLivesOfOneKeyAreStopped() throws Exception {
        link();
        Books books = Books.of(connectionId, 1, data);
        try (JointAgent clone = new JointAgent(line.url(), agent.disk)) {
            ask(books);
            clone.transport().ask(connectionId, books.setId(), GO);
            assertThat(ask(books))
                    .isInstanceOfSatisfying(
                            SetAnswer.Gone.class, gone -> assertThat(gone.stopped()).isTrue());
            assertThat(clone.transport().ask(connectionId, books.setId(), GO))
                    .isInstanceOfSatisfying(
                            SetAnswer.Gone.class, gone -> assertThat(gone.stopped()).isTrue());
        }
    }

    @Test
    void anUnlinkedConnectionIsGone() throws Exception {
        link();
        transport().unlink(connectionId, GO);
        transport().unlink(connectionId, GO);
        assertThat(ask(Books.of(connectionId, 1, data))).isInstanceOf(SetAnswer.Gone.class);
        assertThatThrownBy(() -> transport().linked(connectionId, "sage50", "hbql", books("x"), GO))
                .isInstanceOf(LinkException.class);
        transport().report(connectionId, List.of(), GO);
    }

    @Test
    void wrongKeysAndOtherBooksAreRefused() throws Exception {
        for (String wrong : List.of("rubbish", UUID.randomUUID().toString())) {
            assertThatThrownBy(() -> transport().register(wrong, GO))
                    .isInstanceOfSatisfying(
                            LinkException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_LICENSE_KEY));
        }
        link();
        assertThatThrownBy(
                        () ->
                                transport()
                                        .linked(connectionId, "sage50", "hbql", books("Other"), GO))
                .isInstanceOfSatisfying(
                        LinkException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.ALREADY_LINKED));
    }

    @Test
    void whatCameOfReleasesIsToldOnceAndShown() throws Exception {
        link();
        Instant at = Instant.parse("2026-11-24T12:00:00.123Z");
        List<UpdateOutcome> all =
                List.of(
                        new UpdateOutcome.Committed(
                                "main-0.2.0-aa",
                                at,
                                Optional.of(Duration.ofMillis(12)),
                                Duration.ofSeconds(60)),
                        new UpdateOutcome.WentBack(
                                "main-0.3.0-bb",
                                at.plusSeconds(1),
                                "the job sync fails",
                                true,
                                Optional.of(Duration.ofMillis(5)),
                                Duration.ofSeconds(9)),
                        new UpdateOutcome.WentBack(
                                "main-0.4.0-cc",
                                at.plusSeconds(2),
                                "no network",
                                false,
                                Optional.empty(),
                                Duration.ofSeconds(600)),
                        new UpdateOutcome.Refused("main-0.5.0-dd", at.plusSeconds(3), "it lies"),
                        new UpdateOutcome.Staged("main-0.6.0-ee", at.plusSeconds(4)));
        agent.untold.addAll(all);
        agent.poll();
        assertThat(agent.untold).isEmpty();
        agent.untold.addAll(all); // its memory was set back: told once more
        vendor(
                "POST",
                "/vendor/companies/" + companyId + "/connections/" + connectionId + "/orders",
                "{\"kind\":\"checkForUpdates\"}");
        agent.poll();
        assertThat(agent.untold).as("taken again").isEmpty();

        JsonNode shown = vendor("GET", "/vendor/agents", "").path("results");
        assertThat(shown).hasSize(1);
        assertThat(shown.path(0).path("id").asText())
                .isEqualTo(transport().status().agentId().orElseThrow());
        assertThat(shown.path(0).path("version").asText()).isEqualTo("0.1.0");
        JsonNode updates = shown.path(0).path("updates");
        assertThat(updates)
                .extracting(u -> u.path("phase").asText())
                .containsExactly("staged", "refused", "wentBack", "blocked", "committed");
        assertThat(updates.path(3).path("reason").asText()).isEqualTo("the job sync fails");
        assertThat(updates.path(3).path("backMillis").asLong()).isEqualTo(5);
        assertThat(updates.path(3).path("trialSeconds").asLong()).isEqualTo(9);
        assertThat(updates.path(2).has("backMillis")).as("nobody can tell").isFalse();
        assertThat(updates.path(4).path("at").asText()).startsWith("2026-11-24T12:00:00.123");
        assertThat(updates.path(4).path("swapMillis").asLong()).isEqualTo(12);
        assertThat(updates.path(4).path("trialSeconds").asLong()).isEqualTo(60);
    }
}
