package fairlead.itests.kill;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.itests.rig.Program;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills the agent at each point that docs/sync.md names for it; the platform then holds exactly the
 * company's records.
 */
@Tag("slow")
class AgentKillPointsIT extends KilledBooks {
    AgentKillPointsIT() {
        super(1);
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
