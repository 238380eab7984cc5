package fairlead.sync;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.accounting.api.DataType;
import fairlead.outbox.FileOutbox;
import fairlead.outbox.FullDisk;
import fairlead.outbox.TestOutbox;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.SyncRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk fills up at each write of a sync in turn, on the real engine and outbox. */
class FullDiskTest {
    private static final String C = Agent.CONNECTION;

    @TempDir Path data;
    private final FakeLedger ledger = new FakeLedger();
    private final FakePlatform platform = new FakePlatform();
    private final TestClock clock = new TestClock();
    private final FullDisk disk = new FullDisk();
    private FileOutbox outbox;
    private Companies companies;

    @BeforeEach
    void linkACompany() {
        ledger.customer();
        for (int k = 0; k < 6; k++) {
            ledger.post();
        }
        outbox = TestOutbox.on(data, disk);
        outbox.put(
                new LinkedCompany(
                        C,
                        "1",
                        "Fake",
                        "fake",
                        "ledger",
                        "",
                        ledger.pin,
                        Instant.EPOCH,
                        LinkedCompany.State.LINKED,
                        ""));
        companies = new Companies(clock, new SplittableRandom(1), System::nanoTime, point -> {});
    }

    private void request() {
        outbox.addRequests(
                C,
                FakeLedger.TYPES.stream()
                        .map(
                                type ->
                                        new SyncRequest(
                                                Ids.random(),
                                                C,
                                                type,
                                                SyncRequest.Origin.PERSON,
                                                clock.instant()))
                        .toList());
    }

    private void run() throws InterruptedException {
        Settings small =
                new Settings(
                        1, // a chunk a slice
                        64L << 20,
                        3,
                        Duration.ofMinutes(5),
                        Duration.ofHours(24),
                        50,
                        5,
                        Duration.ofMinutes(1),
                        Duration.ofDays(1),
                        Duration.ofDays(7),
                        Duration.ofMinutes(5));
        companies.run(
                new Services(
                        outbox, outbox, platform, new Agent.NoSecrets(), Map.of("fake", ledger)),
                small,
                () -> {});
    }

    private void sync() throws InterruptedException {
        for (int k = 0; k < 10 && !outbox.requests(C).isEmpty(); k++) {
            run();
        }
        assertThat(outbox.requests(C)).isEmpty();
    }

    @Test
    void aDiskThatFillsUpAtAnyWriteLosesNothingSaysSoAndGoesOn() throws Exception {
        request();
        sync();
        int full = 0;
        for (int writes = 0; ; writes++) {
            ledger.change("amend", n -> 1);
            ledger.change("delete", n -> 0);
            ledger.post();
            request();
            disk.fullAfter(writes);
            run();
            if (!disk.isFull()) {
                break;
            }
            full++;
            if (!outbox.requests(C).isEmpty()) { // or only the housekeeping after it was hit
                assertThat(companies.progress(C).now().message())
                        .isEqualTo(
                                "The disk of this PC is full. Nothing is lost; the sync goes on"
                                        + " when there is room again.");
                assertThat(companies.defects("fake").values())
                        .as("swap rule 22: no release is to blame")
                        .isNotEmpty()
                        .allMatch(Defects::isFullDisk);
            }
            if (writes % 2 == 1) { // the agent is started anew meanwhile
                TestOutbox.abandon(outbox);
                outbox = TestOutbox.on(data, disk);
                companies =
                        new Companies(
                                clock, new SplittableRandom(1), System::nanoTime, point -> {});
            }
            run(); // still full
            disk.room();
            sync();
            compare("after " + writes + " writes");
        }
        assertThat(full).as("writes of one sync").isGreaterThan(10);
        TestOutbox.close(outbox);
        assertThat(leftovers()).isEmpty();
    }

    private void compare(String when) {
        for (DataType type : FakeLedger.TYPES) {
            Map<String, String> expected = new TreeMap<>();
            ledger.rows
                    .get(type)
                    .forEach(
                            (id, row) ->
                                    expected.put(
                                            String.valueOf(id), FakeLedger.json(type, id, row, 1)));
            Map<String, String> seen = new TreeMap<>();
            platform.disk.visible.get(type).forEach((id, record) -> seen.put(id, record.json()));
            assertThat(seen).as(type + " " + when).isEqualTo(expected);
        }
        assertThat(outbox.held(C, DataType.INVOICES).replace()).as(when).isFalse();
    }

    private Stream<String> leftovers() throws IOException {
        try (Stream<Path> files =
                Files.list(data.resolve("companies").resolve(C).resolve("chunks"))) {
            return files.map(Path::toString).toList().stream();
        }
    }
}
