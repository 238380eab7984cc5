package fairlead.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.CompanyPin;
import fairlead.accounting.api.DataType;
import fairlead.outbox.TestOutbox;
import fairlead.sync.api.Digest;
import fairlead.sync.api.Held;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Mode;
import fairlead.sync.api.OpenSet;
import fairlead.sync.api.SetAnswer;
import fairlead.sync.api.SetEnd;
import fairlead.sync.api.SyncRequest;
import fairlead.sync.api.SyncStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's half of the sync rules, each by its number, on the real engine and outbox. */
class RulesTest {
    private static final String C = Agent.CONNECTION;
    private static final DataType INV = DataType.INVOICES;
    private static final DataType JNL = DataType.JOURNAL_ENTRIES;

    @TempDir Path data;
    private final FakeLedger ledger = new FakeLedger();
    private final FakePlatform platform = new FakePlatform();
    private final TestClock clock = new TestClock();
    private Agent agent;

    @BeforeEach
    void linkACompany() {
        ledger.customer();
        post(20);
        agent = new Agent(data, ledger, platform, clock);
        agent.settings = small(1 << 20);
        agent.link();
    }

    @AfterEach
    void stop() {
        TestOutbox.abandon(agent.outbox);
    }

    private void post(int times) {
        for (int k = 0; k < times; k++) {
            ledger.post();
        }
    }

    /** Unusual from 6 records and 25 % on, so that small ledgers can show it. */
    private static Settings small(int chunkBytes) {
        return new Settings(
                chunkBytes,
                64L << 20,
                3,
                Duration.ofMinutes(5),
                Duration.ofHours(24),
                5,
                25,
                Duration.ofMinutes(1),
                Duration.ofDays(1),
                Duration.ofDays(7),
                Duration.ofMinutes(5));
    }

    private Set<String> visible(DataType type) {
        return platform.disk.visible.get(type).keySet();
    }

    private SetEnd lastEnd() {
        return platform.ends.get(platform.ends.size() - 1);
    }

    private SetEnd.DatasetEnd last(DataType type) {
        return lastEnd().datasets().stream()
                .filter(part -> part.type() == type)
                .findFirst()
                .orElseThrow();
    }

    /** Runs something once, the next time that a call of this kind is made. */
    private void atNext(String call, Runnable what) {
        boolean[] done = {false};
        ledger.meanwhile =
                () -> {
                    if (!done[0] && last(ledger.calls).startsWith(call)) {
                        done[0] = true;
                        what.run();
                    }
                };
    }

    private static String last(List<String> calls) {
        return calls.isEmpty() ? "" : calls.get(calls.size() - 1);
    }

    private void restart() {
        TestOutbox.close(agent.outbox);
        agent.start();
    }

    private SyncStatus status() {
        return agent.companies.status(agent.company(), agent.outbox);
    }

    /** Dies at the first time that this point is reached. */
    private void dieAt(String wanted) {
        agent.killPoint =
                point -> {
                    if (point.equals(wanted)) {
                        agent.killPoint = other -> {};
                        throw agent.die(point, false);
                    }
                };
        agent.request();
        assertThatThrownBy(() -> agent.run()).isInstanceOf(Agent.Killed.class);
        agent.start();
    }

    /** Lets the job run until nothing is asked for any more. */
    private void finish() {
        for (int k = 0; k < 20 && agent.run().isPresent(); k++) {}
        assertThat(agent.outbox.requests(C)).isEmpty();
    }

    private OpenSet open() {
        return agent.outbox.openSet(C).orElseThrow();
    }

    // --- reading one moment

    @Test
    @DisplayName("sync rule 1: the mark is taken before the first row, and rows above it wait")
    void rule1TheMarkComesFirst() {
        atNext("read invoices 1", () -> post(4));
        agent.sync();
        assertThat(ledger.calls.get(0)).isEqualTo("mark");
        assertThat(ledger.calls.stream().filter(c -> c.startsWith("read")).limit(21))
                .allMatch(c -> c.endsWith("under 20 1"));
        assertThat(visible(INV)).hasSize(24); // the sweep's own mark brought them
    }

    @Test
    @DisplayName("sync rule 2: every slice is read by itself, in the plan's order")
    void rule2ReadsSliceBySlice() {
        agent.sync();
        List<String> reads = ledger.calls.stream().filter(c -> c.startsWith("read")).toList();
        assertThat(reads).hasSize(21).doesNotHaveDuplicates();
        assertThat(reads.get(0)).startsWith("read customers 1");
        assertThat(reads.get(1)).startsWith("read invoices 1");
        assertThat(reads.get(2)).startsWith("read invoices 3");
    }

    @Test
    @DisplayName("sync rule 4: what moved while it was read is read again")
    void rule4WhatMovedIsReadAgain() {
        atNext("read journalEntries 5", () -> ledger.change("amend", n -> 0));
        agent.sync();
        assertThat(ledger.calls).filteredOn(c -> c.startsWith("read invoices 1 ")).hasSize(2);
        assertThat(platform.disk.visible.get(INV).get("1").json()).contains("\"totalAmount\":24");
        assertThat(platform.ends).hasSize(1);
    }

