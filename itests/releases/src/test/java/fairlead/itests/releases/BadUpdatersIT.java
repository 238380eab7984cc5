package fairlead.itests.releases;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.itests.releases.Updating.Status;
import fairlead.itests.releases.bad.BadUpdater;
import fairlead.itests.rig.Rig;
import fairlead.publish.release.JarChange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

/** Releases with a bad updater: the host itself leaves each, and the next release is taken. */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class BadUpdatersIT {
    private static final String BUNDLE = "fairlead.update";
    private static final String COMPONENT = "OSGI-INF/fairlead.update.SwapUpdater.xml";
    private static final String OPTIONS =
            "-Dfairlead.trial.window=0\n-Dfairlead.trial.deadline=4\n-Dfairlead.trial.grace=2\n";

    private Releases releases;
    private Rig rig;
    private Updating updating;
    private String good;
    private int taken;

    @BeforeAll
    void startAll(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        Path options = Files.writeString(directory.resolve("options"), OPTIONS);
        rig = new Rig(directory, 200, 5, Optional.of("@" + options));
        updating = new Updating(rig.control());
        updating.await("the agent is up", Status::rests);
        Path often =
                new Releases(directory)
                        .make("0.1.1", BUNDLE, jar -> jar.put(COMPONENT, often(jar)));
        String id = updating.offer(often);
        good = updating.await("it is taken", s -> s.rests() && s.release().equals(id)).release();
        releases = new Releases(often, directory.resolve("releases"));
        // From now on no check for twenty seconds counts as none for 30 days.
        Files.writeString(options, OPTIONS + "-Dfairlead.update.silence=20\n");
        rig.restartAgent(Optional.empty());
        rig.agent().line();
    }

    /** The real updater, which looks for updates every two seconds. */
    private static byte[] often(JarChange jar) {
        String real = new String(jar.get(COMPONENT).orElseThrow(), StandardCharsets.UTF_8);
        return real.replace("PT1H", "PT2S").getBytes(StandardCharsets.UTF_8);
    }

    @AfterAll
    void stopAll() {
        if (rig != null) {
            rig.close();
        }
    }

    private void isLeft(String version, Class<? extends BadUpdater> type) throws Exception {
        Path release =
                releases.make(
                        version,
                        BUNDLE,
                        jar ->
                                jar.put(BadUpdater.class, type)
                                        .put(
                                                COMPONENT,
                                                BadUpdater.component(type)
                                                        .getBytes(StandardCharsets.UTF_8)));
        rig.change("post 10");
        rig.requestSync();
        String bad = updating.offer(release);
        Status after =
                updating.await(
                        version + " is left and blocked",
                        s -> s.rests() && s.blocked().contains(bad));
        assertThat(after.release()).isEqualTo(good);
        Path next = releases.make("0.2." + ++taken, "fairlead.accounting.sage50", jar -> {});
        String taken = updating.offer(next);
        good =
                updating.await("the next is taken", s -> s.rests() && s.release().equals(taken))
                        .release();
        rig.syncToNow();
        rig.assertBooksEqual("after " + version);
    }

    @Test
    @DisplayName("swap rule 15: nobody judges the trial: the host does, after the deadline")
    void rule15NeverCommits() throws Exception {
        isLeft("0.3.1", BadUpdater.NeverCommits.class);
    }

    @Test
    @DisplayName("swap rule 15: no update check for too long: the host leaves the release")
    void rule15RollsBackForEver() throws Exception {
        isLeft("0.3.2", BadUpdater.RollsBackForEver.class);
    }

    @Test
    @DisplayName("swap rule 11: the updater ends the process in its trial, twice")
    void rule11Crashes() throws Exception {
        isLeft("0.3.3", BadUpdater.Crashes.class);
    }

    @Test
    @DisplayName("swap rule 12: the updater ends the process for ever once it is in use")
    void rule12CommitsAndCrashes() throws Exception {
        isLeft("0.3.4", BadUpdater.CommitsAndCrashes.class);
    }
}
