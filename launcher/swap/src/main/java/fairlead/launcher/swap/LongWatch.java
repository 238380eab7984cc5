package fairlead.launcher.swap;

import java.time.Duration;

/**
 * What takes hours and days: how long it ran is kept for the processes to come (rules 12 and 15), a
 * staged release is not left waiting for ever in this one (rule 18). Only waking time counts.
 */
final class LongWatch {
    private final SwapLog log;
    private final Timing timing;
    private final WakingTime time;
    private Duration now = Duration.ZERO;
    private Duration stagedAt;

    LongWatch(SwapLog log, Timing timing, long nanos) {
        this.log = log;
        this.timing = timing;
        this.time = new WakingTime(look(), nanos);
    }

    /** How often {@link #look(long, boolean)} is to be called: every quarter of an hour. */
    Duration look() {
        Duration forStaged = timing.stagedCritical().dividedBy(4);
        Duration forSilence = timing.silence().dividedBy(90);
        return forStaged.compareTo(forSilence) < 0 ? forStaged : forSilence;
    }

    /** How long it has been awake since this was asked last, or since it was looked. */
    Duration since(long nanos) {
        Duration before = now;
        now = time.tick(nanos);
        return now.minus(before);
    }

    /**
     * Looks at the time.
     *
     * @param nanos of {@link System#nanoTime}
     * @param staged does a release wait for the next start?
     * @return has it waited for long enough, so that the process is to be started again?
     */
    boolean look(long nanos, boolean staged) {
        log.ran(since(nanos));
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
