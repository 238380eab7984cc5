package fairlead.itests.releases;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.itests.releases.Updating.Status;
import fairlead.itests.rig.Control;
import fairlead.itests.rig.Program;
import fairlead.launcher.release.LocalDisk;
import fairlead.launcher.release.Manifest;
import fairlead.launcher.release.StateFile;
import fairlead.publish.release.NextRelease;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each file that says or holds what runs, flipped, truncated, emptied or gone while nothing runs: a
 * real start finds it, runs one whole release all the same, and the file is whole again at the end.
 * With {@code fairlead.damages} that is {@code every}, each file suffers every damage, and of the
 * many jars that a release shares with the factory's, or that a slot holds, each one in turn.
 * Otherwise, as in CI, one file of a kind suffers one, each day another.
 */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class DamagedFilesIT {
    private static final String BUNDLE = "fairlead.accounting.sage50";
    private static final String OPTIONS = "-Dfairlead.trial.window=0 -Dfairlead.trial.deadline=60";

    private final boolean every = System.getProperty("fairlead.damages", "").equals("every");

    private Path directory;
    private Path data;
    private Path saved;
    private Path older;
    private Path newer;
    private Path slotted;
    private String before;
    private String current;
    private Program agent;
    private int nth = (int) LocalDate.now(ZoneOffset.UTC).toEpochDay();

    /** What happens to a file. */
    private enum Damage {
        FLIPPED {
            @Override
            byte[] of(byte[] bytes) {
                byte[] other = bytes.clone();
                other[bytes.length / 3] ^= 0x10;
                return other;
            }
        },
        TRUNCATED {
            @Override
            byte[] of(byte[] bytes) {
                return Arrays.copyOf(bytes, bytes.length / 2);
            }
        },
        EMPTIED {
            @Override
            byte[] of(byte[] bytes) {
                return new byte[0];
            }
        },
        GONE {
            @Override
            byte[] of(byte[] bytes) {
                throw new UnsupportedOperationException("nothing is left");
            }

            @Override
            void happensTo(Path file) throws IOException {
                Files.delete(file);
            }
        };

        abstract byte[] of(byte[] bytes);

        void happensTo(Path file) throws IOException {
            assertThat(file.toFile().setWritable(true)).isTrue();
            Files.write(file, of(Files.readAllBytes(file)));
        }
    }

    @BeforeAll
    void takeTwoReleases(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws Exception {
        this.directory = directory;
        data = directory.resolve("agent");
        saved = directory.resolve("saved");
        Releases releases = new Releases(directory.resolve("releases"));
        older = releases.make("0.1.1", BUNDLE, jar -> {});
        newer = releases.make("0.1.2", BUNDLE, jar -> {});
        slotted = directory.resolve("releases").resolve("0.1.3");
        NextRelease.after(newer, "0.1.3").slot(1, slotFiles()).make(slotted);
        start();
        updating().await("the agent is up", Status::rests);
        before = taken(older);
        current = taken(newer);
        agent.stop();
        copy(data, saved);
    }

    /** A newer host that is the built one once more. */
    private Path slotFiles() throws IOException {
        Path dist = Program.launcher().resolve("target/dist");
        Path files = directory.resolve("host");
        copy(dist.resolve("lib"), files.resolve("lib"));
        Files.copy(dist.resolve("host"), files.resolve("host"));
        return files;
    }

    @AfterEach
    void stop() {
        if (agent != null) {
            agent.close();
        }
    }

    /** Waits for nothing: where it does not come up, whoever looks at it says so. */
    private void start() {
        agent =
                Program.start(
                        directory,
                        "agent",
                        OPTIONS,
                        "agent",
                        "--data",
                        data.toString(),
                        "--platform",
                        "http://127.0.0.1:1",
                        "--headless",
                        "--ready-json");
    }

    private Updating updating() {
        return new Updating(new Control(data));
    }

    private String taken(Path release) throws InterruptedException, Control.RefusedException {
        String id = updating().offer(release);
        updating().await(id + " is taken", s -> s.rests() && s.release().equals(id));
        return id;
    }

    private List<Damage> damages() {
        return every ? List.of(Damage.values()) : List.of(inTurn());
    }

    private Damage inTurn() {
        return Damage.values()[nth++ % Damage.values().length];
    }

    private void survives(Path file) throws Exception {
        survives(file, damages());
    }

    /** Damages the file and starts: the current release runs. */
    private void survives(Path file, List<Damage> damages) throws Exception {
        for (Damage damage : damages) {
            byte[] whole = startsDamaged(saved, file, damage, current);
            agent.stop();
            assertHealed(file, whole, damage);
        }
    }

    /** The same of a file that nobody else has; and while where it came from is gone. */
    private void survivesByItsSource(Path file) throws Exception {
        survives(file);
        for (Damage damage : damages()) {
            Path aside = Files.move(newer, newer.resolveSibling("aside"));
            byte[] whole;
            try {
                whole = startsDamaged(saved, file, damage, before);
            } finally {
                Files.move(aside, newer);
            }
            taken(newer);
            agent.stop();
            assertHealed(file, whole, damage);
        }
    }

    private void assertHealed(Path file, byte[] whole, Damage damage) throws IOException {
        String what = data.relativize(file) + " " + damage;
        assertHealed(what);
        String name = file.getFileName().toString();
        if (name.endsWith(".jar") || name.endsWith(".json")) {
            assertThat(Files.readAllBytes(file)).as(what).isEqualTo(whole);
        }
    }

    /**
     * Starts on a copy of this data directory in which the file is damaged: this release runs then.
     *
     * @return the file as it was
     */
    private byte[] startsDamaged(Path from, Path file, Damage damage, String runs)
            throws Exception {
        String what = data.relativize(file) + " " + damage;
        new LocalDisk().deleteTree(data);
        copy(from, data);
        byte[] whole = Files.readAllBytes(file);
        damage.happensTo(file);
        start();
        Status now = updating().await(what, Status::rests);
        assertThat(now.release()).as(what).isEqualTo(runs);
        assertThat(now.blocked()).as(what).isEmpty();
        return whole;
    }

    private void assertHealed(String what) throws IOException {
        StateFile state = new StateFile(new LocalDisk(), data.resolve("release.state"));
        assertThat(state.readAll()).as(what).hasSize(2);
        assertThat(state.readAll().get(0)).as(what).isEqualTo(state.readAll().get(1));
    }

    /** Offers the release that needs a slot, which then waits for the next start. */
    private String staged() throws Exception {
        String id = updating().offer(slotted);
        updating().await(id + " is staged", s -> s.phase().equals("staged"));
        return id;
    }

    private void assertSlot(int slot, String what) throws IOException {
        assertThat(Files.readString(data.resolve("slot.state")))
                .as(what)
                .contains("\nslot=" + slot + "\n");
    }

    @Test
    @DisplayName("swap rules 7, 13: any file of a slot: the slot is left, and is whole again later")
    void rule13AFileOfASlot() throws Exception {
        new LocalDisk().deleteTree(data);
        copy(saved, data);
        start();
        updating().await("the agent is up", Status::rests);
        String id = staged();
        agent.stop();
        start();
        updating().await("in the slot", s -> s.rests() && s.release().equals(id));
        agent.stop();
        assertSlot(1, "it runs in its slot");
        Path inSlot = directory.resolve("in-slot");
        copy(data, inSlot);
        runsThoughItsHostCannotBeRun(inSlot, id);
        for (Path file : ofTheSlot(inSlot)) {
            boolean first = file.endsWith("host") || file.endsWith("lib/launcher.jar");
            for (Damage damage : first ? damages() : List.of(inTurn())) {
                leavesTheSlot(inSlot, file, damage);
            }
        }
    }

    /** As a copy or a backup does that knows no such rights. */
    private void runsThoughItsHostCannotBeRun(Path from, String id) throws Exception {
        new LocalDisk().deleteTree(data);
        copy(from, data);
        assertThat(data.resolve("slots/1/host").toFile().setExecutable(false, false)).isTrue();
        start();
        updating().await("without the right to run", s -> s.rests() && s.release().equals(id));
        agent.stop();
        assertSlot(1, "in its slot again");
    }

    private List<Path> ofTheSlot(Path from) throws IOException {
        Path slot = from.resolve("slots/1");
        if (!every) {
            return List.of(Path.of("host"), Path.of("lib/launcher.jar"));
        }
        try (Stream<Path> files = Files.walk(slot)) {
            return files.filter(Files::isRegularFile).map(slot::relativize).sorted().toList();
        }
    }

    private void leavesTheSlot(Path from, Path path, Damage damage) throws Exception {
        String what = "slots/1/" + path + " " + damage;
        Path file = data.resolve("slots/1").resolve(path);
        byte[] whole = startsDamaged(from, file, damage, current);
        assertSlot(0, what);
        staged();
        agent.stop();
        assertThat(Files.readAllBytes(file)).as(what).isEqualTo(whole);
        assertHealed(what);
    }

    @Test
    @DisplayName("swap rules 13, 18: what waits for a start is fetched again, when it was damaged")
    void rule18WhatWaitsForAStart() throws Exception {
        for (String damaged : List.of("slots/1/lib/launcher.jar", "releases/")) {
            new LocalDisk().deleteTree(data);
            copy(saved, data);
            start();
            updating().await("the agent is up", Status::rests);
            String id = staged();
            agent.stop();
            boolean ofTheSlot = damaged.startsWith("slots/"); // which a start does not fetch
            Path file = data.resolve(ofTheSlot ? damaged : damaged + id + ".json");
            inTurn().happensTo(file);
            if (ofTheSlot) {
                start();
                Status now = updating().await(damaged, s -> s.phase().equals("staged"));
                assertThat(now.release()).isEqualTo(current);
                agent.stop();
            }
            start();
            updating().await(id + " runs", s -> s.rests() && s.release().equals(id));
            agent.stop();
            assertSlot(1, damaged);
        }
    }

    private Path manifest(String release) {
        return data.resolve("releases").resolve(release + ".json");
    }

    private List<Path> jars(String release, boolean ofItsOwn) throws Exception {
        Path file = saved.resolve("releases").resolve(release + ".json");
        List<Path> jars = new ArrayList<>();
        for (Manifest.Bundle bundle :
                Manifest.parse(Files.readAllBytes(file), file.toString()).bundles()) {
            if (bundle.name().equals(BUNDLE) == ofItsOwn) {
                jars.add(data.resolve("store").resolve(bundle.sha256() + ".jar"));
            }
        }
        return jars;
    }

    @Test
    @DisplayName("swap rule 2: one copy of the state: the other counts, and it is written anew")
    void rule2OneCopy() throws Exception {
        survives(data.resolve("release.state"));
        survives(data.resolve("release.state.2"));
    }

    @Test
    @DisplayName("swap rule 2: both copies of the state: the factory release runs")
    void rule2BothCopies() throws Exception {
        new LocalDisk().deleteTree(data);
        copy(saved, data);
        Files.write(data.resolve("release.state"), new byte[0]);
        Files.write(data.resolve("release.state.2"), new byte[7]);
        start();
        Status now = updating().await("both copies", Status::rests);
        assertThat(now.release()).startsWith("main-0.1.0-");
        taken(newer);
        agent.stop();
        assertHealed("both copies");
    }

    @Test
    @DisplayName(
            "swap rule 13: a jar of the current release alone comes from where that came; where"
                    + " nothing is there any more, the release before runs")
    void rule13AJarOfItsOwn() throws Exception {
        survivesByItsSource(jars(current, true).get(0));
    }

    @Test
    @DisplayName("swap rule 13: a jar that the factory has, too, is put right from there")
    void rule13AJarThatTheFactoryHas() throws Exception {
        List<Path> shared = jars(current, false);
        for (Path jar : every ? shared : shared.subList(0, 1)) {
            survives(jar, List.of(inTurn()));
        }
    }

    @Test
    @DisplayName("swap rule 2: what the updater keeps: the current release runs, updates go on")
    void rule2WhatTheUpdaterKeeps() throws Exception {
        for (String kept : List.of("update/updater.state", "releases.waiting")) {
            survives(data.resolve(kept));
        }
        for (Damage damage : damages()) {
            new LocalDisk().deleteTree(data);
            copy(saved, data);
            for (String copy : List.of("updater.state", "updater.state.2")) {
                damage.happensTo(data.resolve("update").resolve(copy));
            }
            start();
            Status now = updating().await("both copies of the notes " + damage, Status::rests);
            assertThat(now.release()).isEqualTo(current);
            agent.stop();
        }
    }

    @Test
    @DisplayName("swap rule 2: both copies of the state flipped: the factory release runs")
    void rule2BothCopiesFlipped() throws Exception {
        new LocalDisk().deleteTree(data);
        copy(saved, data);
        for (String copy : List.of("release.state", "release.state.2")) {
            Damage.FLIPPED.happensTo(data.resolve(copy));
        }
        start();
        Status now = updating().await("both copies flipped", Status::rests);
        assertThat(now.release()).startsWith("main-0.1.0-");
        agent.stop();
        assertHealed("both copies flipped");
    }

    @Test
    @DisplayName("swap rule 13: the same of the manifest of the current release")
    void rule13TheManifest() throws Exception {
        survivesByItsSource(manifest(current));
    }

    @Test
    @DisplayName("swap rule 13: where a release came from, damaged: nothing needs it now")
    void rule13TheSource() throws Exception {
        survives(data.resolve("releases").resolve(current + ".source"), List.of(inTurn()));
    }

    @Test
    @DisplayName(
            "swap rule 13: the release before disturbs nobody; who goes back to it has it whole,"
                    + " from where it came, or reads what is wrong while the current one runs on")
    void rule13TheReleaseBefore() throws Exception {
        for (Path file : List.of(jars(before, true).get(0), manifest(before))) {
            for (Damage damage : damages()) {
                String what = data.relativize(file) + " " + damage;
                byte[] whole = startsDamaged(saved, file, damage, current);
                new Control(data).ask("updateRollback", Map.of());
                updating().await(what, s -> s.rests() && s.release().equals(before));
                agent.stop();
                assertHealed(file, whole, damage);
            }
            saysThatItIsDamaged(file, inTurn());
        }
    }

    private void saysThatItIsDamaged(Path file, Damage damage) throws Exception {
        Path aside = Files.move(older, older.resolveSibling("aside"));
        try {
            startsDamaged(saved, file, damage, current);
            new Control(data).ask("updateRollback", Map.of());
            Status now =
                    updating()
                            .await(
                                    "it says why",
                                    s -> s.outcome().contains(before + " was not begun"));
            assertThat(now.outcome()).contains("damaged on this PC's disk; offer it again");
            assertThat(now.release()).isEqualTo(current);
            agent.stop();
        } finally {
            Files.move(aside, older);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path it, BasicFileAttributes how)
                            throws IOException {
                        Files.createDirectories(to.resolve(from.relativize(it)));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path it, BasicFileAttributes how)
                            throws IOException {
                        if (how.isRegularFile()) {
                            Files.copy(
                                    it,
                                    to.resolve(from.relativize(it)),
                                    StandardCopyOption.COPY_ATTRIBUTES);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
