package fairlead.transport.codat;

import static fairlead.transport.codat.FakeAgent.GO;
import static fairlead.transport.codat.FakePlatform.CONNECTION;
import static fairlead.transport.codat.FakePlatform.DATASET;
import static fairlead.transport.codat.FakePlatform.HASH;
import static fairlead.transport.codat.FakePlatform.SET;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.accounting.api.DataType;
import fairlead.itests.protocol.ProtocolCheck;
import fairlead.sync.api.Digest;
import fairlead.sync.api.LinkException;
import fairlead.sync.api.LinkException.Reason;
import fairlead.sync.api.SetAnswer;
import fairlead.sync.api.Transport;
import fairlead.transport.codat.FakePlatform.Canned;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation with every status of docs/connector-protocol.yaml. */
class ProtocolTest {
    private static final String CONFLICT = "{\"state\":\"%s\",\"reason\":\"because\"}";

    @TempDir Path directory;
    private final ProtocolCheck check = ProtocolCheck.ofRepository();
    private FakePlatform platform;
    private FakeAgent agent;

    @BeforeEach
    void start() {
        platform = FakePlatform.start(check);
        agent = new FakeAgent(platform.url()).registered();
        agent.companies.add(FakeAgent.company(CONNECTION));
    }

    @AfterEach
    void stop() {
        agent.close();
        platform.close();
        assertThat(platform.problems()).isEmpty();
    }

    private Object call(String operation) throws Exception {
        Transport transport = agent.transport;
        try {
            switch (operation) {
                case "register" -> {
                    return transport.register(" licence-key ", GO);
                }
                case "link" ->
                        transport.linked(CONNECTION, "sage50", "hbql", FakeAgent.check(), GO);
                case "unlink" -> transport.unlink(CONNECTION, GO);
                case "report" -> transport.report(CONNECTION, FakeAgent.progress(), GO);
                case "diagnostics" -> {
                    return transport.diagnostics(CONNECTION, SET, "Agent 0.1.0\n", GO);
                }
                case "poll" -> {
                    return agent.transport.run(FakeAgent.job());
                }
                case "putChunk" -> {
                    return transport.send(FakeAgent.chunk(directory.resolve("chunk"), "gzip"), GO);
                }
                case "endSet" -> {
                    return transport.end(FakeAgent.end(), GO);
                }
                case "getSet", "token" -> {
                    return transport.ask(CONNECTION, SET, GO);
                }
                default -> throw new IllegalArgumentException(operation);
            }
            return "done";
        } catch (LinkException e) {
            assertThat(e).hasMessageMatching(".*[.a-z0-9]");
            return e.reason();
        }
    }

    private static Canned canned(String operation, int status) {
        Canned good = FakePlatform.good(operation);
        if (operation.equals("token") && status == 400) {
            return new Canned(
                    400, "{\"error\":\"unauthorized_client\",\"error_description\":\"revoked\"}");
        }
        if (status == 409 && Set.of("putChunk", "endSet").contains(operation)) {
            return new Canned(409, CONFLICT.formatted("Conflict"));
        }
        if (status == 202) {
            return new Canned(
                    202,
                    "{\"registrationId\":\"" + SET + "\",\"message\":\"The vendor was asked.\"}");
        }
        return status < 300
                ? new Canned(status, good.headers(), good.body())
                : FakePlatform.error(status);
    }

    @Test
    void everyOperationIsAnsweredWithEveryStatus() throws Exception {
        for (String pair : check.everything()) {
            String operation = pair.split(" ")[0];
            int status = Integer.parseInt(pair.split(" ")[1]);
            agent.nanos.addAndGet(
                    Duration.ofHours(2).toNanos()); // any token and any waiting time is over
            platform.answer(operation, canned(operation, status));
            if (status == 401) {
                platform.answer(operation, canned(operation, status));
            }
            Object outcome = call(operation);
            assertThat(outcome).as(pair).isEqualTo(expected(operation, status, outcome));
        }
        assertThat(check.neverSaid()).isEmpty();
    }

