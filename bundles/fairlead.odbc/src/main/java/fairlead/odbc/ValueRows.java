package fairlead.odbc;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.function.Function;

/**
 * A result whose columns give a value each, which is made into what the caller asks for. A value is
 * an Integer, Long, Double, BigDecimal, String, LocalDate, LocalTime or LocalDateTime.
 */
abstract class ValueRows implements ReadOnlyRows, ForwardOnlyRows, LabelledRows, PlainRows {
    private boolean wasNull;

    /** The value of this row; null for NULL. */
    abstract Object value(int column) throws SQLException;

    /** Says what the last value was, for {@link #wasNull}. */
    final boolean none(boolean isNull) {
        wasNull = isNull;
        return isNull;
    }

    private Object taken(int column) throws SQLException {
        Object value = value(column);
        none(value == null);
        return value;
    }

    @Override
    public final boolean wasNull() {
        return wasNull;
    }

    @Override
    public String getString(int column) throws SQLException {
        Object value = taken(column);
        return value == null ? null : text(value);
    }

    static String text(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    private BigDecimal number(int column) throws SQLException {
        Object value = taken(column);
        if (value == null) {
            return BigDecimal.ZERO;
        }
        try {
            return value instanceof BigDecimal exact
                    ? exact
                    : new BigDecimal(value.toString().strip());
        } catch (NumberFormatException e) {
            throw new SQLDataException(
                    "Column " + column + " is no number where one was asked for.", "22018", e);
        }
    }

    @Override
    public int getInt(int column) throws SQLException {
        long value = getLong(column);
        if (value != (int) value) {
            throw new SQLDataException("Column " + column + " is too large for an int.", "22003");
        }
        return (int) value;
    }

    @Override
    public long getLong(int column) throws SQLException {
        return number(column).longValue();
    }

    @Override
    public double getDouble(int column) throws SQLException {
        return number(column).doubleValue();
    }

    @Override
    public BigDecimal getBigDecimal(int column) throws SQLException {
        BigDecimal number = number(column);
        return wasNull ? null : number;
    }

    @Override
    public boolean getBoolean(int column) throws SQLException {
        String text = getString(column);
        if (text == null) {
            return false;
        }
        return switch (text.strip().toUpperCase(Locale.ROOT)) {
            case "1", "1.0", "Y", "T", "TRUE" -> true;
            default -> false;
        };
    }

    @Override
    public byte getByte(int column) throws SQLException {
        return (byte) getInt(column);
    }

    @Override
    public short getShort(int column) throws SQLException {
        return (short) getInt(column);
    }

    @Override
    public float getFloat(int column) throws SQLException {
        return (float) getDouble(column);
    }

    @Override
    public Date getDate(int column) throws SQLException {
        LocalDate date = getObject(column, LocalDate.class);
        return date == null ? null : Date.valueOf(date);
    }

    @Override
    public Time getTime(int column) throws SQLException {
        LocalTime time = getObject(column, LocalTime.class);
        return time == null ? null : Time.valueOf(time);
    }

    @Override
    public Timestamp getTimestamp(int column) throws SQLException {
        LocalDateTime time = getObject(column, LocalDateTime.class);
        return time == null ? null : Timestamp.valueOf(time);
    }

    @Override
    public Object getObject(int column) throws SQLException {
        Object value = taken(column);
        if (value instanceof LocalDate date) {
            return Date.valueOf(date);
        }
        if (value instanceof LocalTime time) {
            return Time.valueOf(time);
        }
        return value instanceof LocalDateTime time ? Timestamp.valueOf(time) : value;
    }

    @Override
    public <T> T getObject(int column, Class<T> type) throws SQLException {
        Object value = taken(column);
        if (value == null || type.isInstance(value)) {
            return type.cast(value);
        }
        return type.cast(made(column, value, type));
    }

    private Object made(int column, Object value, Class<?> type) throws SQLException {
        if (type == String.class) {
            return text(value);
        }
        if (type == LocalDate.class && value instanceof LocalDateTime time) {
            return time.toLocalDate();
        }
        if (type == LocalDateTime.class && value instanceof LocalDate date) {
            return date.atStartOfDay();
        }
        if (type == LocalDate.class && value instanceof String text) {
            return parsed(column, text, LocalDate::parse);
        }
        if (type == LocalDateTime.class && value instanceof String text) {
            return parsed(column, text.strip().replace(' ', 'T'), LocalDateTime::parse);
        }
        if (type == BigDecimal.class) {
            return getBigDecimal(column);
        }
        if (type == Integer.class) {
            return getInt(column);
        }
        if (type == Long.class) {
            return getLong(column);
        }
        if (type == Double.class) {
            return getDouble(column);
        }
        throw new SQLDataException(
                "Column " + column + " is no " + type.getSimpleName() + ".", "22018");
    }

    /** What a driver computes, such as a MAX, may come as text. */
    private static <T> T parsed(int column, String text, Function<String, T> parser)
            throws SQLException {
        try {
            return parser.apply(text.strip());
        } catch (DateTimeParseException e) {
            throw new SQLDataException(
                    "Column " + column + " is no date where one was asked for.", "22007", e);
        }
    }

    @Override
    public int getType() {
        return ResultSet.TYPE_FORWARD_ONLY;
    }

    @Override
    public int getConcurrency() {
        return ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    public int getHoldability() {
        return ResultSet.CLOSE_CURSORS_AT_COMMIT;
    }

    @Override
    public int getFetchDirection() {
        return ResultSet.FETCH_FORWARD;
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        if (direction != ResultSet.FETCH_FORWARD) {
            throw Strict.refusal("fetching in another direction");
        }
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw Strict.refusal("unwrap");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
