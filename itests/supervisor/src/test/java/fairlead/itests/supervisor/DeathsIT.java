package fairlead.itests.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A release that dies again and again gives way in steps. */
class DeathsIT {
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    @Test
    @DisplayName(
            "swap rule 12: deaths lead to no partners, to the previous release, to the factory")
    void rule12DeathsGiveWayInSteps() throws Exception {
        Program program = Program.install(directory);
        State state = new State(program, directory.resolve("data"));
        String second =
                state.add(program.release("second", "0.2.0", program.sick("sick", "2.0.0")));
        String third = state.add(program.release("third", "0.3.0", program.sick("sick", "3.0.0")));
        String acme = state.add(program.partner("acme", program.sick("acme", "1.0.0")));
        state.write("acme", Optional.of(acme), Optional.empty(), 0);

        state.write("main", Optional.of(third), Optional.of(second), 1);
        try (Agent agent = start(program)) {
            assertThat(agent.runs("acme")).isTrue();
            agent.untilNextStart(() -> agent.signal("KILL"));
            assertThat(agent.runs("sick")).isTrue();
            assertThat(agent.runs("acme")).as("%s", agent).isFalse();
            assertThat(agent.say("status"))
                    .contains("was killed")
                    .contains("Partners' bundles are left out")
                    .contains(third);
            agent.stop();
        }
        assertThat(state.read().main().deaths()).isEqualTo(2);

        state.write("main", Optional.of(third), Optional.of(second), 3);
        try (Agent agent = start(program)) {
            agent.untilNextStart(() -> agent.signal("KILL"));
            assertThat(agent.say("status"))
                    .contains("Release    " + second)
                    .contains(third + " is left for " + second);
            assertThat(agent.runs("acme")).isTrue();
            agent.stop();
        }
        assertThat(state.read().main().blockedFor(third)).isPresent();
        assertThat(state.read().main().deaths()).isZero();

        state.write("main", Optional.of(second), Optional.empty(), 3);
        try (Agent agent = start(program)) {
            agent.untilNextStart(() -> agent.signal("KILL"));
            assertThat(agent.say("status"))
                    .contains("Release    main-0.1.0-")
                    .contains(second + " is left for the release that came with the program");
            agent.stop();
        }
        assertThat(state.read().main().current()).isEmpty();
    }

    private Agent start(Program program) throws Exception {
        return Agent.start(program, directory.resolve("data"), "").awaitStarts(1);
    }
}
