package fairlead.demo.standin;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

/** What a connection of Sage's driver can do: see {@link Strict}. No transactions, no writing. */
final class SageConnection {
    private final Session session;
    private final String url;
    private final String user;
    private final Connection proxy = Strict.of(Connection.class, this);
    private boolean closed;

    SageConnection(Session session, String url, String user) {
        this.session = session;
        this.url = url;
        this.user = user;
    }

    Connection proxy() {
        return proxy;
    }

    Session session() throws SQLException {
        if (closed) {
            throw new SQLException("[Sage][Sterling] Connection is closed", "08003");
        }
        return session;
    }

    String url() {
        return url;
    }

    String user() {
        return user;
    }

    public Statement createStatement() throws SQLException {
        session();
        return Strict.of(Statement.class, new SageStatement(this));
    }

    public Statement createStatement(int type, int concurrency) throws SQLException {
        plain(type, concurrency);
        return createStatement();
    }

    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return Strict.of(PreparedStatement.class, new SagePreparedStatement(this, sql));
    }

    public PreparedStatement prepareStatement(String sql, int type, int concurrency)
            throws SQLException {
        plain(type, concurrency);
        return prepareStatement(sql);
    }

    private static void plain(int type, int concurrency) throws SQLException {
        if (type != ResultSet.TYPE_FORWARD_ONLY || concurrency != ResultSet.CONCUR_READ_ONLY) {
            throw Refusal.unsupported("scrollable or updatable results");
        }
    }

    public DatabaseMetaData getMetaData() throws SQLException {
        session();
        return Strict.of(DatabaseMetaData.class, new SageMetaData(this));
    }

    public boolean getAutoCommit() {
        return true;
    }

    public void setAutoCommit(boolean on) throws SQLException {
        if (!on) {
            throw Refusal.unsupported("transactions");
        }
    }

    public boolean isReadOnly() {
        return true;
    }

    public void setReadOnly(boolean on) throws SQLException {
        if (!on) {
            throw Refusal.readOnly("write access");
        }
    }

    public int getTransactionIsolation() {
        return Connection.TRANSACTION_NONE;
    }

    public String getCatalog() {
        return null;
    }

    public String getSchema() {
        return null;
    }

    public SQLWarning getWarnings() {
        return null;
    }

    public void clearWarnings() {}

    public boolean isValid(int seconds) {
        return !closed && session.alive();
    }

    public void close() {
        closed = true;
        session.close();
    }

    public boolean isClosed() {
        return closed;
    }
}
