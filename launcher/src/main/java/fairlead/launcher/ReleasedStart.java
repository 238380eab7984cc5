package fairlead.launcher;

import fairlead.launcher.release.Disk;
import fairlead.launcher.release.LocalDisk;
import fairlead.launcher.release.Manifest;
import fairlead.launcher.release.ReleaseState;
import fairlead.launcher.release.ReleaseStore;
import fairlead.launcher.release.StartDecision;
import fairlead.launcher.release.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses what this start of the agent runs, in the order of swap rule 10: the state, the hashes, a
 * fresh cache, the count. What fails for the disk is found before it counts.
 */
final class ReleasedStart {
    private static final Logger LOG = LoggerFactory.getLogger(ReleasedStart.class);
    private static final Logger ACTIVITY = LoggerFactory.getLogger(Logs.ACTIVITY);

    /** A virus scanner lets go of a file within this. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final DataDirectory data;
    private final StateFile file;
    private final ReleaseStore store;
    private final StartDecision.Run run;
    private final Map<Path, String> jars;

    private ReleasedStart(
            DataDirectory data,
            StateFile file,
            ReleaseStore store,
            StartDecision.Run run,
            Map<Path, String> jars) {
        this.data = data;
        this.file = file;
        this.store = store;
        this.run = run;
        this.jars = jars;
    }

    StateFile file() {
        return file;
    }

    ReleaseStore store() {
        return store;
    }

    StartDecision.Run run() {
        return run;
    }

    /** The bundles to install, each with the name and version that have to be in it. */
    Map<Path, String> jars() {
        return jars;
    }

    /**
     * Verifies, counts and chooses. The count is durable when this returns.
     *
     * @throws LauncherException with {@link ExitCode#AGAIN} when the start is to be tried again;
     *     nothing was counted then
     */
    static ReleasedStart choose(DataDirectory data, Dist dist, Supervision supervision)
            throws LauncherException, InterruptedException {
        return choose(data, dist, supervision, PATIENCE);
    }

