package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.launcher.release.LocalDisk;
import fairlead.launcher.release.ReleaseState;
import fairlead.launcher.release.ReleaseStore;
import fairlead.launcher.release.StateFile;
import fairlead.publish.release.Main;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start of the agent runs, on real files. */
class ReleasedStartTest {
    @TempDir Path directory;
    private Dist dist;
    private DataDirectory data;

    @BeforeEach
    void aProgramAndADataDirectory() throws Exception {
        make("0.1.0", directory.resolve("program/factory"));
        dist = new Dist(directory.resolve("program"));
        data = DataDirectory.open(directory.resolve("data"));
    }

    @AfterEach
    void letGo() {
        data.close();
    }

    @Test
    @DisplayName("swap rule 10: the first start runs the factory release, where it was installed")
    void rule10TheFirstStart() throws Exception {
        ReleasedStart start = choose();
        assertThat(start.run().main()).isEmpty();
        assertThat(start.jars()).containsValue("fairlead.a 0.1.0");
        assertThat(start.jars().keySet()).allMatch(jar -> jar.startsWith(dist.factory()));
        assertThat(directory.resolve("data/release.state")).hasSize(StateFile.SIZE);
        assertThat(directory.resolve("data/release.state.2")).hasSize(StateFile.SIZE);
    }

    @Test
    @DisplayName("swap rule 10: the count of a trial is durable before anything is started")
    void rule10TheCountIsWritten() throws Exception {
        String trial = onTrial("0.2.0");
        ReleasedStart start = choose();
        assertThat(start.run().main()).contains(trial);
        assertThat(start.jars()).containsValue("fairlead.a 0.2.0");
        assertThat(start.jars().keySet())
                .allMatch(jar -> jar.startsWith(directory.resolve("data/store")));
        assertThat(written().main().trialStarts()).isEqualTo(2);
        assertThat(choose().run().main()).isEmpty();
        assertThat(written().main().blockedFor(trial)).isPresent();
    }

