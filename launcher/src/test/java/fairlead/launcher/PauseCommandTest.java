package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PauseCommandTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-07-24T16:30:00Z"), ZoneId.of("Europe/London"));

    @ParameterizedTest
    @CsvSource({
        "30m, , 2026-07-24T17:00:00Z",
        "2h, , 2026-07-24T18:30:00Z",
        "1d, , 2026-07-25T16:30:00Z",
        ", 18:00, 2026-07-24T17:00:00Z",
        ", 08:15, 2026-07-25T07:15:00Z",
        ", 2026-12-24T18:00, 2026-12-24T18:00:00Z"
    })
    void endsWhenThePersonSaysOnThisClock(String pause, String until, String end) throws Exception {
        assertThat(PauseCommand.end(pause, until, CLOCK)).isEqualTo(Instant.parse(end));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-07-24T17:00", "2020-01-01T00:00", "25:00", "noon"})
    void refusesATimeThatHasPassedOrIsNone(String until) {
        assertThatThrownBy(() -> PauseCommand.end(null, until, CLOCK))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining(until);
    }
}
