package fairlead.itests.releases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.accounting.sage50.BadPackage;
import fairlead.itests.releases.Updating.Status;
import fairlead.itests.releases.bad.BadActivator;
import fairlead.itests.rig.Control;
import fairlead.itests.rig.Rig;
import fairlead.publish.release.JarChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
 * Releases that are bad in one way each: every one goes back by itself and is not tried again, and
 * the platform holds exactly the company's records whatever it did.
 */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
@DisplayName("swap rule 21: what is the release's fault goes back by itself and is blocked")
class BadReleasesIT {
    private static final String BUNDLE = "fairlead.accounting.sage50";

    private static final String COMPONENT = "OSGI-INF/" + BUNDLE + ".Sage50Package.xml";
    private static final String OPTIONS =
            "-Dfairlead.trial.window=20 -Dfairlead.trial.deadline=240 -Dfairlead.trial.grace=10";

    /** What a sync would hide: it takes the rest of the heap, and a page is not read beside it. */
    private static final Set<String> ALONE = Set.of("80 %", "ms a page");

    private Releases releases;
    private Rig rig;
    private Updating updating;
    private String good;

    @BeforeAll
    void startAll(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws IOException, InterruptedException {
        releases = new Releases(directory.resolve("releases"));
        rig = new Rig(directory, 300, 3, Optional.of(OPTIONS));
        updating = new Updating(rig.control());
        good = updating.await("the agent is up", Status::rests).release();
    }

    @AfterAll
    void stopAll() {
        if (rig != null) {
            rig.close();
        }
    }

    private static Consumer<JarChange> activator(String what) {
        return jar ->
                jar.put(BadActivator.class)
                        .header("Bundle-Activator", BadActivator.class.getName())
                        .header(BadActivator.HEADER, what)
                        .header(
                                "DynamicImport-Package",
                                "org.osgi.framework,fairlead.schedule.api");
    }

    private static Consumer<JarChange> books(Class<? extends BadPackage> type) {
        return jar ->
                jar.put(BadPackage.classes())
                        .put(
                                COMPONENT,
                                BadPackage.component(jar.get(COMPONENT).orElseThrow(), type));
    }

    /** Puts other words of the same length into a class. */
    private static Consumer<JarChange> words(String file, String old, String other) {
        return jar -> {
            String bytes = new String(jar.get(file).orElseThrow(), StandardCharsets.ISO_8859_1);
            assertThat(bytes).contains(old);
            assertThat(other).hasSameSizeAs(old);
            jar.put(file, bytes.replace(old, other).getBytes(StandardCharsets.ISO_8859_1));
        };
    }

    /** Offers it while the books change, and waits until it is over. */
    private void goesBack(String version, Consumer<JarChange> change, String reason)
            throws Exception {
        Path release = releases.make(version, BUNDLE, change);
        rig.change("post 20");
        if (!ALONE.contains(reason)) {
            rig.requestSync();
        }
        goesBack(version, release, updating.offer(release), reason);
    }

    /** Begins a sync when it is on trial: what only a sync meets is met then. */
    private void failsInASync(String version, String bundle, Consumer<JarChange> change)
            throws Exception {
        Path release = releases.make(version, bundle, change);
        String bad = updating.offer(release);
        updating.await(version + " is on trial", s -> s.phase().equals("trial"));
        rig.change("post 20");
        rig.requestSync();
        goesBack(version, release, bad, "failed by a defect");
    }

    private void goesBack(String version, Path release, String bad, String reason)
            throws Exception {
        Status after =
                updating.await(
                        version + " goes back and is blocked",
                        s -> s.rests() && s.blocked().contains(bad) && s.waiting().isEmpty());
        assertThat(after.release()).isEqualTo(good);
        assertThat(updating.outcome(bad)).containsIgnoringCase(reason);
        assertThatThrownBy(() -> updating.offer(release))
                .isInstanceOf(Control.RefusedException.class)
                .hasMessageContaining("is blocked");
        rig.change("amend");
        rig.syncToNow();
        rig.assertBooksEqual("after " + version);
        assertThat(updating.status().orElseThrow().release()).isEqualTo(good);
    }

    @Test
    void doesNotResolve() throws Exception {
        goesBack("0.1.1", jar -> jar.header("Require-Bundle", "nobody.has.it"), "nobody.has.it");
    }

    @Test
    void throwsInStart() throws Exception {
        goesBack("0.1.2", activator("throws"), "throws in start");
    }

    @Test
    void cannotBeActivated() throws Exception {
        goesBack("0.1.10", books(BadPackage.Broken.class), "cannot be fetched");
    }

    @Test
    void hangsInStart() throws Exception {
        goesBack("0.1.3", activator("hangs"), "did not end within 10 s");
    }

    @Test
    void throwsLater() throws Exception {
        goesBack("0.1.4", activator("job"), "bad-job");
    }

    @Test
    void leaks() throws Exception {
        rig.syncToNow();
        goesBack("0.1.5", activator("leaks"), "80 %");
    }

    @Test
    void isTenTimesAsSlow() throws Exception {
        rig.syncToNow();
        goesBack("0.1.6", books(BadPackage.Slow.class), "ms a page");
    }

    @Test
    void corruptsWhatItReads() throws Exception {
        goesBack("0.1.9", books(BadPackage.Corrupt.class), "otherwise than in the last sync");
    }

    @Test
    void cannotSend() throws Exception {
        failsInASync(
                "0.1.11",
                "fairlead.transport.codat",
                words(
                        "fairlead/transport/codat/Deliveries.class",
                        "Fairlead-SHA256",
                        "Fairlead SHA256"));
    }

    @Test
    void cannotKeepWhatItRead() throws Exception {
        failsInASync(
                "0.1.12",
                "fairlead.outbox",
                words("fairlead/outbox/Chunks.class", "SHA-256", "SHA-999"));
    }

    @Test
    @DisplayName("swap rule 17: a bad API throws in start: back by a restart, and blocked")
    void aBadApiGoesBackByARestart() throws Exception {
        aBadApiGoesBack("1.0.1", "throws", "it did not start");
    }

    @Test
    @DisplayName("swap rules 17, 21: an API goes bad on trial: back by a restart, in its words")
    void aBadApiGoesBackFromItsTrial() throws Exception {
        aBadApiGoesBack("1.0.2", "job", "bad-job");
    }

    /** Of kind refresh: the old one is uninstalled, so that only a restart brings it back. */
    private void aBadApiGoesBack(String version, String how, String reason) throws Exception {
        Path release = releases.make(version, "fairlead.schedule.api", activator(how));
        rig.change("post 20");
        rig.requestSync();
        long before = rig.host().orElseThrow().pid();
        goesBack(version, release, updating.offer(release), reason);
        assertThat(rig.host().orElseThrow().pid()).as("started again").isNotEqualTo(before);
    }

    @Test
    void endsTheProcess() throws Exception {
        goesBack("0.1.7", activator("exits"), "ended unasked");
    }

    @Test
    void runsOutOfMemory() throws Exception {
        goesBack("0.1.8", activator("memory"), "ended unasked");
    }
}
