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
 * Kills agent and platform at each point that docs/sync.md names; the platform then holds exactly
 * the company's records.
 */
@TestInstance(Lifecycle.PER_CLASS)
class KillPointsIT {
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
        changeTheBooks();
        rig.restartAgent(Optional.of(kill));
        rig.requestSync();
        assertThat(rig.agent().diesWithin(UNTIL_DEATH)).as("died at %s", point).isTrue();
        assertThat(kill.reached()).as("%s was reached", point).isTrue();
        changeTheBooks();
        rig.restartAgent(Optional.empty());
        syncAndCompare("after the agent died at " + point);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunk-stored", "commit-started", "committed", "answered"})
    void losesNothingWhenThePlatformDiesAt(String point) throws IOException, InterruptedException {
        Program.Kill kill = rig.killAt(point, 1);
        changeTheBooks();
        rig.restartPlatform(Optional.of(kill));
        rig.requestSync();
        assertThat(rig.platform().diesWithin(UNTIL_DEATH)).as("died at %s", point).isTrue();
        assertThat(kill.reached()).as("%s was reached", point).isTrue();
        rig.restartPlatform(Optional.empty());
        syncAndCompare("after the platform died at " + point);
    }

    private void changeTheBooks() {
        rig.change("post 5");
        rig.change("amend");
        rig.change("correct");
        rig.change("delete");
    }

    /**
     * The set that was under way may be of the moment before the last change: a second one is of
     * now.
     */
    private void syncAndCompare(String when) {
        rig.syncToNow();
        rig.assertBooksEqual(when);
    }
}
