package fairlead.itests.kill;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.itests.rig.Program;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills the platform at each point that docs/sync.md names for it; the platform then holds exactly
 * the company's records.
 */
class PlatformKillPointsIT extends KilledBooks {
    PlatformKillPointsIT() {
        super(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunk-stored", "commit-started", "committed", "answered"})
    void losesNothingWhenThePlatformDiesAt(String point) throws IOException, InterruptedException {
        Program.Kill kill = rig.killAt(point, 1);
        rig.workInTheBooks();
        rig.restartPlatform(Optional.of(kill));
        rig.requestSync();
        assertThat(rig.platform().diesWithin(UNTIL_DEATH)).as("died at %s", point).isTrue();
        assertThat(kill.reached()).as("%s was reached", point).isTrue();
        rig.restartPlatform(Optional.empty());
        rig.syncToNow();
        rig.assertBooksEqual("after the platform died at " + point);
    }
}
