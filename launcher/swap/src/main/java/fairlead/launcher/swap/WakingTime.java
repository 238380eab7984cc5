package fairlead.launcher.swap;

import java.time.Duration;

/**
 * Time that counts only while the machine is awake: a step that took much longer than it was
 * planned to was a sleep, and counts as planned.
 */
final class WakingTime {
    private final Duration step;
    private long last;
    private Duration passed = Duration.ZERO;

    WakingTime(Duration step, long nanos) {
        this.step = step;
        this.last = nanos;
    }

    /** A step has ended at this time of {@link System#nanoTime}. */
    Duration tick(long nanos) {
        Duration took = Duration.ofNanos(nanos - last);
        last = nanos;
        passed = passed.plus(took.compareTo(step.multipliedBy(2)) > 0 ? step : took);
        return passed;
    }
}
