package fairlead.accounting.sage50;

import java.util.concurrent.TimeUnit;

/**
 * How many numbers of a table are asked for at once, so that a question takes about two seconds:
 * the driver knows no timeout and reads at anything from a hundred rows a second to a million.
 * Learns from each answer.
 */
final class Pace {
    private static final long FIRST =
            1 << 6; // two seconds of the slowest driver that was ever measured
    private static final long WIDEST = 1 << 22;
    private static final long AIM = TimeUnit.MILLISECONDS.toNanos(1_400);
    private static final long LATE = TimeUnit.SECONDS.toNanos(2);
    private static final long SOON = AIM / 2;
    private static final int FASTER = 8; // at most so many times as many as the last time

    private long width = FIRST;

    /** How many numbers to ask for now. */
    long width() {
        return width;
    }

    /** So many numbers took so long. */
    void took(long asked, long nanos) {
        long fitting = Math.max(1, (long) ((double) asked * AIM / Math.max(1, nanos)));
        if (nanos > LATE) {
            width = Math.min(width, fitting);
        } else if (nanos < SOON && asked >= width) {
            width = Math.min(WIDEST, Math.min(width * FASTER, fitting));
        }
    }
}