    @Test
    @DisplayName("sync rule 4: a sweep is clean only under the mark under which all was read")
    void rule4TheMarkIsTakenAgainInEachRound() {
        int[] sweeps = {0};
        ledger.meanwhile =
                () -> {
                    if (last(ledger.calls).equals("sweep") && sweeps[0]++ == 0) {
                        ledger.change("cross", n -> 0); // an old row with a new posting
                    }
                };
        agent.sync();
        assertThat(visible(JNL)).hasSize(21);
        assertThat(platform.disk.visible.get(INV).get("1").json()).contains("\"totalAmount\":24");
    }

    @Test
    @DisplayName("sync rule 4: a mark that has moved needs another sweep, even if no slice differs")
    void rule4AMovedMarkNeedsAnotherSweep() {
        atNext("read journalEntries 19", () -> ledger.usages++);
        agent.sync();
        assertThat(ledger.calls).filteredOn(c -> c.equals("sweep")).hasSize(2);
    }

    @Test
    @DisplayName("sync rule 4: after a restart in the middle it takes two sweeps")
    void rule4TwoSweepsAfterARestart() {
        agent.settings = small(1);
        int[] left = {12};
        agent.request();
        agent.run(
                () -> {
                    if (left[0]-- == 0) {
                        throw new InterruptedException();
                    }
                });
        restart();
        ledger.calls.clear();
        agent.run();
        assertThat(ledger.calls).filteredOn(c -> c.equals("sweep")).hasSize(2);
        assertThat(visible(INV)).hasSize(20);
    }

    @Test
    @DisplayName("sync rule 4: after three unclean rounds the read waits, at most five minutes")
    void rule4WaitsAfterThreeRounds() {
        ledger.meanwhile =
                () -> {
                    if (last(ledger.calls).equals("sweep")) {
                        ledger.change("memo", n -> 0);
                    }
                };
        agent.request();
        Optional<Duration> again = agent.run();
        assertThat(ledger.calls).filteredOn(c -> c.equals("sweep")).hasSize(3);
        assertThat(again.orElseThrow())
                .isPositive()
                .isLessThanOrEqualTo(agent.settings.sweepWait());
        assertThat(platform.ends).isEmpty();
        ledger.meanwhile = () -> {};
        ledger.reads = 0;
        agent.run();
        assertThat(visible(INV)).hasSize(20);
        assertThat(ledger.reads).isLessThan(3); // it went on with what it had
    }

    @Test
    @DisplayName("sync rule 5: a read without a clean sweep is not delivered")
    void rule5OnlyACleanSweepIsDelivered() {
        keepMoving();
        agent.request();
        for (int k = 0; k < 5; k++) {
            agent.run();
        }
        assertThat(platform.ends).isEmpty();
        assertThat(open().closed()).isEmpty();
    }

    @Test
    @DisplayName("sync rule 5: after a day it goes out as moving, deletes nothing, and says so")
    void rule5MovingAfterADay() {
        agent.sync();
        ledger.change("delete", n -> 7);
        keepMoving();
        agent.request();
        agent.run();
        clock.pass(Duration.ofHours(25));
        agent.run();
        assertThat(platform.ends).hasSize(2);
        assertThat(platform.ends.get(1).moving()).isTrue();
        assertThat(platform.ends.get(1).findings()).anyMatch(f -> f.contains("constant use"));
        assertThat(visible(INV)).hasSize(20);
        ledger.meanwhile = () -> {};
        agent.sync();
        assertThat(visible(INV)).hasSize(19);
    }

    private void keepMoving() {
        ledger.meanwhile =
                () -> {
                    if (last(ledger.calls).equals("sweep")) {
                        ledger.change("memo", n -> 0);
                    }
                };
    }

    @Test
    @DisplayName("sync rule 5: what is torn does not go out as moving; what agrees does")
    void rule5WhatIsTornStaysAsItWas() {
        agent.sync();
        String before = platform.disk.visible.get(INV).get("8").json();
        ledger.change("amend", n -> 7);
        ledger.change("amend", n -> 9);
        post(1);
        ledger.torn.addAll(List.of(8, 21));
        String half = FakeLedger.json(INV, 8, ledger.rows.get(INV).get(8), 1);
        keepMoving();
        agent.request();
        agent.run();
        clock.pass(Duration.ofHours(25));
        agent.run();
        assertThat(lastEnd().moving()).isTrue();
        assertThat(platform.disk.visible.get(INV).get("8").json()).isEqualTo(before);
        assertThat(platform.disk.visible.get(INV).get("8").stale()).isTrue();
        assertThat(platform.disk.visible.get(INV).get("21").json()).as("never good").isNull();
        assertThat(platform.disk.visible.get(INV).get("10").json())
                .isEqualTo(FakeLedger.json(INV, 10, ledger.rows.get(INV).get(10), 1));
        ledger.meanwhile = () -> {};
        agent.sync();
        assertThat(platform.disk.visible.get(INV).get("8").json())
                .as("in books at rest it is a record like any other")
                .isEqualTo(half);
        assertThat(visible(INV)).hasSize(21);
    }

