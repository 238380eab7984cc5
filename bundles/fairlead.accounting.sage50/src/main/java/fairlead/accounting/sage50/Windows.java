package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import java.util.concurrent.TimeUnit;

/**
 * Goes over a table by ranges of one of its numbers, as many rows at once as take about two
 * seconds: the driver knows no timeout, so no question may be a long one.
 */
final class Windows {
    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(700);
    private static final long LATE = TimeUnit.SECONDS.toNanos(2);
    private static final long FIRST = 1 << 14;
    private static final long WIDEST = 1 << 22;

    private final Source source;
    private final Checkpoint checkpoint;

    Windows(Source source, Checkpoint checkpoint) {
        this.source = source;
        this.checkpoint = checkpoint;
    }

    /** Takes a cursor that stands on a row. */
    @FunctionalInterface
    interface Row {
        void take(Cursor cursor) throws AccountingException;
    }

    /** Takes every row whose {@code key} is at most {@code last}. */
    void each(String table, String[] columns, String key, int last, Row row)
            throws AccountingException, InterruptedException {
        if (!source.has(table, key)) {
            return;
        }
        long from = Math.max(0, source.min(table, key).orElse(Long.MAX_VALUE));
        long width = FIRST;
        while (from <= last) {
            long to = Math.min(last, from + width - 1);
            long start = System.nanoTime();
            Source.Range range = new Source.Range(key, (int) from, (int) to);
            try (Cursor cursor = source.range(table, columns, range, checkpoint)) {
                while (cursor.next()) {
                    row.take(cursor);
                }
            }
            long took = System.nanoTime() - start;
            if (took < SOON) {
                width = Math.min(WIDEST, width * 2);
            } else if (took > LATE) {
                width = Math.max(1, width / 2);
            }
            from = to + 1;
        }
    }

    /**
     * Takes the rows with one of these numbers, ascending; far-off ones cost no reading between.
     */
    void some(String table, String[] columns, String key, int[] numbers, Row row)
            throws AccountingException, InterruptedException {
        int gap = 1 << Sections.SLICE_BITS;
        for (int first = 0; first < numbers.length; ) {
            int last = first;
            while (last + 1 < numbers.length && numbers[last + 1] - numbers[last] < gap) {
                last++;
            }
            Source.Range range = new Source.Range(key, numbers[first], numbers[last]);
            try (Cursor cursor = source.range(table, columns, range, checkpoint)) {
                while (cursor.next()) {
                    row.take(cursor);
                }
            }
            first = last + 1;
        }
    }
}
