package fairlead.itests.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ends unasked is started again; what nobody keeps ends. */
class SupervisorIT {
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final String PATIENCE = "-Dfairlead.hang=4";

    @TempDir(cleanup = CleanupMode.NEVER)
    static Path shared;

    private static Program program;

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    @BeforeAll
    static void install() throws Exception {
        program = Program.install(shared);
    }

    private Agent agent(String javaOptions) throws Exception {
        return Agent.start(program, directory.resolve("data"), javaOptions);
    }

    /**
     * The rule's 10 s; more only on a machine on which a start alone takes more than half of it.
     */
    private static Duration soon(Agent agent) {
        Duration twice = agent.firstStart().multipliedBy(2);
        return twice.compareTo(AGAIN) > 0 ? twice : AGAIN;
    }

    @ParameterizedTest
    @CsvSource({
        "KILL, it was killed",
        "SEGV, its Java crashed",
        "exit, it ended by itself",
        "halt, it ended with exit code 9",
        "memory, it ran out of memory"
    })
    @DisplayName("swap rule 6: killed, crashed, ended or out of memory: up again within 10 s")
    void rule6RunsAgain(String end, String reason) throws Exception {
        try (Agent agent = agent("").awaitStarts(1)) {
            long former = agent.host().pid();
            boolean signal = end.equals(end.toUpperCase(java.util.Locale.ROOT));
            Duration took =
                    agent.untilNextStart(
                            () -> {
                                if (signal) {
                                    agent.signal(end);
                                } else {
                                    agent.fallIll(end);
                                }
                            });
            System.out.printf(
                    "up again after %s: %d ms (first start: %d ms)%n",
                    end, took.toMillis(), agent.firstStart().toMillis());
            assertThat(took).as("%s", agent).isLessThan(soon(agent));
            assertThat(agent.host().pid()).isNotEqualTo(former);
            assertThat(agent.say("status")).contains("Fairlead was started again: " + reason + ".");
            assertThat(agent.stop()).isEqualTo(143);
        }
    }

    @ParameterizedTest
    @CsvSource({"framework", "heart"})
    @DisplayName("swap rule 6: hung, in the framework or in what has a heart: up again")
    void rule6HungRunsAgain(String what) throws Exception {
        try (Agent agent = agent(PATIENCE).awaitStarts(1)) {
            Duration took = agent.untilNextStart(() -> agent.fallIll(what));
            System.out.println("up again after " + what + " hung: " + took.toMillis() + " ms");
            assertThat(took).as("%s", agent).isLessThan(soon(agent).plusSeconds(10));
            assertThat(agent.say("status")).contains("Fairlead was started again: it hung.");
            assertThat(agent.stop()).isEqualTo(143);
        }
    }

    @Test
    @Tag("slow")
    @DisplayName("swap rule 16: a stop that hangs is halted after 10 s, with exit code 8")
    void rule16AStopThatHangsIsHalted() throws Exception {
        try (Agent agent = agent("").awaitStarts(1)) {
            agent.fallIll("stop");
            await().until(() -> Files.exists(directory.resolve("data/stuck")));
            ProcessHandle host = agent.host();
            long began = System.nanoTime();
            assertThat(agent.stop()).as("%s", agent).isEqualTo(8);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
            assertThat(ended(host)).isTrue();
        }
        try (Agent next = agent("").awaitStarts(1)) {
            assertThat(next.say("status")).as("it was asked to").doesNotContain("started again");
            next.stop();
        }
    }

    @Test
    @DisplayName("swap rule 9: a killed supervisor leaves no orphan, and the next one takes over")
    void rule9NoOrphan() throws Exception {
        try (Agent agent = agent("").awaitStarts(1)) {
            ProcessHandle host = agent.host();
            agent.supervisor().destroyForcibly();
            try (Agent next = agent("").awaitStarts(1)) {
                await().until(() -> ended(host));
                assertThat(next.host().pid()).isNotEqualTo(host.pid());
                assertThat(next.say("status")).doesNotContain("started again");
                assertThat(next.stop()).isEqualTo(143);
            }
        }
    }

    @Test
    @DisplayName("swap rule 9: a second host waits 20 s, then ends with 3, its supervisor with it")
    void rule9TheSecondEnds() throws Exception {
        try (Agent agent = agent("").awaitStarts(1)) {
            ProcessHandle host = agent.host();
            long began = System.nanoTime();
            try (Agent second = agent("")) {
                assertThat(second.supervisor().waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(second.supervisor().exitValue()).isEqualTo(3);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40));
            assertThat(agent.host().pid()).isEqualTo(host.pid());
            assertThat(host.isAlive()).isTrue();
            agent.say("status");
            assertThat(agent.stop()).isEqualTo(143);
            await().until(() -> !host.isAlive());
        }
    }

    /**
     * Whether a process has ended. A dead one whose parent died before it has no program any more,
     * but is listed until the system's first process has asked how it ended, which not every
     * container's does.
     */
    private static boolean ended(ProcessHandle process) {
        return !process.isAlive() || process.info().command().isEmpty();
    }
}
