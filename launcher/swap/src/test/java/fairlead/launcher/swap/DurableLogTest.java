package fairlead.launcher.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.launcher.Swap;
import fairlead.launcher.release.Hash;
import fairlead.launcher.release.LocalDisk;
import fairlead.launcher.release.Manifest;
import fairlead.launcher.release.ReleaseState;
import fairlead.launcher.release.ReleaseStore;
import fairlead.launcher.release.StartDecision;
import fairlead.launcher.release.StateFile;
import fairlead.launcher.release.Track.Cause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableLogTest {
    private static final Release TWO = new Release("main-2", "main", false, List.of());
    private static final Release PARTNER = new Release("acme-1", "acme", true, List.of());

    @TempDir private Path data;
    private StateFile file;
    private DurableLog log;

    @BeforeEach
    void start() {
        file = new StateFile(new LocalDisk(), data.resolve("release.state"));
        log = new DurableLog(file, store(), run(ReleaseState.FACTORY), 0);
    }

    private ReleaseStore store() {
        return new ReleaseStore(new LocalDisk(), data, data.resolve("factory"));
    }

    private static StartDecision.Run run(ReleaseState state) {
        return new StartDecision.Run(state, state.main().current(), Map.of());
    }

    private ReleaseState onDisk() throws IOException {
        return ReleaseState.of(file.read().orElseThrow().values());
    }

    @Test
    @DisplayName(
            "swap rule 14: what begins, is committed or goes back is on disk before it returns")
    void rule14EachDecisionIsOnDisk() throws Exception {
        log.begin(TWO, Set.of("b/c"));
        assertThat(onDisk().main().trial()).contains("main-2");
        assertThat(onDisk().main().trialStarts()).isEqualTo(1);
        assertThat(onDisk().main().active()).containsExactly("b/c");
        log = new DurableLog(file, store(), run(onDisk()), 0);
        assertThat(log.activeBefore()).containsExactly("b/c");
        log.commit("main-2");
        assertThat(onDisk().main().current()).contains("main-2");
        log.begin(new Release("main-3", "main", false, List.of()), Set.of());
        log.back("main-3", "bad", Optional.of(Cause.VERDICT));
        assertThat(onDisk().main().trial()).isEmpty();
        assertThatThrownBy(
                        () -> log.begin(new Release("main-3", "main", false, List.of()), Set.of()))
                .hasMessageContaining("blocked");
    }

    @Test
    @DisplayName("swap rule 18: a staged release counts nothing, and another begin replaces it")
    void rule18StagedIsReplaced() throws Exception {
        log.stage(PARTNER, Set.of("b/c"));
        assertThat(log.isStaged()).isTrue();
        assertThat(onDisk().track("acme").trialStarts()).isEqualTo(-1);
        assertThat(onDisk().track("acme").active()).containsExactly("b/c");
        assertThat(log.activeBefore()).as("before a trial").isEmpty();
        log.begin(TWO, Set.of());
        assertThat(onDisk().track("acme").trial()).isEmpty();
        assertThat(log.isStaged()).isFalse();
    }

    @Test
    @DisplayName("swap rules 18, 19: what a partner offers waits for what is staged of ours")
    void rule19APartnerDropsNothingOfOurs() throws Exception {
        log.stage(TWO, Set.of());
        assertThatThrownBy(() -> log.begin(PARTNER, Set.of())).hasMessageContaining("main-2");
        assertThatThrownBy(() -> log.stage(PARTNER, Set.of())).hasMessageContaining("main-2");
        assertThat(onDisk().main().trial()).contains("main-2");
        assertThat(log.isStaged()).isTrue();
    }

    @Test
    @DisplayName("swap rule 2: going back is done and written later when the disk is full")
    void rule2GoingBackIsWrittenLater() throws Exception {
        log.begin(TWO, Set.of());
        Path copies = data.resolve("release.state");
        byte[] kept = Files.readAllBytes(copies);
        // a directory in the way of both copies is a disk that takes nothing
        for (String name : List.of("release.state", "release.state.2")) {
            Files.delete(data.resolve(name));
            Files.createDirectories(data.resolve(name).resolve("x"));
        }
        log.back("main-2", "bad", Optional.of(Cause.VERDICT));
        assertThat(log.trial()).isEmpty();
        assertThat(log.writeLater()).isFalse();
        for (String name : List.of("release.state", "release.state.2")) {
            Files.delete(data.resolve(name).resolve("x"));
            Files.delete(data.resolve(name));
            Files.write(data.resolve(name), kept);
        }
        assertThat(log.writeLater()).isTrue();
        assertThat(onDisk().main().blockedFor("main-2")).contains(Cause.VERDICT);
        assertThat(log.state())
                .containsEntry("because.main-2", Cause.VERDICT.inWords())
                .containsEntry("blocked", "main-2");
    }

    @Test
    @DisplayName("swap rule 11: an end by the host's choice is not counted")
    void rule11AnEndByChoiceIsNotCounted() throws Exception {
        log.begin(TWO, Set.of());
        log.endsByChoice(Duration.ZERO, Duration.ZERO);
        assertThat(onDisk().main().trialStarts()).isZero();
    }

    @Test
    @DisplayName("swap rule 15: silence adds up over short runs, and a check ends it")
    void rule15SilenceAddsUp() throws Exception {
        for (int day = 1; day <= 3; day++) {
            log = new DurableLog(file, store(), run(read()), 0);
            quarters(7 * 4);
            log.endsByChoice(Duration.ofMinutes(10), Duration.ZERO);
        }
        log = new DurableLog(file, store(), run(read()), 0);
        assertThat(log.silence()).isEqualTo(Duration.ofHours(21).plusMinutes(30));
        log.checked();
        assertThat(log.silence()).isZero();
        assertThat(onDisk().other()).doesNotContainKey("silence");
    }

    @Test
    @DisplayName("swap rule 15: who is killed loses an hour of silence at most")
    void rule15AKillLosesAnHourAtMost() throws Exception {
        quarters(31);
        log = new DurableLog(file, store(), run(read()), 0);
        assertThat(log.silence()).isEqualTo(Duration.ofHours(7));
    }

    @Test
    @DisplayName("an updater that looks each hour costs no write")
    void anHourBetweenChecksIsNotWritten() throws Exception {
        log.begin(TWO, Set.of());
        log.commit("main-2");
        long serial = file.read().orElseThrow().serial();
        for (int hour = 0; hour < 10; hour++) {
            quarters(3);
            log.checked();
        }
        assertThat(file.read().orElseThrow().serial()).isEqualTo(serial);
    }

    private void quarters(int number) {
        for (int i = 0; i < number; i++) {
            log.ran(Duration.ofMinutes(15));
        }
    }

    private ReleaseState read() throws IOException {
        return file.read().map(c -> ReleaseState.of(c.values())).orElse(ReleaseState.FACTORY);
    }

    @Test
    @DisplayName("swap rule 15: the release before does not inherit the silence")
    void rule15TheReleaseBeforeStartsAnew() throws Exception {
        log.ran(Duration.ofDays(31));
        log.leaveCurrent("no update check for 31 days");
        assertThat(log.silence()).isZero();
        assertThat(onDisk().other()).doesNotContainKey("silence");
    }

    @Test
    @DisplayName("swap rule 12: a PC that is switched off each evening gets its day of calm, too")
    void rule12CalmAddsUpOverEvenings() throws Exception {
        file.write(Map.of("main.trialStarts", "0", "main.deaths", "3"));
        for (int day = 1; day <= 3; day++) {
            log = new DurableLog(file, store(), run(read()), 0);
            quarters(7 * 4 + 3);
            assertThat(onDisk().main().deaths()).as("day %d", day).isEqualTo(3);
            log.endsByChoice(Duration.ofMinutes(15), Duration.ZERO);
        }
        assertThat(onDisk().main().deaths()).isZero();
        file.write(Map.of("main.trialStarts", "0", "main.deaths", "1"));
        log = new DurableLog(file, store(), run(read()), 0);
        quarters(4 * 24);
        assertThat(onDisk().main().deaths()).isZero();
    }

    @Test
    @DisplayName("swap rule 15: how long a trial ran adds up over processes, and ends with it")
    void rule15ATrialsTimeAddsUp() throws Exception {
        log.begin(TWO, Set.of());
        for (int evening = 1; evening <= 2; evening++) {
            log.endsByChoice(Duration.ZERO, Duration.ofMinutes(5));
            log = new DurableLog(file, store(), run(onDisk()), 0);
            assertThat(log.tried()).isEqualTo(Duration.ofMinutes(5L * evening));
        }
        log.commit("main-2");
        assertThat(log.tried()).isZero();
        log.endsByChoice(Duration.ZERO, Duration.ofMinutes(5));
        assertThat(onDisk().tried()).as("no trial runs any more").isZero();
        log.begin(new Release("main-3", "main", false, List.of()), Set.of());
        log.endsByChoice(Duration.ZERO, Duration.ofMinutes(5));
        log.back("main-3", "bad", Optional.empty());
        assertThat(onDisk().tried()).isZero();
    }

    @Test
    @DisplayName("swap rule 2: a damaged copy of the state is written anew at each update check")
    void rule2AnUpdateCheckHealsTheState() throws Exception {
        log.begin(TWO, Set.of());
        log.commit("main-2");
        for (String copy : List.of("release.state", "release.state.2")) {
            Files.write(data.resolve(copy), new byte[7]);
            log.checked();
            assertThat(file.readAll()).as(copy).hasSize(2);
            assertThat(file.readAll().get(0)).as(copy).isEqualTo(file.readAll().get(1));
            assertThat(onDisk().main().current()).contains("main-2");
        }
    }

    @Test
    @DisplayName("swap rule 1: what waited is hashed before it begins; damage is no fault of its")
    void rule1WhatWaitedIsHashedBeforeItBegins() throws Exception {
        Path manifest = taken("main", "a jar");
        assertThat(log.read(manifest.toString()).parts()).hasSize(1);
        Path jar = log.read(manifest.toString()).parts().get(0).jar();
        Files.writeString(jar, "b jar");
        assertThatThrownBy(() -> log.read(manifest.toString()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(Swap.SURROUNDINGS + "main-0.2.0-")
                .hasMessageContaining("is damaged on this PC's disk");
        Files.writeString(jar, "a jar");
        assertThat(log.read(manifest.toString()).id()).startsWith("main-0.2.0-");
        Files.writeString(manifest, Files.readString(manifest).replace("beside", "REFRESH"));
        assertThatThrownBy(() -> log.read(manifest.toString()))
                .hasMessageStartingWith(Swap.SURROUNDINGS);
    }

    @Test
    @DisplayName("swap rules 8, 19: a partner's release runs in whatever host there is")
    void rule19APartnersReleaseNeedsNoHost() throws Exception {
        log = new DurableLog(file, store(), run(ReleaseState.FACTORY), 1);
        assertThat(log.read(taken("main", "a jar").toString()).otherSlot()).isTrue();
        assertThat(log.read(taken("acme", "a jar").toString()).otherSlot()).isFalse();
    }

    /** Puts a release into the store and returns its manifest. */
    private Path taken(String track, String jar) throws IOException {
        String version = "0.2.0";
        byte[] bytes = jar.getBytes(StandardCharsets.UTF_8);
        String zeros = track + "-" + version + "-000000000000";
        String text =
                """
                {"format":1,"id":"%s","track":"%s","version":"%s","minimumVersion":"0.1.0",
                "slot":"factory","created":"2026-11-24T00:00:00Z","bundles":[{"name":"fairlead.a",
                "version":"%s","sha256":"%s","size":%d,"kind":"beside"}]}
                """
                        .formatted(zeros, track, version, version, Hash.of(bytes), bytes.length);
        String id = Manifest.idOf(text.getBytes(StandardCharsets.UTF_8), zeros);
        Files.createDirectories(data.resolve("store"));
        Files.write(data.resolve("store").resolve(Hash.of(bytes) + ".jar"), bytes);
        Path releases = Files.createDirectories(data.resolve("releases"));
        return Files.writeString(releases.resolve(id + ".json"), text.replace(zeros, id));
    }

    @Test
    @DisplayName("swap rule 8: without a supervisor no release of another slot is staged")
    void rule8WithoutASupervisorNoOtherSlot() throws Exception {
        log = new DurableLog(file, store(), run(ReleaseState.FACTORY), 0, false);
        assertThatThrownBy(
                        () -> log.stage(new Release("main-2", "main", true, List.of()), Set.of()))
                .hasMessageContaining("no supervisor");
        assertThat(log.isStaged()).isFalse();
    }
}
