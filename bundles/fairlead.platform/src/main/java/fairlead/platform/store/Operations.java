package fairlead.platform.store;

import fairlead.platform.store.Connections.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Pull operations: who asked for which data type, and what came of it. */
public final class Operations {
    /** States in which an operation has ended; it is not opened again. */
    static final Set<String> ENDED =
            Set.of(
                    "Complete",
                    "FetchError",
                    "MapError",
                    "InternalError",
                    "ProcessingError",
                    "ValidationError",
                    "AuthError",
                    "Cancelled",
                    "NotSupported",
                    "RateLimitError",
                    "PermissionsError",
                    "PrerequisiteNotMet");

    /** Has the operation {@code o} ended otherwise than well? A condition in SQL. */
    public static final String FAILED =
            "o.status IN ('"
                    + ENDED.stream()
                            .filter(status -> !status.equals("Complete"))
                            .sorted()
                            .collect(Collectors.joining("', '"))
                    + "')";

    private static final String COLUMNS =
            "SELECT o.id, c.company_id, o.connection_id, o.data_type, o.status, o.description,"
                    + " o.progress, o.requested_at, o.completed_at FROM pull_operation o"
                    + " JOIN connection c ON c.id = o.connection_id"
                    + " WHERE c.deleted_at IS NULL AND c.company_id = ?";

    private final Database database;
    private final Clock clock;

