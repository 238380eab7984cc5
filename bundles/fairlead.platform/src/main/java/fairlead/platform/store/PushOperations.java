package fairlead.platform.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What vendors wanted to have written into a company's books, and what came of it. */
public final class PushOperations {
    private static final String FROM =
            " FROM push_operation o JOIN connection c ON c.id = o.connection_id"
                    + " WHERE c.deleted_at IS NULL AND c.company_id = ?";

    private static final String COLUMNS =
            "SELECT o.id, c.company_id, o.connection_id, o.data_type, o.kind, o.record_id,"
                    + " o.status, o.status_code, o.error_message, o.requested_at, o.completed_at,"
                    + " o.timeout_minutes"
                    + FROM;

    private final Database database;
    private final Clock clock;

    /** On this database. */
    public PushOperations(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** How something is to be written. */
    public enum Kind {
        Create,
        Update,
        Delete
    }

    /** What is wanted. */
    @SuppressWarnings("ArrayRecordComponent") // frozen bytes; nobody compares records
    public record Wanted(
            String connectionId,
            String dataType,
            Kind kind,
            Optional<String> recordId,
            byte[] body,
            Optional<Integer> timeoutMinutes) {}

    /** One operation; times are milliseconds since 1970. */
    public record Push(
            String id,
            String companyId,
            String connectionId,
            String dataType,
            Kind kind,
            Optional<String> recordId,
            String status,
            int statusCode,
            Optional<String> error,
            long requestedAt,
            Optional<Long> completedAt,
            Optional<Integer> timeoutMinutes) {}

    private static Push push(ResultSet r) throws SQLException {
        return new Push(
                r.getString(1),
                r.getString(2),
                r.getString(3),
                r.getString(4),
                Kind.valueOf(r.getString(5)),
                Optional.ofNullable(r.getString(6)),
                r.getString(7),
                r.getInt(8),
                Optional.ofNullable(r.getString(9)),
                r.getLong(10),
                Optional.ofNullable(r.getObject(11, Long.class)),
                Optional.ofNullable(r.getObject(12, Integer.class)));
    }

    /** Keeps what was wanted and why it cannot be done. */
    public Push refuse(String companyId, Wanted wanted, int statusCode, String reason) {
        String id = UUID.randomUUID().toString();
        long now = clock.millis();
        database.run(
                tx -> {
                    tx.update(
                            "INSERT INTO push_operation (id, connection_id, data_type, kind,"
                                    + " record_id, body, status, status_code, error_message,"
                                    + " requested_at, completed_at, timeout_minutes)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, 'Failed', ?, ?, ?, ?, ?)",
                            id,
                            wanted.connectionId(),
                            wanted.dataType(),
                            wanted.kind().name(),
                            wanted.recordId().orElse(null),
                            Body.pack(wanted.body()),
                            statusCode,
                            reason,
                            now,
                            now,
                            wanted.timeoutMinutes().orElse(null));
                    Events.written(
                            tx,
                            new Events.Written(
                                    id,
                                    wanted.kind().name(),
                                    wanted.dataType(),
                                    wanted.connectionId(),
                                    now,
                                    now,
                                    "Failed",
                                    wanted.recordId()),
                            now);
                });
        database.sync();
        return find(companyId, id).orElseThrow();
    }

    /**
     * Removes some of what ended before then.
     *
     * @return how many; 0 when none is left
     */
    static int forget(Tx tx, long before) throws SQLException {
        return tx.update(
                "DELETE FROM push_operation WHERE no IN (SELECT no FROM push_operation"
                        + " WHERE completed_at < ? FETCH FIRST 1000 ROWS ONLY)",
                before);
    }

    /** A company's operation. */
    public Optional<Push> find(String companyId, String id) {
        return database.read(
                tx -> tx.first(COLUMNS + " AND o.id = ?", PushOperations::push, companyId, id));
    }

    /** A company's operations that fulfil the condition. */
    public Page<Push> list(String companyId, Condition condition, int skip, int take) {
        return database.read(
                tx ->
                        new Page<>(
                                tx.list(
                                        COLUMNS
                                                + condition.and()
                                                + condition.orderBy()
                                                + " OFFSET ? ROWS FETCH NEXT ? ROWS ONLY",
                                        PushOperations::push,
                                        condition.arguments(List.of(companyId), skip, take)),
                                tx.number(
                                        "SELECT COUNT(*)" + FROM + condition.and(),
                                        condition.arguments(List.of(companyId)))));
    }
}
