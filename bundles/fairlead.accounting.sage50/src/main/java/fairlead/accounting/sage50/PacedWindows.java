package fairlead.accounting.sage50;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The windows of a range, as conditions in SQL: each as wide as the driver's {@link Pace} allows,
 * which hears how long the window before took when it is asked for the next one.
 */
final class PacedWindows implements Iterator<String> {
    private final Source.Range range;
    private final Pace pace;
    private long from;
    private long to;
    private long started; // 0: nothing is under way

    PacedWindows(Source.Range range, Pace pace) {
        this.range = range;
        this.pace = pace;
        this.to = range.from() - 1L;
    }

    @Override
    public boolean hasNext() {
        if (started != 0) {
            pace.took(to - from + 1, System.nanoTime() - started);
            started = 0;
        }
        return to < range.to();
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        from = to + 1;
        to = Math.min(range.to(), from + pace.width() - 1);
        started = System.nanoTime() | 1;
        return new Source.Range(range.column(), (int) from, (int) to).where();
    }
}
