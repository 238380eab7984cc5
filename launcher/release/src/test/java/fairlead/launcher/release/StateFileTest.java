package fairlead.launcher.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.launcher.release.ForgetfulDisk.After;
import fairlead.launcher.release.ForgetfulDisk.Fault;
import fairlead.launcher.release.ForgetfulDisk.Killed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    private static final Path FILE = Path.of("/data/release.state");
    private static final Path SECOND = Path.of("/data/release.state.2");
    private static final Map<String, String> OLD = Map.of("main.current", "old");
    private static final Map<String, String> NEW = Map.of("main.current", "new");

    private ForgetfulDisk disk;

    @BeforeEach
    void twoCopiesOfOld() throws IOException {
        disk = new ForgetfulDisk();
        file().write(OLD);
    }

    @Test
    @DisplayName("swap rule 2: format first, then the serial, the CRC last, of fixed size")
    void rule2TheFormOfACopy() {
        List<String> lines = new String(disk.get(FILE), StandardCharsets.UTF_8).lines().toList();
        assertThat(lines.get(0)).isEqualTo("format=1");
        assertThat(lines.get(1)).isEqualTo("serial=1");
        assertThat(lines.get(lines.size() - 1)).matches("crc=[0-9a-f]{8}");
        assertThat(disk.get(FILE)).hasSize(StateFile.SIZE).isEqualTo(disk.get(SECOND));
    }

    @Test
    @DisplayName("swap rule 2: killed or without power at any step, one whole content is read")
    void rule2AWriteIsOldOrNewAtAnyFault() throws IOException {
        int tried = 0;
        for (Fault fault : List.of(Fault.KILL, Fault.KILL_HALF_WAY)) {
            for (int step = 1; step <= stepsOfAWrite(); step++) {
                for (After after : After.values()) {
                    twoCopiesOfOld();
                    disk.arm(fault, step);
                    assertThatThrownBy(() -> file().write(NEW)).isInstanceOf(Killed.class);
                    disk.cutPower(after);
                    assertThat(values()).as("%s at %d, %s", fault, step, after).isIn(OLD, NEW);
                    file().heal();
                    assertThat(disk.get(FILE)).isEqualTo(disk.get(SECOND));
                    tried++;
                }
            }
        }
        assertThat(tried).isEqualTo(2 * 4 * 4);
    }

    @Test
    @DisplayName("swap rule 2: what a write that returned has written outlives a power cut")
    void rule2AWriteThatReturnedLasts() throws IOException {
        for (After after : After.values()) {
            twoCopiesOfOld();
            file().write(NEW);
            disk.cutPower(after);
            assertThat(values()).as("%s", after).isEqualTo(NEW);
        }
    }

    @Test
    @DisplayName("swap rule 2: the first writes of all are as safe")
    void rule2TheFirstWriteLasts() throws IOException {
        for (After after : After.values()) {
            disk = new ForgetfulDisk();
            file().write(NEW);
            disk.cutPower(after);
            assertThat(values()).as("%s", after).isEqualTo(NEW);
        }
    }

    @Test
    @DisplayName("swap rule 2: every flipped byte of one copy is found and healed from the other")
    void rule2EachFlippedByteIsHealed() throws IOException {
        file().write(NEW);
        byte[] good = disk.get(FILE);
        for (Path copy : List.of(FILE, SECOND)) {
            for (int i = 0; i < StateFile.SIZE; i += i < 80 || i > StateFile.SIZE - 20 ? 1 : 997) {
                byte[] bad = good.clone();
                bad[i] ^= 4;
                disk.put(copy, bad);
                assertThat(values()).as("byte %d", i).isEqualTo(NEW);
                assertThat(file().heal()).isTrue();
                assertThat(disk.get(copy)).isEqualTo(good);
            }
        }
    }

    @Test
    @DisplayName("swap rule 2: a truncated, emptied, grown or missing copy is healed")
    void rule2ACopyOfAnotherLengthIsHealed() throws IOException {
        byte[] good = disk.get(FILE);
        for (Path copy : List.of(FILE, SECOND)) {
            for (int length : new int[] {0, 1, StateFile.SIZE / 2, StateFile.SIZE + 1}) {
                disk.put(copy, Arrays.copyOf(good, length));
                assertThat(values()).isEqualTo(OLD);
                file().heal();
                assertThat(disk.get(copy)).isEqualTo(good);
            }
            disk.remove(copy);
            assertThat(values()).isEqualTo(OLD);
            file().heal();
            assertThat(disk.get(copy)).isEqualTo(good);
        }
        assertThat(file().heal()).isFalse();
    }

    @Test
    @DisplayName("swap rule 2: a copy that stayed behind does not count")
    void rule2TheHigherSerialCounts() throws IOException {
        byte[] old = disk.get(SECOND);
        file().write(NEW);
        for (Path behind : List.of(FILE, SECOND)) {
            byte[] now = disk.get(behind);
            disk.put(behind, old);
            assertThat(values()).isEqualTo(NEW);
            assertThat(file().readAll()).extracting(c -> c.values()).contains(OLD, NEW);
            disk.put(behind, now);
        }
    }

    @Test
    @DisplayName("swap rule 2: the copy that counts is never the first one written over")
    void rule2WritesTheBadCopyFirst() throws IOException {
        for (Path bad : List.of(FILE, SECOND)) {
            for (int step = 1; step <= 4; step++) {
                twoCopiesOfOld();
                disk.put(bad, new byte[StateFile.SIZE]);
                disk.arm(Fault.KILL_HALF_WAY, step);
                assertThatThrownBy(() -> file().write(NEW)).isInstanceOf(Killed.class);
                disk.cutPower(After.TORN);
                assertThat(values()).isIn(OLD, NEW);
            }
        }
    }

    @Test
    @DisplayName("swap rule 2: none valid is nothing, so that the factory release runs")
    void rule2NoneValidIsEmpty() throws IOException {
        disk.put(FILE, new byte[StateFile.SIZE]);
        disk.put(SECOND, new byte[7]);
        assertThat(file().read()).isEqualTo(Optional.empty());
        assertThat(file().heal()).isFalse();
    }

    @Test
    @DisplayName("swap rule 2: a copy that cannot be opened might be the newer one: tried again")
    void rule2AnUnopenableCopyIsNoBadOne() {
        disk.hold(FILE);
        assertThatThrownBy(() -> file().read()).isInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("swap rule 2: a full disk leaves what was there, at each step")
    void rule2AFullDiskChangesNothing() throws IOException {
        disk.fill();
        assertThatThrownBy(() -> file().write(NEW)).hasMessageContaining("No space left");
        disk.disarm();
        assertThat(values()).isEqualTo(OLD);
        for (int step = 1; step <= stepsOfAWrite(); step++) {
            twoCopiesOfOld();
            StateFile file = file();
            disk.arm(Fault.FULL, step);
            boolean written = true;
            try {
                file.write(NEW);
            } catch (IOException e) {
                written = false;
            }
            disk.disarm();
            if (written) {
                assertThat(values()).isEqualTo(NEW);
            }
            file.write(Map.of("main.current", "third"));
            assertThat(values()).containsEntry("main.current", "third");
        }
    }

    @Test
    @DisplayName("swap rule 2: a write of which the disk refuses one step changes nothing")
    void rule2ARefusedStepChangesNothing() throws IOException {
        for (int step = 1; step <= stepsOfAWrite(); step++) {
            twoCopiesOfOld();
            disk.arm(Fault.REFUSED, step);
            Map<String, String> counts = NEW;
            try {
                file().write(NEW);
            } catch (IOException e) {
                counts = OLD;
            }
            assertThat(values()).as("refused at step %d", step).isEqualTo(counts);
            disk.cutPower(After.KEPT);
            assertThat(values()).as("and then without power").isEqualTo(counts);
        }
    }

    @Test
    @DisplayName("swap rule 2: keys that this version does not know are kept")
    void rule2UnknownKeysAreKept() throws IOException {
        Map<String, String> values =
                Map.of("main.trialStarts", "1", "main.mood", "good", "weather", "fine");
        ReleaseState state = ReleaseState.of(values);
        assertThat(state.died().values())
                .containsEntry("main.mood", "good")
                .containsEntry("weather", "fine")
                .containsEntry("main.trialStarts", "1");
    }

    @Test
    void refusesWhatDoesNotFitAndSaysBothLengths() {
        assertThatThrownBy(() -> file().write(Map.of("a", "x".repeat(StateFile.SIZE))))
                .hasMessageMatching("the state needs \\d+ bytes and has \\d+");
    }

    @Test
    void aLineBreakInAValueInventsNoKey() throws IOException {
        file().write(Map.of("a", "1\nmain.current=evil"));
        assertThat(values()).containsOnlyKeys("a");
    }

    @Test
    void worksOnTheMachinesOwnDisk(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("below/release.state");
        StateFile state = new StateFile(new LocalDisk(), file);
        state.write(OLD);
        state.write(NEW);
        Files.write(file, new byte[StateFile.SIZE + 5]);
        assertThat(state.heal()).isTrue();
        assertThat(Files.size(file)).isEqualTo(StateFile.SIZE);
        assertThat(state.read().orElseThrow().values()).isEqualTo(NEW);
        assertThat(state.read().orElseThrow().serial()).isEqualTo(2);
        assertThat(new LocalDisk().list(file.getParent())).hasSize(2);
    }

    private int stepsOfAWrite() throws IOException {
        twoCopiesOfOld();
        disk.arm(Fault.KILL, -1);
        file().write(NEW);
        return disk.steps();
    }

    private Map<String, String> values() throws IOException {
        return file().read().orElseThrow().values();
    }

    private StateFile file() {
        return new StateFile(disk, FILE);
    }
}
