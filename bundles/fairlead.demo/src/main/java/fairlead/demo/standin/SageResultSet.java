package fairlead.demo.standin;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.h2.tools.SimpleResultSet;

/** A forward-only, read-only result with the types that the driver reports. */
final class SageResultSet extends SimpleResultSet {
    private final SageRows rows;
    private final BlockRow row;

    SageResultSet(SageRows rows, List<Column> columns) {
        this.rows = rows;
        this.row = rows.row();
        for (Column column : columns) {
            addColumn(
                    column.name(), column.type(), column.typeName(), column.size(), column.scale());
        }
    }

    @Override
    public boolean next() throws SQLException {
        return rows.next();
    }

    @Override
    public boolean wasNull() {
        return row.wasNull();
    }

    @Override
    public Object getObject(int column) {
        return row.object(column);
    }

    @Override
    public <T> T getObject(int column, Class<T> type) throws SQLException {
        if (type == LocalDate.class) {
            return type.cast(row.date(column));
        }
        if (type == LocalDateTime.class) {
            return type.cast(row.moment(column));
        }
        if (type == String.class) {
            return type.cast(row.string(column));
        }
        Object value = row.object(column);
        if (value != null && !type.isInstance(value)) {
            throw new SQLException("[Sage][Sterling] Error in assignment", "22018");
        }
        return type.cast(value);
    }

    @Override
    public String getString(int column) {
        return row.string(column);
    }

    @Override
    public boolean getBoolean(int column) throws SQLException {
        return row.real(column) != 0;
    }

    @Override
    public short getShort(int column) throws SQLException {
        return (short) row.integer(column);
    }

    @Override
    public int getInt(int column) throws SQLException {
        return (int) row.integer(column);
    }

    @Override
    public long getLong(int column) throws SQLException {
        return row.integer(column);
    }

    @Override
    public float getFloat(int column) throws SQLException {
        return (float) row.real(column);
    }

    @Override
    public double getDouble(int column) throws SQLException {
        return row.real(column);
    }

    @Override
    public BigDecimal getBigDecimal(int column) throws SQLException {
        return row.decimal(column);
    }

    @Override
    public Date getDate(int column) throws SQLException {
        LocalDate date = row.date(column);
        return date == null ? null : Date.valueOf(date);
    }

    @Override
    public Timestamp getTimestamp(int column) throws SQLException {
        LocalDateTime moment = row.moment(column);
        return moment == null ? null : Timestamp.valueOf(moment);
    }

    @Override
    public void close() {
        rows.close();
        super.close();
    }
}