    @Test
    @DisplayName("sync rule 5: a clean sweep after all delivers what was kept back as torn")
    void rule5ACleanSweepReadsTheTornAgain() {
        agent.settings = small(1);
        ledger.torn.add(8);
        keepMoving();
        agent.request();
        agent.run();
        clock.pass(Duration.ofHours(25));
        int[] left = {Integer.MAX_VALUE};
        Runnable moving = ledger.meanwhile;
        ledger.meanwhile =
                () -> {
                    moving.run();
                    if (Collections.frequency(ledger.calls, "sweep") == 6
                            && last(ledger.calls).startsWith("read " + JNL.key() + " 3 ")) {
                        left[0] = 0; // the torn one was appended as a keep
                    }
                };
        agent.run(
                () -> {
                    if (left[0] == 0) {
                        throw new InterruptedException();
                    }
                });
        assertThat(left[0]).as("stopped in the last read").isZero();
        assertThat(platform.ends).isEmpty();
        ledger.meanwhile = () -> {};
        for (int k = 0; k < 3; k++) {
            agent.run();
        }
        assertThat(lastEnd().moving()).isFalse();
        assertThat(platform.disk.visible.get(INV).get("8").json()).isNotNull();
        assertThat(platform.disk.visible.get(INV).get("8").stale()).isFalse();
    }

    @Test
    @DisplayName("sync rule 5: an id that its row gave a moment ago is taken back")
    void rule5ARowThatGivesAnotherRecordIsTakenBack() {
        ledger.renamed.put(8, "TX-8");
        keepMoving();
        agent.request();
        agent.run();
        ledger.renamed.put(8, "INV-8");
        clock.pass(Duration.ofHours(25));
        agent.run();
        assertThat(lastEnd().moving()).isTrue();
        assertThat(visible(INV)).contains("INV-8").doesNotContain("TX-8").hasSize(20);
    }

    @Test
    @DisplayName("sync rule 6: a row whose key is gone from the clean sweep is deleted")
    void rule6AbsenceIsADeletion() {
        agent.sync();
        ledger.change("delete", n -> 3);
        ledger.reads = 0;
        agent.sync();
        assertThat(ledger.reads).isEqualTo(2); // the sweep's keys say it, without another read
        assertThat(visible(INV)).hasSize(19).doesNotContain("4");
        assertThat(last(INV).mode()).isEqualTo(Mode.DELTA);
        assertThat(last(INV).deletes()).isEqualTo(1);
    }

    @Test
    @DisplayName("sync rule 6: a deletion does not hang on what an interrupted read remembers")
    void rule6AbsenceIsSeenAfterARestart() {
        agent.sync();
        agent.settings = small(1);
        int[] left = {25};
        agent.request();
        agent.run(
                () -> {
                    if (left[0]-- == 0) {
                        throw new InterruptedException();
                    }
                });
        restart();
        ledger.change("delete", n -> 0); // its slice was read before the restart
        agent.run();
        assertThat(visible(INV)).hasSize(19).doesNotContain("1");
    }

    @Test
    @DisplayName("sync rule 7: a row that cannot be mapped is kept in its last good version")
    void rule7ARejectIsKept() {
        agent.sync();
        ledger.change("bad", n -> 2);
        agent.sync();
        assertThat(last(INV).keeps()).isEqualTo(1);
        assertThat(platform.disk.visible.get(INV).get("3").stale()).isTrue();
        assertThat(platform.disk.visible.get(INV).get("3").json()).isNotNull();
        assertThat(status().types().get(INV).records()).isEqualTo(19);
        assertThat(status().types().get(INV).rejects()).isEqualTo(1);
        platform.bytesTaken = 0;
        agent.sync();
        assertThat(platform.bytesTaken).isZero();
    }

    @Test
    @DisplayName("sync rule 7: while a row without an id is there, nothing of its type is deleted")
    void rule7NothingIsDeletedBesideARowWithoutId() {
        agent.sync();
        ledger.idless = true;
        ledger.change("delete", n -> 0);
        agent.sync();
        assertThat(visible(INV)).contains("1");
        assertThat(platform.disk.visible.get(INV).get("1").stale()).isTrue();
        assertThat(visible(JNL)).doesNotContain("1"); // another type
        ledger.idless = false;
        agent.sync();
        assertThat(visible(INV)).doesNotContain("1");
    }

    @Test
    @DisplayName("sync rule 7: a Replace beside a row without an id goes as Merge")
    void rule7AReplaceGoesAsMerge() {
        ledger.idless = true;
        agent.sync();
        assertThat(last(INV).mode()).isEqualTo(Mode.MERGE);
        assertThat(last(INV).digest()).isEmpty();
        assertThat(last(JNL).mode()).isEqualTo(Mode.REPLACE);
        ledger.idless = false;
        agent.sync();
        assertThat(last(INV).mode()).isEqualTo(Mode.REPLACE);
        agent.sync();
        assertThat(last(INV).mode()).isEqualTo(Mode.DELTA);
    }

