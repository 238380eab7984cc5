package fairlead.schedule;

import fairlead.gate.Gate;
import fairlead.schedule.api.Job;
import fairlead.schedule.api.JobStatus;
import fairlead.schedule.api.Scheduler;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Runs every job that is registered as a service. */
@Component(
        immediate = true,
        service = {Scheduler.class, LongSupplier.class},
        property = "fairlead.heart=the scheduler")
public final class CronScheduler implements Scheduler, LongSupplier {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Gate gate = new Gate();
    private final Dispatcher dispatcher;

    @Activate
    public CronScheduler(BundleContext context) {
        this(
                Clock.system(ZoneId.systemDefault()),
                data(context).resolve("schedule").resolve("pause"));
    }

    CronScheduler(Clock clock, Path pauseFile) {
        dispatcher = new Dispatcher(clock, new PauseFile(pauseFile));
        dispatcher.start();
    }

    private static Path data(BundleContext context) {
        String data = context.getProperty("fairlead.data");
        if (data == null) {
            throw new IllegalStateException("the framework property fairlead.data is not set");
        }
        return Path.of(data);
    }

    @Reference(
            name = "Job",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            updated = "updateJob",
            unbind = "removeJob")
    void addJob(Job job, Map<String, ?> properties) {
        dispatcher.add(job, properties);
    }

    void updateJob(Job job, Map<String, ?> properties) {
        dispatcher.update(job, properties);
    }

    void removeJob(Job job) {
        dispatcher.remove(job, PATIENCE);
    }

    /** Returns when every job is at a checkpoint, or after 5 seconds. */
    @Deactivate
    void close() {
        gate.close(PATIENCE);
        dispatcher.close(PATIENCE);
    }

    @Override
    public void trigger(String jobName) {
        try (var inside = gate.enter()) {
            dispatcher.trigger(jobName);
        }
    }

    @Override
    public void pause(Instant until) {
        try (var inside = gate.enter()) {
            dispatcher.pause(until);
        }
    }

    @Override
    public void resume() {
        try (var inside = gate.enter()) {
            dispatcher.resume();
        }
    }

    @Override
    public Optional<Instant> pausedUntil() {
        try (var inside = gate.enter()) {
            return dispatcher.pausedUntil();
        }
    }

    @Override
    public List<JobStatus> jobs() {
        try (var inside = gate.enter()) {
            return dispatcher.jobs();
        }
    }

    /** How often it has looked at its jobs; it looks at them again. For the host's watchdog. */
    @Override
    public long getAsLong() {
        try (var inside = gate.enter()) {
            return dispatcher.looks();
        }
    }

    /** Looks at the clock again. */
    void wake() {
        dispatcher.wake();
    }
}