    /** On this database. */
    public Operations(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** One operation. */
    public record Operation(
            String id,
            String companyId,
            String connectionId,
            String dataType,
            String status,
            Optional<String> description,
            int progress,
            long requestedAt,
            Optional<Long> completedAt) {
        /** Did it succeed? */
        public boolean completed() {
            return status.equals("Complete");
        }

        /** Did it end otherwise? */
        public boolean failed() {
            return ENDED.contains(status) && !completed();
        }
    }

    /** What the agent says about a request. */
    public record Report(
            String id,
            String dataType,
            long requestedAt,
            String origin,
            String status,
            String description,
            int progress) {}

    private static Operation operation(ResultSet r) throws SQLException {
        return new Operation(
                r.getString(1),
                r.getString(2),
                r.getString(3),
                r.getString(4),
                r.getString(5),
                Optional.ofNullable(r.getString(6)).filter(text -> !text.isEmpty()),
                r.getInt(7),
                r.getLong(8),
                Optional.ofNullable(r.getObject(9, Long.class)));
    }

    /** What was asked for of a company and fulfils the condition. */
    public Page<Operation> list(String companyId, Condition condition, int skip, int take) {
        return database.read(
                tx ->
                        new Page<>(
                                tx.list(
                                        COLUMNS
                                                + condition.and()
                                                + condition.orderBy()
                                                + " OFFSET ? ROWS FETCH NEXT ? ROWS ONLY",
                                        Operations::operation,
                                        condition.arguments(List.of(companyId), skip, take)),
                                tx.number(
                                        "SELECT COUNT(*) FROM pull_operation o JOIN connection c"
                                                + " ON c.id = o.connection_id"
                                                + " WHERE c.deleted_at IS NULL"
                                                + " AND c.company_id = ?"
                                                + condition.and(),
                                        condition.arguments(List.of(companyId)))));
    }

    /** One operation of a company. */
    public Optional<Operation> find(String companyId, String id) {
        return database.read(
                tx -> tx.first(COLUMNS + " AND o.id = ?", Operations::operation, companyId, id));
    }

    /** The latest operation for this data type of a company's connection. */
    public Optional<Operation> latest(Connection connection, String dataType) {
        return database.read(
                tx ->
                        tx.first(
                                COLUMNS
                                        + " AND o.connection_id = ? AND o.data_type = ?"
                                        + " ORDER BY o.no DESC FETCH FIRST ROW ONLY",
                                Operations::operation,
                                connection.companyId(),
                                connection.id(),
                                dataType));
    }

    /** The latest operation for each data type of a company, of all or of the successful ones. */
    public List<Operation> latest(String companyId, boolean successful) {
        String wanted = successful ? " AND status = 'Complete'" : "";
        return database.read(
                tx ->
                        tx.list(
                                COLUMNS
                                        + " AND o.no IN (SELECT MAX(no) FROM pull_operation"
                                        + " WHERE connection_id IN (SELECT id FROM connection"
                                        + " WHERE company_id = ? AND deleted_at IS NULL)"
                                        + wanted
                                        + " GROUP BY data_type)",
                                Operations::operation,
                                companyId,
                                companyId));
    }

    /** What came of asking: the new operation, or the one that has not ended yet. */
    public record Queued(Operation operation, boolean isNew) {}

    /**
     * Asks for one data type; when it was asked for already and has not come, nothing is added.
     *
     * @return empty when the connection is not linked (any more)
     */
    public Optional<Queued> queue(String companyId, String connectionId, String dataType) {
        long now = clock.millis();
        Optional<Queued> queued =
                database.call(
                        tx -> {
                            if (!lockLinked(tx, connectionId)) {
                                return Optional.empty();
                            }
                            Optional<String> added = queue(tx, connectionId, dataType, now);
                            String id =
                                    added.isPresent()
                                            ? added.get()
                                            : open(tx, connectionId, dataType).orElseThrow();
                            return Optional.of(
                                    new Queued(
                                            tx.first(
                                                            COLUMNS + " AND o.id = ?",
                                                            Operations::operation,
                                                            companyId,
                                                            id)
                                                    .orElseThrow(),
                                            added.isPresent()));
                        });
        database.sync();
        return queued;
    }

    /** Is it linked? Then nobody ends it meanwhile. */
    private static boolean lockLinked(Tx tx, String connectionId) throws SQLException {
        return tx.first(
                        "SELECT id FROM connection WHERE id = ? AND status = 'Linked'"
                                + " AND deleted_at IS NULL FOR UPDATE",
                        r -> r.getString(1),
                        connectionId)
                .isPresent();
    }

    /**
     * Asks a linked connection for these data types, all in one order; nothing is added for those
     * that were asked for already and have not come.
     */
    public void queue(String connectionId, List<String> dataTypes) {
        long now = clock.millis();
        database.run(
                tx -> {
                    if (lockLinked(tx, connectionId)) {
                        for (String dataType : dataTypes) {
                            queue(tx, connectionId, dataType, now);
                        }
                    }
                });
        database.sync();
    }

    /**
     * Removes some of what ended before then, except the last and the last good operation of each
     * type: what tells how the books stand.
     *
     * @return how many; 0 when none is left
     */
    static int forget(Tx tx, long before) throws SQLException {
        String later =
                "EXISTS (SELECT 1 FROM pull_operation x WHERE x.connection_id = o.connection_id"
                        + " AND x.data_type = o.data_type AND x.no > o.no";
        return tx.update(
                "DELETE FROM pull_operation WHERE no IN (SELECT o.no FROM pull_operation o"
                        + " WHERE o.completed_at < ? AND "
                        + later
                        + ") AND (o.status <> 'Complete' OR "
                        + later
                        + " AND x.status = 'Complete')) FETCH FIRST 1000 ROWS ONLY)",
                before);
    }

    private static Optional<String> open(Tx tx, String connectionId, String dataType)
            throws SQLException {
        return tx.first(
                "SELECT id FROM pull_operation WHERE connection_id = ? AND data_type = ?"
                        + " AND completed_at IS NULL ORDER BY no DESC",
                r -> r.getString(1),
                connectionId,
                dataType);
    }

    static Optional<String> queue(Tx tx, String connectionId, String dataType, long now)
            throws SQLException {
        if (open(tx, connectionId, dataType).isPresent()) {
            return Optional.empty();
        }
        String id = UUID.randomUUID().toString();
        tx.update(
                "INSERT INTO pull_operation (id, connection_id, data_type, origin, status,"
                        + " progress, requested_at) VALUES (?, ?, ?, 'platform', 'Queued', 0, ?)",
                id,
                connectionId,
                dataType,
                now);
        Orders.wakeAgentOf(tx, connectionId);
        return Optional.of(id);
    }

    /**
     * Notes what the agent says; a request that is not known yet is added. Whoever waits for what
     * ends here without a set is told so.
     */
    public void report(String connectionId, List<Report> reports) {
        long now = clock.millis();
        database.run(
                tx -> {
                    tx.first(
                            "SELECT id FROM connection WHERE id = ? FOR UPDATE",
                            r -> r.getString(1),
                            connectionId);
                    List<Events.ReadType> failed = new ArrayList<>();
                    for (Report report : reports) {
                        Long ended = ENDED.contains(report.status()) ? now : null;
                        if (report.status().equals("AuthError")) {
                            ConnectionErrors.failToRead(
                                    tx, connectionId, report.description(), now);
                        }
                        int known =
                                tx.update(
                                        "UPDATE pull_operation SET status = ?, description = ?,"
                                                + " progress = ?, completed_at = ?, told_at = ?"
                                                + " WHERE connection_id = ? AND id = ?"
                                                + " AND completed_at IS NULL",
                                        report.status(),
                                        report.description(),
                                        report.progress(),
                                        ended,
                                        now,
                                        connectionId,
                                        report.id());
                        boolean added = known == 0 && !known(tx, connectionId, report.id());
                        if (added) {
                            tx.update(
                                    "INSERT INTO pull_operation (id, connection_id, data_type,"
                                            + " origin, status, description, progress,"
                                            + " requested_at, completed_at)"
                                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                    report.id(),
                                    connectionId,
                                    report.dataType(),
                                    report.origin(),
                                    report.status(),
                                    report.description(),
                                    report.progress(),
                                    report.requestedAt(),
                                    ended);
                        }
                        if (ended != null
                                && (added || known > 0)
                                && !report.status().equals("Complete")) {
                            failed.add(
                                    new Events.ReadType(
                                            report.dataType(),
                                            false,
                                            report.status(),
                                            Optional.ofNullable(report.description())
                                                    .filter(text -> !text.isBlank())));
                        }
                    }
                    if (!failed.isEmpty()) {
                        Events.notRead(tx, connectionId, failed, now);
                    }
                });
    }

    private static boolean known(Tx tx, String connectionId, String id) throws SQLException {
        return tx.first(
                        "SELECT id FROM pull_operation WHERE connection_id = ? AND id = ?",
                        r -> r.getString(1),
                        connectionId,
                        id)
                .isPresent();
    }

    static void endAll(Tx tx, String connectionId, String status, String reason, long now)
            throws SQLException {
        tx.update(
                "UPDATE pull_operation SET status = ?, description = ?, completed_at = ?"
                        + " WHERE connection_id = ? AND completed_at IS NULL",
                status,
                reason,
                now,
                connectionId);
    }

    private static final String CANCEL =
            "UPDATE pull_operation SET status = 'Cancelled', description = 'It was cancelled before it was"
                    + " read.', completed_at = ? WHERE connection_id = ? AND completed_at IS NULL";

    /** Ends what no agent has heard of yet. */
    static void cancelUnordered(Tx tx, String connectionId, long now) throws SQLException {
        tx.update(CANCEL + " AND origin = 'platform' AND order_id IS NULL", now, connectionId);
    }

    /** Ends what was asked for until then. */
    static void cancelUpTo(Tx tx, String connectionId, long until, long now) throws SQLException {
        tx.update(CANCEL + " AND requested_at <= ?", now, connectionId, until);
    }

    /** Gives every request that has not come once more, in a new order. */
    static void orderAgain(Tx tx, String connectionId) throws SQLException {
        tx.update(
                "UPDATE pull_operation SET order_id = NULL, status = 'Queued', progress = 0,"
                        + " told_at = NULL"
                        + " WHERE connection_id = ? AND completed_at IS NULL",
                connectionId);
        Orders.wakeAgentOf(tx, connectionId);
    }

    /** A type of a set that was committed: its requests are complete; at least one is shown. */
    static void complete(
            Tx tx, String connectionId, String dataType, String datasetId, String[] ids, long now)
            throws SQLException {
        int completed =
                tx.update(
                        "UPDATE pull_operation SET status = 'Complete', description = NULL,"
                                + " progress = 100, completed_at = ?, dataset_id = ?"
                                + " WHERE connection_id = ?"
                                + " AND data_type = ? AND completed_at IS NULL AND id = ANY (?)",
                        now,
                        datasetId,
                        connectionId,
                        dataType,
                        ids);
        if (completed == 0) {
            tx.update(
                    "INSERT INTO pull_operation (id, connection_id, data_type, origin, status,"
                            + " progress, requested_at, completed_at, dataset_id)"
                            + " VALUES (?, ?, ?, 'schedule', 'Complete', 100, ?, ?, ?)",
                    datasetId,
                    connectionId,
                    dataType,
                    now,
                    now,
                    datasetId);
        }
    }

    static void omit(
            Tx tx, String connectionId, String dataType, String reason, String[] ids, long now)
            throws SQLException {
        tx.update(
                "UPDATE pull_operation SET status = 'PrerequisiteNotMet', description = ?,"
                        + " progress = 100, completed_at = ? WHERE connection_id = ?"
                        + " AND data_type = ? AND completed_at IS NULL AND id = ANY (?)",
                reason,
                now,
                connectionId,
                dataType,
                ids);
    }
}
