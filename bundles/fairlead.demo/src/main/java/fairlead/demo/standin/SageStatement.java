package fairlead.demo.standin;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;

/** What a statement of Sage's driver can do: see {@link Strict}. */
@SuppressWarnings("DoNotCallSuggester") // refusing is what some methods are for
class SageStatement {
    private final SageConnection connection;
    private ResultSet result;
    private boolean closed;

    SageStatement(SageConnection connection) {
        this.connection = connection;
    }

    Query recognize(String sql) throws SQLException {
        return Recognizer.recognize(sql, connection.session().catalog());
    }

    ResultSet run(Query query, Object[] parameters) throws SQLException {
        if (closed) {
            throw Refusal.closed();
        }
        closeResult();
        result = connection.session().run(query, parameters);
        return result;
    }

    public ResultSet executeQuery(String sql) throws SQLException {
        Query query = recognize(sql);
        if (query.parameters() > 0) {
            throw new SQLException("[Sage][Sterling] Wrong number of parameters", "07002");
        }
        return run(query, new Object[0]);
    }

    public boolean execute(String sql) throws SQLException {
        result = executeQuery(sql);
        return true;
    }

    public int executeUpdate(String sql) throws SQLException {
        recognize(sql);
        throw Refusal.unsupported("Statement.executeUpdate");
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

    public void setQueryTimeout(int seconds) throws SQLException {
        throw Refusal.noTimeout();
    }

    public int getQueryTimeout() {
        return 0;
    }

    public void setFetchSize(int rows) throws SQLException {
        if (rows < 0) {
            throw Refusal.noTimeout();
        }
    }

    public int getFetchSize() {
        return Session.BLOCK;
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
        closeResult();
        closed = true;
    }

    public boolean isClosed() {
        return closed;
    }

    private void closeResult() throws SQLException {
        if (result != null) {
            result.close();
            result = null;
        }
    }
}
