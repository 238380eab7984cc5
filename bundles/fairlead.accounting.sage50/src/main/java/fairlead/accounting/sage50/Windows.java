package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;

/** Goes over a table by one of its numbers. */
final class Windows {
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

    /** Takes every row whose {@code key} is at least 1 and at most {@code last}. */
    void each(String table, String[] columns, String key, int last, Row row)
            throws AccountingException, InterruptedException {
        if (!source.has(table, key)) {
            return;
        }
        long from = Math.max(1, source.min(table, key).orElse(Long.MAX_VALUE));
        if (from > last) {
            return;
        }
        Source.Range range = new Source.Range(key, (int) from, last);
        try (Cursor cursor = source.range(table, columns, range, checkpoint)) {
            while (cursor.next()) {
                row.take(cursor);
            }
        }
    }

    /**
     * Takes every row without such a number, as a damaged one: its {@code key} is below 1, or NULL,
     * which reads as 0.
     */
    void unnumbered(String table, String[] columns, String key, Row row)
            throws AccountingException, InterruptedException {
        if (!source.has(table, key)) {
            return;
        }
        try (Cursor cursor = source.unnumbered(table, columns, key, checkpoint)) {
            while (cursor.next()) {
                row.take(cursor);
            }
        }
    }

    /** Takes every row whose {@code key} is none, or above {@code last}. */
    void outside(String table, String[] columns, String key, int last, Row row)
            throws AccountingException, InterruptedException {
        unnumbered(table, columns, key, row);
        if (!source.has(table, key) || last == Integer.MAX_VALUE) {
            return;
        }
        try (Cursor cursor = source.above(table, columns, key, last, checkpoint)) {
            while (cursor.next()) {
                row.take(cursor);
            }
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