    @Test
    @DisplayName("sync rule 9: an unusual deletion holds back the whole set until a second look")
    void rule9AnUnusualDeletionWaits() {
        agent.sync();
        ledger.emptyTable = true;
        post(1);
        agent.request();
        Optional<Duration> again = agent.run();
        assertThat(again).contains(agent.settings.secondLook());
        assertThat(visible(INV)).hasSize(20);
        assertThat(visible(JNL)).hasSize(20); // the whole set waits
        assertThat(status().message()).contains("20 of 20 records of invoices were not found");
        ledger.emptyTable = false;
        agent.run();
        assertThat(visible(INV)).hasSize(21);
        assertThat(agent.outbox.hasMissed(C)).isFalse();
    }

    @Test
    @DisplayName("sync rule 9: a second read counts if it misses no id that the first did not")
    void rule9TheSameLossTwiceIsBelieved() {
        agent.sync();
        for (int k = 0; k < 8; k++) {
            ledger.change("delete", n -> 0);
        }
        agent.request();
        agent.run();
        assertThat(visible(INV)).hasSize(20);
        restart(); // remembered durably
        ledger.change("delete", n -> 0); // one more is missed: that is news
        agent.run();
        assertThat(visible(INV)).hasSize(20);
        agent.run();
        assertThat(visible(INV)).hasSize(11);
    }

    @Test
    @DisplayName("sync rule 9: more than so many and more than this share; one of both is usual")
    void rule9BothThresholds() {
        assertThat(Settings.DEFAULT.isUnusual(50, 60)).isFalse();
        assertThat(Settings.DEFAULT.isUnusual(51, 60)).isTrue();
        assertThat(Settings.DEFAULT.isUnusual(51, 1020)).isFalse();
        assertThat(Settings.DEFAULT.isUnusual(52, 1020)).isTrue();
    }

    @Test
    @DisplayName("sync rule 11: another company under the same path stops, and deletes nothing")
    void rule11AnotherCompanyStops() {
        agent.sync();
        ledger.pin = new CompanyPin(Optional.of("2"), "Another Ltd", "GBP");
        ledger.rows.get(INV).clear();
        agent.request();
        ledger.calls.clear();
        assertThat(agent.run()).isEmpty();
        assertThat(ledger.calls).isEmpty();
        assertThat(agent.company().state()).isEqualTo(LinkedCompany.State.STOPPED);
        assertThat(agent.company().stateReason()).contains("Another Ltd").contains("Fake & Co");
        assertThat(visible(INV)).hasSize(20);
        assertThat(agent.outbox.requests(C)).isNotEmpty();
    }

    @Test
    @DisplayName(
            "sync rule 12: one mapping version a set; after a swap it is asked for and dropped")
    void rule12AnotherMappingVersionDropsTheSet() {
        dieAt("chunk-in-store");
        String before = open().setId();
        ledger.mappingVersion = 2;
        agent.sync();
        assertThat(platform.ends).hasSize(1);
        assertThat(platform.ends.get(0).setId()).isNotEqualTo(before);
        assertThat(platform.ends.get(0).mappingVersion()).isEqualTo(2);
        assertThat(platform.disk.visible.get(INV).values())
                .allMatch(seen -> seen.json().contains("\"map\":2"));
    }

    @Test
    @DisplayName(
            "sync rule 12: a set of the old mapping that was committed is settled, not dropped")
    void rule12ACommittedSetIsSettledFirst() {
        dieAt("end-answered");
        String committed = open().datasets().get(INV).datasetId();
        ledger.mappingVersion = 2;
        agent.run();
        assertThat(agent.outbox.held(C, INV).base()).contains(committed);
        agent.sync();
        assertThat(last(INV).mode()).isEqualTo(Mode.DELTA);
        assertThat(last(INV).upserts()).isEqualTo(20);
    }

    @Test
    @DisplayName("sync rule 13: told to stop, it stops at the checkpoint and goes on from there")
    void rule13StopsAtACheckpoint() {
        agent.settings = small(1);
        agent.request();
        int[] left = {20};
        agent.run(
                () -> {
                    if (left[0]-- <= 0) {
                        throw new InterruptedException();
                    }
                });
        int read = agent.outbox.slices(C).size();
        assertThat(read).isBetween(1, 20);
        ledger.reads = 0;
        agent.run();
        assertThat(ledger.reads).isEqualTo(21 - read);
        assertThat(visible(INV)).hasSize(20);
    }

    @Test
    @DisplayName("sync rule 13: a session can ask for a stop whatever it waits for")
    void rule13TheSessionHasTheCheckpoint() {
        boolean[] stop = {false};
        agent.request();
        agent.run(
                () -> {
                    if (stop[0]) {
                        throw new InterruptedException();
                    }
                });
        stop[0] = true;
        assertThatThrownBy(ledger.checkpoint::check).isInstanceOf(InterruptedException.class);
    }

