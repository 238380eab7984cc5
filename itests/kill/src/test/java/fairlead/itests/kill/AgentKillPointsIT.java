package fairlead.itests.kill;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.itests.rig.Program;
import fairlead.itests.rig.Rig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills the agent at each point that docs/sync.md names for it; the platform then holds exactly the
 * company's records.
 */
@TestInstance(Lifecycle.PER_CLASS)
class AgentKillPointsIT {
    private static final Duration UNTIL_DEATH = Duration.ofMinutes(2);

    private Rig rig;

    @BeforeAll
    void startAll(@TempDir Path directory) throws IOException, InterruptedException {
        rig = new Rig(directory, 400, 1);
        rig.assertBooksEqual("after the first sync");
    }

    @AfterAll
    void stopAll() {
        if (rig != null) {
            rig.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chunk-file-written",
                "chunk-in-store",
                "set-closed",
                "chunk-sent",
                "end-sent",
                "end-answered",
                "settled"
            })
    void losesNothingWhenTheAgentDiesAt(String point) throws IOException, InterruptedException {
        Program.Kill kill = rig.killAt(point, 1);
        rig.workInTheBooks();
        rig.restartAgent(Optional.of(kill));
        rig.requestSync();
        assertThat(rig.agent().diesWithin(UNTIL_DEATH)).as("died at %s", point).isTrue();
        assertThat(kill.reached()).as("%s was reached", point).isTrue();
        rig.workInTheBooks();
        rig.restartAgent(Optional.empty());
        rig.syncToNow();
        rig.assertBooksEqual("after the agent died at " + point);
    }
}
