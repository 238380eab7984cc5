package fairlead.itests.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.launcher.release.Track.Cause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A release with a newer host: into a slot of its own, and back. */
class SlotIT {
    /** Commits as soon as it has looked once. */
    private static final String QUICK = "-Dfairlead.trial.window=0";

    private static final String NEVER_JUDGED = "-Dfairlead.trial.window=3600";

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private Program program;
    private State state;

    @BeforeEach
    void install() throws Exception {
        program = Program.install(directory);
        state = new State(program, directory.resolve("data"));
    }

    private Agent start(String javaOptions) throws Exception {
        return Agent.start(program, directory.resolve("data"), javaOptions).awaitStarts(1);
    }

    private Path newer(String version, int slot, Path slotFiles, String... more) throws Exception {
        String[] options = {"--slot", Integer.toString(slot), "--slot-files", slotFiles.toString()};
        String[] all = java.util.Arrays.copyOf(options, options.length + more.length);
        System.arraycopy(more, 0, all, options.length, more.length);
        return program.release("release-" + version, version, program.sick("sick", version), all);
    }

    private void awaitCommitted(String release) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> state.read().main().current().equals(Optional.of(release)));
    }

    private String staged(Agent agent, Path release) throws Exception {
        assertThat(agent.say("update", "--from", release.toString())).contains("next start");
        assertThat(agent.slot()).isZero();
        assertThat(state.read().main().staged()).isTrue();
        return state.read().main().trial().orElseThrow();
    }

    @Test
    @DisplayName("swap rules 8, 18: a newer host is staged, taken at the next start, and kept")
    void rule18TheNextStartTakesTheSlot() throws Exception {
        String id;
        try (Agent agent = start(QUICK)) {
            id = staged(agent, newer("0.2.0", 1, program.slotFiles("host-2", "0.2.0")));
            assertThat(agent.stop()).isEqualTo(143);
        }
        assertThat(state.read().main().staged()).as("a stop counts nothing").isTrue();
        try (Agent agent = start(QUICK)) {
            assertThat(agent.slot()).isEqualTo(1);
            awaitCommitted(id);
            assertThat(agent.say("status")).contains("Release    " + id);
            assertThat(agent.stop()).isEqualTo(143);
        }
        try (Agent agent = start(QUICK)) {
            assertThat(agent.slot()).as("at once, recorded in slot.state").isEqualTo(1);
            agent.untilNextStart(() -> agent.signal("KILL"));
            assertThat(agent.slot()).isEqualTo(1);
            agent.stop();
        }
    }

    @Test
    @DisplayName("swap rule 7: a newer host that ends at once: back a slot, its release is blocked")
    void rule7ABrokenHostFallsBack() throws Exception {
        String id;
        try (Agent agent = start(QUICK)) {
            id = staged(agent, newer("0.2.0", 1, program.brokenSlotFiles("broken")));
            agent.stop();
        }
        try (Agent agent = start(QUICK)) {
            assertThat(agent.slot()).isZero();
            assertThat(state.read().main().blockedFor(id)).contains(Cause.SLOT);
            assertThat(state.read().main().deaths()).as("not the release's that runs").isZero();
            assertThat(agent.say("status")).contains(id + " is not tried again");
            agent.stop();
        }
    }

    @Test
    @Tag("slow")
    @DisplayName("swap rules 16, 21: a staged release that hangs in start is left and blocked")
    void rule16ANewerReleaseThatHangsInStart() throws Exception {
        String id;
        Duration longest;
        try (Agent agent = start(QUICK)) {
            id = staged(agent, newer("0.2.0", 1, program.slotFiles("host-2", "0.2.0")));
            longest = agent.firstStart().multipliedBy(2).plusSeconds(5);
            agent.stop();
        }
        Files.writeString(directory.resolve("data/hangs-in-start"), "0.2.0");
        try (Agent agent = start(QUICK + " -Dfairlead.start.longest=" + longest.toSeconds())) {
            assertThat(agent.slot()).isZero();
            assertThat(state.read().main().blockedFor(id)).contains(Cause.START);
            assertThat(state.read().main().deaths()).as("not the release's that runs").isZero();
            assertThat(agent.say("status")).contains(id + " is not tried again");
            assertThat(agent.stop()).isEqualTo(143);
        }
    }

    private String stagedInSlot1() throws Exception {
        try (Agent agent = start(NEVER_JUDGED)) {
            String id = staged(agent, newer("0.2.0", 1, program.slotFiles("host-2", "0.2.0")));
            agent.stop();
            return id;
        }
    }

    /** In its slot, and leaves it by that. */
    private void diesTwice(Agent agent, String id) throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(agent.slot()).isEqualTo(1);
            agent.untilNextStart(() -> agent.signal("KILL"));
        }
        assertThat(agent.slot()).isZero();
        assertThat(state.read().main().blockedFor(id)).contains(Cause.DEATHS);
    }

    @Test
    @DisplayName("swap rules 11, 18: a newer host that dies twice on trial: back, blocked")
    void rule11ANewerHostThatDiesTwice() throws Exception {
        String id = stagedInSlot1();
        try (Agent agent = start(NEVER_JUDGED)) {
            diesTwice(agent, id);
            assertThat(agent.say("status")).contains(id + " is not tried again");
            agent.stop();
        }
    }

    @Test
    @DisplayName("swap rules 8, 12: a release in use that dies again and again leaves its slot")
    void rule12AReleaseInUseLeavesItsSlot() throws Exception {
        String id = state.add(newer("0.2.0", 1, program.slotFiles("host-2", "0.2.0")));
        state.write("main", Optional.of(id), Optional.empty(), 2);
        try (Agent agent = start(QUICK)) {
            diesTwice(agent, id);
            assertThat(agent.say("status"))
                    .contains(id + " is left for the release that came with the program");
            agent.stop();
        }
    }

    @Test
    @DisplayName("swap rules 8, 17: going back from a newer host, which itself says so")
    void rule17GoingBackFromASlot() throws Exception {
        String id = stagedInSlot1();
        try (Agent agent = start(NEVER_JUDGED)) {
            assertThat(agent.slot()).isEqualTo(1);
            assertThat(agent.order("update", "--rollback")).contains(id + " goes back");
            agent.awaitStarts(2);
            assertThat(agent.slot()).isZero();
            assertThat(state.read().main().blockedFor(id)).contains(Cause.VERDICT);
            assertThat(agent.toString())
                    .as("its own files are still there when it looks for its release")
                    .contains("The release needs the host of slot 0")
                    .doesNotContain("the host of slot 1 ended with");
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () ->
                                    agent.order("update", "--history")
                                            .contains(id + " went back")); // and is no offer now
            agent.stop();
        }
        try (Agent agent = start(NEVER_JUDGED)) {
            assertThat(agent.slot()).isZero();
            assertThat(directory.resolve("data/slots/1")).doesNotExist();
            agent.stop();
        }
    }

    @Test
    @DisplayName("swap rule 18: a process that is never ended takes a critical one by itself")
    void rule18ACriticalOneIsTakenByItself() throws Exception {
        try (Agent agent =
                start(QUICK + " -Dfairlead.staged.longest=3600 -Dfairlead.staged.critical=3")) {
            String id =
                    staged(
                            agent,
                            newer("0.2.0", 1, program.slotFiles("host-2", "0.2.0"), "--critical"));
            agent.awaitStarts(2);
            assertThat(agent.slot()).isEqualTo(1);
            awaitCommitted(id);
            assertThat(agent.say("status")).doesNotContain("started again:");
            agent.stop();
        }
    }
}
