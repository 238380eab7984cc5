package fairlead.sync;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.accounting.api.DataType;
import fairlead.outbox.TestOutbox;
import fairlead.sync.api.Mode;
import fairlead.sync.api.SetEnd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sync rule 3: when only what has changed is read, and when everything is. */
class IncrementalTest {
    private static final DataType INV = DataType.INVOICES;
    private static final int ALL = 21; // slices: one of customers, ten of each ledger type

    @TempDir Path data;
    private final FakeLedger ledger = new FakeLedger();
    private final FakePlatform platform = new FakePlatform();
    private final TestClock clock = new TestClock();
    private Agent agent;

    @BeforeEach
    void syncOnce() {
        ledger.customer();
        post(20);
        agent = new Agent(data, ledger, platform, clock);
        agent.settings = settings();
        agent.link();
        agent.sync();
        assertThat(ledger.reads).isEqualTo(ALL);
        forget();
    }

    @AfterEach
    void stop() {
        TestOutbox.abandon(agent.outbox);
    }

    /** Unusual from 6 records and 25 % on. */
    private static Settings settings() {
        Settings usual = Settings.DEFAULT;
        return new Settings(
                usual.chunkBytes(),
                usual.unsentBytes(),
                usual.sweepRounds(),
                usual.sweepWait(),
                usual.movingAfter(),
                5,
                25,
                usual.secondLook(),
                usual.setLife(),
                usual.completeEvery(),
                usual.retry());
    }

    private void post(int times) {
        for (int k = 0; k < times; k++) {
            ledger.post();
        }
    }

    private void forget() {
        ledger.reads = 0;
        ledger.calls.clear();
    }

    private List<String> reads() {
        return ledger.calls.stream()
                .filter(call -> call.startsWith("read"))
                .map(call -> call.substring(5, call.indexOf(" under")))
                .toList();
    }

    private Set<String> visible(DataType type) {
        return platform.disk.visible.get(type).keySet();
    }

    private SetEnd lastEnd() {
        return platform.ends.get(platform.ends.size() - 1);
    }

    @Test
    @DisplayName("sync rule 3: nothing has changed: nothing is read, after two sweeps")
    void rule3NothingHasChanged() {
        agent.sync();
        assertThat(reads()).isEmpty();
        assertThat(ledger.calls).filteredOn("sweep"::equals).hasSize(2);
        assertThat(platform.ends).hasSize(2);
        assertThat(lastEnd().datasets())
                .allMatch(
                        d -> d.mode() == Mode.DELTA && d.upserts() + d.deletes() + d.keeps() == 0);
    }

    @Test
    @DisplayName("sync rule 3: only slices whose checksum is not the settled one are read")
    void rule3OnlyWhatHasChangedIsRead() {
        ledger.change("amend", n -> 6);
        ledger.change("delete", n -> 10);
        post(1);
        agent.sync();
        assertThat(reads())
                .containsExactlyInAnyOrder(
                        "invoices 7",
                        "journalEntries 7",
                        "invoices 11",
                        "journalEntries 11",
                        "invoices 21",
                        "journalEntries 21");
        assertThat(visible(INV)).hasSize(20).contains("21").doesNotContain("11");
        assertThat(platform.disk.visible.get(INV).get("7").json()).contains("\"totalAmount\":30");
    }

    @Test
    @DisplayName("what is odd is told until its slice is read again, by whichever sync")
    void whatIsOddStaysUntilItsSliceIsReadAgain() {
        ledger.odd.addAll(Set.of(3, 9));
        clock.pass(Duration.ofDays(8));
        agent.sync();
        assertThat(lastEnd().findings()).containsExactly("2 rows are odd.");
        forget();
        agent.sync();
        assertThat(reads()).isEmpty();
        assertThat(lastEnd().findings()).containsExactly("2 rows are odd.");
        ledger.odd.remove(9);
        ledger.change("amend", n -> 8);
        agent.sync();
        assertThat(reads()).contains("invoices 9").doesNotContain("invoices 3");
        assertThat(lastEnd().findings()).containsExactly("1 rows are odd.");
    }

    @Test
    @DisplayName("sync rule 3: a stop in the middle changes nothing of that")
    void rule3GoesOnAfterAStop() {
        ledger.change("amend", n -> 6);
        agent.request();
        int[] sweeps = {0};
        agent.run(
                () -> {
                    if (ledger.calls.contains("sweep") && sweeps[0]++ > 40) {
                        throw new InterruptedException();
                    }
                });
        TestOutbox.close(agent.outbox);
        agent.start();
        agent.sync();
        assertThat(ledger.reads).isLessThan(5);
        assertThat(platform.disk.visible.get(INV).get("7").json()).contains("\"totalAmount\":30");
    }

