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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseStoreTest {
    private static final Path DATA = Path.of("/data");
    private static final Path FACTORY = Path.of("/program/factory");
    private static final Path SOURCE = Path.of("/offered");

    private final Releases.Builder factory =
            Releases.main("0.1.0").bundle("fairlead.a", "0.1.0").bundle("fairlead.b", "0.1.0");
    private final Releases.Builder offered =
            Releases.main("0.2.0").bundle("fairlead.a", "0.2.0").bundle("fairlead.b", "0.1.0");

    private ForgetfulDisk disk;

    @BeforeEach
    void aFactoryAndAnOffer() {
        disk = new ForgetfulDisk();
        factory.into(disk, FACTORY);
        offered.into(disk, SOURCE);
    }

    @Test
    @DisplayName("swap rule 1: a release that was taken in outlives a power cut")
    void rule1AddedLasts() throws Exception {
        for (After after : After.values()) {
            aFactoryAndAnOffer();
            store().add(SOURCE);
            disk.cutPower(after);
            assertThat(whole(offered)).as("%s", after).isTrue();
        }
    }

    @Test
    @DisplayName("swap rule 1: jars before the manifest: a manifest that is there names whole jars")
    void rule1JarsBeforeTheManifest() throws Exception {
        disk.arm(Fault.KILL, Integer.MAX_VALUE);
        store().add(SOURCE);
        int steps = disk.steps();
        assertThat(steps).isGreaterThan(10);
        for (int step = 1; step <= steps; step++) {
            for (After after : After.values()) {
                aFactoryAndAnOffer();
                disk.arm(Fault.KILL_HALF_WAY, step);
                boolean killed = false;
                try {
                    store().add(SOURCE);
                } catch (Killed e) {
                    killed = true;
                }
                disk.disarm();
                disk.cutPower(after);
                Path manifest = DATA.resolve("releases/" + offered.id() + ".json");
                disk.remove(FACTORY.resolve(Manifest.FILE));
                for (Path file : disk.list(FACTORY.resolve("bundles"))) {
                    disk.remove(file);
                }
                if (disk.exists(manifest) && disk.get(manifest).length > 0) {
                    assertThat(whole(offered)).as("killed at %d, %s", step, after).isTrue();
                }
                assertThat(killed).isTrue();
                store().removeTemporary();
                store().clean(Set.of());
                assertThat(disk.list(DATA)).as("killed at %d, %s", step, after).isEmpty();
            }
        }
    }

    @Test
    @DisplayName(
            "swap rule 1: a jar that lies in the store already is hashed before it is relied on")
    void rule1WhatIsThereIsHashed() throws Exception {
        for (Path jar : jars(offered)) {
            disk.put(jar, "something else".getBytes(StandardCharsets.UTF_8));
        }
        store().add(SOURCE);
        assertThat(whole(offered)).isTrue();
    }

    @Test
    @DisplayName("swap rule 1: files in the store are read-only, content-addressed, and replaced")
    void rule1OnTheMachinesOwnDisk(@TempDir Path directory) throws Exception {
        for (Path file : disk.files()) {
            Path to = directory.resolve(Path.of("/").relativize(file).toString());
            Files.createDirectories(to.getParent());
            Files.write(to, disk.get(file));
        }
        Path data = directory.resolve("data");
        ReleaseStore store =
                new ReleaseStore(new LocalDisk(), data, directory.resolve("program/factory"));
        Manifest added = store.add(directory.resolve("offered"));
        Path jar = store.jar(Optional.of(added.id()), added.bundles().get(1));
        assertThat(jar).hasFileName(added.bundles().get(1).sha256() + ".jar");
        assertThat(Files.getPosixFilePermissions(jar).toString()).doesNotContain("WRITE");
        byte[] good = Files.readAllBytes(jar);
        Files.delete(jar);
        Files.write(jar, new byte[3]);
        assertThat(jar.toFile().setReadOnly()).isTrue();
        assertThat(store.verifier().slotIfWhole(added.id())).hasValue(0);
        assertThat(jar).hasBinaryContent(good);
    }

    @Test
    @DisplayName("swap rule 4: clean-up goes by file, so what two releases share stays")
    void rule4CleansByFile() throws Exception {
        String id = store().add(SOURCE).id();
        Releases.Builder next =
                Releases.main("0.3.0").bundle("fairlead.a", "0.3.0").bundle("fairlead.b", "0.1.0");
        next.into(disk, Path.of("/next"));
        String nextId = store().add(Path.of("/next")).id();
        store().clean(Set.of(nextId));
        assertThat(whole(next)).isTrue();
        assertThat(disk.list(DATA.resolve("store"))).hasSize(2);
        assertThat(disk.list(DATA.resolve("releases")))
                .containsExactlyInAnyOrder(
                        DATA.resolve("releases/" + nextId + ".json"),
                        DATA.resolve("releases/" + nextId + ".source"));
        assertThat(id).isNotEqualTo(nextId);
    }

    @Test
    @DisplayName("swap rule 4: what was taken in and is not named yet is not removed")
    void rule4DownloadsStay() throws Exception {
        ReleaseStore store = store();
        store.add(SOURCE);
        store.clean(Set.of());
        assertThat(whole(offered)).isTrue();
    }

    @Test
    @DisplayName("swap rule 4: with a manifest that cannot be read no jar is removed")
    void rule4NothingIsRemovedOnAGuess() throws Exception {
        String id = store().add(SOURCE).id();
        Path manifest = DATA.resolve("releases/" + id + ".json");
        byte[] good = disk.get(manifest);
        disk.put(manifest, new byte[0]);
        store().clean(Set.of(id));
        disk.put(manifest, good);
        disk.remove(FACTORY.resolve(Manifest.FILE));
        assertThat(whole(offered)).isTrue();
    }

    @Test
    @DisplayName("swap rule 5: the factory's bundles are run from where they were installed")
    void rule5TheFactoryNeedsNoSpace() throws Exception {
        Manifest manifest = store().factory().orElseThrow();
        assertThat(store().jar(Optional.empty(), manifest.bundles().get(0))).startsWithRaw(FACTORY);
        assertThat(store().factoryWhole()).isTrue();
        disk.put(store().jar(Optional.empty(), manifest.bundles().get(0)), new byte[9]);
        assertThat(store().factoryWhole()).isFalse();
    }

    @Test
    @DisplayName("swap rule 13: each stored file flipped, cut, emptied or gone is found")
    void rule13EachDamageIsFound() throws Exception {
        String id = store().add(SOURCE).id();
        for (Path file : List.copyOf(disk.list(DATA.resolve("store")))) {
            eachDamage(file, id);
        }
        eachDamage(DATA.resolve("releases/" + id + ".json"), id);
    }

    private void eachDamage(Path file, String id) throws IOException {
        byte[] good = disk.get(file);
        for (UnaryOperator<byte[]> damage :
                List.<UnaryOperator<byte[]>>of(
                        b -> flipped(b, 0),
                        b -> flipped(b, b.length / 2),
                        b -> flipped(b, b.length - 1),
                        b -> Arrays.copyOf(b, b.length / 2),
                        b -> Arrays.copyOf(b, b.length + 1),
                        b -> new byte[0])) {
            disk.put(file, damage.apply(good));
            check(file, good, id);
        }
        disk.remove(file);
        check(file, good, id);
    }

    /** Without a source it is not whole (unless the factory has the jar); with one it is healed. */
    private void check(Path file, byte[] good, String id) throws IOException {
        boolean factoryHasIt = disk.exists(FACTORY.resolve("bundles").resolve(file.getFileName()));
        assertThat(store().asItIs().slotIfWhole(id)).as("%s", file).isEmpty();
        Path cameFrom = DATA.resolve("releases/" + id + ".source");
        byte[] source = disk.get(cameFrom);
        disk.remove(cameFrom);
        assertThat(store().verifier().slotIfWhole(id).isPresent())
                .as("%s", file)
                .isEqualTo(factoryHasIt);
        disk.put(cameFrom, source);
        assertThat(store().verifier().slotIfWhole(id)).as("%s", file).hasValue(0);
        assertThat(disk.get(file)).isEqualTo(good);
    }

    @Test
    @DisplayName("swap rule 13: what is damaged is fetched from where the release came")
    void rule13HealedFromWhereItCame() throws Exception {
        String id = store().add(SOURCE).id();
        Path own = jars(offered).get(0);
        for (Path file : List.of(own, DATA.resolve("releases/" + id + ".json"))) {
            byte[] good = disk.get(file);
            disk.put(file, flipped(good, 5));
            assertThat(store().verifier().slotIfWhole(id)).hasValue(0);
            assertThat(disk.get(file)).isEqualTo(good);
            disk.cutPower(After.FORGOTTEN);
            assertThat(disk.get(file)).isEqualTo(good);
        }
        assertThat(store().asItIs().slotIfWhole(id)).hasValue(0);
    }

    @Test
    @DisplayName("swap rule 13: a source that is gone or has other bytes puts nothing right")
    void rule13ASourceThatDoesNotHaveIt() throws Exception {
        String id = store().add(SOURCE).id();
        Path own = jars(offered).get(0);
        disk.put(own, new byte[3]);
        Path there = SOURCE.resolve("bundles").resolve(own.getFileName());
        byte[] good = disk.get(there);
        disk.put(there, flipped(good, 5));
        assertThat(store().verifier().slotIfWhole(id)).isEmpty();
        disk.remove(there);
        assertThat(store().verifier().slotIfWhole(id)).isEmpty();
        disk.put(there, good);
        Path manifest = DATA.resolve("releases/" + id + ".json");
        disk.put(manifest, new byte[0]);
        Releases.main("0.3.0").bundle("fairlead.a", "0.3.0").into(disk, SOURCE);
        assertThat(store().verifier().slotIfWhole(id)).as("another release").isEmpty();
        offered.into(disk, SOURCE);
        for (String location : List.of("", "https://updates.example/main", "/nowhere", "\0")) {
            disk.put(
                    DATA.resolve("releases/" + id + ".source"),
                    location.getBytes(StandardCharsets.UTF_8));
            assertThat(store().verifier().slotIfWhole(id)).as(location).isEmpty();
        }
    }

    @Test
    @DisplayName("swap rule 13: a release that was taken in again is healed from the newer place")
    void rule13TheLastSourceCounts() throws Exception {
        store().add(SOURCE);
        Path elsewhere = Path.of("/elsewhere");
        offered.into(disk, elsewhere);
        String id = store().add(elsewhere).id();
        disk.files().stream().filter(f -> f.startsWith(SOURCE)).forEach(disk::remove);
        disk.remove(jars(offered).get(0));
        assertThat(store().verifier().slotIfWhole(id)).hasValue(0);
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] bad = bytes.clone();
        bad[at] ^= 1;
        return bad;
    }

    @Test
    @DisplayName("swap rule 10: a jar that a scanner holds is no damaged one")
    void rule10AHeldJarIsTriedAgain() throws Exception {
        String id = store().add(SOURCE).id();
        disk.hold(jars(offered).get(0));
        assertThatThrownBy(() -> store().verifier().slotIfWhole(id))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesAJarThatIsMissing() {
        Path jar = SOURCE.resolve("bundles").resolve(jars(offered).get(0).getFileName());
        disk.remove(jar);
        refused(ReleaseException.Missing.class, "fairlead.a 0.2.0", jar.toString());
    }

    @Test
    void refusesAJarWithOtherBytes() {
        Path jar = SOURCE.resolve("bundles").resolve(jars(offered).get(0).getFileName());
        disk.put(jar, flipped(disk.get(jar), 20));
        refused(
                ReleaseException.WrongBytes.class,
                "fairlead.a 0.2.0",
                Hash.of(disk.get(jar)),
                jar.getFileName().toString().substring(0, 64));
    }

    @Test
    void refusesAJarWithAnotherNameInside() {
        Releases.main("0.2.0")
                .bundle("fairlead.a", "0.2.0", Releases.jar("fairlead.b", "0.2.0", ""), "beside")
                .into(disk, SOURCE);
        refused(ReleaseException.WrongBundle.class, "fairlead.a 0.2.0", "fairlead.b 0.2.0");
    }

    @Test
    void refusesAJarOfAnotherVersion() {
        Releases.main("0.2.0")
                .bundle("fairlead.a", "0.2.0", Releases.jar("fairlead.a", "0.1.9", ""), "beside")
                .into(disk, SOURCE);
        refused(ReleaseException.WrongBundle.class, "fairlead.a 0.2.0", "fairlead.a 0.1.9");
    }

    @Test
    void refusesAManifestThatLiesAboutAKind() {
        Releases.main("0.2.0")
                .bundle(
                        "fairlead.a",
                        "0.2.0",
                        Releases.jar("fairlead.a", "0.2.0", "Export-Package: fairlead.a"),
                        "beside")
                .into(disk, SOURCE);
        refused(ReleaseException.WrongKind.class, "fairlead.a 0.2.0", "beside", "refresh");
    }

    @Test
    void refusesADirectoryWithoutAManifest() {
        disk.remove(SOURCE.resolve(Manifest.FILE));
        refused(ReleaseException.Missing.class, "release.json", SOURCE.toString());
    }

    @Test
    void refusesASourceThatGoesAway() {
        disk.hold(SOURCE.resolve("bundles").resolve(jars(offered).get(1).getFileName()));
        refused(ReleaseException.SourceGone.class, SOURCE.toString());
    }

    private void refused(Class<? extends Exception> type, String... both) {
        assertThatThrownBy(() -> store().add(SOURCE))
                .isInstanceOf(type)
                .hasMessageContainingAll(both);
        assertThat(disk.exists(DATA)).as("nothing was changed").isFalse();
    }

    @Test
    void whatIsNotTakenLeavesNothing() throws Exception {
        Releases.Builder all =
                Releases.main("0.2.0")
                        .bundle("fairlead.a", "0.2.0")
                        .bundle("fairlead.b", "0.2.0")
                        .slot(2, "host", new byte[] {1, 2, 3});
        disk = new ForgetfulDisk();
        all.into(disk, SOURCE);
        store().keepWaiting(Set.of(all.id()));
        List<Path> before = disk.files();
        disk.arm(Fault.FULL, Integer.MAX_VALUE);
        store().add(SOURCE);
        int steps = disk.steps();
        for (int step = 1; step <= steps; step++) {
            for (Fault fault : List.of(Fault.FULL, Fault.REFUSED)) {
                clear(before);
                disk.arm(fault, step);
                notTaken(before, fault + " at " + step);
            }
            clear(before);
            disk.arm(this::loseASource, step);
            notTaken(before, "source gone at " + step);
            all.into(disk, SOURCE);
        }
    }

    private void clear(List<Path> before) {
        disk.disarm();
        disk.files().stream().filter(f -> !before.contains(f)).forEach(disk::remove);
    }

    /** Taken as a whole, or nothing of it is left. */
    private void notTaken(List<Path> before, String when) throws Exception {
        try {
            store().add(SOURCE);
        } catch (IOException | ReleaseException e) {
            disk.disarm();
            List<Path> left = new ArrayList<>(disk.files());
            left.removeAll(before);
            assertThat(left).as(when).isEmpty();
        }
    }

    /** What is copied last, so that most steps come before it. */
    private void loseASource() {
        disk.remove(SOURCE.resolve("slot/host"));
    }

    @Test
    void whatIsReplacedIsNotRemovedAgain() throws Exception {
        store().add(SOURCE);
        Path shared = jars(offered).get(1);
        byte[] good = disk.get(shared);
        disk.put(shared, new byte[2]);
        Releases.main("0.3.0")
                .bundle("fairlead.b", "0.1.0")
                .bundle("fairlead.c", "0.3.0")
                .into(disk, Path.of("/next"));
        disk.arm(Fault.FULL, 7);
        assertThatThrownBy(() -> store().add(Path.of("/next"))).isInstanceOf(IOException.class);
        assertThat(disk.get(shared)).isEqualTo(good);
    }

    @Test
    void refusesWhatDoesNotFitBesideAStart() throws Exception {
        disk.usable(32L << 20);
        refused(ReleaseException.NoRoom.class, "needs 33 MB", "there are 32 MB");
        disk.usable(33L << 20);
        store().add(SOURCE);
        disk.usable(32L << 20);
        assertThat(store().add(SOURCE).id()).as("all is here already").isEqualTo(offered.id());
    }

    @Test
    @DisplayName("swap rule 8: a slot is filled as a whole, verified, and its number taken once")
    void rule8ASlotIsWhole() throws Exception {
        byte[] host = {1, 2, 3};
        Releases.Builder newHost =
                Releases.main("0.3.0").bundle("fairlead.a", "0.3.0").slot(2, "host", host);
        newHost.into(disk, SOURCE);
        String id = store().add(SOURCE).id();
        assertThat(store().verifier().slotIfWhole(id)).hasValue(2);
        disk.put(DATA.resolve("slots/2/host"), new byte[] {1, 2});
        assertThat(store().verifier().slotIfWhole(id)).isEmpty();
        store().add(SOURCE);
        assertThat(store().verifier().slotIfWhole(id)).hasValue(2);
        Releases.main("0.4.0")
                .bundle("fairlead.a", "0.4.0")
                .slot(2, "host", new byte[] {9})
                .into(disk, Path.of("/other"));
        assertThatThrownBy(() -> store().add(Path.of("/other")))
                .isInstanceOf(ReleaseException.SlotReused.class)
                .hasMessageContainingAll("Slot 2", id, "main-0.4.0-");
    }

    @Test
    @DisplayName("swap rule 8: a host that lost its bit to be run is given it again")
    void rule8AHostThatCannotBeRun(@TempDir Path directory) throws Exception {
        disk = new ForgetfulDisk();
        Releases.Builder newHost =
                Releases.main("0.3.0").bundle("fairlead.a", "0.3.0").slot(2, "host", new byte[3]);
        newHost.into(disk, Path.of("/offered"));
        for (Path file : disk.files()) {
            Path to = directory.resolve(Path.of("/").relativize(file).toString());
            Files.createDirectories(to.getParent());
            Files.write(to, disk.get(file));
        }
        ReleaseStore store =
                new ReleaseStore(new LocalDisk(), directory.resolve("data"), directory);
        Manifest added = store.add(directory.resolve("offered"));
        Path host = store.slot(added).resolve("host");
        assertThat(host).isExecutable();
        assertThat(host.toFile().setExecutable(false)).isTrue();
        assertThat(store.verifier().slotIfWhole(added.id())).hasValue(2);
        assertThat(host).isExecutable();
    }

    private ReleaseStore store() {
        return new ReleaseStore(disk, DATA, FACTORY);
    }

    private boolean whole(Releases.Builder release) throws IOException {
        return store().verifier().slotIfWhole(release.id()).isPresent();
    }

    private List<Path> jars(Releases.Builder release) {
        try {
            return Manifest.parse(release.manifest(), "test").bundles().stream()
                    .map(b -> DATA.resolve("store").resolve(b.sha256() + ".jar"))
                    .toList();
        } catch (ReleaseException e) {
            throw new AssertionError(e);
        }
    }
}
