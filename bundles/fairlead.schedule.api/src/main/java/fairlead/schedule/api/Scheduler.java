package fairlead.schedule.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Runs the jobs. Any thread may call it. */
@ProviderType
public interface Scheduler {
    /**
     * Runs the job of this name as soon as it may: now, after the run that is under way, or after
     * the pause. Many calls before it starts are one. A name that no job has is kept until one
     * comes.
     */
    void trigger(String jobName);

    /**
     * Holds back all jobs but those that run during a pause; running ones stop at their next
     * checkpoint.
     */
    void pause(Instant until);

    /** Ends the pause now. */
    void resume();

    /** Until when there is a pause; empty when there is none. */
    Optional<Instant> pausedUntil();

    /** Every job that is registered, by name. */
    List<JobStatus> jobs();
}
