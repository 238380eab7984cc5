package fairlead.platform.store;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The lives of agents, by which a cloned disk is noticed (sync rule 27). */
public final class Lives {
    private final Database database;
    private final Clock clock;

    /** On this database. */
    public Lives(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Sync rule 27: notes which life of the agent speaks. A life that speaks again after another
     * one has is a cloned disk at work; the agent is stopped then.
     *
     * @return why it is stopped; empty when it may go on
     */
    public Optional<String> hear(String agentId, String life) {
        Optional<String> current =
                database.read(
                        tx ->
                                tx.first(
                                                "SELECT life FROM agent WHERE id = ?",
                                                r -> Optional.ofNullable(r.getString(1)),
                                                agentId)
                                        .orElseThrow());
        if (current.equals(Optional.of(life))) {
            return Optional.empty();
        }
        long now = clock.millis();
        Optional<String> stopped =
                database.call(
                        tx -> {
                            Optional<String> other =
                                    tx.first(
                                                    "SELECT life FROM agent WHERE id = ?"
                                                            + " FOR UPDATE",
                                                    r -> Optional.ofNullable(r.getString(1)),
                                                    agentId)
                                            .orElseThrow();
                            if (other.equals(Optional.of(life))) {
                                return Optional.empty();
                            }
                            boolean again =
                                    tx.first(
                                                    "SELECT life FROM agent_life"
                                                            + " WHERE agent_id = ? AND life = ?",
                                                    r -> r.getString(1),
                                                    agentId,
                                                    life)
                                            .isPresent();
                            if (again) {
                                return Optional.of(stop(tx, agentId, now));
                            }
                            tx.update(
                                    "INSERT INTO agent_life (agent_id, life, first_seen_at)"
                                            + " VALUES (?, ?, ?)",
                                    agentId,
                                    life,
                                    now);
                            tx.update("UPDATE agent SET life = ? WHERE id = ?", life, agentId);
                            return Optional.empty();
                        });
        database.sync();
        return stopped;
    }

    /**
     * Removes some of the lives that another one had followed before then.
     *
     * @return how many; 0 when none is left
     */
    static int forget(Tx tx, long before) throws SQLException {
        return tx.update(
                "DELETE FROM agent_life WHERE (agent_id, life) IN"
                        + " (SELECT l.agent_id, l.life FROM agent_life l"
                        + " WHERE l.first_seen_at < ? AND EXISTS (SELECT 1 FROM agent_life x"
                        + " WHERE x.agent_id = l.agent_id AND x.first_seen_at > l.first_seen_at"
                        + " AND x.first_seen_at < ?) FETCH FIRST 1000 ROWS ONLY)",
                before,
                before);
    }

    private static String stop(Tx tx, String agentId, long now) throws SQLException {
        String reason =
                "Two copies of this connector speak in turn, so its disk was probably cloned."
                        + " Switch one of them off, then let the other one go on in the portal.";
        tx.update(
                "UPDATE agent SET stopped_at = ?, stopped_reason = ? WHERE id = ?",
                now,
                reason,
                agentId);
        for (String connection :
                tx.list(
                        "SELECT id FROM connection WHERE agent_id = ? AND deleted_at IS NULL"
                                + " AND status IN ('PendingAuth', 'Linked')",
                        r -> r.getString(1),
                        agentId)) {
            ConnectionErrors.fail(tx, connection, 423, "Locked", reason, now);
        }
        return reason;
    }

    /** A person has switched one of two copies off: the next life that speaks is the only one. */
    public boolean goOn(String client, String agentId) {
        long now = clock.millis();
        boolean known =
                database.call(
                        tx -> {
                            List<String> connections =
                                    tx.list(
                                            "SELECT c.id FROM connection c JOIN company p"
                                                    + " ON p.id = c.company_id"
                                                    + " WHERE c.agent_id = ? AND p.client_id = ?",
                                            r -> r.getString(1),
                                            agentId,
                                            client);
                            if (connections.isEmpty()) {
                                return false;
                            }
                            tx.update(
                                    "UPDATE agent SET stopped_at = NULL, stopped_reason = NULL,"
                                            + " life = NULL WHERE id = ?",
                                    agentId);
                            tx.update("DELETE FROM agent_life WHERE agent_id = ?", agentId);
                            for (String connection : connections) {
                                ConnectionErrors.resolve(tx, connection, now);
                            }
                            return true;
                        });
        database.sync();
        return known;
    }
}
