package fairlead.itests.releases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.itests.releases.Updating.Status;
import fairlead.itests.rig.Control;
import fairlead.itests.rig.Rig;
import fairlead.launcher.release.Manifest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Good releases at a bad moment: each waits or goes back, none is blocked, no record is lost. */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class BadMomentsIT {
    private static final String BUNDLE = "fairlead.accounting.sage50";
    private static final String OPTIONS =
            "-Dfairlead.trial.window=4 -Dfairlead.trial.deadline=8 -Dfairlead.trial.grace=60";
    private static final int VOLUME_MEGABYTES = 96;

    private Releases releases;
    private Volume volume;
    private Rig rig;
    private Updating updating;
    private int nth;

    @BeforeAll
    void startAll(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws IOException, InterruptedException {
        releases = new Releases(directory.resolve("releases"));
        volume = Volume.mount(directory.resolve("agent"), VOLUME_MEGABYTES);
        rig = new Rig(directory, 300, 7, Optional.of(OPTIONS));
        updating = new Updating(rig.control());
        updating.await("the agent is up", Status::rests);
    }

    @AfterAll
    void stopAll() throws IOException, InterruptedException {
        if (rig != null) {
            rig.close();
        }
        volume.close();
    }

    /** So that a test that fails is the only one. */
    @AfterEach
    void allIsWell() throws IOException {
        volume.makeRoom();
        rig.change("free");
    }

    private Path next() throws Exception {
        return releases.make("0.1." + ++nth, BUNDLE, jar -> {});
    }

    private Status resting(String when) {
        return updating.await(when, Status::rests);
    }

    /** It is over, one way or the other, and the release is not blocked. */
    private Status judged(String release) throws Exception {
        return updating.await(
                release + " is judged",
                s -> s.rests() && (s.release().equals(release) || wentBack(release)));
    }

    private boolean wentBack(String release) {
        try {
            return updating.outcome(release).contains("went back");
        } catch (IOException | Control.RefusedException e) {
            return false;
        }
    }

    /** Offered again when all is well, it is taken. */
    private void isTaken(Path release, String when) throws Exception {
        String id = updating.offer(release);
        Status now = updating.await(when, s -> s.rests() && s.release().equals(id));
        assertThat(now.blocked()).as(when).isEmpty();
        rig.change("correct");
        rig.syncToNow();
        rig.assertBooksEqual(when);
    }

    @Test
    @DisplayName("swap rule 22: the network dies within the window: back, and not blocked")
    void rule22ADeadNetwork() throws Exception {
        Path release = next();
        rig.platform().kill();
        String id = updating.offer(release);
        Status after = judged(id);
        assertThat(after.release()).isNotEqualTo(id);
        assertThat(after.blocked()).isEmpty();
        rig.restartPlatform(Optional.empty());
        isTaken(release, "when the network is back");
    }

    @Test
    @DisplayName("swap rule 22: Sage is in exclusive mode within the window: not blocked")
    void rule22ALockedSage() throws Exception {
        Path release = next();
        rig.change("busy");
        rig.requestSync();
        String id = updating.offer(release);
        Status after = judged(id);
        assertThat(after.release()).isNotEqualTo(id);
        assertThat(after.blocked()).isEmpty();
        rig.change("free");
        isTaken(release, "when Sage is free");
    }

    @Test
    @DisplayName("swap rule 22: the company is gone within the window: back, and not blocked")
    void rule22ACompanyThatVanishes() throws Exception {
        Path release = next();
        rig.requestSync();
        rig.change("vanish");
        String id = updating.offer(release);
        Status after = judged(id);
        assertThat(after.release()).isNotEqualTo(id);
        assertThat(after.blocked()).isEmpty();
        rig.change("return");
        isTaken(release, "when the company is there again");
    }

    private void ensureTaken(Path release, String id, String when) throws Exception {
        if (resting(when).release().equals(id)) {
            rig.syncToNow();
            rig.assertBooksEqual(when);
        } else {
            isTaken(release, when);
        }
    }

    @Test
    @DisplayName("swap rule 22: the disk is full within the window: not blocked")
    void rule22AFullDisk() throws Exception {
        volume.isNeeded();
        Path release = next();
        String id = updating.offer(release);
        updating.await("on trial", s -> s.trial().equals(id));
        volume.fill();
        updating.await("judged", s -> s.rests());
        volume.makeRoom();
        assertThat(resting("there is room").blocked()).isEmpty();
        ensureTaken(release, id, "when there is room again");
    }

    @Test
    @DisplayName("swap rule 2: nothing can be written: refused, and the running release runs on")
    void rule2AFullDiskRefusesAnOffer() throws Exception {
        volume.isNeeded();
        String before = resting("before").release();
        Path release = next();
        volume.fill();
        assertThatThrownBy(() -> updating.offer(release))
                .isInstanceOf(Control.RefusedException.class)
                .hasMessageContaining("disk");
        assertThat(resting("full").release()).isEqualTo(before);
        rig.host().orElseThrow().destroyForcibly();
        volume.makeRoom();
        assertThat(resting("started again").release()).isEqualTo(before);
        isTaken(release, "when there is room again");
    }

    @Test
    @DisplayName("swap rule 2: a directory is read-only: refused, and the running release runs on")
    void rule2AReadOnlyDirectoryRefusesAnOffer() throws Exception {
        volume.isNeeded();
        isTaken(next(), "so that there is a store");
        String before = resting("before").release();
        Path release = next();
        for (String name : List.of("store", "releases")) {
            Path directory = rig.agentData().resolve(name);
            volume.makeReadOnly(directory);
            try {
                assertThatThrownBy(() -> updating.offer(release))
                        .as(name)
                        .isInstanceOf(Control.RefusedException.class)
                        .hasMessageContaining("disk")
                        .hasMessageContaining("Read-only");
                assertThat(resting(name).release()).isEqualTo(before);
            } finally {
                volume.makeWritable(directory);
            }
        }
        isTaken(release, "when it can be written again");
    }

    @Test
    @DisplayName("swap rule 4: a file that somebody holds open is removed later, and stops nothing")
    void rule4AFileHeldOpen() throws Exception {
        isTaken(next(), "so that there is a store");
        try (FileChannel state =
                        FileChannel.open(
                                rig.agentData().resolve("release.state"),
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE);
                FileLock held = state.lock();
                var jars = Files.newDirectoryStream(rig.agentData().resolve("store"))) {
            assertThat(held.isValid()).isTrue();
            try (FileChannel jar = FileChannel.open(jars.iterator().next())) {
                assertThat(jar.size()).isPositive();
                isTaken(next(), "while files are held");
                isTaken(next(), "while files are held");
            }
        }
    }

    @Test
    @DisplayName("swap rule 4: a file that cannot be removed is removed later, and stops nothing")
    void rule4AFileThatCannotBeRemoved() throws Exception {
        volume.isNeeded();
        isTaken(next(), "the release that goes");
        Path held = ownJar(resting("the release that goes").release());
        isTaken(next(), "the one after it");
        volume.hold(held);
        try {
            isTaken(next(), "while the file is held");
            String runs = resting("while the file is held").release();
            rig.host().orElseThrow().destroyForcibly();
            assertThat(resting("started while the file is held").release()).isEqualTo(runs);
            assertThat(held).exists();
        } finally {
            volume.letGo(held);
        }
        isTaken(next(), "when nobody holds it");
        assertThat(held).doesNotExist();
    }

    /** The jar of the bundle that changes from release to release. */
    private Path ownJar(String release) throws Exception {
        Path manifest = rig.agentData().resolve("releases").resolve(release + ".json");
        return Manifest.parse(Files.readAllBytes(manifest), release).bundles().stream()
                .filter(bundle -> bundle.name().equals(BUNDLE))
                .map(bundle -> rig.agentData().resolve("store").resolve(bundle.sha256() + ".jar"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("swap rule 24: going back after 1,000 records on the new release loses none")
    void rule24GoingBackAfterAThousandRecords() throws Exception {
        isTaken(next(), "the release before");
        String before = resting("before").release();
        isTaken(next(), "the release after");
        long records = records();
        rig.change("post 600");
        rig.syncToNow();
        assertThat(records() - records).isGreaterThanOrEqualTo(1000);
        rig.assertBooksEqual("on the release after");
        rig.change("post 20");
        rig.requestSync();
        rig.control().ask("updateRollback", Map.of());
        Status back = updating.await("back", s -> s.rests() && s.release().equals(before));
        assertThat(back.blocked()).isEmpty();
        rig.change("amend");
        rig.change("delete");
        rig.syncToNow();
        rig.assertBooksEqual("on the release before");
        assertThat(records() - records).isGreaterThanOrEqualTo(1000);
    }

    /** So many the agent has brought to the platform. */
    private long records() throws Exception {
        long records = 0;
        JsonNode companies = rig.control().ask("status", Map.of()).get("companies");
        for (JsonNode type : companies.get(0).get("types")) {
            records += type.get("records").asLong();
        }
        return records;
    }
}
