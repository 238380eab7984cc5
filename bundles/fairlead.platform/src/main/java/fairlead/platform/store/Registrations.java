package fairlead.platform.store;

import fairlead.platform.store.Connections.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which agent holds which connection, and second ones that wait for the vendor. */
public final class Registrations {
    /** So many may wait for the vendor: whoever has a link could send any number of keys. */
    private static final int MOST_WAITING = 5;

    private final Database database;
    private final Clock clock;

    /** On this database. */
    public Registrations(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What came of a registration. */
    public sealed interface Registering {
        /** The key is this connection's. */
        record Registered(Connection connection, String companyName, boolean isNew)
                implements Registering {}

        /** Another key holds the connection; the vendor has to agree. */
        record Waiting(String registrationId) implements Registering {}

        /** The vendor did not agree. */
        record Refused() implements Registering {}

        /** There is no such company. */
        record Unknown() implements Registering {}

        /** The connection cannot be registered any more. */
        record TooLate(String reason) implements Registering {}
    }

    /** A second registration, and the vendor's decision. */
    public record Registration(
            String id,
            String connectionId,
            String companyId,
            String companyName,
            String agentId,
            long requestedAt,
            String decision) {}

    /** Registers a key for the company whose licence key this is. */
    public Registering register(String licenseKey, String agentId, String publicKey) {
        long now = clock.millis();
        Registering result =
                database.call(
                        tx -> {
                            Optional<String> company =
                                    tx.first(
                                            "SELECT name FROM company"
                                                    + " WHERE id = ? AND deleted_at IS NULL"
                                                    + " FOR UPDATE",
                                            r -> r.getString(1),
                                            licenseKey);
                            return company.isEmpty()
                                    ? new Registering.Unknown()
                                    : register(
                                            tx, licenseKey, company.get(), agentId, publicKey, now);
                        });
        database.sync();
        return result;
    }

    private Registering register(
            Tx tx, String companyId, String companyName, String agentId, String publicKey, long now)
            throws SQLException {
        // the newest connection that has not ended is the one that the link led to
        Optional<Connection> newest = Connections.latest(Connections.of(tx, companyId));
        if (newest.isEmpty()) {
            return new Registering.TooLate(
                    "No connection was made for this company yet. Ask for a link.");
        }
        Connection connection = newest.get();
        if (connection.ended()) {
            return new Registering.TooLate(
                    "The connection has ended ("
                            + connection.statusReason()
                            + "). Ask for a new"
                            + " link.");
        }
        if (connection.agentId().isPresent()) {
            if (connection.agentId().get().equals(agentId)) {
                return new Registering.Registered(connection, companyName, false);
            }
            return second(tx, connection, agentId, publicKey, now);
        }
        if (connection.linkExpiresAt() < now) {
            return new Registering.TooLate("The link has expired. Ask for a new one.");
        }
        hold(tx, connection.id(), agentId, publicKey, now);
        if (connection.linkedBefore()) {
            Agents.withdrawTokens(tx, agentId);
        }
        return new Registering.Registered(
                Connections.find(tx, connection.id()).orElseThrow(), companyName, true);
    }

    private static Registering second(
            Tx tx, Connection connection, String agentId, String publicKey, long now)
            throws SQLException {
        record Known(String id, String decision) {}
        Optional<Known> known =
                tx.first(
                        "SELECT id, decision FROM registration"
                                + " WHERE connection_id = ? AND agent_id = ?",
                        r -> new Known(r.getString(1), r.getString(2)),
                        connection.id(),
                        agentId);
        if (known.isEmpty()
                && tx.number(
                                "SELECT COUNT(*) FROM registration WHERE connection_id = ?"
                                        + " AND decision = 'Waiting'",
                                connection.id())
                        >= MOST_WAITING) {
            return new Registering.TooLate(
                    "Several computers wait already to be connected for this company. Ask your"
                            + " provider to agree to one of them, or to refuse them.");
        }
        if (known.isEmpty()) {
            String id = UUID.randomUUID().toString();
            tx.update(
                    "INSERT INTO registration (id, connection_id, agent_id, public_key,"
                            + " requested_at, decision) VALUES (?, ?, ?, ?, ?, 'Waiting')",
                    id,
                    connection.id(),
                    agentId,
                    publicKey,
                    now);
            return new Registering.Waiting(id);
        }
        return known.get().decision().equals("Waiting")
                ? new Registering.Waiting(known.get().id())
                : new Registering.Refused(); // or it was replaced by a later agent
    }

    private static void hold(Tx tx, String connectionId, String agentId, String publicKey, long now)
            throws SQLException {
        int known = tx.update("UPDATE agent SET revoked_at = NULL WHERE id = ?", agentId);
        if (known == 0) {
            tx.update(
                    "INSERT INTO agent (id, public_key, created_at) VALUES (?, ?, ?)",
                    agentId,
                    publicKey,
                    now);
        }
        tx.update("UPDATE connection SET agent_id = ? WHERE id = ?", agentId, connectionId);
    }

    /** The connection begins anew: who asked for it before has to ask again. */
    static void forget(Tx tx, String connectionId) throws SQLException {
        tx.update("DELETE FROM registration WHERE connection_id = ?", connectionId);
    }

    /** The second registrations of a client's companies, those that wait first. */
    public List<Registration> registrations(String client) {
        return database.read(
                tx ->
                        tx.list(
                                REGISTRATIONS
                                        + " ORDER BY CASE WHEN r.decision = 'Waiting' THEN 0"
                                        + " ELSE 1 END, r.requested_at",
                                Registrations::registration,
                                client));
    }

    private static final String REGISTRATIONS =
            "SELECT r.id, r.connection_id, p.id, p.name, r.agent_id, r.requested_at, r.decision"
                    + " FROM registration r JOIN connection c ON c.id = r.connection_id"
                    + " JOIN company p ON p.id = c.company_id"
                    + " WHERE c.deleted_at IS NULL AND p.deleted_at IS NULL AND p.client_id = ?";

    private static Registration registration(ResultSet r) throws SQLException {
        return new Registration(
                r.getString(1),
                r.getString(2),
                r.getString(3),
                r.getString(4),
                r.getString(5),
                r.getLong(6),
                r.getString(7));
    }

    /**
     * The vendor's decision about a second registration. A yes revokes the first key and gives the
     * new agent everything that the first one had not done yet. A decision stands.
     *
     * @return the registration as it is then; empty when there is none
     */
    public Optional<Registration> decide(String client, String id, boolean yes) {
        long now = clock.millis();
        Optional<Registration> decided =
                database.call(
                        tx -> {
                            tx.first(
                                    "SELECT id FROM registration WHERE id = ? FOR UPDATE",
                                    r -> r.getString(1),
                                    id);
                            Optional<Registration> found =
                                    tx.first(
                                            REGISTRATIONS + " AND r.id = ?",
                                            Registrations::registration,
                                            client,
                                            id);
                            if (found.isEmpty() || !found.get().decision().equals("Waiting")) {
                                return found;
                            }
                            tx.update(
                                    "UPDATE registration SET decision = ?, decided_at = ?"
                                            + " WHERE id = ?",
                                    yes ? "Approved" : "Refused",
                                    now,
                                    id);
                            if (yes) {
                                replace(tx, found.get(), now);
                            }
                            return tx.first(
                                    REGISTRATIONS + " AND r.id = ?",
                                    Registrations::registration,
                                    client,
                                    id);
                        });
        database.sync();
        return decided;
    }

    private static void replace(Tx tx, Registration registration, long now) throws SQLException {
        String connection = registration.connectionId();
        Optional<String> first =
                tx.first(
                        "SELECT agent_id FROM connection WHERE id = ? FOR UPDATE",
                        r -> r.getString(1),
                        connection);
        String key =
                tx.first(
                                "SELECT public_key FROM registration WHERE id = ?",
                                r -> r.getString(1),
                                registration.id())
                        .orElseThrow();
        hold(tx, connection, registration.agentId(), key, now);
        if (first.isPresent()
                && tx.number("SELECT COUNT(*) FROM connection WHERE agent_id = ?", first.get())
                        == 0) {
            tx.update("UPDATE agent SET revoked_at = ? WHERE id = ?", now, first.get());
        }
        Orders.handOver(tx, connection, registration.agentId(), now);
        UploadSets.abortOpen(tx, connection, "", "Another agent has taken over.", now);
        Operations.orderAgain(tx, connection);
    }
}