    static ReleasedStart choose(
            DataDirectory data, Dist dist, Supervision supervision, Duration patience)
            throws LauncherException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return new Attempt(data, dist, supervision).choose();
            } catch (IOException e) {
                LOG.warn("the release that is to run cannot be read or written yet", e);
                if (System.nanoTime() > end) {
                    throw new LauncherException(
                            ExitCode.AGAIN,
                            "A file below "
                                    + data.path()
                                    + " cannot be opened or written ("
                                    + e.getMessage()
                                    + "); the start is tried again.",
                            e);
                }
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }

    /**
     * Writes what a failed start means; the process ends after it. While the disk takes nothing
     * nobody is at fault, and nothing is counted (rule 22). Else a bundle that did not start is the
     * trial's fault, if there is one: that is decided with this, and no death to be counted by the
     * next start (rule 12). Anything else stays counted, so that it cannot go on for ever (rule
     * 11).
     *
     * @param code how the start failed
     * @return how the process is to end
     */
    static ExitCode startFailed(ReleasedStart start, ExitCode code) {
        ReleaseState state = start.run.state();
        boolean usable = start.data.isUsable();
        Optional<String> track = state.onTrial();
        try {
            if (!usable) {
                start.file.write(state.uncounted().values());
            } else if (code == ExitCode.NOT_STARTED && track.isPresent()) {
                ReleaseState judged =
                        StartDecision.startFailed(state, track.get(), start.store.asItIs());
                start.file.write(judged.values());
                StartFindings.left(state, judged).forEach(ACTIVITY::warn);
                return ExitCode.AGAIN;
            }
        } catch (IOException e) {
            LOG.error("what the failed start means could not be written; it stays counted", e);
        }
        return usable ? code : ExitCode.DATA_UNUSABLE;
    }

    private record Attempt(DataDirectory data, Dist dist, Supervision supervision) {
        ReleasedStart choose() throws IOException, LauncherException {
            Disk disk = LocalDisk.of("host");
            StateFile file = new StateFile(disk, data.path().resolve("release.state"));
            ReleaseStore store = new ReleaseStore(disk, data.path(), dist.factory());
            ReleaseState read = read(file);
            tidy(file, store);
            StartDecision.Verifier verifier = store.verifier();
            ReleaseState state = StartDecision.verified(read, verifier);
            write(file, read, state);
            data.cache();
            StartDecision.Outcome outcome =
                    StartDecision.counted(
                            read,
                            state,
                            new StartDecision.Circumstances(
                                    supervision.slot(),
                                    supervision.failedSlot(),
                                    supervision.lastEnd().isPresent()),
                            verifier);
            write(file, state, outcome.state());
            if (outcome instanceof StartDecision.OtherSlot other) {
                StartFindings.of(read, other).forEach(ACTIVITY::warn); // its host reads them done
                supervision.wantsSlot(other.slot());
                throw new LauncherException(
                        ExitCode.AGAIN,
                        "The release needs the host of slot "
                                + other.slot()
                                + ", and this is that of slot "
                                + supervision.slot()
                                + "; the supervisor starts it.");
            }
            StartDecision.Run run = (StartDecision.Run) outcome;
            Map<Path, String> jars = jars(store, run);
            StartFindings.of(read, run).forEach(ACTIVITY::warn);
            supervision.counted();
            return new ReleasedStart(data, file, store, run, jars);
        }

        private static ReleaseState read(StateFile file) throws IOException {
            Optional<StateFile.Content> content = file.read();
            if (content.isEmpty()) {
                // Written while there is room: a later write takes no new space.
                file.write(ReleaseState.FACTORY.values());
                return ReleaseState.FACTORY;
            }
            return ReleaseState.of(content.get().values());
        }

        /** What an interrupted process left goes; what cannot go now goes later. */
        private void tidy(StateFile file, ReleaseStore store) throws IOException {
            Set<String> named = new LinkedHashSet<>();
            for (StateFile.Content content : file.readAll()) {
                named.addAll(ReleaseState.of(content.values()).named());
            }
            try {
                store.removeTemporary();
                store.clean(named, supervision.slot());
            } catch (IOException e) {
                LOG.warn("what is not needed any more could not be removed", e);
            }
            try {
                if (file.heal()) {
                    LOG.info("a damaged copy of the releases' state was written anew");
                }
            } catch (IOException e) {
                LOG.warn("a damaged copy of the releases' state could not be written anew", e);
            }
        }

        private static void write(StateFile file, ReleaseState old, ReleaseState next)
                throws IOException {
            if (!next.equals(old)) {
                file.write(next.values());
            }
        }

        private Map<Path, String> jars(ReleaseStore store, StartDecision.Run run)
                throws IOException, LauncherException {
            Map<Path, String> jars = new LinkedHashMap<>();
            add(jars, store, run.main(), manifest(store, run.main()));
            for (String partner : run.partners().values()) {
                add(jars, store, Optional.of(partner), manifest(store, Optional.of(partner)));
            }
            return jars;
        }

        private Manifest manifest(ReleaseStore store, Optional<String> release)
                throws IOException, LauncherException {
            if (release.isPresent()) {
                return store.manifest(release.get())
                        .orElseThrow(() -> new IOException(release.get() + " has just gone"));
            }
            if (!store.factoryWhole()) {
                throw new LauncherException(
                        ExitCode.NOT_STARTED,
                        "The program's own files in "
                                + dist.factory()
                                + " are missing or damaged: install it again.");
            }
            return store.factory().orElseThrow(() -> new IOException("it has just gone"));
        }

        private static void add(
                Map<Path, String> jars,
                ReleaseStore store,
                Optional<String> release,
                Manifest manifest) {
            LOG.info("release {} runs", manifest.id());
            for (Manifest.Bundle bundle : manifest.bundles()) {
                jars.put(store.jar(release, bundle), bundle.title());
            }
        }
    }
}
