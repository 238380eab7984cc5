package fairlead.update;

import fairlead.launcher.Swap;
import fairlead.launcher.plan.Part;
import fairlead.launcher.plan.PlanRefusedException;
import fairlead.launcher.plan.SwapPlan;
import fairlead.launcher.release.Disk;
import fairlead.launcher.release.Manifest;
import fairlead.launcher.release.ReleaseException;
import fairlead.launcher.release.ReleaseStore;
import fairlead.update.api.UpdateException;
import fairlead.update.api.Updater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceException;
import org.osgi.framework.Version;

/** What releases come in: planned, checked, taken into the store and noted. */
final class Offers {
    private static final String BY_PERSON = "a person asked for it";

    private final BundleContext context;
    private final Path data;
    private final Notes notes;
    private final Clock clock;
    private final Disk disk;
    private volatile boolean leaves;

    Offers(BundleContext context, Path data, Notes notes, Clock clock, Disk disk) {
        this.context = context;
        this.data = data;
        this.notes = notes;
        this.clock = clock;
        this.disk = disk;
    }

    /**
     * Whoever takes a release in is not waited for: what has been copied of it is removed again,
     * and the caller asks the next updater.
     */
    void leave() {
        leaves = true;
    }

    /** The factory's bytes are read only where the host names them. */
    private ReleaseStore store(Map<String, String> state) {
        return store(state, disk);
    }

    private ReleaseStore store(Map<String, String> state, Disk its) {
        String factory = state.getOrDefault("factory", data.resolve("no-factory").toString());
        return new ReleaseStore(its, data, Path.of(factory));
    }

    List<String> plan(Path directory, Map<String, String> state) throws UpdateException {
        Manifest next = manifest(directory);
        List<String> lines = new ArrayList<>();
        refuse(next, state);
        whole(directory, next);
        SwapPlan plan = swapPlan(next, jarsOf(directory), state);
        lines.add(
                current(next.track(), state)
                        .map(old -> old + " would become " + next.id() + ":")
                        .orElse(next.id() + " would be added:"));
        boolean otherSlot = isInAnotherSlot(next, state);
        lines.addAll(otherSlot ? plan.inWordsAtAStart() : plan.inWords());
        long same =
                next.bundles().size()
                        - plan.changes().stream().filter(c -> c.next().isPresent()).count();
        if (same > 0) {
            lines.add("The other " + same + " bundles of the release are here already.");
        }
        lines.addAll(notUnderstood(next, state));
        if (otherSlot) {
            lines.add("It brings another launcher, that of slot " + next.slot() + ".");
        }
        lines.add(
                "It then runs on trial for "
                        + state.getOrDefault("windowSeconds", "60")
                        + " s, for "
                        + state.getOrDefault("deadlineSeconds", "600")
                        + " s at most; when it fails, what runs now comes back by itself.");
        return lines;
    }

    /** Is every file there that it names? What is wrong inside one is found when it is taken. */
    private static void whole(Path directory, Manifest next) throws UpdateException {
        for (Manifest.Bundle bundle : next.bundles()) {
            Path jar = jarsOf(directory).apply(bundle);
            if (!Files.isRegularFile(jar)) {
                throw new UpdateException(
                        bundle.title()
                                + " is named in the manifest, but there is no file "
                                + jar
                                + ".");
            }
        }
    }

    private static Function<Manifest.Bundle, Path> jarsOf(Path directory) {
        return bundle -> directory.resolve("bundles").resolve(bundle.sha256() + ".jar");
    }

