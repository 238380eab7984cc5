package fairlead.launcher.swap;

import fairlead.gate.KillPoint;
import fairlead.launcher.plan.Change;
import fairlead.launcher.plan.Part;
import fairlead.launcher.plan.SwapPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The new bundles start beside the old ones, are judged while the old ones serve, and only then the
 * old ones stop. They stay installed until commit, so that going back is the same the other way
 * round.
 */
final class BesideSwap implements Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(BesideSwap.class);

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
    private Map<String, Integer> before = Map.of();
    private boolean jobsHeld;
    private boolean hung;
    private boolean oldsStopped;
    private long swapNanos;
    private long backNanos;

    BesideSwap(BundleContext system, SwapPlan plan, Timing timing) {
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
            findOlds();
            before = Judge.without(components.active(), plan.partners());
            jobs.hold(lifecycle); // 1
            jobsHeld = true;
            KillPoint.reach("swap-jobs-held");
            install(lifecycle);
            long begin = System.nanoTime();
            for (Bundle bundle : news) { // 2
                if (!jobs.is(bundle.getSymbolicName())) {
                    start(lifecycle, bundle);
                }
            }
            KillPoint.reach("swap-new-started");
            fetch(lifecycle); // 3
            KillPoint.reach("swap-new-judged");
            stopOlds(lifecycle);
            swapNanos = System.nanoTime() - begin;
            KillPoint.reach("swap-old-stopped");
            judge.all(plan, withoutScheduler(before), held, lifecycle);
            jobs.letGo(lifecycle, scheduler(news)); // 4
            jobsHeld = false;
            judge.all(plan, before, held, lifecycle);
            KillPoint.reach("swap-jobs-go-on");
        } catch (Lifecycle.HungException e) {
            hung = true;
            throw new SwapFailure.Bad(e.getMessage());
        }
    }

    private void findOlds() {
        if (olds.isEmpty()) {
            for (Change change : plan.changes()) {
                change.old().map(part -> SwapPlan.running(system, part)).ifPresent(olds::add);
            }
        }
    }

    private void install(Lifecycle lifecycle) throws SwapFailure, Lifecycle.HungException {
        for (Change change : plan.changes()) {
            if (change.next().isPresent()) {
                Part part = change.next().get();
                lifecycle.run(part.toString(), () -> news.add(installed(part)));
            }
        }
        // Here, since it takes time: who does not resolve is found when it is started.
        lifecycle.run("resolving the new bundles", () -> wiring.resolveBundles(news));
        KillPoint.reach("swap-new-installed");
    }

    private Bundle installed(Part part) throws BundleException, SwapFailure {
        Bundle bundle = system.installBundle(part.location());
        if (!part.name().equals(bundle.getSymbolicName())
                || !part.version().equals(bundle.getVersion())) {
            bundle.uninstall();
            throw new SwapFailure.Bad(
                    "the release says "
                            + part
                            + ", the jar itself says "
                            + bundle.getSymbolicName()
                            + " "
                            + bundle.getVersion());
        }
        return bundle;
    }

    private static void start(Lifecycle lifecycle, Bundle bundle)
            throws SwapFailure, Lifecycle.HungException {
        lifecycle.run(name(bundle) + " in start", () -> bundle.start(Bundle.START_TRANSIENT));
    }

    /** Every service of the new bundles is fetched, so that what cannot be activated shows now. */
    private void fetch(Lifecycle lifecycle) throws SwapFailure, Lifecycle.HungException {
        for (Bundle bundle : news) {
            if (jobs.is(bundle.getSymbolicName())) {
                continue;
            }
            lifecycle.run(name(bundle) + " in activation", () -> held.holdAll(bundle));
            for (Bundle old : olds) {
                if (old.getSymbolicName().equals(bundle.getSymbolicName())) {
                    judge.like(components.active(old), bundle, held, lifecycle);
                }
            }
        }
    }

    private void stopOlds(Lifecycle lifecycle) throws SwapFailure {
        oldsStopped = true;
        for (Bundle old : olds) {
            stop(lifecycle, old);
        }
    }

    /** An old bundle that does not stop leaves two of a kind at work: a restart is the way out. */
    private static void stop(Lifecycle lifecycle, Bundle bundle) throws SwapFailure {
        try {
            lifecycle.run(name(bundle) + " in stop", () -> bundle.stop(Bundle.STOP_TRANSIENT));
        } catch (Lifecycle.HungException e) {
            throw new SwapFailure.Stuck(e.getMessage());
        } catch (SwapFailure.Bad e) {
            LOG.warn("{} complained while it stopped", name(bundle), e);
        }
    }

    private Map<String, Integer> withoutScheduler(Map<String, Integer> all) {
        return Judge.without(all, Set.of(timing.scheduler()));
    }

    private Optional<Bundle> scheduler(List<Bundle> bundles) {
        return bundles.stream().filter(b -> jobs.is(b.getSymbolicName())).findFirst();
    }

    @Override
    public void back() throws SwapFailure {
        try (Lifecycle lifecycle = new Lifecycle(timing.lifecycle())) {
            if (!jobsHeld) {
                jobs.hold(lifecycle);
                jobsHeld = true;
            }
            if (hung && !oldsStopped) { // nobody waits for a bundle that may never come back
                goOn(lifecycle);
            }
            long begin = System.nanoTime();
            if (oldsStopped) {
                startOlds(lifecycle);
            }
            KillPoint.reach("swap-back-old-started");
            held.release();
            stopNews(lifecycle);
            backNanos = System.nanoTime() - begin;
            goOn(lifecycle);
            KillPoint.reach("swap-back-jobs-go-on");
            judge.all(before, held, lifecycle);
            held.release();
            uninstall(lifecycle, news);
        } catch (SwapFailure.Bad | Lifecycle.HungException e) {
            throw new SwapFailure.Stuck("going back failed: " + e.getMessage());
        }
    }

    private void goOn(Lifecycle lifecycle) throws SwapFailure {
        if (jobsHeld) {
            jobs.letGo(lifecycle, scheduler(olds));
            jobsHeld = false;
        }
    }

    private void startOlds(Lifecycle lifecycle) throws SwapFailure, Lifecycle.HungException {
        Held ofOlds = new Held(system);
        for (Bundle old : olds) {
            if (!jobs.is(old.getSymbolicName())) {
                start(lifecycle, old);
                lifecycle.run(name(old) + " in activation", () -> ofOlds.holdAll(old));
            }
        }
        ofOlds.release();
    }

    private void stopNews(Lifecycle lifecycle) throws SwapFailure {
        for (Bundle bundle : news) {
            try {
                lifecycle.run(name(bundle) + " in stop", () -> bundle.stop(Bundle.STOP_TRANSIENT));
            } catch (SwapFailure.Bad e) {
                LOG.warn("{} complained while it stopped", name(bundle), e);
            } catch (Lifecycle.HungException e) {
                if (oldsStopped) {
                    throw new SwapFailure.Stuck(e.getMessage());
                }
                LOG.error("{} hangs and is left until the next start", name(bundle), e);
            }
        }
    }

    @Override
    public void commit() {
        held.release();
        try (Lifecycle lifecycle = new Lifecycle(timing.lifecycle())) {
            uninstall(lifecycle, olds);
        }
        olds.clear();
        news.clear();
        KillPoint.reach("swap-old-uninstalled");
    }

    /** What does not go is gone with the next start, whose framework knows nothing of it. */
    private static void uninstall(Lifecycle lifecycle, List<Bundle> bundles) {
        for (Bundle bundle : bundles) {
            try {
                lifecycle.run(name(bundle) + " while it is removed", bundle::uninstall);
            } catch (SwapFailure | Lifecycle.HungException e) {
                LOG.warn("{} stays until the next start", name(bundle), e);
            }
        }
    }

    static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
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
