package fairlead.transport.codat;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.accounting.api.CompanyPin;
import fairlead.sync.api.Connections;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.SetAnswer;
import fairlead.sync.api.Transport;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;

class TransportCheckTest {
    private static final LinkedCompany COMPANY =
            new LinkedCompany(
                    "connection-1",
                    "company-1",
                    "Harbour Lights Ltd",
                    "sage50",
                    "/books",
                    "MANAGER",
                    new CompanyPin(Optional.of("7"), "Harbour Lights", "GBP"),
                    Instant.EPOCH,
                    LinkedCompany.State.LINKED,
                    "");

    private static Result.Status status(Object answer, List<LinkedCompany> companies) {
        TransportCheck check = new TransportCheck();
        check.transport = answers(Transport.class, "ask", answer);
        check.connections = answers(Connections.class, "all", companies);
        return check.execute().getStatus();
    }

    private static <T> T answers(Class<T> type, String method, Object answer) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, called, arguments) -> {
                            assertThat(called.getName()).isEqualTo(method);
                            if (answer instanceof RuntimeException e) {
                                throw e;
                            }
                            return answer;
                        }));
    }

    @Test
    void anAnswerIsHealthWhicheverItIs() {
        assertThat(status(new SetAnswer.Unknown(), List.of(COMPANY))).isEqualTo(Result.Status.OK);
    }

    @Test
    void noAnswerIsTheSurroundingsFault() {
        assertThat(
                        status(
                                new SetAnswer.RetryAfter(Duration.ofSeconds(1), "no network"),
                                List.of(COMPANY)))
                .isEqualTo(Result.Status.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    void aCallThatBreaksIsOurs() {
        assertThat(status(new IllegalStateException("broken"), List.of(COMPANY)))
                .isEqualTo(Result.Status.CRITICAL);
    }

    @Test
    void withoutACompanyThereIsNothingToAsk() {
        assertThat(status(new IllegalStateException("not called"), List.of()))
                .isEqualTo(Result.Status.OK);
    }
}
