package fairlead.update;

import fairlead.gate.Gate;
import fairlead.launcher.Swap;
import fairlead.launcher.release.LocalDisk;
import fairlead.schedule.api.Job;
import fairlead.schedule.api.JobContext;
import fairlead.schedule.api.JobStatus;
import fairlead.schedule.api.Scheduler;
import fairlead.update.api.UpdateException;
import fairlead.update.api.UpdateOutcome;
import fairlead.update.api.UpdateStatus;
import fairlead.update.api.Updater;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.felix.hc.api.HealthCheck;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Takes releases into the store, and lets the host swap to them. */
@Component(
        service = {Updater.class, Job.class},
        property = {
            Job.NAME + "=" + SwapUpdater.JOB,
            Job.EVERY + "=PT1H",
            Job.AT_START + "=true",
            Job.DURING_PAUSE + "=true"
        })
@Designate(ocd = SwapUpdater.Config.class)
public final class SwapUpdater implements Updater, Job {
    static final String JOB = "update";

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration CHECK = Duration.ofSeconds(10);
    private static final Duration PAGE = Duration.ofSeconds(60);

    private final Gate gate = new Gate();
    private final Object oneRound = new Object();
    private final Checks checks = new Checks(CHECK, PAGE);
    private final Health health = new Health(checks, new Heap(new Heap.OfThisProcess()));
    private final Clock clock = Clock.system(ZoneId.systemDefault());
    private final BundleContext context;
    private final Path data;
    private final Notes notes;
    private final Offers offers;
    private volatile QuietHours quiet;

    /** Settings. */
    @ObjectClassDefinition(name = "Updates")
    @interface Config {
        /** When. */
        @AttributeDefinition(
                name = "Quiet hours",
                description =
                        "Between these two times nothing is swapped unless a person asks, for"
                                + " example 08:00-18:00; empty: at any time")
        String quietHours() default "";
    }

    private volatile Swap swap;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    volatile Scheduler scheduler;

    @Activate
    public SwapUpdater(BundleContext context, Config config) {
        this.context = context;
        data = Path.of(property(context, "fairlead.data"));
        notes = new Notes(data);
        offers = new Offers(context, data, notes, clock, LocalDisk.of("updater"));
        quiet = QuietHours.of(config.quietHours());
    }

    private static String property(BundleContext context, String name) {
        String value = context.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("the framework property " + name + " is not set");
        }
        return value;
    }

    @Modified
    void modified(Config config) {
        quiet = QuietHours.of(config.quietHours());
    }

    @Deactivate
    void close() {
        offers.leave();
        gate.close(PATIENCE);
    }

    /** The host comes last at a start: the job has run without it, and a trial waits. */
    @Reference(
            name = "Swap",
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL,
            unbind = "removeSwap")
    void addSwap(Swap host) {
        swap = host;
        trigger();
    }

    void removeSwap(Swap host) {
        if (swap == host) {
            swap = null;
        }
    }

    @Reference(
            name = "Check",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "removeCheck")
    void addCheck(HealthCheck check, Map<String, ?> properties) {
        Bundle owner = context.getBundle((Long) properties.get(Constants.SERVICE_BUNDLEID));
        checks.add(check, owner == null ? "" : owner.getSymbolicName(), properties);
    }

    void removeCheck(HealthCheck check) {
        checks.remove(check);
    }

    @Override
    public Optional<Duration> run(JobContext context) throws InterruptedException {
        Swap host = swap;
        if (host == null) {
            return Optional.empty(); // nobody swaps here
        }
        synchronized (oneRound) { // one that overstays is waited for (Job.run)
            context.checkpoint();
            try {
                return new Round(
                                host,
                                notes,
                                health,
                                this::jobs,
                                clock,
                                quiet,
                                data.resolve("releases"),
                                offers::fetchAgain)
                        .run(context);
            } finally {
                offers.tidy();
            }
        }
    }

    private List<JobStatus> jobs(Set<String> withoutBundles) {
        Scheduler now = scheduler;
        try {
            List<JobStatus> all = new ArrayList<>(now == null ? List.of() : now.jobs());
            for (ServiceReference<Job> job : context.getServiceReferences(Job.class, null)) {
                Bundle owner = job.getBundle();
                if (owner != null && withoutBundles.contains(owner.getSymbolicName())) {
                    all.removeIf(status -> status.name().equals(job.getProperty(Job.NAME)));
                }
            }
            return all;
        } catch (ServiceException e) {
            return List.of(); // it is being changed
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Swap host() throws UpdateException {
        Swap host = swap;
        if (host == null) {
            throw new UpdateException(
                    "This process does not update itself: it has just started (then ask again), or"
                            + " without its supervisor.");
        }
        return host;
    }

    @Override
    public UpdateStatus status() {
        try (var inside = gate.enter()) {
            Swap host = swap;
            Map<String, String> state = host == null ? Map.of() : host.state();
            String trial = Round.trial(state);
            return new UpdateStatus(
                    state.getOrDefault("release", ""),
                    Optional.ofNullable(state.get("previous")),
                    Optional.of(trial).filter(id -> !id.isEmpty()),
                    notes.offers().stream()
                            .map(Notes.Offer::release)
                            .filter(id -> !id.equals(trial))
                            .toList(),
                    state.getOrDefault("phase", "idle"),
                    message(state),
                    blocked(state),
                    notes.history().stream().findFirst());
        }
    }

    private static String message(Map<String, String> state) {
        return state.isEmpty()
                ? "This process does not update itself."
                : state.getOrDefault("outcome", "");
    }

    private static List<String> blocked(Map<String, String> state) {
        List<String> blocked = new ArrayList<>();
        state.forEach(
                (key, value) -> {
                    if (key.equals("blocked") || key.startsWith("blocked.")) {
                        Arrays.stream(value.split(" "))
                                .filter(id -> !id.isEmpty())
                                .forEach(blocked::add);
                    }
                });
        return blocked;
    }

    @Override
    public void check() {
        try (var inside = gate.enter()) {
            trigger();
        }
    }

    /** Without a scheduler the job runs when there is one again: it runs at each start. */
    private void trigger() {
        Scheduler now = scheduler;
        if (now != null) {
            try {
                now.trigger(JOB);
            } catch (ServiceException e) {
                Checks.LOG.debug("the scheduler is being changed and will run the job", e);
            }
        }
    }

    @Override
    public List<String> plan(Path releaseDirectory) throws UpdateException {
        try (var inside = gate.enter()) {
            return offers.plan(releaseDirectory, host().state());
        }
    }

    @Override
    public String offer(Path releaseDirectory, boolean byPerson) throws UpdateException {
        try (var inside = gate.enter()) {
            String id = offers.take(releaseDirectory, byPerson, host().state());
            trigger();
            return id;
        }
    }

    @Override
    public Rollback rollback() throws UpdateException {
        try (var inside = gate.enter()) {
            Rollback what = offers.goBack(host());
            trigger();
            return what;
        }
    }

    @Override
    public List<UpdateOutcome> history() {
        try (var inside = gate.enter()) {
            return notes.history();
        }
    }

    @Override
    public List<UpdateOutcome> untold() {
        try (var inside = gate.enter()) {
            return notes.untold();
        }
    }

    @Override
    public void told(List<UpdateOutcome> outcomes) {
        try (var inside = gate.enter()) {
            if (!outcomes.isEmpty()) {
                notes.told(outcomes.get(outcomes.size() - 1));
            }
        }
    }
}
