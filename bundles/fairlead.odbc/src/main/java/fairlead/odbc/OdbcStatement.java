package fairlead.odbc;

import fairlead.odbc.wire.Frame;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;

/** What a statement can do; see {@link Strict}. */
final class OdbcStatement {
    private final OdbcConnection connection;
    private final Statement proxy = Strict.of(Statement.class, this);
    private Duration deadline;
    private int fetchSize = OdbcMetaData.ROWS;
    private ResultSet result;
    private boolean closed;

    OdbcStatement(OdbcConnection connection) {
        this.connection = connection;
        this.deadline = connection.logon().deadline();
    }

    Statement proxy() {
        return proxy;
    }

    public ResultSet executeQuery(String sql) throws SQLException {
        if (closed) {
            throw new SQLException("The statement is closed.", "HY010");
        }
        if (!sql.stripLeading().regionMatches(true, 0, "SELECT", 0, 6)) {
            throw Strict.refusal("a statement that is no SELECT");
        }
        closeResult();
        result = connection.rows(Frame.QUERY, fetchSize, sql, deadline, proxy);
        return result;
    }

    public boolean execute(String sql) throws SQLException {
        return executeQuery(sql) != null;
    }

    public ResultSet getResultSet() {
        return result;
    }

    public int getUpdateCount() {
        return -1;
    }

    public boolean getMoreResults() throws SQLException {
        closeResult();
        return false;
    }

    /** A deadline for each answer of the driver. Missing it costs the connection. */
    public void setQueryTimeout(int seconds) {
        deadline = seconds > 0 ? Duration.ofSeconds(seconds) : connection.logon().deadline();
    }

    public int getQueryTimeout() {
        return (int) deadline.toSeconds();
    }

    /** How many rows a frame has at most. */
    public void setFetchSize(int rows) throws SQLException {
        if (rows < 0) {
            throw new SQLException("The fetch size cannot be " + rows + ".", "HY024");
        }
        fetchSize = rows == 0 ? OdbcMetaData.ROWS : rows;
    }

    public int getFetchSize() {
        return fetchSize;
    }

    public int getResultSetType() {
        return ResultSet.TYPE_FORWARD_ONLY;
    }

    public int getResultSetConcurrency() {
        return ResultSet.CONCUR_READ_ONLY;
    }

    public SQLWarning getWarnings() {
        return null;
    }

    public void clearWarnings() {}

    public Connection getConnection() {
        return connection.proxy();
    }

    public void close() throws SQLException {
        closed = true;
        closeResult();
    }

    public boolean isClosed() {
        return closed;
    }

    private void closeResult() throws SQLException {
        if (result != null) {
            ResultSet old = result;
            result = null;
            old.close();
        }
    }
}
