package fairlead.platform.store;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What connectors told about themselves, since their vendor asked. */
public final class Diagnostics {
    /** So many are kept of a connection. */
    public static final int KEPT = 10;

    private static final String REPORTS =
            "SELECT d.order_id, d.agent_id, p.name, d.received_at, d.report FROM diagnostics d"
                    + " JOIN connection c ON c.id = d.connection_id"
                    + " JOIN company p ON p.id = c.company_id"
                    + " WHERE c.deleted_at IS NULL AND p.deleted_at IS NULL AND p.client_id = ?";

    private final Database database;
    private final Clock clock;

    /** On this database. */
    public Diagnostics(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** One report, as plain text. */
    public record Report(
            String orderId, String agentId, String companyName, long receivedAt, String text) {}

    /**
     * Keeps what this agent tells of this connection, durably.
     *
     * @return false when no such order was given
     */
    public boolean add(String agentId, String connectionId, String orderId, String report) {
        long now = clock.millis();
        boolean ordered = database.call(tx -> add(tx, agentId, connectionId, orderId, report, now));
        database.sync();
        return ordered;
    }

    private static boolean add(
            Tx tx, String agentId, String connectionId, String orderId, String report, long now)
            throws SQLException {
        boolean ordered =
                tx.first(
                                "SELECT id FROM agent_order WHERE id = ? AND agent_id = ?"
                                        + " AND connection_id = ? AND kind = 'diagnostics'"
                                        + " FOR UPDATE",
                                r -> r.getString(1),
                                orderId,
                                agentId,
                                connectionId)
                        .isPresent();
        if (!ordered) {
            return false;
        }
        tx.update("DELETE FROM diagnostics WHERE order_id = ?", orderId);
        tx.update(
                "INSERT INTO diagnostics (order_id, agent_id, connection_id, received_at, report)"
                        + " VALUES (?, ?, ?, ?, ?)",
                orderId,
                agentId,
                connectionId,
                now,
                report.getBytes(StandardCharsets.UTF_8));
        List<String> old =
                tx.list(
                        "SELECT order_id FROM diagnostics WHERE connection_id = ?"
                                + " ORDER BY received_at DESC, order_id OFFSET ? ROWS",
                        r -> r.getString(1),
                        connectionId,
                        KEPT);
        for (String one : old) {
            tx.update("DELETE FROM diagnostics WHERE order_id = ?", one);
        }
        return true;
    }

    /** Of this agent, about this client's companies, the newest first. */
    public List<Report> of(String client, String agentId) {
        return database.read(
                tx ->
                        tx.list(
                                REPORTS + " AND d.agent_id = ? ORDER BY d.received_at DESC",
                                Diagnostics::report,
                                client,
                                agentId));
    }

    /** What this order of the client's brought; empty when it brought nothing yet. */
    public Optional<Report> find(String client, String orderId) {
        return database.read(
                tx ->
                        tx.first(
                                REPORTS + " AND d.order_id = ?",
                                Diagnostics::report,
                                client,
                                orderId));
    }

    private static Report report(ResultSet row) throws SQLException {
        return new Report(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                new String(row.getBytes(5), StandardCharsets.UTF_8));
    }
}
