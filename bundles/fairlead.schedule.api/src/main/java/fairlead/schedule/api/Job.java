package fairlead.schedule.api;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One piece of background work, registered as a service with {@link #NAME} and at most one of
 * {@link #CRON} and {@link #EVERY}; with neither it runs only when it is triggered.
 */
@ConsumerType
public interface Job {
    /** Service property, required: the job's name, unique, for example {@code sync}. */
    String NAME = "fairlead.job.name";

    /** Service property: a Unix cron expression of five fields, in the PC's time zone. */
    String CRON = "fairlead.job.cron";

    /**
     * Service property: the time from the end of one run to the start of the next, as an ISO 8601
     * duration.
     */
    String EVERY = "fairlead.job.every";

    /**
     * Service property: {@code true} to run once as soon as the job is registered or the scheduler
     * comes back.
     */
    String AT_START = "fairlead.job.at-start";

    /**
     * Service property: {@code true} for work that a pause of the syncs does not hold back (the
     * long poll).
     */
    String DURING_PAUSE = "fairlead.job.during-pause";

    /**
     * Does the work, on a thread of the scheduler's. A scheduler runs it once at a time. One that
     * does not stop within five seconds is left behind when the scheduler is swapped, and the next
     * scheduler may call this while it is still inside: then wait for its end before any
     * checkpoint, by a lock of the job's own. So long no swap takes place.
     *
     * @return when to run again; empty: at its next regular time
     * @throws InterruptedException when the context asked to stop
     */
    Optional<Duration> run(JobContext context) throws InterruptedException;
}
