package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How many rows a sweep saw in each block of a table's numbers, and when the last of them was
 * changed; of the audit trail and of its history apart. A later look asks the driver for both, and
 * reads no row. A number and a moment for each block of 4,096 numbers.
 */
final class Glance {
    private static final int MOST_BLOCKS = 16; // of one question

    private final Map<String, Blocks> tables = new HashMap<>();

    private static final class Blocks {
        private int[] rows = new int[0];
        private LocalDateTime[] changed = new LocalDateTime[0];

        void add(int number, LocalDateTime stamp) {
            int block = Sections.index(number);
            if (block >= rows.length) {
                rows = Arrays.copyOf(rows, block + 1);
                changed = Arrays.copyOf(changed, block + 1);
            }
            rows[block]++;
            changed[block] = later(changed[block], stamp);
        }

        long rows(int from, int to) {
            long sum = 0;
            for (int block = from; block < Math.min(to, rows.length); block++) {
                sum += rows[block];
            }
            return sum;
        }

        LocalDateTime changed(int from, int to) {
            LocalDateTime last = null;
            for (int block = from; block < Math.min(to, rows.length); block++) {
                last = later(last, changed[block]);
            }
            return last;
        }
    }

    private static LocalDateTime later(LocalDateTime one, LocalDateTime other) {
        return other == null || (one != null && !other.isAfter(one)) ? one : other;
    }

    /**
     * Takes the row on which a cursor stands, and which was taken from it.
     *
     * @param number by which the sweep goes over the table; not negative
     */
    void add(String table, int number, Cursor row) {
        blocks(row.history() ? History.of(table).table : table).add(number, row.changed());
    }

    private Blocks blocks(String table) {
        return tables.computeIfAbsent(table, t -> new Blocks());
    }

    /**
     * Are there as many rows as then, and none that was changed since? False also where a table has
     * no stamps, or rows that the sweep passed over.
     *
     * @param key the column by which the sweep went over the table
     * @param last up to which number
     */
    boolean isStill(Source source, String table, String key, int last, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        History history = History.of(table);
        return isStillAlone(source, table, table, key, last, checkpoint)
                && (history == null
                        || isStillAlone(source, table, history.table, key, last, checkpoint));
    }

    private boolean isStillAlone(
            Source source, String table, String part, String key, int last, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        if (!source.has(part, key)) {
            return true;
        }
        Blocks then = blocks(part);
        Pace pace = source.pace(part + " as a whole");
        int end = Sections.index(last) + 1;
        for (int from = 0; from < end; ) {
            checkpoint.check();
            long width = Math.max(1, pace.width() >> Sections.SLICE_BITS);
            int to = (int) Math.min(end, from + Math.min(width, MOST_BLOCKS));
            boolean empty = then.rows(from, to) == 0;
            while (empty && to < end && then.rows(to, to + 1) == 0) {
                to++; // up to a number far off it is one question
            }
            Source.Range range =
                    new Source.Range(
                            key,
                            Math.max(1, from << Sections.SLICE_BITS),
                            to < end ? (to << Sections.SLICE_BITS) - 1 : last);
            long begun = System.nanoTime();
            long rows = source.count(part, range);
            if (rows != then.rows(from, to) || (rows > 0 && !source.isStamped(table))) {
                return false;
            }
            if (rows > 0) {
                LocalDateTime before = then.changed(from, to);
                LocalDateTime now = source.lastChange(part, range);
                if (now == null ? before != null : !now.equals(before)) {
                    return false;
                }
            }
            if (!empty) {
                long numbers = (long) (to - from) << Sections.SLICE_BITS;
                pace.took(numbers, rows, System.nanoTime() - begun);
            }
            from = to;
        }
        return true;
    }
}