    @Test
    @DisplayName("sync rule 13: cancel uses the same way out, and drops what was read")
    void rule13CancelDropsTheSet() {
        dieAt("chunk-in-store");
        agent.outbox.cancel(C);
        agent.run();
        assertThat(agent.outbox.openSet(C)).isEmpty();
        assertThat(agent.outbox.requests(C)).isEmpty();
        assertThat(platform.ends).isEmpty();
    }

    @Test
    @DisplayName("sync rule 13: what was cancelled stays so until the platform knows it")
    void rule13CancelledIsToldAfterAKillToo() {
        List<SyncRequest> requests = agent.request();
        agent.outbox.cancel(C);
        platform.deaf = true;
        agent.run();
        agent.die("rest", true);
        agent.start();
        agent.outbox.addRequests(C, requests); // ordered again by a platform that does not know
        assertThat(agent.outbox.requests(C)).isEmpty();
        platform.deaf = false;
        agent.run();
        assertThat(platform.reports).hasSize(3).allMatch(r -> r.status().equals("Cancelled"));
        agent.run();
        assertThat(platform.reports).as("told once").hasSize(3);
        assertThat(platform.ends).isEmpty();
    }

    // --- keeping

    @Test
    @DisplayName("sync rule 14: chunks are sent again byte for byte after a kill")
    void rule14TheSameBytesAgain() {
        dieAt("chunk-sent"); // taken over there, not known here
        finish(); // a different byte would be a conflict, and a second set
        assertThat(platform.ends).hasSize(1);
        assertThat(platform.disk.sets).hasSize(1);
    }

    @Test
    @DisplayName("sync rule 15: a row that came and went while it was read is taken back")
    void rule15AnIdIsTakenBack() {
        agent.settings = small(1);
        atNext("sweep", () -> ledger.change("delete", n -> 19));
        agent.sync();
        assertThat(last(INV).upserts()).isEqualTo(20);
        assertThat(last(INV).deletes()).isEqualTo(1);
        assertThat(visible(INV)).hasSize(19).doesNotContain("20");
    }

    @Test
    @DisplayName("sync rule 15: an id that its row does not give any more is taken back")
    void rule15ARowThatGivesAnotherRecord() {
        agent.sync();
        ledger.renamed.put(3, "3a");
        agent.sync();
        assertThat(visible(INV)).hasSize(20).contains("3a").doesNotContain("3");
        ledger.renamed.put(3, "");
        agent.sync();
        assertThat(visible(INV)).hasSize(19).doesNotContain("3", "3a");
    }

    @Test
    @DisplayName("sync rule 16: with too much unsent, reading waits")
    void rule16ReadingWaits() {
        Settings all = small(1);
        agent.settings =
                new Settings(
                        1,
                        500,
                        all.sweepRounds(),
                        all.sweepWait(),
                        all.movingAfter(),
                        all.unusualRecords(),
                        all.unusualPercent(),
                        all.secondLook(),
                        all.setLife(),
                        all.completeEvery(),
                        all.retry());
        platform.network = call -> FakePlatform.lost();
        agent.request();
        assertThat(agent.run()).isPresent();
        int read = ledger.reads;
        assertThat(read).isLessThan(21);
        agent.run();
        assertThat(ledger.reads).isEqualTo(read);
        platform.network = call -> call.get();
        agent.run();
        assertThat(visible(INV)).hasSize(20);
    }

    @Test
    @DisplayName("sync rule 16: reading and sending overlap")
    void rule16SendsWhileItReads() {
        agent.settings = small(1);
        int[] takenBeforeTheSweep = {0};
        atNext("sweep", () -> takenBeforeTheSweep[0] = platform.chunksTaken);
        agent.sync();
        assertThat(takenBeforeTheSweep[0]).isGreaterThan(30);
    }

