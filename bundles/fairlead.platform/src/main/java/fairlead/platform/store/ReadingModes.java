package fairlead.platform.store;

import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Connections.Status;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a company's books are read once or stay up to date: a client chooses for each
 * integration, and for a single company otherwise. Read once, a connection ends by itself with its
 * first complete set, and its connector is told to go.
 */
public final class ReadingModes {
    private static final String COMPANY = "*";
    private static final String READ_ONCE = "The books were read once, as agreed.";

    /** For how long what could not be read is read again, from linking on. */
    private static final Duration PATIENCE = Duration.ofDays(7);

    /** Is it the last word about its type, and not a good one? */
    private static final String LAST_FAILED =
            "status NOT IN ('Complete', 'NotSupported') AND NOT EXISTS (SELECT 1"
                    + " FROM pull_operation x WHERE x.connection_id = o.connection_id"
                    + " AND x.data_type = o.data_type AND x.no > o.no)";

    private final Database database;

    /** On this database. */
    public ReadingModes(Database database) {
        this.database = database;
    }

    /** Does this client want to read this integration's books only once? */
    public boolean once(String clientId, String platformKey) {
        return database.read(tx -> read(tx, clientId, platformKey)).orElse(false);
    }

    /** From now on this client does, or does not; companies may differ. */
    public void once(String clientId, String platformKey, boolean once) {
        put(clientId, platformKey, Optional.of(once));
    }

    /** How this company differs from its client's choice; empty when it does not. */
    public Optional<Boolean> ofCompany(String companyId) {
        return database.read(tx -> read(tx, companyId, COMPANY));
    }

    /** From now on this company differs so, or not any more. */
    public void ofCompany(String companyId, Optional<Boolean> once) {
        put(companyId, COMPANY, once);
    }

    /** What counts for this company and integration. */
    public boolean counts(String clientId, String companyId, String platformKey) {
        return ofCompany(companyId).orElseGet(() -> once(clientId, platformKey));
    }

    /** Has the connection ended because it was read once? */
    public static boolean done(Connection connection) {
        return connection.status() == Status.Deauthorized
                && connection.statusReason().equals(READ_ONCE);
    }

    private void put(String owner, String platformKey, Optional<Boolean> once) {
        database.run(
                tx -> {
                    tx.update(
                            "DELETE FROM reading_mode WHERE owner_id = ? AND platform_key = ?",
                            owner,
                            platformKey);
                    if (once.isPresent()) {
                        tx.update(
                                "INSERT INTO reading_mode (owner_id, platform_key, once)"
                                        + " VALUES (?, ?, ?)",
                                owner,
                                platformKey,
                                once.get());
                    }
                });
        database.sync();
    }

    private static Optional<Boolean> read(Tx tx, String owner, String platformKey)
            throws SQLException {
        return tx.first(
                "SELECT once FROM reading_mode WHERE owner_id = ? AND platform_key = ?",
                r -> r.getBoolean(1),
                owner,
                platformKey);
    }

    /**
     * A set was committed: when the books were to be read once and now all of them are there, that
     * was it. What still is not after some days of reading is not waited for.
     */
    static void finish(Tx tx, SetEnd set, long now) throws SQLException {
        Connection connection = Connections.find(tx, set.connectionId()).orElseThrow();
        if (!once(tx, connection) || connection.agentId().isEmpty()) {
            return;
        }
        boolean complete = set.complete() && !missing(tx, connection.id(), LAST_FAILED);
        boolean waits = !complete && now - linkedAt(connection) < PATIENCE.toMillis();
        if (waits || missing(tx, connection.id(), "completed_at IS NULL")) {
            return;
        }
        tx.update(
                "UPDATE connection SET status = ?, status_reason = ? WHERE id = ?",
                Status.Deauthorized.name(),
                READ_ONCE,
                connection.id());
        Events.connection(tx, connection.id(), "connection.disconnected", now);
        Orders.unlink(tx, connection, now);
    }

    private static boolean once(Tx tx, Connection connection) throws SQLException {
        Optional<Boolean> company = read(tx, connection.companyId(), COMPANY);
        if (company.isPresent()) {
            return company.get();
        }
        String client =
                tx.first(
                                "SELECT client_id FROM company WHERE id = ?",
                                r -> r.getString(1),
                                connection.companyId())
                        .orElseThrow();
        return read(tx, client, connection.platformKey()).orElse(false);
    }

    private static boolean missing(Tx tx, String connectionId, String condition)
            throws SQLException {
        return tx.number(
                        "SELECT COUNT(*) FROM pull_operation o WHERE connection_id = ? AND "
                                + condition,
                        connectionId)
                > 0;
    }

    private static long linkedAt(Connection connection) {
        return connection.linkedAt().orElse(connection.createdAt());
    }
}