    private static Manifest manifest(Path directory) throws UpdateException {
        Path file = directory.resolve(Manifest.FILE);
        try {
            return Manifest.parse(Files.readAllBytes(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new UpdateException(
                    directory + " is no release: there is no " + Manifest.FILE + " in it.", e);
        } catch (IOException e) {
            throw new UpdateException("The release " + directory + " cannot be read: " + e, e);
        } catch (ReleaseException e) {
            throw new UpdateException(e.getMessage(), e);
        }
    }

    private SwapPlan swapPlan(
            Manifest next, Function<Manifest.Bundle, Path> jars, Map<String, String> state)
            throws UpdateException {
        try {
            List<Part> current = running(next.track(), state);
            Set<String> partners =
                    new OtherTracks(data.resolve("releases")).names(next.track(), state);
            Set<String> others = new HashSet<>(partners);
            if (!next.track().equals("main")) {
                running("main", state).forEach(part -> others.add(part.name()));
            }
            return SwapPlan.of(context, current, parts(next, jars), partners)
                    .thatChanges(isInAnotherSlot(next, state))
                    .besides(others);
        } catch (PlanRefusedException e) {
            throw new UpdateException(e.getMessage(), e);
        }
    }

    private static boolean isInAnotherSlot(Manifest next, Map<String, String> state) {
        return next.track().equals("main")
                && !state.getOrDefault("slot", "0").equals(Integer.toString(next.slot()));
    }

    /**
     * Which bundles write a later format of their state now than the release knows (rule 24). That
     * refuses nothing: whoever goes back has a reason, and no record is lost by it.
     */
    private List<String> notUnderstood(Manifest next, Map<String, String> state)
            throws UpdateException {
        Map<String, Integer> here =
                manifest(current(next.track(), state), store(state))
                        .map(Manifest::stateFormats)
                        .orElse(Map.of());
        List<String> lines = new ArrayList<>();
        new TreeMap<>(next.stateFormats())
                .forEach(
                        (bundle, format) -> {
                            if (here.getOrDefault(bundle, 0) > format) {
                                lines.add(
                                        bundle
                                                + " keeps its state in format "
                                                + here.get(bundle)
                                                + " here; "
                                                + next.id()
                                                + " understands it up to format "
                                                + format
                                                + ", puts it aside and starts as on a new PC:"
                                                + " every company is read and sent in full.");
                            }
                        });
        return lines;
    }

    private static Optional<Manifest> manifest(Optional<String> release, ReleaseStore store)
            throws UpdateException {
        try {
            return release.isPresent() ? store.manifest(release.get()) : Optional.empty();
        } catch (IOException e) {
            throw new UpdateException("The release " + release.get() + " cannot be read: " + e, e);
        }
    }

    private List<Part> running(String track, Map<String, String> state) throws UpdateException {
        Optional<String> id = current(track, state);
        if (id.isEmpty()) {
            return List.of();
        }
        ReleaseStore store = store(state);
        try {
            Optional<Manifest> manifest = manifest(id, store);
            boolean isFactory =
                    store.factory().map(Manifest::id).equals(id)
                            && !Files.exists(data.resolve("releases").resolve(id.get() + ".json"));
            Optional<String> release = isFactory ? Optional.empty() : id;
            return manifest.isEmpty()
                    ? List.of()
                    : parts(manifest.get(), bundle -> store.jar(release, bundle));
        } catch (IOException e) {
            throw new UpdateException("The release that runs cannot be read: " + e, e);
        }
    }

    private static Optional<String> current(String track, Map<String, String> state) {
        String suffix = track.equals("main") ? "" : "." + track;
        return Optional.ofNullable(state.get("release" + suffix));
    }

    private static List<Part> parts(Manifest manifest, Function<Manifest.Bundle, Path> jars) {
        List<Part> parts = new ArrayList<>();
        for (Manifest.Bundle bundle : manifest.bundles()) {
            parts.add(
                    new Part(
                            bundle.name(),
                            Version.parseVersion(bundle.version()),
                            bundle.sha256(),
                            jars.apply(bundle),
                            bundle.kind(),
                            Set.copyOf(bundle.refreshes())));
        }
        return parts;
    }

    /** What the host would refuse, said before anything is copied. */
    private void refuse(Manifest next, Map<String, String> state) throws UpdateException {
        String suffix = next.track().equals("main") ? "" : "." + next.track();
        if (Arrays.asList(state.getOrDefault("blocked" + suffix, "").split(" "))
                .contains(next.id())) {
            throw new UpdateException(
                    next.id() + " went back here before and is blocked; offer a newer one.");
        }
        Optional<String> current = current(next.track(), state);
        if (current.equals(Optional.of(next.id()))) {
            throw new UpdateException(next.id() + " is the release that runs already.");
        }
        Optional<Version> running = current.flatMap(id -> version(id, next.track()));
        Version minimum = Version.parseVersion(next.minimumVersion());
        if (running.isPresent() && running.get().compareTo(minimum) < 0) {
            throw new UpdateException(
                    next.id()
                            + " can follow version "
                            + minimum
                            + " or a later one, here runs "
                            + running.get()
                            + ": offer one in between first.");
        }
    }

    /** The version in an id, {@code track-version-hash}. */
    private static Optional<Version> version(String id, String track) {
        int end = id.lastIndexOf('-');
        try {
            return id.startsWith(track + "-") && end > track.length()
                    ? Optional.of(Version.parseVersion(id.substring(track.length() + 1, end)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    synchronized String take(Path directory, boolean byPerson, Map<String, String> state)
            throws UpdateException {
        Manifest offered = manifest(directory);
        refuse(offered, state);
        whole(directory, offered);
        swapPlan(offered, jarsOf(directory), state);
        try {
            Set<String> waiting = new HashSet<>(waiting());
            waiting.add(offered.id());
            ReleaseStore store = store(state, LeavingDisk.of(disk, () -> leaves));
            store.keepWaiting(waiting); // before its bytes are there, or a clean-up takes them
            Manifest taken = store.add(directory);
            notes.offer(new Notes.Offer(taken.track(), taken.id(), byPerson));
            return taken.id();
        } catch (ReleaseException e) {
            tidy();
            checkStays(e);
            throw new UpdateException(e.getMessage(), e);
        } catch (IOException e) {
            tidy();
            checkStays(e);
            throw new UpdateException(
                    "This PC's disk does not take the release (" + e + "); nothing was changed.",
                    e);
        } catch (IllegalStateException e) {
            throw new UpdateException(e.getMessage(), e);
        }
    }

    private void checkStays(Exception cause) {
        if (leaves) {
            throw new ServiceException(
                    "this service has gone", ServiceException.UNREGISTERED, cause);
        }
    }

    /**
     * Takes in a release that waits once more, since it is damaged here: from where it came, should
     * that be there still. A directory on a network that is gone may take its time.
     *
     * @return are its bytes right again?
     */
    synchronized boolean fetchAgain(Notes.Offer offer) {
        ReleaseStore store = store(Map.of());
        Optional<Path> source = store.source(offer.release());
        try {
            if (source.isEmpty() || !manifest(source.get()).id().equals(offer.release())) {
                return false;
            }
            store.add(source.get());
            return true;
        } catch (UpdateException | ReleaseException | IOException e) {
            Checks.LOG.info("{} cannot be fetched again: {}", offer.release(), e.getMessage());
            return false;
        }
    }

    /** What does not wait any more may be cleaned up. */
    synchronized void tidy() {
        try {
            store(Map.of()).keepWaiting(waiting());
        } catch (IOException | IllegalStateException e) {
            Checks.LOG.warn("which releases wait could not be written; some stay longer", e);
        }
    }

    private Set<String> waiting() {
        return notes.offers().stream().map(Notes.Offer::release).collect(Collectors.toSet());
    }

    Updater.Rollback goBack(Swap host) throws UpdateException {
        Map<String, String> state = host.state();
        try {
            String phase = state.getOrDefault("phase", "idle");
            String trial = Round.trial(state);
            if (phase.equals("trial") || phase.equals("staged")) {
                if (phase.equals("trial")) { // its words outlive this process
                    Duration watched = Round.seconds(state, "trialSeconds");
                    notes.goesBack(trial, new Notes.GoingBack(clock.instant(), BY_PERSON, watched));
                }
                host.rollback(trial, BY_PERSON);
                return new Updater.Rollback(
                        trial,
                        false,
                        trial
                                + (phase.equals("trial") ? " goes back" : " is not taken")
                                + "; it is not tried again here.");
            }
            if (!phase.equals("idle")) {
                throw new UpdateException(
                        "An update is being taken or taken back just now; ask again in a minute.");
            }
            String previous = state.get("previous");
            if (previous == null) {
                previous = takeFactory(state);
            } else {
                notes.offer(new Notes.Offer("main", previous, true));
            }
            List<String> words = new ArrayList<>();
            words.add(previous + " comes back, on trial like any other.");
            Optional<Manifest> next = manifest(Optional.of(previous), store(state));
            if (next.isPresent()) {
                words.addAll(notUnderstood(next.get(), state));
            }
            return new Updater.Rollback(previous, true, String.join(" ", words));
        } catch (IllegalStateException e) {
            throw new UpdateException(e.getMessage(), e);
        }
    }

    /** Before the first update ran what came with the program: it is taken in like any other. */
    private String takeFactory(Map<String, String> state) throws UpdateException {
        String running = state.getOrDefault("release", "this one");
        Path factory = store(state).factoryDirectory();
        if (!Files.exists(factory.resolve(Manifest.FILE))
                || manifest(factory).id().equals(running)) {
            throw new UpdateException("There is no release before " + running + " to go back to.");
        }
        return take(factory, true, state);
    }
}