    private static Object expected(String operation, int status, Object outcome) {
        boolean later = status == 401 || status == 429 || status >= 500;
        switch (operation) {
            case "register", "link", "unlink" -> {
                if (later) {
                    return Reason.PLATFORM_UNREACHABLE;
                }
                if (status == 202) {
                    return Reason.AWAITING_APPROVAL;
                }
                if (status < 300) {
                    return operation.equals("register")
                            ? new Transport.Registration(
                                    CONNECTION, FakePlatform.COMPANY, "Müller & Co")
                            : "done";
                }
                if (operation.equals("unlink")
                        && (status == 403 || status == 404 || status == 410)) {
                    return "done";
                }
                if (operation.equals("register") && status == 404) {
                    return Reason.UNKNOWN_LICENSE_KEY;
                }
                if (status == 409) {
                    return operation.equals("link") ? Reason.ALREADY_LINKED : Reason.LINK_EXPIRED;
                }
                return Reason.PLATFORM_REFUSED;
            }
            case "report" -> {
                return "done";
            }
            case "diagnostics" -> {
                return !later && status != 423;
            }
            case "poll" -> {
                assertThat(outcome).isInstanceOf(Optional.class);
                return status == 200 ? Optional.of(Duration.ZERO) : outcome;
            }
            default -> {
                String sentence = "the sentence for " + status;
                if (later) {
                    assertThat(outcome).isInstanceOf(SetAnswer.RetryAfter.class);
                    return outcome;
                }
                return switch (status) {
                    case 200 ->
                            switch (operation) {
                                case "putChunk" -> new SetAnswer.Taken();
                                case "endSet" ->
                                        new SetAnswer.Committed(
                                                Map.of(DataType.CUSTOMERS, Digest.of(HASH)));
                                default -> new SetAnswer.Unknown();
                            };
                    case 400 ->
                            operation.equals("token")
                                    ? new SetAnswer.Gone("revoked", false)
                                    : new SetAnswer.Rejected(sentence);
                    case 413 ->
                            operation.equals("token") ? outcome : new SetAnswer.Rejected(sentence);
                    case 409 -> new SetAnswer.Conflict("because");
                    case 423 -> new SetAnswer.Gone(sentence, true);
                    default -> new SetAnswer.Gone(sentence, false);
                };
            }
        }
    }

    @Test
    @DisplayName("sync rules 18, 20, 22 to 24: every answer about a set is told apart")
    void readsEveryState() throws Exception {
        String id = DATASET;
        Map<DataType, Optional<String>> bases = new EnumMap<>(DataType.class);
        bases.put(DataType.CUSTOMERS, Optional.of(SET));
        bases.put(DataType.INVOICES, Optional.empty());
        String mismatch =
                "{\"state\":\"%s\",\"bases\":{\"customers\":\""
                        + SET
                        + "\",\"invoices\":null},\"reason\":\"because\"}";
        SetAnswer committed = new SetAnswer.Committed(Map.of(DataType.CUSTOMERS, Digest.of(HASH)));
        String done = FakePlatform.good("endSet").body();
        reads("putChunk", 409, CONFLICT.formatted("Aborted"), new SetAnswer.Aborted("because"));
        reads("putChunk", 409, CONFLICT.formatted("Rejected"), new SetAnswer.Rejected("because"));
        reads("putChunk", 409, done, committed);
        reads("endSet", 409, CONFLICT.formatted("Conflict"), new SetAnswer.Conflict("because"));
        reads("endSet", 409, CONFLICT.formatted("Aborted"), new SetAnswer.Aborted("because"));
        reads("endSet", 409, CONFLICT.formatted("Rejected"), new SetAnswer.Rejected("because"));
        reads("endSet", 409, CONFLICT.formatted("LooksWrong"), new SetAnswer.LooksWrong("because"));
        reads(
                "endSet",
                409,
                "{\"state\":\"Missing\",\"missing\":{\"" + id + "\":[0,2]}}",
                new SetAnswer.Missing(Map.of(id, Set.of(0, 2))));
        for (String state : List.of("BaseMismatch", "DigestMismatch")) {
            reads(
                    "endSet",
                    409,
                    mismatch.formatted(state),
                    new SetAnswer.BaseMismatch(bases, "because"));
        }
        reads(
                "getSet",
                200,
                "{\"state\":\"Open\",\"taken\":{\"" + id + "\":[0,1]}}",
                new SetAnswer.Open(Map.of(id, Set.of(0, 1))));
        reads("getSet", 200, done, committed);
        reads("getSet", 200, CONFLICT.formatted("Aborted"), new SetAnswer.Aborted("because"));
        reads("getSet", 200, CONFLICT.formatted("Rejected"), new SetAnswer.Rejected("because"));
    }

    private void reads(String operation, int status, String body, SetAnswer answer)
            throws Exception {
        platform.answer(operation, new Canned(status, body));
        assertThat(call(operation)).isEqualTo(answer);
    }
}
