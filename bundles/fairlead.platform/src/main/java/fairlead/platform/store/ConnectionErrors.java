package fairlead.platform.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What went wrong with connections: the public API's {@code dataConnectionErrors}. */
public final class ConnectionErrors {
    private static final int SHOWN = 20;

    private final Database database;

    /** On this database. */
    public ConnectionErrors(Database database) {
        this.database = database;
    }

    /** Something that went wrong with a connection. */
    public record Failure(
            String statusCode,
            String statusText,
            String message,
            long erredAt,
            Optional<Long> resolvedAt) {}

    /** What went wrong with a connection last, latest first. */
    public List<Failure> of(String connectionId) {
        return of(List.of(connectionId)).getOrDefault(connectionId, List.of());
    }

    /** What went wrong with these connections last, latest first; with some nothing did. */
    public Map<String, List<Failure>> of(List<String> connectionIds) {
        Map<String, List<Failure>> failures = new HashMap<>();
        database.read(
                tx ->
                        tx.list(
                                "SELECT connection_id, status_code, status_text, message, erred_at,"
                                        + " resolved_at FROM (SELECT e.*, ROW_NUMBER() OVER"
                                        + " (PARTITION BY connection_id"
                                        + " ORDER BY erred_at DESC, id DESC) AS nth"
                                        + " FROM connection_error e WHERE connection_id = ANY (?))"
                                        + " x WHERE nth <= ? ORDER BY nth",
                                r ->
                                        failures.computeIfAbsent(
                                                        r.getString(1), id -> new ArrayList<>())
                                                .add(failure(r)),
                                connectionIds.toArray(String[]::new),
                                SHOWN));
        return failures;
    }

    private static Failure failure(ResultSet r) throws SQLException {
        return new Failure(
                r.getString(2),
                r.getString(3),
                r.getString(4),
                r.getLong(5),
                Optional.ofNullable(r.getObject(6, Long.class)));
    }

    static void fail(Tx tx, String connectionId, int code, String text, String message, long now)
            throws SQLException {
        tx.update(
                "INSERT INTO connection_error"
                        + " (connection_id, status_code, status_text, message, erred_at)"
                        + " VALUES (?, ?, ?, ?, ?)",
                connectionId,
                Integer.toString(code),
                text,
                message,
                now);
    }

    /** As {@link #fail}; what is still so is not said again. */
    static void failOnce(
            Tx tx, String connectionId, int code, String text, String message, long now)
            throws SQLException {
        if (tx.number(
                        "SELECT COUNT(*) FROM connection_error WHERE connection_id = ?"
                                + " AND resolved_at IS NULL AND message = ?",
                        connectionId,
                        message)
                == 0) {
            fail(tx, connectionId, code, text, message, now);
        }
    }

    /** A read that could not begin, since the package let nobody in. */
    static void failToRead(Tx tx, String connectionId, String reason, long now)
            throws SQLException {
        failOnce(
                tx,
                connectionId,
                401,
                "AuthError",
                reason == null || reason.isBlank()
                        ? "The accounting package did not accept the user or the password."
                        : reason,
                now);
    }

    static void resolve(Tx tx, String connectionId, long now) throws SQLException {
        tx.update(
                "UPDATE connection_error SET resolved_at = ?"
                        + " WHERE connection_id = ? AND resolved_at IS NULL",
                now,
                connectionId);
    }

    /**
     * Removes some of what went wrong and was resolved before then.
     *
     * @return how many; 0 when none is left
     */
    static int forget(Tx tx, long before) throws SQLException {
        return tx.update(
                "DELETE FROM connection_error WHERE id IN (SELECT id FROM connection_error"
                        + " WHERE resolved_at < ? FETCH FIRST 1000 ROWS ONLY)",
                before);
    }
}