    @Test
    @DisplayName("swap rule 10: a file that cannot be opened is tried again")
    void rule10AHeldFileIsTriedAgain() throws Exception {
        String trial = onTrial("0.2.0");
        Path jar = onlyJar();
        Path aside = hold(jar);
        FutureTask<ReleasedStart> start = new FutureTask<>(this::choose);
        Thread thread = new Thread(start, "start");
        thread.start();
        long end = System.nanoTime() + ReleasedStart.PATIENCE.toNanos();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(System.nanoTime()).as("it waits between two tries").isLessThan(end);
            Thread.onSpinWait();
        }
        letGo(jar, aside);
        assertThat(start.get().run().main()).contains(trial);
        assertThat(written().main().trialStarts()).isEqualTo(2);
    }

    @Test
    @DisplayName("swap rule 10: after 30 s the host ends with again, and nothing was counted")
    void rule10AHeldFileEndsUncounted() throws Exception {
        assertThat(ReleasedStart.PATIENCE).isEqualTo(Duration.ofSeconds(30));
        String trial = onTrial("0.2.0");
        Path jar = onlyJar();
        Path aside = hold(jar);
        for (int k = 0; k < 3; k++) {
            assertThatThrownBy(
                            () ->
                                    ReleasedStart.choose(
                                            data, dist, new Supervision(), Duration.ofMillis(1)))
                    .isInstanceOfSatisfying(
                            LauncherException.class,
                            e -> assertThat(e.code()).isEqualTo(ExitCode.AGAIN))
                    .hasMessageContaining("the start is tried again");
        }
        assertThat(written().main().trialStarts()).isEqualTo(1);
        assertThat(written().main().blockedFor(trial)).isEmpty();
        letGo(jar, aside);
        assertThat(choose().run().main()).contains(trial);
    }

    @Test
    @DisplayName("swap rule 4: clean-up that cannot be done now holds no start up")
    void rule4CleanUpHoldsNoStartUp() throws Exception {
        String one = onTrial("0.2.0");
        file().write(written().commit(one).values());
        String two = onTrial("0.3.0");
        file().write(written().commit(two).values());
        Path manifest = directory.resolve("data/releases/" + one + ".json");
        Path aside = hold(manifest);
        Path deep = tooDeep(directory.resolve("data/slots/7"));
        try {
            assertThat(
                            ReleasedStart.choose(
                                            data, dist, new Supervision(), Duration.ofMillis(1))
                                    .run()
                                    .main())
                    .as("the release before cannot be read, and is not needed")
                    .contains(two);
            letGo(manifest, aside);
            assertThat(choose().run().main()).as("a tree cannot be removed").contains(two);
            assertThat(deep).exists();
        } finally {
            assertThat(new ProcessBuilder("rm", "-rf", deep.toString()).start().waitFor()).isZero();
        }
    }

    /** A tree that cannot be walked: its paths are longer than any call takes. */
    private Path tooDeep(Path root) throws IOException {
        String half = ("x".repeat(200) + "/").repeat(15);
        Path lower = Files.createDirectories(directory.resolve("lower"));
        Files.createDirectories(lower.resolve(half));
        Files.move(lower, Files.createDirectories(root.resolve(half)).resolve("lower"));
        return root;
    }

    @Test
    @DisplayName(
            "swap rule 8: a host that its release no longer needs keeps its files until it ends")
    void rule8AHostKeepsItsOwnFiles() throws Exception {
        Path host = directory.resolve("data/slots/1/host");
        Files.createDirectories(host.getParent());
        Files.writeString(host, "#!/bin/sh\n");
        Supervision supervision = new Supervision();
        supervision.slot = 1;
        assertThatThrownBy(() -> ReleasedStart.choose(data, dist, supervision))
                .hasMessageContaining("needs the host of slot 0");
        assertThat(host).exists();
        choose();
        assertThat(host.getParent()).doesNotExist();
    }

    private Path onlyJar() throws IOException {
        List<Path> jars = new LocalDisk().list(directory.resolve("data/store"));
        assertThat(jars).hasSize(1);
        return jars.get(0);
    }

    /** A link to itself in its place is there and cannot be opened, by whomever. */
    private Path hold(Path jar) throws IOException {
        Path aside = Files.move(jar, directory.resolve("aside.jar"));
        Files.createSymbolicLink(jar, jar.getFileName());
        return aside;
    }

    private static void letGo(Path jar, Path aside) throws IOException {
        Files.delete(jar);
        Files.move(aside, jar);
    }

    @Test
    @DisplayName(
            "swap rule 13: a start that fails is the trial's fault only if its bytes are right")
    void rule13AStartThatFails() throws Exception {
        String trial = onTrial("0.2.0");
        assertThat(failed(choose())).as("judged: the next start is none").isEqualTo(ExitCode.AGAIN);
        assertThat(written().main().blockedFor(trial)).isPresent();
        assertThat(choose().run().main()).isEmpty();
        assertThat(failed(choose())).as("no trial").isEqualTo(ExitCode.NOT_STARTED);

        String damaged = onTrial("0.3.0");
        ReleasedStart start = choose();
        for (Path jar : new LocalDisk().list(directory.resolve("data/store"))) {
            Files.delete(jar);
            Files.write(jar, new byte[7]);
        }
        assertThat(failed(start)).isEqualTo(ExitCode.AGAIN);
        assertThat(written().main().blockedFor(damaged))
                .as("though its bytes could be had again")
                .isEmpty();
    }

    @Test
    @DisplayName("swap rule 13: the release in use is healed from where it came, and runs on")
    void rule13HealedFromWhereItCame() throws Exception {
        String current = onTrial("0.2.0");
        file().write(written().commit(current).values());
        Files.delete(onlyJar());
        assertThat(choose().run().main()).contains(current);
        Files.delete(onlyJar());
        new LocalDisk().deleteTree(directory.resolve("offered-0.2.0"));
        assertThat(choose().run().main()).as("the factory's").isEmpty();
        assertThat(written().main().blocked()).isEmpty();
    }

    private static ExitCode failed(ReleasedStart start) {
        return ReleasedStart.startFailed(start, ExitCode.NOT_STARTED);
    }

    @Test
    @DisplayName("swap rule 22: a start that fails for the disk blames nobody and counts nothing")
    void rule22AStartThatFailsForTheDisk() throws Exception {
        String trial = onTrial("0.2.0");
        ReleasedStart start = choose();
        // what lies in its way is a disk that takes nothing
        Files.createDirectories(directory.resolve("data/probe.tmp/x"));
        assertThat(failed(start)).isEqualTo(ExitCode.DATA_UNUSABLE);
        assertThat(written().main().blocked()).isEmpty();
        assertThat(written().main().trialStarts()).isEqualTo(1);
        assertThat(written().main().trial()).contains(trial);
    }

    @Test
    @DisplayName("swap rule 11: a start that fails for another reason is no verdict, and counts")
    void rule11AStartThatFailsOtherwiseStaysCounted() throws Exception {
        String trial = onTrial("0.2.0");
        ReleasedStart start = choose();
        assertThat(ReleasedStart.startFailed(start, ExitCode.DATA_UNUSABLE))
                .isEqualTo(ExitCode.DATA_UNUSABLE);
        assertThat(written().main().blocked()).isEmpty();
        assertThat(written().main().trialStarts()).isEqualTo(2);
        choose();
        assertThat(written().main().blockedFor(trial)).isPresent();
    }

    @Test
    @DisplayName("swap rule 13: a damaged trial is left unblocked; a damaged factory is said")
    void rule13DamagedBytes() throws Exception {
        String trial = onTrial("0.2.0");
        new LocalDisk().deleteTree(directory.resolve("offered-0.2.0"));
        for (Path jar : new LocalDisk().list(directory.resolve("data/store"))) {
            Files.delete(jar);
        }
        assertThat(choose().run().main()).isEmpty();
        assertThat(written().main().blockedFor(trial)).isEmpty();
        for (Path jar : new LocalDisk().list(dist.factory().resolve("bundles"))) {
            Files.write(jar, new byte[7]);
        }
        assertThatThrownBy(this::choose)
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("install it again");
    }

    private ReleasedStart choose() throws LauncherException, InterruptedException {
        return ReleasedStart.choose(data, dist, new Supervision());
    }

    private ReleaseState written() throws IOException {
        return ReleaseState.of(file().read().orElseThrow().values());
    }

    private StateFile file() {
        return new StateFile(new LocalDisk(), directory.resolve("data/release.state"));
    }

    private String onTrial(String version) throws Exception {
        Path offered = make(version, directory.resolve("offered-" + version));
        ReleaseStore store =
                new ReleaseStore(new LocalDisk(), directory.resolve("data"), dist.factory());
        String id = store.add(offered).id();
        Optional<StateFile.Content> before = file().read();
        ReleaseState state =
                before.map(c -> ReleaseState.of(c.values())).orElse(ReleaseState.FACTORY);
        file().write(state.begin("main", id, List.of()).values());
        return id;
    }

    private Path make(String version, Path out) throws IOException {
        Path jar = directory.resolve("fairlead.a-" + version + ".jar");
        Manifest manifest = new Manifest();
        Map.of(
                        "Manifest-Version", "1.0",
                        "Bundle-SymbolicName", "fairlead.a",
                        "Bundle-Version", version)
                .forEach((k, v) -> manifest.getMainAttributes().put(new Attributes.Name(k), v));
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream closed = new JarOutputStream(bytes, manifest)) {
            closed.finish();
        }
        assertThat(
                        Main.run(
                                "make",
                                jar.toString(),
                                "--out",
                                out.toString(),
                                "--version",
                                version,
                                "--created",
                                "2026-11-24T00:00:00Z"))
                .isZero();
        return out;
    }
}
