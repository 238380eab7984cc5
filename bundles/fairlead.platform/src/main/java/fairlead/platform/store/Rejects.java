package fairlead.platform.store;

import java.util.List;
import java.util.Optional;

/** What an agent could not map, and what it found odd, by the pull operation that told it. */
public final class Rejects {
    private static final int MOST = 5000;

    private final Database database;

    /** On this database. */
    public Rejects(Database database) {
        this.database = database;
    }

    /**
     * A row that could not be mapped.
     *
     * @param field where the odd value stands
     * @param reason one plain sentence
     */
    public record Reject(String recordId, String field, String reason) {}

    /**
     * The rows that the operation's dataset could not map, at most five thousand. Of an operation
     * whose dataset was replaced since, what is left of them.
     */
    public List<Reject> of(String connectionId, String operationId) {
        return database.read(
                tx ->
                        tx.list(
                                "SELECT r.id, r.keep_field, r.keep_reason FROM pull_operation o"
                                        + " JOIN dataset d ON d.connection_id = o.connection_id"
                                        + " AND d.id = o.dataset_id AND d.state = 'Committed'"
                                        + " JOIN series s ON s.no = d.series_no"
                                        + " JOIN record r ON r.series_no = s.no AND r.from_no <= d.no"
                                        + " AND r.until_no > d.no AND r.from_no >= s.floor_no"
                                        + " WHERE o.connection_id = ? AND o.id = ?"
                                        + " AND r.state IN ('S', 'K')"
                                        + " ORDER BY r.series_no, r.id FETCH FIRST ? ROWS ONLY",
                                r ->
                                        new Reject(
                                                r.getString(1),
                                                Optional.ofNullable(r.getString(2)).orElse(""),
                                                Optional.ofNullable(r.getString(3)).orElse("")),
                                connectionId,
                                operationId,
                                MOST));
    }

    /** What was odd about the books, a JSON list of sentences; empty when a later set has come. */
    public Optional<String> findings(String connectionId, String operationId) {
        return database.read(
                tx ->
                        tx.first(
                                        "SELECT c.findings FROM pull_operation o"
                                                + " JOIN connection c ON c.id = o.connection_id"
                                                + " JOIN dataset d ON d.connection_id = c.id"
                                                + " AND d.id = o.dataset_id"
                                                + " WHERE c.id = ? AND o.id = ?"
                                                + " AND o.completed_at = c.last_sync_at",
                                        r -> Optional.ofNullable(r.getString(1)),
                                        connectionId,
                                        operationId)
                                .orElse(Optional.empty()));
    }
}
