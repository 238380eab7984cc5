package fairlead.odbc.child;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import fairlead.odbc.wire.Bytes;
import fairlead.odbc.wire.Kind;
import java.util.Arrays;
import java.util.List;

/**
 * The memory that a result's rows are fetched into: for each column its indicators and its values,
 * one behind the other for as many rows as are fetched at once. The driver writes into it at every
 * fetch, so it has to be kept until the columns are unbound.
 */
final class Rowset {
    private static final int MEMORY = 256 << 10;
    private static final int MOST_ROWS = 256;
    private static final byte UNTOUCHED = 0x5A;
    private static final int UNTOUCHED_INT = 0x5A5A5A5A;
    private static final short ROW_ERROR = 5;

    private final Memory memory;
    private final int rows;
    private final int[] indicators;
    private final int[] values;
    private final int[] widths;
    private final int size;
    private final byte[] copy;

    private Rowset(int[] widths, int rows, int copies) {
        this.rows = rows;
        this.widths = widths;
        this.indicators = new int[widths.length];
        this.values = new int[widths.length];
        int at = Long.BYTES + even(rows * Short.BYTES);
        for (int i = 0; i < widths.length; i++) {
            indicators[i] = at;
            at += rows * Long.BYTES;
            values[i] = at;
            at += even(rows * widths[i]);
        }
        this.size = at;
        this.memory = new Memory(size);
        this.copy = new byte[size * copies];
        memory.setMemory(0, size, UNTOUCHED);
    }

    /**
     * @param most rows that are wanted in a frame
     * @param together are they fetched at once, or one by one?
     */
    static Rowset of(List<Column> columns, Manners manners, int most, boolean together)
            throws OdbcFailure {
        int[] widths = new int[columns.size()];
        int row = 0;
        for (int i = 0; i < widths.length; i++) {
            Column column = columns.get(i);
            widths[i] = manners.isLong(column) ? 0 : column.width(manners.ansi);
            row += widths[i] + 2 * Long.BYTES;
        }
        int fit = Math.max(1, Math.min(Math.min(most, MOST_ROWS), MEMORY / Math.max(row, 1)));
        return together ? new Rowset(widths, fit, 1) : new Rowset(widths, 1, fit);
    }

    private static int even(int length) {
        return (length + Long.BYTES - 1) & -Long.BYTES;
    }

    /** How many rows are fetched at once. */
    int rows() {
        return rows;
    }

    /** How many rows {@link #keep} has room for. */
    int room() {
        return copy.length / size * rows;
    }

    Pointer indicator(int column) {
        return memory.share(indicators[column]);
    }

    Pointer value(int column) {
        return memory.share(values[column]);
    }

    int width(int column) {
        return widths[column];
    }

    /** Where the driver says how many rows it has fetched. */
    Pointer fetched() {
        return memory;
    }

    /** Where the driver says how each row came. */
    Pointer states() {
        return memory.share(Long.BYTES);
    }

    /** Before a fetch of several rows: so that it is seen whether the driver says how many. */
    void expect() {
        memory.setLong(0, -1);
        for (int row = 0; row < rows; row++) {
            memory.setShort(Long.BYTES + row * (long) Short.BYTES, (short) 0);
        }
    }

    /** How many rows the driver says it has fetched; -1 when it says nothing. */
    int count() {
        int count = Bytes.getInt(copy, 0);
        return count >= 0 && count <= rows ? count : -1;
    }

    /** Has it, at the first fetch, written to so many rows? */
    boolean touched(int count) {
        for (int row = 0; row < count; row++) {
            boolean touched = false;
            for (int i = 0; i < widths.length && !touched; i++) {
                touched = widths[i] > 0 && indicator(i, row) != UNTOUCHED_INT;
            }
            if (!touched) {
                return false;
            }
        }
        return true;
    }

    /** Does the driver call one of so many rows wrong? */
    boolean wrong(int count) {
        for (int row = 0; row < count; row++) {
            if (Bytes.getShort(copy, Long.BYTES + row * Short.BYTES) == ROW_ERROR) {
                return true;
            }
        }
        return false;
    }

    /** Takes what was fetched: as row {@code row}, or as all rows of a fetch of several. */
    void keep(int row) {
        memory.read(0, copy, rows == 1 ? row * size : 0, size);
    }

    /** The driver could not hand over this value of the row that is being fetched. */
    void lose(int column, Kind kind) {
        switch (kind) {
            case DOUBLE -> memory.setDouble(values[column], Double.NaN); // no amount
            case DATE, TIMESTAMP -> memory.setMemory(values[column], widths[column], (byte) 0);
            default -> memory.setLong(indicators[column], Odbc.NULL_DATA);
        }
    }

    /** Do so many bytes of a kept row's value stand at the beginning of this text? */
    boolean begins(int column, int row, int length, byte[] text) {
        int at = valueAt(column, row);
        return text.length >= length && Arrays.equals(copy, at, at + length, text, 0, length);
    }

    /** The rows that were kept. */
    byte[] bytes() {
        return copy;
    }

    /** Where the value of a kept row begins in {@link #bytes()}. */
    int valueAt(int column, int row) {
        return values[column] + row * stride(column);
    }

    /** How far a kept row's value is from that of the row before. */
    int stride(int column) {
        return rows == 1 ? size : widths[column];
    }

    /**
     * Length in bytes of a kept row's value, or one of ODBC's negative numbers. Of the 8 bytes only
     * 4 are read: there are drivers that write no more.
     */
    int indicator(int column, int row) {
        return Bytes.getInt(copy, indicators[column] + (rows == 1 ? row * size : row * Long.BYTES));
    }
}
