package fairlead.launcher.plan;

import fairlead.launcher.release.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * What a release changes here and what that touches.
 *
 * @param kind how it is done, as a whole: the costliest kind of its changes
 * @param changes each bundle that changes, by name; none where only the host does
 * @param touched the names of running bundles that stop for it: those that change and, for a
 *     refresh, those that are wired to them
 * @param partners the names of bundles of other tracks: they may stop for it, though no manifest of
 *     this track can name them, and whether they come back does not judge it (rule 19)
 */
public record SwapPlan(Kind kind, List<Change> changes, Set<String> touched, Set<String> partners) {
    public SwapPlan {
        changes = List.copyOf(changes);
        touched = Set.copyOf(touched);
        partners = Set.copyOf(partners);
    }

    /**
     * Compares what runs with what is to run.
     *
     * @param system the system bundle's context
     * @param current the bundles of the release that runs
     * @param next those of the one that comes
     * @param partners the names of the bundles of partners' tracks, as far as they are not this one
     * @throws PlanRefusedException when the release is not what it says, or touches more
     */
    public static SwapPlan of(
            BundleContext system, List<Part> current, List<Part> next, Set<String> partners) {
        List<Change> changes = changes(system, byName(current), byName(next));
        for (Change change : changes) {
            change.next().ifPresent(JarCheck::hold);
        }
        Kind kind = changes.stream().map(Change::kind).max(Kind::compareTo).orElse(Kind.RESTART);
        if (kind == Kind.RESTART) {
            return new SwapPlan(kind, changes, Set.of(), partners);
        }
        return new SwapPlan(kind, changes, touched(system, changes, partners), partners);
    }

    /**
     * This plan.
     *
     * @param otherHost does the release need another host than the one that runs?
     * @throws PlanRefusedException when it changes nothing: neither a bundle nor the host
     */
    public SwapPlan thatChanges(boolean otherHost) {
        if (changes.isEmpty() && !otherHost) {
            throw new PlanRefusedException(
                    "The release holds the same bundles as the one that runs.");
        }
        return this;
    }

    /**
     * This plan.
     *
     * @param others the names of the bundles of all other tracks, ours among them
     * @throws PlanRefusedException when it brings one of those: it would run beside the other one,
     *     and nobody could tell whose trial it judges (rule 19)
     */
    public SwapPlan besides(Set<String> others) {
        for (Change change : changes) {
            if (change.next().isPresent() && others.contains(change.name())) {
                throw new PlanRefusedException(
                        "The release brings "
                                + change.next().get()
                                + ", and "
                                + change.name()
                                + " belongs to a release of somebody else's here: it needs a name"
                                + " of its own.");
            }
        }
        return this;
    }

    private static Map<String, Part> byName(List<Part> parts) {
        Map<String, Part> map = new TreeMap<>();
        for (Part part : parts) {
            Part other = map.put(part.name(), part);
            if (other != null) {
                throw new PlanRefusedException(
                        "The release names " + other + " and " + part + ": one name, two bundles.");
            }
        }
        return map;
    }

    /** A part that is not installed, since a start left its track out, counts as a new one. */
    private static List<Change> changes(
            BundleContext system, Map<String, Part> current, Map<String, Part> next) {
        List<Change> changes = new ArrayList<>();
        Set<String> names = new TreeSet<>(current.keySet());
        names.addAll(next.keySet());
        for (String name : names) {
            Optional<Part> old = Optional.ofNullable(current.get(name));
            Optional<Part> coming = Optional.ofNullable(next.get(name));
            boolean differ = old.isEmpty() || coming.isEmpty() || differ(old.get(), coming.get());
            Optional<Part> here = old.filter(part -> find(system, part).isPresent());
            boolean toDo = differ || here.isEmpty();
            if (toDo && (here.isPresent() || coming.isPresent())) {
                changes.add(new Change(name, here, coming));
            }
        }
        return changes;
    }

    private static boolean differ(Part old, Part next) {
        if (!old.version().equals(next.version())) {
            return true;
        }
        if (!old.sha256().equals(next.sha256())) {
            throw new PlanRefusedException(
                    next
                            + " has the bytes "
                            + next.sha256()
                            + " in this release and "
                            + old.sha256()
                            + " in the one that runs: a version is used once.");
        }
        return false;
    }

    private static Set<String> touched(
            BundleContext system, List<Change> changes, Set<String> partners) {
        List<Bundle> olds = new ArrayList<>();
        for (Change change : changes) {
            change.old().ifPresent(old -> olds.add(running(system, old)));
        }
        Set<String> named =
                changes.stream().map(Change::name).collect(Collectors.toCollection(TreeSet::new));
        changes.stream()
                .flatMap(c -> c.next().stream())
                .filter(p -> p.kind() == Kind.REFRESH)
                .forEach(p -> named.addAll(p.refreshes()));
        Set<String> touched =
                closure(system, olds).stream()
                        .map(Bundle::getSymbolicName)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> unnamed = new TreeSet<>(touched);
        unnamed.removeAll(named);
        unnamed.removeAll(partners);
        if (!unnamed.isEmpty()) {
            throw new PlanRefusedException(
                    "The release changes "
                            + Part.list(names(olds))
                            + " and would also stop "
                            + Part.list(unnamed)
                            + ", which its manifest does not name.");
        }
        return touched;
    }

    /** The bundles that stop when these are refreshed, these among them. */
    public static Collection<Bundle> closure(BundleContext system, List<Bundle> bundles) {
        return wiring(system).getDependencyClosure(bundles);
    }

    private static FrameworkWiring wiring(BundleContext system) {
        return Objects.requireNonNull(
                system.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class));
    }

    /**
     * The bundle that runs this part.
     *
     * @throws PlanRefusedException when none does
     */
    public static Bundle running(BundleContext system, Part part) {
        return find(system, part)
                .orElseThrow(
                        () ->
                                new PlanRefusedException(
                                        part
                                                + " stands in the release that runs and is not here."));
    }

    private static Optional<Bundle> find(BundleContext system, Part part) {
        return Arrays.stream(system.getBundles())
                .filter(
                        b ->
                                part.name().equals(b.getSymbolicName())
                                        && part.version().equals(b.getVersion()))
                .findFirst();
    }

    private static Set<String> names(List<Bundle> bundles) {
        return bundles.stream().map(Bundle::getSymbolicName).collect(Collectors.toSet());
    }

    /** One line a change, then what stops for it and for how long. */
    public List<String> inWords() {
        return inWords(kind);
    }

    /** The same, where another host is needed as well, whatever the bundles would allow. */
    public List<String> inWordsAtAStart() {
        return inWords(Kind.RESTART);
    }

    private List<String> inWords(Kind how) {
        List<String> lines = new ArrayList<>();
        changes.forEach(c -> lines.add(c.inWords() + " (" + c.kind().word() + ")"));
        Set<String> others = new TreeSet<>(touched);
        changes.forEach(c -> others.remove(c.name()));
        lines.add(
                switch (how) {
                    case BESIDE ->
                            "The new ones start beside the old ones, in some milliseconds: nobody"
                                    + " waits, nothing else stops.";
                    case REFRESH ->
                            "These stop for a moment, about half a second, between two jobs: "
                                    + (others.isEmpty() ? "no others" : Part.list(others))
                                    + ".";
                    case RESTART -> "It is taken at the next start of the process.";
                });
        return List.copyOf(lines);
    }
}
