package fairlead.demo.standin;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import org.h2.tools.SimpleResultSet;

/** A forward-only, read-only result with the types that the driver reports. */
final class SageResultSet extends SimpleResultSet {
    private final SageRows rows;

    SageResultSet(SageRows rows, List<Column> columns) {
        this.rows = rows;
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
        return rows.wasNull();
    }

    @Override
    public Object getObject(int column) throws SQLException {
        return rows.row().getObject(column);
    }

    @Override
    public <T> T getObject(int column, Class<T> type) throws SQLException {
        return rows.row().getObject(column, type);
    }

    @Override
    public String getString(int column) throws SQLException {
        return rows.row().getString(column);
    }

    @Override
    public boolean getBoolean(int column) throws SQLException {
        return rows.row().getBoolean(column);
    }

    @Override
    public short getShort(int column) throws SQLException {
        return rows.row().getShort(column);
    }

    @Override
    public int getInt(int column) throws SQLException {
        return rows.row().getInt(column);
    }

    @Override
    public long getLong(int column) throws SQLException {
        return rows.row().getLong(column);
    }

    @Override
    public float getFloat(int column) throws SQLException {
        return rows.row().getFloat(column);
    }

    @Override
    public double getDouble(int column) throws SQLException {
        return rows.row().getDouble(column);
    }

    @Override
    public BigDecimal getBigDecimal(int column) throws SQLException {
        return rows.row().getBigDecimal(column);
    }

    @Override
    public Date getDate(int column) throws SQLException {
        return rows.row().getDate(column);
    }

    @Override
    public Timestamp getTimestamp(int column) throws SQLException {
        return rows.row().getTimestamp(column);
    }

    @Override
    public void close() {
        rows.close();
        super.close();
    }
}
