package fairlead.odbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;

/** Rows that are all here: those of metadata. */
final class ListRows extends ValueRows {
    private final Columns columns;
    private final List<Object[]> rows;
    private int at = -1;
    private boolean closed;

    ListRows(Columns columns, List<Object[]> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    @Override
    public boolean next() {
        if (at < rows.size()) {
            at++;
        }
        return at < rows.size();
    }

    @Override
    Object value(int column) throws SQLException {
        columns.at(column);
        if (at < 0 || at >= rows.size() || closed) {
            throw new SQLException("There is no current row.", "24000");
        }
        return rows.get(at)[column - 1];
    }

    @Override
    public ResultSetMetaData getMetaData() {
        return columns.metaData();
    }

    @Override
    public int findColumn(String label) throws SQLException {
        return columns.find(label);
    }

    @Override
    public Statement getStatement() {
        return null;
    }

    @Override
    public int getFetchSize() {
        return rows.size();
    }

    @Override
    public void setFetchSize(int size) {
        // all rows are here
    }

    @Override
    public SQLWarning getWarnings() {
        return null;
    }

    @Override
    public void clearWarnings() {}

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
