package fairlead.platform.store;

import fairlead.platform.store.Connections.Status;
import java.util.List;
import java.util.Optional;

/** How the records of a connection stand, for people. */
public final class Overview {
    private final Database database;

    /** On this database. */
    public Overview(Database database) {
        this.database = database;
    }

    /** One data type: how many records readers see, and since when. */
    public record Series(String dataType, long live, long deleted, Optional<Long> committedAt) {}

    /**
     * A record that could not be read or mapped.
     *
     * @param shown do readers see a last good version?
     */
    public record Kept(
            String dataType, String recordId, String field, String reason, boolean shown) {}

    /**
     * A connection of a company that a connector delivers for.
     *
     * @param id the company's
     * @param ended can it be delivered for no more?
     */
    public record Served(String id, String name, String connectionId, boolean ended) {}

    /** What this agent delivers, or delivered, for companies of this client, by their name. */
    public List<Served> served(String client, String agentId) {
        return database.read(
                tx ->
                        tx.list(
                                "SELECT p.id, p.name, c.id, c.status FROM connection c JOIN company p"
                                        + " ON p.id = c.company_id WHERE c.agent_id = ?"
                                        + " AND p.client_id = ? AND c.deleted_at IS NULL"
                                        + " AND p.deleted_at IS NULL ORDER BY p.name, p.id, c.id",
                                r ->
                                        new Served(
                                                r.getString(1),
                                                r.getString(2),
                                                r.getString(3),
                                                !Agents.works(Status.valueOf(r.getString(4)))),
                                agentId,
                                client));
    }

    /** Of each data type of a connection. */
    public List<Series> series(String connectionId) {
        return database.read(
                tx ->
                        tx.list(
                                "SELECT data_type, live, deleted, committed_at FROM series"
                                        + " WHERE connection_id = ?",
                                r ->
                                        new Series(
                                                r.getString(1),
                                                r.getLong(2),
                                                r.getLong(3),
                                                Optional.ofNullable(r.getObject(4, Long.class))),
                                connectionId));
    }

    /** What could not be read or mapped as of now, at most so many. */
    public List<Kept> kept(String connectionId, int most) {
        return database.read(
                tx -> {
                    List<String> types =
                            tx.list(
                                    "SELECT data_type FROM series WHERE connection_id = ?"
                                            + " AND base_id IS NOT NULL ORDER BY data_type",
                                    r -> r.getString(1),
                                    connectionId);
                    List<Kept> kept = new java.util.ArrayList<>();
                    for (String type : types) {
                        Visible visible = Visible.of(tx, connectionId, type).orElseThrow();
                        kept.addAll(
                                tx.list(
                                        "SELECT r.id, r.keep_field, r.keep_reason, r.state FROM record r WHERE "
                                                + visible.sql("r")
                                                + " AND r.state IN ('S', 'K') ORDER BY r.id"
                                                + " FETCH FIRST ? ROWS ONLY",
                                        r ->
                                                new Kept(
                                                        type,
                                                        r.getString(1),
                                                        Optional.ofNullable(r.getString(2))
                                                                .orElse(""),
                                                        Optional.ofNullable(r.getString(3))
                                                                .orElse(""),
                                                        r.getString(4).equals("S")),
                                        most));
                    }
                    return kept.stream().limit(most).toList();
                });
    }
}