    @Test
    @DisplayName("sync rule 16: one set is in flight per connection")
    void rule16OneSetAtATime() {
        dieAt("chunk-in-store");
        assertThatThrownBy(() -> agent.outbox.begin(C, open()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName(
            "sync rule 17: a set is closed before its end, with the digests that must come out")
    void rule17ClosedBeforeTheEnd() {
        dieAt("set-closed");
        assertThat(platform.ends).isEmpty();
        ledger.reads = 0;
        post(2); // nothing is appended to a closed set
        agent.run();
        assertThat(ledger.reads).isZero();
        assertThat(platform.ends).hasSize(1);
        assertThat(last(INV).digest())
                .contains(FakePlatform.digest(platform.disk.visible.get(INV)));
        assertThat(visible(INV)).hasSize(20);
    }

    @Test
    @DisplayName("sync rule 18: Committed is settled, and nothing is sent again")
    void rule18CommittedIsSettled() {
        dieAt("end-answered");
        ledger.reads = 0;
        agent.run();
        assertThat(ledger.reads).isZero();
        assertThat(platform.ends).hasSize(1);
        assertThat(agent.outbox.openSet(C)).isEmpty();
        assertThat(agent.outbox.requests(C)).isEmpty();
        assertThat(agent.outbox.held(C, INV).replace()).isFalse();
    }

    @Test
    @DisplayName("sync rule 18: Open goes on with what is missing")
    void rule18OpenGoesOn() {
        agent.settings = small(1);
        dieAt("set-closed");
        int taken = platform.chunksTaken;
        agent.run();
        assertThat(platform.chunksTaken).isEqualTo(taken);
        assertThat(platform.ends).hasSize(1);
    }

    @Test
    @DisplayName("sync rule 18: Unknown means Open as long as no chunk was taken")
    void rule18UnknownMeansOpenWithoutChunks() {
        platform.network = call -> FakePlatform.lost();
        agent.request();
        agent.run();
        String set = open().setId();
        platform.network = call -> call.get();
        restart();
        agent.run();
        assertThat(platform.ends).hasSize(1);
        assertThat(platform.ends.get(0).setId()).isEqualTo(set);
    }

    @Test
    @DisplayName("sync rule 18: Unknown after a chunk was taken drops the set")
    void rule18UnknownDropsTheSet() {
        agent.settings = small(1);
        dieAt("set-closed");
        String set = open().setId();
        platform.disk.sets.clear(); // an older backup of the platform
        agent.run();
        assertThat(platform.ends).hasSize(1);
        assertThat(platform.ends.get(0).setId()).isNotEqualTo(set);
    }

    @Test
    @DisplayName("sync rule 18: a platform that lost a taken chunk gets another set")
    void rule18ALostChunkDropsTheSet() {
        agent.settings = small(1);
        dieAt("set-closed");
        String set = open().setId();
        platform.disk.sets.get(set).chunks.values().iterator().next().remove(0);
        agent.run();
        assertThat(platform.ends).hasSize(1);
        assertThat(platform.ends.get(0).setId()).isNotEqualTo(set);
    }

    @Test
    @DisplayName("sync rule 18: Rejected drops, says why, and waits for the next request")
    void rule18RejectedWaits() {
        agent.settings = small(1);
        dieAt("set-closed");
        platform.disk.sets.get(open().setId()).state = "Rejected";
        assertThat(agent.run()).isEmpty();
        assertThat(agent.outbox.openSet(C)).isEmpty();
        assertThat(agent.outbox.requests(C)).isEmpty();
        assertThat(status().message()).contains("rejected");
        assertThat(platform.reports).anyMatch(r -> r.status().equals("InternalError"));
    }

    @Test
    @DisplayName("sync rule 19: a set that was committed is settled although it was cancelled")
    void rule19AskedBeforeItIsDropped() {
        dieAt("end-answered");
        String base = open().datasets().get(INV).datasetId();
        agent.outbox.cancel(C);
        agent.run();
        assertThat(agent.outbox.held(C, INV).base()).contains(base);
    }

    @Test
    @DisplayName("sync rule 19: a conflict gives the whole set up, after asking")
    void rule19AConflictDropsTheWholeSet() {
        agent.settings = small(1);
        dieAt("chunk-sent");
        String set = open().setId();
        platform.disk
                .sets
                .get(set)
                .chunks
                .values()
                .forEach(chunks -> chunks.replaceAll((n, bytes) -> new byte[] {1}));
        agent.sync();
        assertThat(platform.ends).hasSize(1);
        assertThat(platform.ends.get(0).setId()).isNotEqualTo(set);
        assertThat(platform.ends.get(0).datasets()).noneMatch(part -> part.datasetId().equals(set));
    }

    @Test
    @DisplayName(
            "sync rule 20: another digest than expected forgets the index: a Replace comes next")
    void rule20AnotherDigestForgetsTheIndex() {
        platform.network =
                call -> {
                    SetAnswer answer = call.get();
                    return answer instanceof SetAnswer.Committed committed
                            ? new SetAnswer.Committed(changed(committed.digests()))
                            : answer;
                };
        agent.sync();
        platform.network = call -> call.get();
        Held held = agent.outbox.held(C, INV);
        assertThat(held.replace()).isTrue();
        assertThat(held.base()).contains(platform.disk.bases.get(INV));
        assertThat(agent.outbox.held(C, JNL).replace()).isFalse();
        assertThat(status().message()).contains("uploads everything");
        agent.sync();
        assertThat(last(INV).mode()).isEqualTo(Mode.REPLACE);
        assertThat(last(JNL).mode()).isEqualTo(Mode.DELTA);
    }

    private static Map<DataType, Digest> changed(Map<DataType, Digest> digests) {
        Map<DataType, Digest> others = new java.util.EnumMap<>(digests);
        others.put(INV, Digest.EMPTY);
        return others;
    }

    @Test
    @DisplayName("sync rule 20: a kill between the answer and settle loses nothing")
    void rule20SettlesAtOnce() {
        dieAt("settled");
        assertThat(agent.outbox.openSet(C)).isEmpty();
        for (DataType type : FakeLedger.TYPES) {
            Held held = agent.outbox.held(C, type);
            assertThat(held.base()).contains(platform.disk.bases.get(type));
            assertThat(held.digest())
                    .isEqualTo(FakePlatform.digest(platform.disk.visible.get(type)));
        }
        agent.sync();
        assertThat(last(INV).mode()).isEqualTo(Mode.DELTA);
        assertThat(last(INV).chunks()).isZero();
    }

    @Test
    @DisplayName("sync rule 21: a set that was not delivered for a day is read again")
    void rule21ADayOldSetIsReadAgain() {
        dieAt("set-closed");
        String set = open().setId();
        platform.network = call -> FakePlatform.lost();
        agent.run();
        clock.pass(Duration.ofHours(25));
        agent.run();
        assertThat(open().setId()).isEqualTo(set); // not before it was asked for
        platform.network = call -> call.get();
        post(1);
        agent.run();
        assertThat(platform.ends).hasSize(1);
        assertThat(platform.ends.get(0).setId()).isNotEqualTo(set);
        assertThat(visible(INV)).hasSize(21);
    }

    // --- the agent's half of the platform's rules

    @Test
    @DisplayName("sync rule 22: a set that was aborted over there is dropped and read again")
    void rule22AbortedIsReadAgain() {
        agent.settings = small(1);
        dieAt("set-closed");
        String set = open().setId();
        platform.disk.sets.get(set).state = "Aborted";
        agent.sync();
        assertThat(platform.ends.get(0).setId()).isNotEqualTo(set);
        assertThat(visible(INV)).hasSize(20);
    }

    @Test
    @DisplayName("sync rule 23: another base forgets the index, and a Replace of every type comes")
    void rule23AnotherBaseIsReplaced() {
        agent.sync();
        FakePlatform.Disk backup = platform.disk.copy();
        post(2);
        agent.sync();
        platform.disk = backup; // restored over there
        agent.sync();
        assertThat(platform.ends.get(platform.ends.size() - 1).datasets())
                .allMatch(part -> part.mode() == Mode.REPLACE)
                .allMatch(part -> part.base().isPresent());
        assertThat(visible(INV)).hasSize(22);
    }

    @Test
    @DisplayName("sync rule 23: a wrong index never gets visible: the digest is compared first")
    void rule23AWrongDigestIsReplaced() {
        agent.sync();
        platform.disk.visible.get(INV).remove("5"); // lost over there, base unchanged
        agent.sync();
        assertThat(visible(INV)).hasSize(20);
        assertThat(last(INV).mode()).isEqualTo(Mode.REPLACE);
    }

    @Test
    @DisplayName("sync rule 23: missing chunks are sent again while their bytes are here")
    void rule23MissingIsSentAgain() {
        agent.settings = small(1);
        int[] lies = {1};
        platform.network =
                call -> {
                    SetAnswer answer = call.get();
                    return answer instanceof SetAnswer.Committed && lies[0]-- > 0
                            ? new SetAnswer.Missing(Map.of())
                            : answer;
                };
        agent.sync();
        assertThat(platform.ends).hasSize(2); // the same end again
        assertThat(platform.disk.sets).hasSize(1);
    }

    @Test
    @DisplayName("sync rule 23: missing chunks whose bytes are gone drop the set")
    void rule23MissingWithoutBytesDrops() {
        agent.settings = small(1);
        dieAt("set-closed");
        String set = open().setId();
        platform.network =
                call -> {
                    SetAnswer answer = call.get();
                    if (answer instanceof SetAnswer.Open) { // it loses chunks after it was asked
                        platform.disk.sets.get(set).chunks.clear();
                    }
                    return answer;
                };
        agent.sync();
        assertThat(platform.disk.sets.get(set).state).isEqualTo("Open");
        assertThat(platform.disk.bases).hasSize(3);
        assertThat(visible(INV)).hasSize(20);
    }

    @Test
    @DisplayName("sync rule 24: LooksWrong is read afresh: the same end again does not count")
    void rule24LooksWrongIsReadAfresh() {
        agent.sync();
        agent.outbox.rebase(C, Map.of(INV, Optional.of(platform.disk.bases.get(INV))));
        for (int k = 0; k < 8; k++) {
            ledger.change("delete", n -> 0);
        }
        ledger.reads = 0;
        agent.request();
        agent.run(); // JNL is a Delta and waits for its own second look first
        agent.run();
        Optional<Duration> again = agent.run();
        agent.run();
        assertThat(again).isNotNull();
        assertThat(ledger.reads).isGreaterThan(21 * 2);
        assertThat(visible(INV)).hasSize(12);
        Set<String> sets = new java.util.HashSet<>();
        platform.ends.forEach(end -> sets.add(end.setId()));
        assertThat(sets).hasSize(platform.ends.size());
    }

    @Test
    @DisplayName("sync rule 26: control totals are over the operations as they travel")
    void rule26TotalsAreOverWhatTravels() {
        agent.settings = small(1);
        atNext("sweep", () -> ledger.change("amend", n -> 0));
        agent.sync(); // the platform computes them again, and fails the test where they differ
        assertThat(last(INV).upserts()).isEqualTo(21);
        assertThat(last(JNL).credits()).isEqualByComparingTo(last(INV).debits());
    }

    @Test
    @DisplayName("sync rule 27: stopped over there for two lives, nothing more is sent")
    void rule27StoppedUntilAPersonChooses() {
        platform.network = call -> new SetAnswer.Gone("Two agents use one key.", true);
        agent.request();
        assertThat(agent.run()).isEmpty();
        assertThat(agent.company().state()).isEqualTo(LinkedCompany.State.STOPPED);
        assertThat(status().phase()).isEqualTo(SyncStatus.Phase.STOPPED);
        assertThat(status().message()).isEqualTo("Two agents use one key.");
        platform.network =
                call -> {
                    throw new AssertionError("something was sent");
                };
        assertThat(agent.run()).isEmpty();
        assertThat(agent.outbox.requests(C)).isNotEmpty();
    }

    // --- what has no number

    @Test
    @DisplayName("words: accounts, customers, suppliers and ledger types go together or not at all")
    void typesThatReferToOneAnotherGoTogether() {
        Map<DataType, String> omitted =
                Together.omitted(
                        Map.of(DataType.SUPPLIERS, "no rights"),
                        EnumSet.of(DataType.COMPANY, DataType.SUPPLIERS, INV, DataType.TAX_RATES));
        assertThat(omitted).containsOnlyKeys(DataType.SUPPLIERS, INV);
        assertThat(omitted.get(INV)).isEqualTo("suppliers cannot be read: no rights");
        assertThat(
                        Together.omitted(
                                Map.of(DataType.TAX_RATES, "no table"),
                                EnumSet.of(INV, DataType.TAX_RATES)))
                .containsOnlyKeys(DataType.TAX_RATES);
    }

    @Test
    void aTypeThatCannotBeReadIsLeftOutWithItsReason() {
        agent.sync();
        ledger.unreadable.put(INV, "There is no table AUDIT_HEADER.");
        agent.request();
        agent.run();
        assertThat(platform.ends).hasSize(1); // all of them refer to it
        assertThat(status().message()).contains("AUDIT_HEADER");
        assertThat(visible(INV)).hasSize(20);
    }

    @Test
    void anAbsentPackageWaitsAndDropsNothing() throws InterruptedException {
        dieAt("set-closed");
        String set = open().setId();
        Optional<Duration> again =
                agent.companies.run(
                        new fairlead.sync.Services(
                                agent.outbox,
                                agent.outbox,
                                platform,
                                new Agent.NoSecrets(),
                                Map.of()),
                        agent.settings,
                        () -> {});
        assertThat(again).isPresent();
        assertThat(open().setId()).isEqualTo(set);
        assertThat(platform.ends).isEmpty();
    }

    @Test
    void aBusyCompanyWaitsAndAWrongPasswordEndsTheRequests() {
        ledger.failing =
                () -> {
                    throw new AccountingException(
                            AccountingException.Kind.BUSY, "Sage is in exclusive mode.");
                };
        agent.request();
        assertThat(agent.run().orElseThrow()).isLessThanOrEqualTo(agent.settings.retry());
        assertThat(agent.outbox.requests(C)).hasSize(3);
        assertThat(status().message()).isEqualTo("Sage is in exclusive mode.");
        ledger.failing =
                () -> {
                    throw new AccountingException(
                            AccountingException.Kind.CREDENTIALS, "The password is wrong.");
                };
        assertThat(agent.run()).isEmpty();
        assertThat(agent.outbox.requests(C)).isEmpty();
        assertThat(platform.reports.get(platform.reports.size() - 1).status())
                .isEqualTo("AuthError");
    }

    @Test
    void aRequestForATypeThatIsNotDeliveredIsAnswered() {
        agent.outbox.addRequests(C, List.of(agent.request(DataType.ITEMS)));
        agent.run();
        assertThat(agent.outbox.requests(C)).isEmpty();
        assertThat(platform.reports).anyMatch(r -> r.status().equals("NotSupported"));
    }

    @Test
    void aRequestThatComesWhileItIsReadIsServedByTheSameSet() {
        List<SyncRequest> later = new ArrayList<>();
        atNext(
                "read journalEntries 19",
                () -> {
                    later.add(agent.request(INV));
                    agent.outbox.addRequests(C, later);
                });
        agent.sync();
        assertThat(platform.ends).hasSize(1);
        assertThat(platform.ends.get(0).requestIds()).contains(later.get(0).id());
    }

    @Test
    void aRecordWithAKeyOutsideItsSliceStopsTheSyncInPlainWords() {
        ledger.strayKeys = true;
        agent.request();
        agent.run();
        assertThat(status().message()).contains("none of the keys of its slice");
        assertThat(platform.ends).isEmpty();
    }
}
