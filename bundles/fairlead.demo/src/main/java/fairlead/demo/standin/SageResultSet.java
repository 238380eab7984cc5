package fairlead.demo.standin;

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

    SageResultSet(SageRows rows, List<Column> columns) {
        super(rows);
        this.rows = rows;
        describe(this, columns);
    }

    private static void describe(SimpleResultSet result, List<Column> columns) {
        for (Column column : columns) {
            result.addColumn(
                    column.name(), column.type(), column.typeName(), column.size(), column.scale());
        }
    }

    @Override
    public Object getObject(int columnIndex) throws SQLException {
        Object value = super.getObject(columnIndex);
        if (value instanceof LocalDate date) {
            return Date.valueOf(date);
        }
        return value instanceof LocalDateTime time ? Timestamp.valueOf(time) : value;
    }

    @Override
    public <T> T getObject(int columnIndex, Class<T> type) throws SQLException {
        Object value = super.getObject(columnIndex);
        return value == null || type.isInstance(value)
                ? type.cast(value)
                : super.getObject(columnIndex, type);
    }

    @Override
    public Date getDate(int columnIndex) throws SQLException {
        return (Date) getObject(columnIndex);
    }

    @Override
    public Timestamp getTimestamp(int columnIndex) throws SQLException {
        return (Timestamp) getObject(columnIndex);
    }

    @Override
    public void close() {
        rows.close();
        super.close();
    }
}
