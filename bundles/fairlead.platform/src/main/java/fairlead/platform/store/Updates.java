package fairlead.platform.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What came of releases on each PC, as its agent tells. */
public final class Updates {
    private final Database database;

    /** On this database. */
    public Updates(Database database) {
        this.database = database;
    }

    /**
     * What came of one release on one PC.
     *
     * @param at when, in milliseconds since 1970, by the agent's own clock
     * @param phase a word of the protocol's
     * @param reason one plain sentence; may be empty
     */
    public record Update(
            String release,
            long at,
            String phase,
            String reason,
            Optional<Long> swapMillis,
            Optional<Long> backMillis,
            Optional<Long> trialSeconds) {}

    /** An agent, and when it was last heard. */
    public record Agent(
            String id,
            Optional<Long> lastSeenAt,
            Optional<String> version,
            Optional<String> java,
            Optional<String> os) {}

    /** Keeps these durably; one that is known already is told for the second time. */
    public void add(String agentId, List<Update> updates) {
        database.run(
                tx -> {
                    for (Update update : updates) {
                        add(tx, agentId, update);
                    }
                });
        database.sync();
    }

    private static void add(Tx tx, String agentId, Update update) throws SQLException {
        boolean known =
                tx.first(
                                "SELECT 1 FROM agent_update WHERE agent_id = ? AND at = ?"
                                        + " AND release_id = ? AND phase = ?",
                                r -> r.getInt(1),
                                agentId,
                                update.at(),
                                update.release(),
                                update.phase())
                        .isPresent();
        if (!known) {
            tx.update(
                    "INSERT INTO agent_update (agent_id, release_id, at, phase, reason,"
                            + " swap_millis, back_millis, trial_seconds)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    agentId,
                    update.release(),
                    update.at(),
                    update.phase(),
                    update.reason(),
                    update.swapMillis().orElse(null),
                    update.backMillis().orElse(null),
                    update.trialSeconds().orElse(null));
        }
    }

    /**
     * Removes some of what came before then, except the last of each agent.
     *
     * @return how many; 0 when none is left
     */
    static int forget(Tx tx, long before) throws SQLException {
        return tx.update(
                "DELETE FROM agent_update WHERE (agent_id, at, release_id, phase) IN"
                        + " (SELECT u.agent_id, u.at, u.release_id, u.phase FROM agent_update u"
                        + " WHERE u.at < ? AND EXISTS (SELECT 1 FROM agent_update x"
                        + " WHERE x.agent_id = u.agent_id AND x.at > u.at)"
                        + " FETCH FIRST 1000 ROWS ONLY)",
                before);
    }

    /** The last ones of this agent, the newest first. */
    public List<Update> of(String agentId, int most) {
        return database.read(
                tx ->
                        tx.list(
                                "SELECT release_id, at, phase, reason, swap_millis, back_millis,"
                                        + " trial_seconds FROM agent_update WHERE agent_id = ?"
                                        + " ORDER BY at DESC FETCH FIRST ? ROWS ONLY",
                                Updates::row,
                                agentId,
                                most));
    }

    private static Update row(ResultSet row) throws SQLException {
        return new Update(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                Optional.ofNullable(row.getObject(5, Long.class)),
                Optional.ofNullable(row.getObject(6, Long.class)),
                Optional.ofNullable(row.getObject(7, Long.class)));
    }

    /**
     * The agents of this client's companies: first those that wait for a person, then by age.
     *
     * @param name what one of their companies must have in its name; empty: all of them
     */
    public Page<Agent> agents(String client, String name, int skip, int take) {
        String like = "%" + name.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
        String which =
                " FROM agent WHERE id IN (SELECT c.agent_id FROM connection c JOIN company p"
                        + " ON p.id = c.company_id WHERE p.client_id = ?"
                        + " AND c.deleted_at IS NULL AND LOWER(p.name) LIKE ? ESCAPE '!')";
        return database.read(
                tx ->
                        new Page<>(
                                tx.list(
                                        "SELECT id, last_seen_at, version, java, os"
                                                + which
                                                + " ORDER BY CASE WHEN stopped_at IS NULL THEN 1"
                                                + " ELSE 0 END, created_at, id"
                                                + " OFFSET ? ROWS FETCH NEXT ? ROWS ONLY",
                                        r ->
                                                new Agent(
                                                        r.getString(1),
                                                        Optional.ofNullable(
                                                                r.getObject(2, Long.class)),
                                                        Optional.ofNullable(r.getString(3)),
                                                        Optional.ofNullable(r.getString(4)),
                                                        Optional.ofNullable(r.getString(5))),
                                        client,
                                        like,
                                        skip,
                                        take),
                                tx.number("SELECT COUNT(*)" + which, client, like)));
    }
}
