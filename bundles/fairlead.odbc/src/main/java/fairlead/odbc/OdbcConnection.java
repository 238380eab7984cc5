package fairlead.odbc;

import fairlead.odbc.wire.BrokenFrameException;
import fairlead.odbc.wire.Frame;
import fairlead.odbc.wire.FrameReader;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a connection can do; see {@link Strict}. It reads one result at a time, and it lasts as long
 * as the process behind it.
 */
final class OdbcConnection {
    private final Child child;
    private final Logon logon;
    private final Product product;
    private final Connection proxy = Strict.of(Connection.class, this);
    private ResultSet open;
    private boolean closed;

    OdbcConnection(Child child, Logon logon, Product product) {
        this.child = child;
        this.logon = logon;
        this.product = product;
    }

    Connection proxy() {
        return proxy;
    }

    Logon logon() {
        return logon;
    }

    Product product() {
        return product;
    }

    /**
     * Asks for rows: a query, or a metadata call.
     *
     * @param about the SQL, or the name of a table; blank for all
     * @param statement null for a metadata call
     */
    ResultSet rows(byte request, int most, String about, Duration deadline, Statement statement)
            throws SQLException {
        check();
        if (open != null) {
            throw new SQLException(
                    "The rows of another statement of this connection are open.", "HY000");
        }
        child.begin(request).putInt(most).putText(about);
        FrameReader in = child.ask(deadline, Frame.RESULT);
        List<Described> columns = new ArrayList<>();
        try {
            for (int left = in.getInt(); left > 0; left--) {
                columns.add(Described.read(in));
            }
        } catch (BrokenFrameException e) {
            throw child.broken(e);
        }
        open = new OdbcRows(child, deadline, new Columns(columns), statement, () -> open = null);
        return open;
    }

    private void check() throws SQLException {
        if (closed) {
            throw new SQLException("The connection is closed.", "08003");
        }
    }

    public Statement createStatement() throws SQLException {
        check();
        return new OdbcStatement(this).proxy();
    }

    public Statement createStatement(int type, int concurrency) throws SQLException {
        if (type != ResultSet.TYPE_FORWARD_ONLY || concurrency != ResultSet.CONCUR_READ_ONLY) {
            throw Strict.refusal("a scrollable or updatable result");
        }
        return createStatement();
    }

    public DatabaseMetaData getMetaData() throws SQLException {
        check();
        return Strict.of(DatabaseMetaData.class, new OdbcMetaData(this));
    }

    public boolean getAutoCommit() {
        return true;
    }

    public void setAutoCommit(boolean on) throws SQLException {
        if (!on) {
            throw Strict.refusal("a transaction");
        }
    }

    public boolean isReadOnly() {
        return true;
    }

    public void setReadOnly(boolean on) throws SQLException {
        if (!on) {
            throw Strict.refusal("writing");
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
        return !closed && child.isAlive();
    }

    public void close() {
        if (!closed) {
            closed = true;
            child.close();
        }
    }

    public boolean isClosed() {
        return closed;
    }
}