    @Test
    @DisplayName("sync rule 3: at least once a week a read is complete")
    void rule3OnceAWeek() {
        clock.pass(Duration.ofDays(4));
        agent.sync();
        assertThat(ledger.reads).isZero();
        clock.pass(Duration.ofDays(3)); // since the complete one, not since the last one
        agent.sync();
        assertThat(ledger.reads).isEqualTo(ALL);
        agent.sync();
        assertThat(ledger.reads).isEqualTo(ALL);
    }

    @Test
    @DisplayName("sync rule 3: a clock that was set back does not put the complete read off")
    void rule3AClockThatWasSetBack() {
        clock.pass(Duration.ofDays(-400));
        agent.sync();
        assertThat(ledger.reads).isEqualTo(ALL);
    }

    @Test
    @DisplayName("sync rule 12: after another mapping version the read is complete")
    void rule12AnotherMappingVersion() {
        ledger.mappingVersion++;
        agent.sync();
        assertThat(ledger.reads).isEqualTo(ALL);
        assertThat(platform.disk.visible.get(INV).get("1").json()).endsWith("\"map\":2}");
    }

    @Test
    @DisplayName("sync rule 5: the set after one that was moving is complete")
    void rule5CompleteAfterMoving() {
        ledger.meanwhile =
                () -> {
                    if (ledger.calls.get(ledger.calls.size() - 1).equals("sweep")) {
                        ledger.change("memo", n -> 0);
                    }
                };
        agent.request();
        agent.run();
        clock.pass(Duration.ofHours(25));
        agent.run();
        assertThat(lastEnd().moving()).isTrue();
        ledger.meanwhile = () -> {};
        forget();
        agent.sync();
        assertThat(ledger.reads).isEqualTo(ALL);
    }

    @Test
    @DisplayName("sync rule 7: what a row without an id kept from deletion is looked for again")
    void rule7CompleteAfterARowWithoutId() {
        ledger.idless = true;
        ledger.change("delete", n -> 0);
        agent.sync();
        assertThat(visible(INV)).contains("1");
        forget();
        ledger.change("delete", n -> 10); // the row without an id is still there
        agent.sync();
        assertThat(ledger.reads).isEqualTo(ALL);
        assertThat(visible(INV)).contains("1", "12");
        ledger.idless = false;
        agent.sync();
        assertThat(visible(INV)).doesNotContain("1", "12");
    }

    @Test
    @DisplayName("sync rule 9: the second look is a complete read")
    void rule9TheSecondLookIsComplete() {
        for (int k = 0; k < 8; k++) {
            ledger.change("delete", n -> 0);
        }
        agent.request();
        agent.run();
        assertThat(visible(INV)).hasSize(20);
        forget();
        agent.run();
        assertThat(ledger.reads).isEqualTo(ALL);
        assertThat(visible(INV)).hasSize(12);
    }

    @Test
    @DisplayName("sync rules 3, 20: after a digest that came out wrong the read is complete")
    void rule20CompleteAfterAWrongDigest() {
        ledger.change("amend", n -> 0);
        platform.disk.visible.get(INV).clear(); // the platform's books are not what they were
        agent.sync();
        agent.sync();
        assertThat(visible(INV)).hasSize(20);
    }

    @Test
    @DisplayName("sync rule 3: what was beyond the mark for a while is read when it is back")
    void rule3ARestoredBackupAndBack() {
        ledger.remember();
        FakeLedger.State now = ledger.history.get(0).copy();
        FakeLedger.State old = now.copy();
        for (int k = 17; k <= 20; k++) {
            old.rows().get(INV).remove(k);
            old.rows().get(DataType.JOURNAL_ENTRIES).remove(k);
        }
        ledger.restore(new FakeLedger.State(old.rows(), 16, 1));
        agent.sync();
        assertThat(visible(INV)).hasSize(16);
        ledger.restore(now);
        agent.sync();
        assertThat(visible(INV)).hasSize(20);
    }

    @Test
    @DisplayName("sync rules 3, 14: an incremental set survives a kill at every point")
    void rule14SurvivesAKill() {
        ledger.change("amend", n -> 6);
        for (String wanted : List.of("chunk-file-written", "chunk-in-store", "set-closed")) {
            agent.killPoint =
                    point -> {
                        if (point.equals(wanted)) {
                            agent.killPoint = other -> {};
                            throw agent.die(point, true);
                        }
                    };
            agent.request();
            try {
                agent.run();
            } catch (Agent.Killed e) {
                agent.start();
            }
        }
        agent.sync();
        assertThat(platform.disk.visible.get(INV).get("7").json()).contains("\"totalAmount\":30");
        assertThat(visible(INV)).hasSize(20);
    }
}
