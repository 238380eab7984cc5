package fairlead.schedule.api;

import java.time.Instant;
import java.util.Optional;

/**
 * How a job stands.
 *
 * @param name the job's name
 * @param running is it at work now?
 * @param duringPause does it run in a pause, too ({@link Job#DURING_PAUSE})?
 * @param lastEnd when it last returned
 * @param lastFailure why its last run failed, in one line; empty when it did not
 * @param next when it runs next; empty when only a trigger starts it
 */
public record JobStatus(
        String name,
        boolean running,
        boolean duringPause,
        Optional<Instant> lastEnd,
        Optional<String> lastFailure,
        Optional<Instant> next) {}
