package fairlead.launcher.swap;

import fairlead.launcher.Swap;
import fairlead.launcher.plan.Part;
import fairlead.launcher.release.BeginRefusedException;
import fairlead.launcher.release.Manifest;
import fairlead.launcher.release.ReleaseException;
import fairlead.launcher.release.ReleaseState;
import fairlead.launcher.release.ReleaseStore;
import fairlead.launcher.release.StartDecision;
import fairlead.launcher.release.StateFile;
import fairlead.launcher.release.Track;
import fairlead.launcher.release.Track.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The swap's decisions in {@code release.state}, and releases from the store. */
public final class DurableLog implements SwapLog {
    private static final Logger LOG = LoggerFactory.getLogger(DurableLog.class);
    private static final String SILENCE = "silence";

    /** An updater that checks each hour costs no write. */
    private static final Duration LONGEST_UNWRITTEN = Duration.ofHours(1);

    private final StateFile file;
    private final ReleaseStore store;
    private final int slot;
    private final boolean supervised;
    private ReleaseState state;

    /** May be ahead of what is written. */
    private Duration silence;

    private boolean unwritten;

    /** In a host with a supervisor, as the other one. */
    public DurableLog(StateFile file, ReleaseStore store, StartDecision.Run started, int slot) {
        this(file, store, started, slot, true);
    }

    /**
     * @param started what this start runs; its state is on disk
     * @param slot the slot in which this host runs
     * @param supervised is there a supervisor that would start the host of another slot?
     */
    public DurableLog(
            StateFile file,
            ReleaseStore store,
            StartDecision.Run started,
            int slot,
            boolean supervised) {
        this.file = file;
        this.store = store;
        this.slot = slot;
        this.supervised = supervised;
        this.state = started.state();
        this.silence = state.duration(SILENCE);
    }

    @Override
    public synchronized Release read(String releaseFile) {
        try {
            Path path = Path.of(releaseFile);
            String id = ReleaseStore.release(path);
            // It may have waited for weeks since it was taken in (rule 1).
            if (store.verifier().slotIfWhole(id).isEmpty()) {
                throw new IllegalStateException(
                        Swap.SURROUNDINGS + id + " is damaged on this PC's disk; offer it again.");
            }
            Manifest manifest = Manifest.parse(Files.readAllBytes(path), releaseFile);
            return release(manifest);
        } catch (ReleaseException e) {
            throw new IllegalStateException(
                    Swap.SURROUNDINGS + e.getMessage() + " Offer it again.", e);
        } catch (IOException e) {
            throw new IllegalStateException(
                    Swap.SURROUNDINGS
                            + "The release "
                            + releaseFile
                            + " cannot be read ("
                            + e
                            + "); offer it again, should it stay so.",
                    e);
        }
    }

    private Release release(Manifest manifest) {
        return new Release(
                manifest.id(),
                manifest.track(),
                needsAnotherSlot(manifest),
                parts(manifest, Optional.of(manifest.id())));
    }

    /** The host is ours: partners' releases run in any. */
    private boolean needsAnotherSlot(Manifest manifest) {
        return manifest.track().equals(ReleaseState.MAIN) && manifest.slot() != slot;
    }

    /**
     * The bundles of a manifest, as this machine holds them.
     *
     * @param release the id; empty for the factory's
     */
    private List<Part> parts(Manifest manifest, Optional<String> release) {
        List<Part> parts = new ArrayList<>();
        for (Manifest.Bundle bundle : manifest.bundles()) {
            parts.add(
                    new Part(
                            bundle.name(),
                            Version.parseVersion(bundle.version()),
                            bundle.sha256(),
                            store.jar(release, bundle),
                            bundle.kind(),
                            Set.copyOf(bundle.refreshes())));
        }
        return parts;
    }

    @Override
    public synchronized Optional<Release> running(String track) {
        Track its = state.track(track);
        Optional<String> id = its.onTrial() ? its.trial() : its.current();
        if (id.isEmpty() && !track.equals(ReleaseState.MAIN)) {
            return Optional.empty();
        }
        try {
            Optional<Manifest> manifest =
                    id.isPresent() ? store.manifest(id.get()) : store.factory();
            return manifest.map(
                    m -> new Release(m.id(), m.track(), needsAnotherSlot(m), parts(m, id)));
        } catch (IOException e) {
            throw new IllegalStateException("The release that runs cannot be read: " + e + ".", e);
        }
    }

    @Override
    public synchronized List<Release> partners() {
        return state.tracks().keySet().stream()
                .filter(track -> !track.equals(ReleaseState.MAIN))
                .flatMap(track -> running(track).stream())
                .toList();
    }

    @Override
    public synchronized Optional<Release> trial() {
        return state.tracks().entrySet().stream()
                .filter(t -> t.getValue().trial().isPresent())
                .findFirst()
                .map(t -> of(t.getValue().trial().get(), t.getKey()));
    }

    /** A trial is known by its id even where its manifest cannot be read any more. */
    private Release of(String id, String track) {
        try {
            return store.manifest(id)
                    .map(this::release)
                    .orElseGet(() -> new Release(id, track, false, List.of()));
        } catch (IOException e) {
            LOG.warn("the manifest of {} cannot be read", id, e);
            return new Release(id, track, false, List.of());
        }
    }

    @Override
    public synchronized boolean isStaged() {
        return state.tracks().values().stream().anyMatch(Track::staged);
    }

