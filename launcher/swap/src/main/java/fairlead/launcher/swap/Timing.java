package fairlead.launcher.swap;

import java.time.Duration;

/**
 * How long the steps of a swap may take.
 *
 * @param scheduler the symbolic name of the bundle that runs the jobs
 * @param lifecycle for one call into a bundle (rule 16)
 * @param checkpoint for all jobs to come to a checkpoint
 * @param settling for components to become active after the bundles are started
 * @param again between two attempts when a job did not come to its checkpoint
 * @param window a trial is not committed before this has passed
 * @param deadline for the verdict of a trial; the host waits two minutes longer (rule 15)
 */
public record Timing(
        String scheduler,
        Duration lifecycle,
        Duration checkpoint,
        Duration settling,
        Duration again,
        Duration window,
        Duration deadline) {
    /** As they ship. */
    public static final Timing DEFAULT =
            new Timing(
                    "fairlead.schedule",
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(10));

    /** With the window and the deadline of the framework's properties, where they are set. */
    public static Timing of(String windowSeconds, String deadlineSeconds) {
        return new Timing(
                DEFAULT.scheduler,
                DEFAULT.lifecycle,
                DEFAULT.checkpoint,
                DEFAULT.settling,
                DEFAULT.again,
                seconds(windowSeconds, DEFAULT.window),
                seconds(deadlineSeconds, DEFAULT.deadline));
    }

    private static Duration seconds(String value, Duration otherwise) {
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        try {
            return Duration.ofSeconds(Long.parseLong(value.trim()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + value + "\" is no number of seconds for the trial of an update.", e);
        }
    }
}
