package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * The windows of a range, each as wide as the driver's {@link Pace} allows, which hears how the
 * window before went. After a window without rows the next one begins where there is one again.
 */
final class PacedWindows implements Answers.Conditions {
    private final Source.Range range;
    private final Pace pace;
    private final Gap gap;
    private final LongSupplier nanos;
    private long from;
    private long to;
    private long started;
    private boolean asked;

    /** Finds the end of a gap. */
    @FunctionalInterface
    interface Gap {
        /** The lowest number above this one that a row has; empty when none has. */
        OptionalLong next(int number) throws AccountingException, InterruptedException;
    }

    /**
     * @param nanos what {@link System#nanoTime} tells
     */
    PacedWindows(Source.Range range, Pace pace, Gap gap, LongSupplier nanos) {
        this.range = range;
        this.pace = pace;
        this.gap = gap;
        this.nanos = nanos;
        this.to = range.from() - 1L;
    }

    @Override
    public String next(long rows) throws AccountingException, InterruptedException {
        if (asked) {
            pace.took(to - from + 1, rows, nanos.getAsLong() - started);
            if (rows == 0 && to < range.to()) {
                to = Math.max(to, gap.next((int) to).orElse(Long.MAX_VALUE) - 1);
            }
        }
        asked = to < range.to();
        if (!asked) {
            return null;
        }
        from = to + 1;
        to = Math.min(range.to(), from + pace.width() - 1);
        started = nanos.getAsLong();
        return new Source.Range(range.column(), (int) from, (int) to).where();
    }
}
