package fairlead.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MinuteLimitTest {
    private final MinuteLimit limit =
            new MinuteLimit(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), 2);

    @Test
    void howeverManyOthersThereAreWhoeverWasThereKeepsItsOwnNumber() {
        limit.count("known");
        for (int i = 0; i < 100_000 - 1; i++) {
            limit.count("other " + i);
        }
        limit.count("known");
        assertThatThrownBy(() -> limit.count("known")).isInstanceOf(Problem.class);
        limit.count("one more");
        limit.count("and one");
        assertThatThrownBy(() -> limit.count("these share one number"))
                .isInstanceOfSatisfying(
                        Problem.class, refused -> assertThat(refused.status()).isEqualTo(429));
    }
}
