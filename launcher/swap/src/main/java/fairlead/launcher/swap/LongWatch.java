package fairlead.launcher.swap;

import java.time.Duration;

/**
 * What takes hours and days of a process that runs: a day without an unasked end is calm (rule 12),
 * a staged release is not left waiting for ever (rule 18). Only waking time counts.
 */
final class LongWatch {
    private static final Duration CALM = Duration.ofDays(1);

    private final SwapLog log;
    private final Timing timing;
    private final WakingTime time;
    private Duration calmAt = CALM;
    private Duration stagedAt;

    LongWatch(SwapLog log, Timing timing, long nanos) {
        this.log = log;
        this.timing = timing;
        this.time = new WakingTime(look(), nanos);
    }

    /** How often {@link #look(long, boolean)} is to be called. */
    Duration look() {
        return timing.stagedCritical().dividedBy(4);
    }

    /**
     * Looks at the time.
     *
     * @param nanos of {@link System#nanoTime}
     * @param staged does a release wait for the next start?
     * @return has it waited for long enough, so that the process is to be started again?
     */
    boolean look(long nanos, boolean staged) {
        Duration now = time.tick(nanos);
        if (now.compareTo(calmAt) >= 0) {
            log.calm();
            calmAt = now.plus(CALM);
        }
        if (!staged) {
            stagedAt = null;
            return false;
        }
        if (stagedAt == null) {
            stagedAt = now;
        }
        Duration longest = log.isCritical() ? timing.stagedCritical() : timing.staged();
        return now.minus(stagedAt).compareTo(longest) >= 0;
    }
}
