package fairlead.launcher.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The real supervisor under the real sh, with hosts of a few lines. */
@Execution(ExecutionMode.CONCURRENT)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has a native supervisor")
class SupervisorTest {
    private static final Path SUPERVISOR = Path.of("../supervisor").toAbsolutePath().normalize();

    /** Says that it runs, and with what; then reads its orders until stop or the end. */
    private static final String START =
            """
            #!/bin/sh
            starts=$(cat "$STARTS" 2> /dev/null | wc -l)
            echo "$$ $*" >> "$STARTS"
            """;

    private static final String SERVE =
            """
            while read -r order; do
                echo "$order" >> "$STARTS.orders"
                [ "$order" = stop ] && exit 0
            done
            echo end >> "$STARTS.orders"
            exit 0
            """;

    private static final String COUNTED = "echo counted > \"$FAIRLEAD_TELL\"\n";

    @TempDir Path directory;
    private final List<Process> supervisors = new ArrayList<>();

    @AfterEach
    void killAll() throws IOException {
        supervisors.forEach(Process::destroyForcibly);
        for (Start start : starts()) {
            ProcessHandle.of(start.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** One start of a host. */
    private record Start(long pid, String arguments) {}

    @Test
    void isShortEnoughToBeRead() throws IOException {
        assertThat(Files.readAllLines(SUPERVISOR)).hasSizeLessThan(300);
    }

    @Test
    @DisplayName("swap rule 6: started again after every end, exit code 0 too, within 10 s")
    void rule6StartsAgainAfterEveryEnd() throws Exception {
        factory(
                """
                case $starts in
                    0) exit 0 ;;
                    1) exit 1 ;;
                    2) kill -9 $$ ;;
                esac
                """
                        + SERVE);
        long began = System.nanoTime();
        supervise();
        awaitStarts(4);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
        assertThat(arguments())
                .containsExactly(
                        "--slot=0 mine",
                        "--slot=0 --after=0 mine",
                        "--slot=0 --after=1 mine",
                        "--slot=0 --after=137 mine");
    }

    @Test
    @DisplayName("swap rule 6: a host that is killed after an hour's work runs again within 10 s")
    void rule6KilledAndRunningAgain() throws Exception {
        factory(COUNTED + SERVE);
        supervise();
        awaitStarts(1);
        for (int i = 1; i <= 2; i++) {
            long began = System.nanoTime();
            ProcessHandle.of(starts().get(i - 1).pid()).orElseThrow().destroyForcibly();
            awaitStarts(i + 1);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    @DisplayName("swap rule 6: out of memory, which Java ends with 3, is started again")
    void rule6OutOfMemoryIsStartedAgain() throws Exception {
        factory(COUNTED + "[ \"$starts\" -eq 0 ] && exit 3\n" + SERVE);
        supervise();
        awaitStarts(2);
        assertThat(arguments().get(1)).isEqualTo("--slot=0 --after=3 mine");
    }

    @Test
    @DisplayName("swap rule 6: a host that dies at once does not spin")
    void rule6DoesNotSpin() throws Exception {
        factory("exit 1\n");
        supervise();
        long began = System.nanoTime();
        awaitStarts(4); // 1, 2 and 4 seconds between them
        long fourth = System.nanoTime();
        assertThat(Duration.ofNanos(fourth - began)).isGreaterThan(Duration.ofSeconds(5));
        awaitStarts(5); // and 5 from here on, so that a start is up again within 10
        assertThat(Duration.ofNanos(System.nanoTime() - fourth)).isLessThan(Duration.ofSeconds(7));
    }

    @Test
    @DisplayName("swap rule 6: a stop that was asked for reaches the host and ends both")
    void rule6AnAskedStopEnds() throws Exception {
        factory(COUNTED + SERVE);
        for (List<String> shell : shells()) {
            Files.deleteIfExists(startsFile());
            Process supervisor = supervise(shell, SUPERVISOR);
            awaitStarts(1);
            supervisor.destroy();
            assertThat(supervisor.waitFor(10, TimeUnit.SECONDS)).as("%s", shell).isTrue();
            assertThat(supervisor.exitValue()).as("%s", shell).isEqualTo(143);
            assertThat(starts()).as("%s", shell).hasSize(1);
            assertGone(starts().get(0).pid());
        }
    }

    @Test
    @DisplayName("swap rule 6: a host that does not stop when asked is killed")
    void rule6AStopIsNotWaitedForForEver() throws Exception {
        Path impatient = directory.resolve("supervisor");
        Files.writeString(impatient, Files.readString(SUPERVISOR).replace("STOP=25", "STOP=1"));
        factory("trap '' TERM\nwhile :; do sleep 1; done\n");
        Process supervisor = supervise(List.of("sh"), impatient);
        awaitStarts(1);
        supervisor.destroy();
        assertThat(supervisor.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(supervisor.exitValue()).isEqualTo(137);
    }

    @Test
    @DisplayName("swap rule 9: a killed supervisor leaves no orphan: the host reads the end")
    void rule9AKilledSupervisorLeavesNoOrphan() throws Exception {
        factory(COUNTED + SERVE);
        for (List<String> shell : shells()) {
            Files.deleteIfExists(startsFile());
            Process supervisor = supervise(shell, SUPERVISOR);
            awaitStarts(1);
            supervisor.destroyForcibly();
            assertGone(starts().get(0).pid());
            assertThat(Path.of(startsFile() + ".orders")).content().contains("end");
        }
    }

    @Test
    @DisplayName("swap rule 9: a second host ends, and its supervisor with it")
    void rule9TwoSupervisorsNeverGiveTwoHosts() throws Exception {
        factory(
                """
                mkdir "$STARTS.lock" 2> /dev/null || { echo second > "$FAIRLEAD_TELL"; exit 3; }
                """
                        + COUNTED
                        + SERVE);
        supervise();
        awaitStarts(1);
        Process second = supervise();
        assertThat(second.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(3);
        assertThat(starts()).hasSize(2);
        assertThat(ProcessHandle.of(starts().get(0).pid())).isPresent();
        assertThat(supervisors.get(0).isAlive()).isTrue();
    }

    @Test
    @DisplayName("swap rule 7: three deaths before a host counted: back a slot, and it is told")
    void rule7ThreeEarlyDeathsLeaveTheSlot() throws Exception {
        factory(
                "[ -n \"$starts\" ] && [ \"$starts\" -eq 0 ] && { echo slot 1 > \"$FAIRLEAD_TELL\"; exit 40; }\n"
                        + "[ \"$starts\" -eq 4 ] && exit 1\n"
                        + COUNTED
                        + "[ \"$starts\" -eq 5 ] && exit 1\n"
                        + SERVE);
        slot(1, "exit 9\n");
        Process supervisor = supervise();
        awaitStarts(7);
        assertThat(arguments())
                .containsExactly(
                        "--slot=0 mine",
                        "--slot=1 mine",
                        "--slot=1 --after=9 mine",
                        "--slot=1 --after=9 mine",
                        "--slot=0 --failed=1 --after=9 mine",
                        "--slot=0 --failed=1 --after=1 mine",
                        "--slot=0 --after=1 mine");
        assertThat(recorded()).containsEntry("slot", "0");
        supervisor.destroy();
    }

    @Test
    @DisplayName("swap rule 7: deaths after a host counted do not leave the slot")
    void rule7CountedDeathsAreTheHosts() throws Exception {
        factory("echo slot 1 > \"$FAIRLEAD_TELL\"; exit 40\n");
        slot(1, COUNTED + "[ \"$starts\" -lt 4 ] && exit 9\n" + SERVE);
        supervise();
        awaitStarts(5);
        assertThat(arguments().get(4)).isEqualTo("--slot=1 --after=9 mine");
    }

    @Test
    @DisplayName("swap rule 7: the factory's slot is the last; it is tried for ever")
    void rule7TheFactorySlotIsTheLast() throws Exception {
        factory("[ \"$starts\" -lt 4 ] && exit 9\n" + SERVE);
        supervise();
        awaitStarts(5);
        assertThat(arguments().get(4)).isEqualTo("--slot=0 --after=9 mine");
    }

    @Test
    @DisplayName("swap rule 8: the slot that a host asks for is recorded and started at once")
    void rule8TakesTheSlotThatIsAskedFor() throws Exception {
        factory("echo slot 1 > \"$FAIRLEAD_TELL\"; exit 40\n");
        slot(1, COUNTED + SERVE);
        Process supervisor = supervise();
        awaitStarts(2);
        assertThat(arguments()).containsExactly("--slot=0 mine", "--slot=1 mine");
        assertThat(recorded()).containsEntry("slot", "1").containsEntry("previous", "0");
        supervisor.destroy();
        supervisor.waitFor();
        supervise();
        awaitStarts(3);
        assertThat(arguments().get(2)).isEqualTo("--slot=1 mine");
    }

    @Test
    @DisplayName(
            "swap rules 7, 8: a slot whose host cannot be started is not taken, and it is told")
    void rule8AMissingSlotIsNotTaken() throws Exception {
        factory(
                "echo \"$*\" | grep -q failed=7 || { echo slot 7 > \"$FAIRLEAD_TELL\"; exit 40; }\n"
                        + COUNTED
                        + SERVE);
        slot(7, SERVE);
        assertThat(directory.resolve("data/slots/7/host").toFile().setExecutable(false)).isTrue();
        supervise();
        awaitStarts(2);
        assertThat(arguments()).containsExactly("--slot=0 mine", "--slot=0 --failed=7 mine");
    }

    @Test
    @DisplayName("swap rule 2: slot.state in two copies: one damaged or gone, the other counts")
    void rule2OneDamagedCopyOfTheSlot() throws Exception {
        factory("echo slot 1 > \"$FAIRLEAD_TELL\"; exit 40\n");
        slot(1, COUNTED + SERVE);
        stop(supervise(), 2);
        byte[] good = Files.readAllBytes(slotState());
        assertThat(good).hasSize(512);
        assertThat(Files.readAllBytes(Path.of(slotState() + ".2"))).isEqualTo(good);
        int starts = 2;
        for (Path copy : List.of(slotState(), Path.of(slotState() + ".2"))) {
            for (byte[] bad : List.of(flipped(good), Arrays.copyOf(good, 200), new byte[0])) {
                Files.write(copy, bad);
                stop(supervise(), ++starts);
                assertThat(arguments().get(starts - 1)).isEqualTo("--slot=1 mine");
                bothCopiesAreWhole();
            }
            Files.delete(copy);
            stop(supervise(), ++starts);
            assertThat(arguments().get(starts - 1)).isEqualTo("--slot=1 mine");
            bothCopiesAreWhole();
        }
        Files.write(slotState(), flipped(good));
        Files.write(Path.of(slotState() + ".2"), new byte[0]);
        supervise();
        awaitStarts(starts + 1);
        assertThat(arguments().get(starts)).as("none valid: the factory's").startsWith("--slot=0");
    }

    private void bothCopiesAreWhole() throws IOException {
        assertThat(Files.readString(slotState())).hasSize(512).contains("\nslot=1\n");
        assertThat(Path.of(slotState() + ".2")).hasSameBinaryContentAs(slotState());
    }

    @Test
    @DisplayName("swap rule 2: slot.state keeps keys that this version does not know")
    void rule2UnknownKeysOfTheSlotAreKept() throws Exception {
        Path later = directory.resolve("supervisor");
        Files.writeString(
                later,
                Files.readString(SUPERVISOR)
                        .replace("previous=%s\\n'", "previous=%s\\nweather=fine\\n'"));
        factory("echo slot 1 > \"$FAIRLEAD_TELL\"; exit 40\n");
        slot(
                1,
                "[ \"$starts\" -eq 1 ] && { echo slot 2 > \"$FAIRLEAD_TELL\"; exit 40; }\n"
                        + SERVE);
        slot(
                2,
                COUNTED
                        + "[ \"$starts\" -eq 3 ] && { echo slot 1 > \"$FAIRLEAD_TELL\"; exit 40; }\n"
                        + SERVE);
        stop(supervise(List.of("sh"), later), 3);
        assertThat(recorded()).containsEntry("weather", "fine").containsEntry("slot", "2");
        stop(supervise(), 5);
        assertThat(recorded()).containsEntry("weather", "fine").containsEntry("slot", "1");
    }

    @Test
    void anEndThatTheHostChoseIsNoDeath() throws Exception {
        factory("[ \"$starts\" -lt 2 ] && exit 40\n" + SERVE);
        supervise();
        awaitStarts(3);
        assertThat(arguments()).containsOnly("--slot=0 mine");
    }

    @Test
    void aCommandThatIsNotUnderstoodIsNotRepeated() throws Exception {
        factory("exit 2\n");
        Process supervisor = supervise();
        assertThat(supervisor.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(supervisor.exitValue()).isEqualTo(2);
        assertThat(starts()).hasSize(1);
    }

    @Test
    void leavesNothingInTheTemporaryDirectory() throws Exception {
        factory(COUNTED + SERVE);
        supervise();
        awaitStarts(1);
        assertThat(new LocalDisk().list(directory.resolve("tmp"))).isEmpty();
    }

    // ---- the stage

    private void factory(String script) throws IOException {
        host(directory.resolve("home/host"), script);
    }

    private void slot(int number, String script) throws IOException {
        host(directory.resolve("data/slots/" + number + "/host"), script);
    }

    private static void host(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, START + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Process supervise() throws IOException {
        return supervise(List.of("sh"), SUPERVISOR);
    }

    private Process supervise(List<String> shell, Path script) throws IOException {
        List<String> command = new ArrayList<>(shell);
        command.add(script.toString());
        command.add(directory.resolve("home").toString());
        command.add(directory.resolve("data").toString());
        command.add("mine");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("STARTS", startsFile().toString());
        builder.environment().remove("XDG_RUNTIME_DIR");
        builder.environment()
                .put("TMPDIR", Files.createDirectories(directory.resolve("tmp")).toString());
        builder.redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile());
        Process process = builder.start();
        supervisors.add(process);
        return process;
    }

    private void stop(Process supervisor, int afterStarts) throws Exception {
        awaitStarts(afterStarts);
        supervisor.destroy();
        assertThat(supervisor.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private static List<List<String>> shells() {
        return Stream.of(
                        List.of("sh"),
                        List.of("bash"),
                        List.of("bash", "--posix"),
                        List.of("busybox", "sh"))
                .filter(
                        shell ->
                                Stream.of("/bin/", "/usr/bin/")
                                        .anyMatch(d -> Files.exists(Path.of(d + shell.get(0)))))
                .toList();
    }

    private Path startsFile() {
        return directory.resolve("starts");
    }

    private Path slotState() {
        return directory.resolve("data/slot.state");
    }

    private List<Start> starts() throws IOException {
        if (!Files.exists(startsFile())) {
            return List.of();
        }
        Pattern line = Pattern.compile("(\\d+) (.*)\n");
        Matcher matcher = line.matcher(Files.readString(startsFile()));
        List<Start> starts = new ArrayList<>();
        while (matcher.find()) {
            starts.add(new Start(Long.parseLong(matcher.group(1)), matcher.group(2)));
        }
        return starts;
    }

    private List<String> arguments() throws IOException {
        return starts().stream().map(Start::arguments).toList();
    }

    private void awaitStarts(int number) {
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> starts().size() >= number);
    }

    private static void assertGone(long pid) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    private static byte[] flipped(byte[] bytes) {
        byte[] bad = bytes.clone();
        bad[20] ^= 1;
        return bad;
    }

    private Map<String, String> recorded() throws IOException {
        Map<String, String> values = new HashMap<>();
        for (String line : Files.readAllLines(slotState(), StandardCharsets.US_ASCII)) {
            String[] parts = line.split("=", 2);
            if (parts.length == 2) {
                values.put(parts[0], parts[1]);
            }
        }
        return values;
    }
}
