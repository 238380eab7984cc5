package fairlead.itests.releases;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.itests.releases.Updating.Status;
import fairlead.itests.rig.Control;
import fairlead.itests.rig.Rig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Good releases that began when all was well, and whose surroundings went bad on trial: what was
 * measured before says nothing of it.
 */
@Tag("slow")
class BadTrialsIT {
    private static final String BUNDLE = "fairlead.accounting.sage50";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private Updating updating;

    /** Something that happens to a good release. */
    private interface Moment {
        void happens(Rig rig) throws Exception;
    }

    private void goesBackUnblocked(int window, Moment bad, Moment well, String reason)
            throws Exception {
        String options =
                "-Dfairlead.trial.window=%d -Dfairlead.trial.deadline=%d -Dfairlead.trial.grace=60"
                        .formatted(window, window + 6);
        try (Rig rig = new Rig(directory, 300, 5, Optional.of(options))) {
            updating = new Updating(rig.control());
            String before = updating.await("the agent is up", Status::rests).release();
            rig.syncToNow();
            Path release =
                    new Releases(directory.resolve("releases")).make("0.1.1", BUNDLE, jar -> {});
            String id = updating.offer(release);
            updating.await("on trial", s -> s.phase().equals("trial") && s.trial().equals(id));
            bad.happens(rig);
            Status after = updating.await("back", s -> s.rests() && !outcome(id).isEmpty());
            assertThat(after.release()).isEqualTo(before);
            assertThat(after.blocked()).isEmpty();
            assertThat(outcome(id))
                    .contains("went back")
                    .containsIgnoringCase(reason)
                    .endsWith("it is tried again later");
            well.happens(rig);
            assertThat(updating.offer(release)).as("offered again").isEqualTo(id);
            Status taken = updating.await("taken", s -> s.rests() && s.release().equals(id));
            assertThat(taken.blocked()).isEmpty();
            rig.change("post 20");
            rig.syncToNow();
            rig.assertBooksEqual("at last");
        }
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
                8,
                rig -> rig.platform().kill(),
                rig -> rig.restartPlatform(Optional.empty()),
                "transport");
    }

    @Test
    @DisplayName("swap rule 22: Sage is locked while a good release is on trial: not blocked")
    void rule22SageIsLockedOnTrial() throws Exception {
        int roomForTheSecondPage = 30;
        goesBackUnblocked(
                roomForTheSecondPage,
                rig -> rig.change("busy"),
                rig -> rig.change("free"),
                "books of");
    }
}
