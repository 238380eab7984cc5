package fairlead.demo.standin;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** A row of a block, read in place: see {@link Blocks}. Columns count from 1, as JDBC's do. */
final class BlockRow {
    private final char[] kinds;
    private final int[] starts; // of the values; 0 where it is NULL
    private byte[] block = new byte[0];
    private int end; // of the row
    private boolean wasNull;

    BlockRow(String kinds) {
        this.kinds = kinds.toCharArray();
        this.starts = new int[kinds.length()];
    }

    /** Stands before the first row of this block. */
    void of(byte[] next) {
        block = next;
        end = 0;
    }

    /** Goes to the next row of the block; false after its last. */
    boolean next() {
        if (end == block.length) {
            return false;
        }
        for (int i = 0; i < kinds.length; i++) {
            boolean there = block[end++] != 0;
            starts[i] = there ? end : 0;
            if (there) {
                end +=
                        switch (kinds[i]) {
                            case Blocks.NUMBER, Blocks.DATE -> Integer.BYTES;
                            case Blocks.AMOUNT, Blocks.MOMENT -> Long.BYTES;
                            default -> Integer.BYTES + int4(end);
                        };
            }
        }
        return true;
    }

    boolean wasNull() {
        return wasNull;
    }

    private boolean isNull(int column) {
        wasNull = starts[column - 1] == 0;
        return wasNull;
    }

    private int int4(int from) {
        return block[from] << 24
                | (block[from + 1] & 0xff) << 16
                | (block[from + 2] & 0xff) << 8
                | (block[from + 3] & 0xff);
    }

    private long int8(int from) {
        return (long) int4(from) << 32 | (int4(from + Integer.BYTES) & 0xffff_ffffL);
    }

    /** Null for NULL. */
    Object object(int column) {
        if (isNull(column)) {
            return null;
        }
        int start = starts[column - 1];
        return switch (kinds[column - 1]) {
            case Blocks.NUMBER -> int4(start);
            case Blocks.AMOUNT -> Double.longBitsToDouble(int8(start));
            case Blocks.DATE -> Date.valueOf(LocalDate.ofEpochDay(int4(start)));
            case Blocks.MOMENT ->
                    Timestamp.valueOf(LocalDateTime.ofEpochSecond(int8(start), 0, ZoneOffset.UTC));
            default ->
                    new String(block, start + Integer.BYTES, int4(start), StandardCharsets.UTF_8);
        };
    }

    /** As text, whatever it is; null for NULL. */
    String string(int column) {
        Object value = object(column);
        return value == null ? null : value.toString();
    }

    /** A whole number; 0 for NULL. */
    long integer(int column) throws SQLException {
        return kinds[column - 1] == Blocks.NUMBER
                ? isNull(column) ? 0 : int4(starts[column - 1])
                : Math.round(real(column));
    }

    /** Any number; 0 for NULL. */
    double real(int column) throws SQLException {
        if (kinds[column - 1] == Blocks.AMOUNT) {
            return isNull(column) ? 0 : Double.longBitsToDouble(int8(starts[column - 1]));
        }
        BigDecimal value = decimal(column);
        return value == null ? 0 : value.doubleValue();
    }

    /** Any number; null for NULL. */
    BigDecimal decimal(int column) throws SQLException {
        String value = string(column);
        try {
            return value == null ? null : new BigDecimal(value.strip());
        } catch (NumberFormatException e) {
            throw new SQLException("[Sage][Sterling] Error in assignment", "22018", e);
        }
    }

    /** A date, or that of a moment; null for NULL. */
    LocalDate date(int column) throws SQLException {
        if (kinds[column - 1] == Blocks.DATE) {
            return isNull(column) ? null : LocalDate.ofEpochDay(int4(starts[column - 1]));
        }
        LocalDateTime moment = moment(column);
        return moment == null ? null : moment.toLocalDate();
    }

    /** A moment, or the first of a date; null for NULL. */
    LocalDateTime moment(int column) throws SQLException {
        if (isNull(column)) {
            return null;
        }
        return switch (kinds[column - 1]) {
            case Blocks.MOMENT ->
                    LocalDateTime.ofEpochSecond(int8(starts[column - 1]), 0, ZoneOffset.UTC);
            case Blocks.DATE -> LocalDate.ofEpochDay(int4(starts[column - 1])).atStartOfDay();
            default -> throw new SQLException("[Sage][Sterling] Error in assignment", "22018");
        };
    }
}
