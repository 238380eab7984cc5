package fairlead.accounting.sage50;

import java.util.concurrent.TimeUnit;

/**
 * How many numbers of a table are asked for at once, so that a question takes about two seconds:
 * the driver knows no timeout and reads at anything from a hundred rows a second to a million.
 * Learns from each answer how many rows can be had in time, and how many rows a number has. A
 * number counts as a row at least, so what lies beyond a gap is never met with a wide question.
 */
final class Pace {
    private static final long FIRST =
            1 << 6; // rows: two seconds of the slowest driver that was ever measured
    private static final long MOST = 1 << 22;
    private static final long AIM = TimeUnit.MILLISECONDS.toNanos(1_400);
    private static final long LATE = TimeUnit.SECONDS.toNanos(2);
    private static final long SOON = AIM / 2;
    private static final int FASTER = 8; // at most so many times as many as the last time
    private static final double DENSE = 8; // rows a number, until an answer says how many
    private static final double FORGET = 0.75;

    private long most = FIRST; // so many rows are there in time
    private double dense = DENSE; // so many rows a number had of late, at the densest

    /** How many numbers to ask for now. */
    long width() {
        return Math.max(1, (long) (most / dense));
    }

    /** So many numbers had so many rows, which took so long. */
    void took(long numbers, long rows, long nanos) {
        double own = Math.max(1, (double) rows / numbers);
        dense = Math.max(own, dense * FORGET); // a single long journal is soon forgotten
        double times = (double) AIM / Math.max(1, nanos);
        if (nanos > LATE) {
            most = Math.min(most, Math.max(1, (long) (Math.max(rows, numbers) * times)));
        } else if (nanos < SOON) {
            // few rows say little of how many there could have been: never too much
            long fitting = (long) Math.max(rows * times, Math.min(FIRST, numbers * times));
            most = Math.max(most, Math.min(MOST, Math.min(most * FASTER, fitting)));
        }
    }
}
