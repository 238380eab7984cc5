package fairlead.itests.releases;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.itests.releases.Updating.Status;
import fairlead.itests.rig.Control;
import fairlead.itests.rig.Rig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Good releases that began when all was well, and whose surroundings went bad on trial: what was
 * measured before says nothing of it. The window has room for the second page of a trial.
 */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class BadTrialsIT {
    private static final String BUNDLE = "fairlead.accounting.sage50";
    private static final String OPTIONS =
            "-Dfairlead.trial.window=30 -Dfairlead.trial.deadline=36 -Dfairlead.trial.grace=60";

    private Releases releases;
    private Rig rig;
    private Updating updating;

    @BeforeAll
    void startAll(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws IOException, InterruptedException {
        releases = new Releases(directory.resolve("releases"));
        rig = new Rig(directory, 300, 5, Optional.of(OPTIONS));
        updating = new Updating(rig.control());
        updating.await("the agent is up", Status::rests);
        rig.syncToNow();
    }

    @AfterAll
    void stopAll() {
        if (rig != null) {
            rig.close();
        }
    }

    /** Something that happens to a good release. */
    private interface Moment {
        void happens() throws Exception;
    }

    private void goesBackUnblocked(String version, Moment bad, Moment well, String reason)
            throws Exception {
        Path release = releases.make(version, BUNDLE, jar -> {});
        String before = updating.await("before", Status::rests).release();
        String id = updating.offer(release);
        updating.await("on trial", s -> s.phase().equals("trial") && s.trial().equals(id));
        bad.happens();
        Status after = updating.await("back", s -> s.rests() && !outcome(id).isEmpty());
        assertThat(after.release()).isEqualTo(before);
        assertThat(after.blocked()).isEmpty();
        assertThat(outcome(id))
                .contains("went back")
                .containsIgnoringCase(reason)
                .endsWith("it is tried again later");
        well.happens();
        assertThat(updating.offer(release)).as("offered again").isEqualTo(id);
        Status taken = updating.await("taken", s -> s.rests() && s.release().equals(id));
        assertThat(taken.blocked()).isEmpty();
        rig.change("post 20");
        rig.syncToNow();
        rig.assertBooksEqual("after " + version);
    }

    private String outcome(String release) {
        try {
            return updating.outcome(release);
        } catch (IOException | Control.RefusedException e) {
            return "";
        }
    }

    @Test
    @DisplayName("swap rule 22: the network dies while a good release is on trial: not blocked")
    void rule22TheNetworkDiesOnTrial() throws Exception {
        goesBackUnblocked(
                "0.1.1",
                () -> rig.platform().kill(),
                () -> rig.restartPlatform(Optional.empty()),
                "transport");
    }

    @Test
    @DisplayName("swap rule 22: Sage is locked while a good release is on trial: not blocked")
    void rule22SageIsLockedOnTrial() throws Exception {
        goesBackUnblocked("0.1.2", () -> rig.change("busy"), () -> rig.change("free"), "books of");
    }
}