    @Override
    public synchronized void begin(Release release, Set<String> active) {
        try {
            write(
                    withoutStaged(release.track())
                            .begin(release.track(), release.id(), sorted(active)));
        } catch (BeginRefusedException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Ours replaces what is staged in any track (rule 18); a partner's waits for it (rule 19). */
    private ReleaseState withoutStaged(String track) {
        ReleaseState next = state;
        if (!track.equals(ReleaseState.MAIN)) {
            return next;
        }
        for (Map.Entry<String, Track> each : state.tracks().entrySet()) {
            if (each.getValue().staged() && !each.getKey().equals(track)) {
                Map<String, Track> all = new TreeMap<>(next.tracks());
                Track t = each.getValue();
                all.put(
                        each.getKey(),
                        new Track(
                                t.current(),
                                t.previous(),
                                Optional.empty(),
                                0,
                                t.deaths(),
                                t.blocked(),
                                List.of()));
                next = new ReleaseState(all, next.other());
            }
        }
        return next;
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    @Override
    public synchronized void stage(Release release, Set<String> active) {
        if (release.otherSlot() && !supervised) {
            throw new IllegalStateException(
                    release.id()
                            + " needs another host, and there is no supervisor here that would"
                            + " start it: start the agent with 'fairlead agent'.");
        }
        try {
            write(
                    withoutStaged(release.track())
                            .stage(release.track(), release.id(), sorted(active)));
        } catch (BeginRefusedException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public synchronized Set<String> activeBefore() {
        return state.onTrial()
                .map(track -> Set.copyOf(state.track(track).active()))
                .orElse(Set.of());
    }

    @Override
    public synchronized void commit(String release) {
        write(state.commit(release));
        try {
            store.clean(state.named());
        } catch (IOException e) {
            LOG.warn("what is not needed any more could not be removed; a start tries again", e);
        }
    }

    @Override
    public synchronized void back(String release, String reason, Optional<Cause> cause) {
        try {
            write(state.rollback(release, cause));
        } catch (UnwrittenException e) {
            LOG.warn("{} goes back; {}", release, e.getMessage());
            state = state.rollback(release, cause);
            unwritten = true;
        }
    }

    @Override
    public synchronized boolean writeLater() {
        if (unwritten) {
            try {
                write(state);
            } catch (UnwrittenException e) {
                LOG.debug("still not written", e);
            }
        }
        return !unwritten;
    }

    @Override
    public synchronized void endsByChoice(Duration more, Duration onTrial) {
        silence = silence.plus(more);
        ReleaseState next = state.uncounted().calmFor(more).triedFor(onTrial);
        if (!next.equals(state) || !silence.equals(state.duration(SILENCE))) {
            write(next);
        }
    }

    @Override
    public synchronized Duration tried() {
        return state.tried();
    }

    @Override
    public synchronized void checked() {
        silence = Duration.ZERO;
        if (!state.duration(SILENCE).isZero()) {
            write(state);
        }
        try {
            file.heal();
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    @Override
    public synchronized boolean isCritical() {
        Optional<String> trial = state.main().trial();
        try {
            return trial.isPresent()
                    && store.manifest(trial.get()).filter(Manifest::critical).isPresent();
        } catch (IOException e) {
            LOG.warn("the manifest of {} cannot be read", trial.get(), e);
            return false;
        }
    }

    @Override
    public synchronized Duration silence() {
        return silence;
    }

    @Override
    public synchronized void ran(Duration more) {
        silence = silence.plus(more);
        ReleaseState next = state.calmFor(more);
        Duration unwrittenSilence = silence.minus(state.duration(SILENCE));
        if (!next.equals(state) || unwrittenSilence.compareTo(LONGEST_UNWRITTEN) >= 0) {
            write(next);
        }
    }

    @Override
    public synchronized void leaveCurrent(String reason) {
        Optional<String> previous = state.main().previous();
        try {
            boolean usable =
                    previous.isPresent()
                            && store.verifier().slotIfWhole(previous.get()).isPresent();
            silence = Duration.ZERO; // it is not the fault of the release before
            write(state.giveWay(Optional.of(Cause.DEATHS), usable));
        } catch (IOException e) {
            throw new IllegalStateException("The release before cannot be read: " + e + ".", e);
        }
    }

    @Override
    public synchronized Map<String, String> state() {
        Map<String, String> all = new HashMap<>();
        state.tracks()
                .forEach(
                        (name, track) -> {
                            String suffix = name.equals(ReleaseState.MAIN) ? "" : "." + name;
                            track.current().ifPresent(id -> all.put("release" + suffix, id));
                            track.previous().ifPresent(id -> all.put("previous" + suffix, id));
                            track.trial().ifPresent(id -> all.put("trial" + suffix, id));
                            all.put(
                                    "blocked" + suffix,
                                    track.blocked().stream()
                                            .map(Track.Blocked::release)
                                            .collect(Collectors.joining(" ")));
                            track.blocked()
                                    .forEach(
                                            it ->
                                                    all.put(
                                                            "because." + it.release(),
                                                            it.cause().inWords()));
                        });
        all.put("factory", store.factoryDirectory().toString());
        all.put("slot", Integer.toString(slot));
        if (!all.containsKey("release")) {
            running(ReleaseState.MAIN).ifPresent(r -> all.put("release", r.id()));
        }
        return all;
    }

    private void write(ReleaseState decided) {
        ReleaseState next = decided.withOther(SILENCE, silence);
        try {
            file.write(next.values());
        } catch (IOException e) {
            throw unwritten(e);
        }
        state = next;
        unwritten = false;
    }

    private static UnwrittenException unwritten(IOException cause) {
        return new UnwrittenException(
                "The decision could not be written ("
                        + cause.getMessage()
                        + "), so nothing was changed; make room on the disk.",
                cause);
    }

    private static final class UnwrittenException extends IllegalStateException {
        UnwrittenException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
