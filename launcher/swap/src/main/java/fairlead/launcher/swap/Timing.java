package fairlead.launcher.swap;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * How long the steps of a swap may take.
 *
 * @param scheduler the symbolic name of the bundle that runs the jobs
 * @param lifecycle for one call into a bundle (rule 16)
 * @param checkpoint for all jobs to come to a checkpoint
 * @param settling for components to become active after the bundles are started
 * @param again between two attempts when a job did not come to its checkpoint
 * @param window a trial is not committed before this has passed
 * @param deadline for the verdict of a trial
 * @param grace so long the host waits for a verdict after the deadline (rule 15)
 * @param silence so long an updater may look for nothing before its release is left (rule 15)
 * @param staged so long a staged release waits for a natural restart (rule 18)
 * @param stagedCritical the same, of a critical one
 */
public record Timing(
        String scheduler,
        Duration lifecycle,
        Duration checkpoint,
        Duration settling,
        Duration again,
        Duration window,
        Duration deadline,
        Duration grace,
        Duration silence,
        Duration staged,
        Duration stagedCritical) {
    /** As they ship. */
    public static final Timing DEFAULT =
            new Timing(
                    "fairlead.schedule",
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(2),
                    Duration.ofDays(30),
                    Duration.ofDays(7),
                    Duration.ofHours(1));

    /**
     * With the properties {@code fairlead.trial.window}, {@code .deadline}, {@code .grace}, {@code
     * fairlead.update.silence}, {@code fairlead.staged.longest} and {@code .critical}, in seconds,
     * where they are set.
     *
     * @param properties gives the value of a property, null when it is not set
     */
    public static Timing of(UnaryOperator<String> properties) {
        return new Timing(
                DEFAULT.scheduler,
                DEFAULT.lifecycle,
                DEFAULT.checkpoint,
                DEFAULT.settling,
                DEFAULT.again,
                seconds(properties.apply("fairlead.trial.window"), DEFAULT.window),
                seconds(properties.apply("fairlead.trial.deadline"), DEFAULT.deadline),
                seconds(properties.apply("fairlead.trial.grace"), DEFAULT.grace),
                seconds(properties.apply("fairlead.update.silence"), DEFAULT.silence),
                seconds(properties.apply("fairlead.staged.longest"), DEFAULT.staged),
                seconds(properties.apply("fairlead.staged.critical"), DEFAULT.stagedCritical));
    }

    private static Duration seconds(String value, Duration otherwise) {
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        try {
            return Duration.ofSeconds(Long.parseLong(value.trim()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + value + "\" is no number of seconds for an update.", e);
        }
    }
}
