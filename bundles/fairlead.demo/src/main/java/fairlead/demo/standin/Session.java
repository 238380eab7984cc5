package fairlead.demo.standin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.h2.Driver;

/**
 * One logon to the company: the H2 connection that reads, and a second one that asks now and then
 * how the company feels (exclusive, slow), so that a long read need not be disturbed for it.
 */
final class Session implements AutoCloseable {
    static final int BLOCK = 1_000;
    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int WRONG_PASSWORD = 28000;
    private static final Set<Integer> NOT_FOUND = Set.of(90146, 90149);

    /** H2's codes for a broken connection, a closed database or session, and failed I/O. */
    private static final Set<Integer> GONE = Set.of(90007, 90028, 90031, 90067, 90098, 90121);

    private final Connection reader;
    private final Connection watcher;
    private final Catalog catalog;
    private SageRows open;
    private long looked;
    private int blockMillis;

    private Session(Connection reader, Connection watcher) throws SQLException {
        this.reader = reader;
        this.watcher = watcher;
        look(true);
        this.catalog = Catalog.read(watcher);
    }

    /**
     * @param address host, port and name, as in {@code 127.0.0.1:9000/company}
     */
    static Session logon(String address, String user, String password) throws SQLException {
        Connection reader = null;
        Connection watcher = null;
        try {
            reader = connect(address, user, password);
            watcher = connect(address, user, password);
            return new Session(reader, watcher);
        } catch (SQLException e) {
            close(reader);
            close(watcher);
            throw translate(e);
        }
    }

    private static Connection connect(String address, String user, String password)
            throws SQLException {
        Properties properties = new Properties();
        properties.put("user", user);
        properties.put("password", behind(password));
        Connection connection =
                new Driver()
                        .connect(
                                "jdbc:h2:tcp://" + address + ";LAZY_QUERY_EXECUTION=1", properties);
        connection.setReadOnly(true);
        return connection;
    }

    /** The database's own password, so that nobody gets round the stand-in with the user's. */
    static String behind(String password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(
                            digest.digest(
                                    ("stand-in:" + password).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Catalog catalog() {
        return catalog;
    }

    /** Runs a statement; only one result can be open at a time. */
    SageResultSet run(Query query, Object[] parameters) throws SQLException {
        if (open != null) {
            throw Refusal.busy();
        }
        look(false);
        SageRows rows = SageRows.open(this, reader, query, parameters);
        open = rows;
        return new SageResultSet(rows, query.columns());
    }

    void ended(SageRows rows) {
        if (open == rows) {
            open = null;
        }
    }

    /** Waits as long as one block of rows takes now. */
    void block() throws SQLException {
        look(false);
        pause(blockMillis);
    }

    static void pause(long millis) throws SQLException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("[Sage][Sterling] Operation canceled", "HY008", e);
        }
    }

    private void look(boolean logon) throws SQLException {
        if (!logon && System.nanoTime() - looked < LOOK_AGAIN) {
            return;
        }
        looked = System.nanoTime();
        try (Statement statement = watcher.createStatement();
                ResultSet state =
                        statement.executeQuery(
                                "SELECT EXCLUSIVE, IN_USE, BLOCK_MILLIS FROM STANDIN.STATE")) {
            state.next();
            if (logon && state.getBoolean(1)) {
                throw Refusal.exclusive();
            }
            if (logon && state.getBoolean(2)) {
                throw Refusal.inUse();
            }
            blockMillis = state.getInt(3);
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    boolean alive() {
        try {
            return reader.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        close(reader);
        close(watcher);
    }

    private static void close(Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // gone already, which is what was wanted
                return;
            }
        }
    }

    /** What Sage's driver would say where H2 says this. */
    static SQLException translate(SQLException e) {
        if (e.getErrorCode() == WRONG_PASSWORD) {
            return Refusal.password();
        }
        if (NOT_FOUND.contains(e.getErrorCode())) {
            return new SQLException("[Sage][Sterling] Cannot find the data path", "HY000", e);
        }
        if (e.getErrorCode() == 0 || e.getMessage().startsWith("[Sage]")) {
            return e;
        }
        return GONE.contains(e.getErrorCode())
                ? Refusal.vanished(e)
                : new SQLException("[Sage][Sterling] " + e.getMessage(), "HY000", e);
    }
}
