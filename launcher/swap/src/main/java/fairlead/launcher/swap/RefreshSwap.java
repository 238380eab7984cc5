package fairlead.launcher.swap;

import fairlead.gate.KillPoint;
import fairlead.launcher.plan.Change;
import fairlead.launcher.plan.Part;
import fairlead.launcher.plan.SwapPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is wired to a bundle that exports stops, the old bundles go, the new ones come,
 * the framework wires them anew, and everything starts again. Once an old bundle is uninstalled,
 * the way back is a restart (rule 17).
 */
final class RefreshSwap implements Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshSwap.class);

    private final BundleContext system;
    private final SwapPlan plan;
    private final Timing timing;
    private final Components components;
    private final Jobs jobs;
    private final Judge judge;
    private final Held held;
    private final FrameworkWiring wiring;
    private final List<Bundle> olds = new ArrayList<>();
    private final List<Bundle> news = new ArrayList<>();

    /** What stops for a moment and stays, in the order in which it was installed. */
    private List<Bundle> others = List.of();

    private Map<String, Integer> before = Map.of();
    private boolean jobsHeld;
    private boolean stopping;
    private boolean uninstalling;
    private long swapNanos;
    private long backNanos;

    RefreshSwap(BundleContext system, SwapPlan plan, Timing timing) {
        this.system = system;
        this.plan = plan;
        this.timing = timing;
        this.components = new Components(system);
        this.jobs = new Jobs(system, timing);
        this.judge = new Judge(components, timing.settling());
        this.held = new Held(system);
        this.wiring =
                Objects.requireNonNull(
                        system.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                                .adapt(FrameworkWiring.class));
    }

    @Override
    public void forward() throws SwapFailure {
        try (Lifecycle lifecycle = new Lifecycle(timing.lifecycle())) {
            find();
            before = Judge.without(components.active(), plan.partners());
            jobs.hold(lifecycle); // 1
            jobsHeld = true;
            KillPoint.reach("swap-jobs-held");
            install(lifecycle);
            everyNeedHasAProvider();
            KillPoint.reach("swap-new-installed");
            long begin = System.nanoTime();
            stopAll(lifecycle); // 2
            KillPoint.reach("swap-old-stopped");
            uninstalling = true;
            for (Bundle old : olds) {
                lifecycle.run(BesideSwap.name(old) + " while it is removed", old::uninstall);
            }
            KillPoint.reach("swap-old-uninstalled");
            refresh(lifecycle);
            everyWireIsNew();
            KillPoint.reach("swap-refreshed");
            startAll(lifecycle); // 3
            swapNanos = System.nanoTime() - begin;
            judge.all(plan, Judge.without(before, Set.of(timing.scheduler())), held, lifecycle);
            KillPoint.reach("swap-new-judged");
            jobs.letGo(lifecycle, newScheduler()); // 4
            jobsHeld = false;
            judge.all(plan, before, held, lifecycle);
            KillPoint.reach("swap-jobs-go-on");
        } catch (Lifecycle.HungException e) {
            throw new SwapFailure.Bad(e.getMessage());
        }
    }

    private void find() {
        if (olds.isEmpty()) {
            for (Change change : plan.changes()) {
                change.old().map(part -> SwapPlan.running(system, part)).ifPresent(olds::add);
            }
        }
        others =
                SwapPlan.closure(system, olds).stream()
                        .filter(b -> !olds.contains(b))
                        .sorted(Comparator.comparing(Bundle::getBundleId))
                        .toList();
    }

    private void install(Lifecycle lifecycle) throws SwapFailure, Lifecycle.HungException {
        for (Change change : plan.changes()) {
            if (change.next().isPresent()) {
                Part part = change.next().get();
                lifecycle.run(
                        part.toString(), () -> news.add(system.installBundle(part.location())));
            }
        }
    }

    /** Once the old ones are gone, is there somebody for everything that the others need? */
    private void everyNeedHasAProvider() throws SwapFailure.Bad {
        List<Bundle> remaining = new ArrayList<>(others);
        remaining.removeIf(this::isPartners);
        remaining.addAll(news);
        for (Bundle bundle : remaining) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            for (Requirement need : revision.getRequirements(null)) {
                boolean optional =
                        Namespace.RESOLUTION_OPTIONAL.equals(
                                need.getDirectives()
                                        .get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
                boolean dynamic =
                        PackageNamespace.RESOLUTION_DYNAMIC.equals(
                                need.getDirectives()
                                        .get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
                boolean active =
                        !"active"
                                .equals(
                                        need.getDirectives()
                                                .get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE));
                if (active && !optional && !dynamic && !isProvided(need)) {
                    throw new SwapFailure.Bad(
                            BesideSwap.name(bundle)
                                    + " would not resolve: nothing provides "
                                    + need.getNamespace()
                                    + " "
                                    + need.getDirectives()
                                            .getOrDefault(
                                                    Namespace.REQUIREMENT_FILTER_DIRECTIVE, ""));
                }
            }
        }
    }

    private boolean isProvided(Requirement need) {
        return wiring.findProviders(need).stream()
                .anyMatch(c -> !olds.contains(c.getRevision().getBundle()));
    }

    private void stopAll(Lifecycle lifecycle) throws SwapFailure {
        stopping = true;
        List<Bundle> all = new ArrayList<>(olds);
        all.addAll(others);
        all.sort(Comparator.comparing(Bundle::getBundleId).reversed());
        for (Bundle bundle : all) {
            try {
                lifecycle.run(
                        BesideSwap.name(bundle) + " in stop",
                        () -> bundle.stop(Bundle.STOP_TRANSIENT));
            } catch (Lifecycle.HungException e) {
                throw new SwapFailure.Stuck(e.getMessage());
            } catch (SwapFailure.Bad e) {
                LOG.warn("{} complained while it stopped", BesideSwap.name(bundle), e);
            }
        }
    }

    private void refresh(Lifecycle lifecycle) throws SwapFailure, Lifecycle.HungException {
        CountDownLatch done = new CountDownLatch(1);
        wiring.refreshBundles(
                olds,
                event -> {
                    if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                        done.countDown();
                    }
                });
        long millis = timing.lifecycle().toMillis();
        lifecycle.run(
                "the refresh",
                () -> {
                    if (!done.await(millis, TimeUnit.MILLISECONDS)) {
                        throw new SwapFailure.Bad("the refresh did not end");
                    }
                    List<Bundle> toResolve = new ArrayList<>(news);
                    toResolve.addAll(others);
                    wiring.resolveBundles(toResolve); // who does not is found by its wires
                });
    }

    /** Being active proves nothing: a consumer may go on with what was uninstalled. */
    private void everyWireIsNew() throws SwapFailure.Bad {
        List<Bundle> all = new ArrayList<>(news);
        all.addAll(others);
        all.removeIf(this::isPartners);
        for (Bundle bundle : all) {
            BundleWiring its = bundle.adapt(BundleWiring.class);
            if (its == null) {
                throw new SwapFailure.Bad(BesideSwap.name(bundle) + " does not resolve");
            }
            for (BundleWire wire : its.getRequiredWires(null)) {
                Bundle provider = wire.getProvider().getBundle();
                if (provider.getState() == Bundle.UNINSTALLED || olds.contains(provider)) {
                    throw new SwapFailure.Bad(
                            BesideSwap.name(bundle)
                                    + " is still wired to the old "
                                    + BesideSwap.name(provider));
                }
            }
        }
    }

    private void startAll(Lifecycle lifecycle) throws SwapFailure, Lifecycle.HungException {
        List<Bundle> all = new ArrayList<>(others);
        all.removeIf(this::isPartners);
        all.addAll(news);
        for (Bundle bundle : all) {
            if (isFragment(bundle) || jobs.is(bundle.getSymbolicName())) {
                continue;
            }
            lifecycle.run(
                    BesideSwap.name(bundle) + " in start",
                    () -> bundle.start(Bundle.START_TRANSIENT));
        }
        KillPoint.reach("swap-new-started");
        for (Bundle bundle : all) {
            lifecycle.run(BesideSwap.name(bundle) + " in activation", () -> held.holdAll(bundle));
        }
        others.stream().filter(this::isPartners).forEach(b -> startPartner(lifecycle, b));
    }

    private boolean isPartners(Bundle bundle) {
        return plan.partners().contains(bundle.getSymbolicName());
    }

    /** One that does not come back is left out, and holds nothing of ours back (rule 19). */
    static void startPartner(Lifecycle lifecycle, Bundle bundle) {
        if (isFragment(bundle)) {
            return;
        }
        try {
            lifecycle.run(
                    BesideSwap.name(bundle) + " in start",
                    () -> bundle.start(Bundle.START_TRANSIENT));
        } catch (SwapFailure | Lifecycle.HungException e) {
            LOG.error("{} is left out: {}", BesideSwap.name(bundle), e.getMessage(), e);
        }
    }

    private static boolean isFragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    private Optional<Bundle> newScheduler() {
        return news.stream().filter(b -> jobs.is(b.getSymbolicName())).findFirst();
    }

    @Override
    public void back() throws SwapFailure {
        if (uninstalling) {
            throw new SwapFailure.Stuck("going back from a refresh takes a restart");
        }
        try (Lifecycle lifecycle = new Lifecycle(timing.lifecycle())) {
            long begin = System.nanoTime();
            for (Bundle bundle : news) {
                lifecycle.run(BesideSwap.name(bundle) + " while it is removed", bundle::uninstall);
            }
            news.clear();
            if (stopping) {
                startOlds(lifecycle);
            }
            backNanos = System.nanoTime() - begin;
            if (jobsHeld) {
                jobs.letGo(lifecycle, Optional.empty());
                jobsHeld = false;
            }
            judge.all(before, held, lifecycle);
            held.release();
        } catch (SwapFailure.Bad | Lifecycle.HungException e) {
            throw new SwapFailure.Stuck("going back failed: " + e.getMessage());
        }
    }

    private void startOlds(Lifecycle lifecycle) throws SwapFailure, Lifecycle.HungException {
        List<Bundle> all = new ArrayList<>(olds);
        all.addAll(others);
        all.sort(Comparator.comparing(Bundle::getBundleId));
        for (Bundle bundle : all) {
            if (!isFragment(bundle) && !jobs.is(bundle.getSymbolicName())) {
                lifecycle.run(
                        BesideSwap.name(bundle) + " in start",
                        () -> bundle.start(Bundle.START_TRANSIENT));
            }
        }
    }

    @Override
    public void commit() {
        held.release();
        olds.clear();
        news.clear();
        others = List.of();
    }

    @Override
    public Duration swapTook() {
        return Duration.ofNanos(swapNanos);
    }

    @Override
    public Duration backTook() {
        return Duration.ofNanos(backNanos);
    }
}
