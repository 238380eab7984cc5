package fairlead.sync;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.accounting.api.DataType;
import fairlead.outbox.TestOutbox;
import fairlead.sync.api.Mode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.StringDataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release that was gone to wrote state, and the one that is gone back to finds it. */
class FormatsTest {
    @TempDir Path data;
    private final FakeLedger ledger = new FakeLedger();
    private final FakePlatform platform = new FakePlatform();
    private Agent agent;

    @BeforeEach
    void syncOnTheOldRelease() {
        ledger.keysASlice = 200;
        ledger.customer();
        post(20);
        agent = new Agent(data.resolve("unused"), ledger, platform, Clock.systemUTC());
        swap(1);
        agent.link();
        agent.sync();
        holdsTheBooks(1);
    }

    @AfterEach
    void stop() {
        TestOutbox.close(agent.outbox);
    }

    private void post(int many) {
        for (int k = 0; k < many; k++) {
            ledger.post();
        }
    }

    /** Another release runs over the same files. */
    private void swap(int mappingVersion) {
        TestOutbox.close(agent.outbox);
        ledger.mappingVersion = mappingVersion;
        agent.outbox = TestOutbox.on(data);
        agent.companies =
                new Companies(agent.clock, new SplittableRandom(1), System::nanoTime, point -> {});
    }

    private void holdsTheBooks(int mappingVersion) {
        for (DataType type : FakeLedger.TYPES) {
            Map<String, String> books =
                    ledger.rows.get(type).entrySet().stream()
                            .collect(
                                    Collectors.toMap(
                                            r -> String.valueOf(r.getKey()),
                                            r ->
                                                    FakeLedger.json(
                                                            type,
                                                            r.getKey(),
                                                            r.getValue(),
                                                            mappingVersion)));
            Map<String, String> there =
                    platform.disk.visible.get(type).entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, s -> s.getValue().json()));
            assertThat(there).as(type.key()).isEqualTo(books);
        }
    }

    @Test
    @DisplayName("swap rules 24, 25: going back after 1,000 records of the new release loses none")
    void rule25GoingBackAfterAThousandRecordsLosesNone() {
        swap(2);
        post(1000);
        ledger.change("delete", n -> 3);
        agent.sync();
        holdsTheBooks(2);
        swap(1);
        agent.sync();
        holdsTheBooks(1);
        assertThat(platform.ends.get(platform.ends.size() - 1).datasets())
                .allMatch(part -> part.mode() == Mode.DELTA); // its index was read
    }

    @Test
    @DisplayName("swap rule 25: a set that the new release left open is not mixed with the old's")
    void rule25AnOpenSetOfTheOtherReleaseIsNotContinued() {
        swap(2);
        post(1000);
        agent.request();
        agent.settings =
                new Settings(
                        100,
                        64L << 20,
                        3,
                        java.time.Duration.ofSeconds(1),
                        java.time.Duration.ofDays(1),
                        50,
                        5,
                        java.time.Duration.ofMillis(1),
                        java.time.Duration.ofDays(1),
                        java.time.Duration.ofDays(7),
                        java.time.Duration.ofSeconds(1));
        int[] checks = {0};
        agent.run(
                () -> {
                    if (++checks[0] > 8) {
                        throw new InterruptedException();
                    }
                });
        assertThat(agent.outbox.openSet(Agent.CONNECTION)).isPresent();
        swap(1);
        agent.sync();
        holdsTheBooks(1);
    }

    @Test
    @DisplayName("swap rule 24: state of a later format is put aside: one complete upload, no loss")
    void rule24ALaterFormatIsPutAside() {
        post(1000);
        agent.sync();
        TestOutbox.close(agent.outbox);
        Path store = data.resolve("companies").resolve(Agent.CONNECTION).resolve("outbox.mv");
        try (MVStore later = MVStore.open(store.toString())) {
            MVMap.Builder<String, String> strings = new MVMap.Builder<>();
            strings.keyType(StringDataType.INSTANCE).valueType(StringDataType.INSTANCE);
            later.openMap("meta", strings).put("format", "2");
        }
        swap(1);
        post(5);
        agent.sync();
        holdsTheBooks(1);
        assertThat(store.resolveSibling("outbox.mv.format-2-1")).exists();
        assertThat(platform.ends.get(platform.ends.size() - 1).datasets())
                .anyMatch(part -> part.mode() == Mode.REPLACE);
    }
}
