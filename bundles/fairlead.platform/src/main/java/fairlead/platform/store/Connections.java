package fairlead.platform.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** The connections of companies: which package, which agent, which books, and how it stands. */
public final class Connections {
    static final String COLUMNS =
            "SELECT c.id, c.company_id, c.platform_key, i.name, i.integration_id, i.source_id,"
                    + " i.package_key, c.status, c.status_reason, c.created_at, c.link_expires_at,"
                    + " c.last_sync_at, c.agent_id, c.books_id, c.books_name, c.books_currency,"
                    + " COALESCE(c.linked_at, c.first_linked_at), a.stopped_reason,"
                    + " a.last_seen_at, a.version, c.package_version, c.data_directory, c.findings"
                    + " FROM connection c JOIN integration i ON i.platform_key = c.platform_key"
                    + " LEFT JOIN agent a ON a.id = c.agent_id WHERE c.deleted_at IS NULL";

    private static final String ANOTHER_MADE = "Another connection was made instead.";
    private static final String OPENED_AGAIN = "The connection was opened again.";

    private final Database database;
    private final Clock clock;
    private final Duration linkValid;

    /** On this database; a link is valid for so long. */
    public Connections(Database database, Clock clock, Duration linkValid) {
        this.database = database;
        this.clock = clock;
        this.linkValid = linkValid;
    }

    /** How a connection stands; the names are the public API's. */
    public enum Status {
        PendingAuth,
        Linked,
        Unlinked,
        Deauthorized
    }

    /** One connection. */
    public record Connection(
            String id,
            String companyId,
            String platformKey,
            String platformName,
            String integrationId,
            String sourceId,
            String packageKey,
            Status status,
            String statusReason,
            long createdAt,
            long linkExpiresAt,
            Optional<Long> lastSyncAt,
            Optional<String> agentId,
            Optional<String> booksId,
            Optional<String> booksName,
            Optional<String> booksCurrency,
            Optional<Long> linkedAt,
            Optional<String> stoppedReason,
            Optional<Long> agentSeenAt,
            Optional<String> agentVersion,
            Optional<String> packageVersion,
            Optional<String> dataDirectory,
            Optional<String> findings) {
        /** Has it ended? If it was linked, it can be opened again. */
        public boolean ended() {
            return status == Status.Unlinked || status == Status.Deauthorized;
        }

        /** Was it ever linked? Then its books are the only ones that can be linked with it. */
        public boolean linkedBefore() {
            return linkedAt.isPresent();
        }

        /** Was it opened again, and is not linked yet? */
        public boolean openedAgain() {
            return status == Status.PendingAuth && linkedBefore();
        }

        /**
         * Can it be opened (once more): has it ended, or did nobody use its link in time, and does
         * no other one of its company's stand in the way?
         */
        public boolean canBeOpened(List<Connection> all, long now) {
            return linkedBefore()
                    && (ended() || (openedAgain() && agentId.isEmpty() && linkExpiresAt < now))
                    && all.stream().allMatch(other -> other.ended() || other.id().equals(id));
        }
    }

    /** The one of a company's connections that a connector would get, or else the last one. */
    public static Optional<Connection> latest(List<Connection> connections) {
        return connections.stream()
                .max(
                        Comparator.comparing((Connection c) -> !c.ended())
                                .thenComparing(
                                        c ->
                                                c.ended()
                                                        ? c.linkedAt().orElse(c.createdAt())
                                                        : c.createdAt()));
    }

    static Connection connection(ResultSet r) throws SQLException {
        return new Connection(
                r.getString(1),
                r.getString(2),
                r.getString(3),
                r.getString(4),
                r.getString(5),
                r.getString(6),
                r.getString(7),
                Status.valueOf(r.getString(8)),
                Optional.ofNullable(r.getString(9)).orElse(""),
                r.getLong(10),
                r.getLong(11),
                Optional.ofNullable(r.getObject(12, Long.class)),
                Optional.ofNullable(r.getString(13)),
                Optional.ofNullable(r.getString(14)),
                Optional.ofNullable(r.getString(15)),
                Optional.ofNullable(r.getString(16)),
                Optional.ofNullable(r.getObject(17, Long.class)),
                Optional.ofNullable(r.getString(18)),
                Optional.ofNullable(r.getObject(19, Long.class)),
                Optional.ofNullable(r.getString(20)),
                Optional.ofNullable(r.getString(21)),
                Optional.ofNullable(r.getString(22)),
                Optional.ofNullable(r.getString(23)));
    }

    /**
     * Adds a connection that waits for its agent. One that was opened again and is not linked yet
     * ends by that: it would stand in the new one's way.
     */
    public Connection create(String companyId, String platformKey) {
        long now = clock.millis();
        Connection created =
                database.call(
                        tx -> {
                            lockCompany(tx, companyId);
                            for (Connection other : of(tx, companyId)) {
                                if (other.openedAgain()) {
                                    end(tx, other.id(), Status.Unlinked, ANOTHER_MADE, now);
                                }
                            }
                            return create(tx, companyId, platformKey, now);
                        });
        database.sync();
        return created;
    }

    /**
     * The company chooses this package, if its connections are so, none of which is added or linked
     * meanwhile: the one of this package that it ended itself is opened again, or one is added.
     */
    public Optional<Connection> choose(
            String companyId, String platformKey, Predicate<List<Connection>> condition) {
        long now = clock.millis();
        Optional<Connection> chosen =
                database.call(
                        tx -> {
                            lockCompany(tx, companyId);
                            List<Connection> all = of(tx, companyId);
                            if (!condition.test(all)) {
                                return Optional.empty();
                            }
                            Optional<Connection> before =
                                    latest(
                                            all.stream()
                                                    .filter(c -> c.status() == Status.Deauthorized)
                                                    .filter(Connection::linkedBefore)
                                                    .filter(
                                                            c ->
                                                                    c.platformKey()
                                                                            .equals(platformKey))
                                                    .toList());
                            return Optional.of(
                                    before.isPresent()
                                            ? open(tx, before.get(), now)
                                            : create(tx, companyId, platformKey, now));
                        });
        database.sync();
        return chosen;
    }

    /**
     * Opens a connection again, with its id, its books and its records: it waits for an agent as a
     * new one does.
     *
     * @return empty when it cannot be opened, or while another one of the company is linked or
     *     waits
     */
    public Optional<Connection> open(String connectionId) {
        long now = clock.millis();
        Optional<Connection> opened =
                database.call(
                        tx -> {
                            String company = find(tx, connectionId).orElseThrow().companyId();
                            lockCompany(tx, company);
                            Connection connection = find(tx, connectionId).orElseThrow();
                            return connection.canBeOpened(of(tx, company), now)
                                    ? Optional.of(open(tx, connection, now))
                                    : Optional.empty();
                        });
        database.sync();
        return opened;
    }

    /** Whatever was under way with the agent before is over: no order, set or question is left. */
    private Connection open(Tx tx, Connection connection, long now) throws SQLException {
        String id = connection.id();
        lock(tx, id);
        Orders.takeBack(tx, id);
        Operations.endAll(tx, id, "Cancelled", OPENED_AGAIN, now);
        UploadSets.abortOpen(tx, id, "", OPENED_AGAIN, now);
        Losses.forget(tx, id);
        Registrations.forget(tx, id);
        tx.update(
                "UPDATE connection SET status = ?, status_reason = NULL, agent_id = NULL,"
                        + " link_expires_at = ? WHERE id = ?",
                Status.PendingAuth.name(),
                now + linkValid.toMillis(),
                id);
        return find(tx, id).orElseThrow();
    }

    private Connection create(Tx tx, String companyId, String platformKey, long now)
            throws SQLException {
        String id = UUID.randomUUID().toString();
        tx.update(
                "INSERT INTO connection (id, company_id, platform_key, status, created_at,"
                        + " link_expires_at) VALUES (?, ?, ?, ?, ?, ?)",
                id,
                companyId,
                platformKey,
                Status.PendingAuth.name(),
                now,
                now + linkValid.toMillis());
        Events.connection(tx, id, "connection.created", now);
        return find(tx, id).orElseThrow();
    }

    /** Its connections change one after the other. Taken before the lock of a connection. */
    private static void lockCompany(Tx tx, String companyId) throws SQLException {
        tx.first("SELECT id FROM company WHERE id = ? FOR UPDATE", r -> "", companyId);
    }

    private static void lock(Tx tx, String connectionId) throws SQLException {
        tx.first("SELECT id FROM connection WHERE id = ? FOR UPDATE", r -> "", connectionId);
    }

    /** The connection with this id, of whomever. */
    public Optional<Connection> find(String id) {
        return database.read(tx -> find(tx, id));
    }

    /** How many are linked, of all clients. */
    public long linked() {
        return database.read(
                tx ->
                        tx.number(
                                "SELECT COUNT(*) FROM connection WHERE status = 'Linked'"
                                        + " AND deleted_at IS NULL"));
    }

    static Optional<Connection> find(Tx tx, String id) throws SQLException {
        return tx.first(COLUMNS + " AND c.id = ?", Connections::connection, id);
    }

    /** When its last set was committed; empty before the first. */
    static Optional<Long> lastSync(Tx tx, String id) throws SQLException {
        return find(tx, id).flatMap(Connection::lastSyncAt);
    }

    /** The connections of a company, oldest first. */
    public List<Connection> of(String companyId) {
        return database.read(tx -> of(tx, companyId));
    }

    /** The connections of these companies, oldest first. */
    public List<Connection> of(List<String> companyIds) {
        return database.read(
                tx ->
                        tx.list(
                                COLUMNS
                                        + " AND c.company_id = ANY (?)"
                                        + " ORDER BY c.created_at, c.id",
                                Connections::connection,
                                (Object) companyIds.toArray(String[]::new)));
    }

    static List<Connection> of(Tx tx, String companyId) throws SQLException {
        return tx.list(
                COLUMNS + " AND c.company_id = ? ORDER BY c.created_at, c.id",
                Connections::connection,
                companyId);
    }

    private static Linking failToLink(
            Tx tx, Connection connection, Linking why, String message, long now)
            throws SQLException {
        ConnectionErrors.failOnce(tx, connection.id(), 409, "LinkFailed", message, now);
        Events.connection(tx, connection.id(), "connection.failed", now);
        return why;
    }

    /**
     * Ends a connection: nothing more is read, what was read stays.
     *
     * @param status {@code Unlinked} by the vendor, {@code Deauthorized} by the company
     */
    public void end(String connectionId, Status status, String reason) {
        long now = clock.millis();
        database.run(tx -> end(tx, connectionId, status, reason, now));
        database.sync();
    }

    /**
     * Ends a connection by the agent that holds it: one that does not any more ends nothing, and
     * what has ended is not ended otherwise.
     */
    public void deauthorize(String connectionId, String agentId, String reason) {
        long now = clock.millis();
        database.run(
                tx -> {
                    lock(tx, connectionId);
                    if (find(tx, connectionId)
                            .filter(c -> !c.ended())
                            .flatMap(Connection::agentId)
                            .equals(Optional.of(agentId))) {
                        end(tx, connectionId, Status.Deauthorized, reason, now);
                    }
                });
        database.sync();
    }

    private static void end(Tx tx, String connectionId, Status status, String reason, long now)
            throws SQLException {
        Optional<String> agent =
                tx.first(
                                "SELECT agent_id FROM connection WHERE id = ? FOR UPDATE",
                                r -> Optional.ofNullable(r.getString(1)),
                                connectionId)
                        .orElse(Optional.empty());
        int linked =
                tx.update(
                        "UPDATE connection SET status = ?, status_reason = ?"
                                + " WHERE id = ? AND status = 'Linked'",
                        status.name(),
                        reason,
                        connectionId);
        if (linked == 1) {
            Events.connection(tx, connectionId, "connection.disconnected", now);
        } else {
            tx.update(
                    "UPDATE connection SET status = ?, status_reason = ? WHERE id = ?",
                    status.name(),
                    reason,
                    connectionId);
        }
        Operations.endAll(tx, connectionId, "Cancelled", reason, now);
        UploadSets.abortOpen(tx, connectionId, "", reason, now);
        if (status == Status.Unlinked && agent.isPresent()) {
            Orders.add(tx, agent.get(), Optional.of(connectionId), "unlink", Optional.empty(), now);
        }
        if (status == Status.Deauthorized) {
            ConnectionErrors.fail(tx, connectionId, 401, "Deauthorized", reason, now);
        }
    }

    /** Deletes a connection; its records are removed in the background. */
    public void delete(String connectionId) {
        long now = clock.millis();
        database.run(
                tx -> {
                    Optional<Connection> there = find(tx, connectionId);
                    if (there.isPresent()) {
                        Events.connection(tx, connectionId, "connection.deleted", now);
                        tellOfDeletion(tx, there.get(), now);
                        tx.update(
                                "UPDATE connection SET deleted_at = ? WHERE id = ?",
                                now,
                                connectionId);
                    }
                });
        database.sync();
    }

    /** One that has ended before has been told of that. */
    static void tellOfDeletion(Tx tx, Connection connection, long now) throws SQLException {
        if (!connection.ended()) {
            Orders.unlink(tx, connection, now);
        }
    }

    /** What an agent says about the books that it linked. */
    public record Books(
            Optional<String> id,
            String name,
            String currency,
            String packageVersion,
            String dataDirectory,
            long transactions,
            Optional<String> lastTransaction) {
        boolean same(Connection linked) {
            return (id.isPresent() && linked.booksId().isPresent())
                    ? id.equals(linked.booksId())
                    : linked.booksName().equals(Optional.of(name))
                            && linked.booksCurrency().equals(Optional.of(currency));
        }
    }

    /** What came of telling about books. */
    public enum Linking {
        LINKED,
        OTHER_BOOKS,
        OTHER_CONNECTION,
        SWITCHED_OFF,
        OTHER_AGENT,
        ENDED
    }

    /**
     * These books are linked from now on, by this agent, if it holds the connection. The first
     * time, and when the connection was opened again, every type that is set so is asked for; a
     * package that the vendor has switched off cannot be linked then.
     */
    public Linking link(String connectionId, String agentId, Books books) {
        long now = clock.millis();
        Linking linking =
                database.call(
                        tx -> {
                            lockCompany(tx, find(tx, connectionId).orElseThrow().companyId());
                            lock(tx, connectionId);
                            Connection connection = find(tx, connectionId).orElseThrow();
                            if (!connection.agentId().equals(Optional.of(agentId))) {
                                return Linking.OTHER_AGENT;
                            }
                            if (connection.ended()) {
                                return Linking.ENDED;
                            }
                            boolean newly = connection.status() != Status.Linked;
                            if (connection.linkedBefore() && !books.same(connection)) {
                                return failToLink(
                                        tx,
                                        connection,
                                        Linking.OTHER_BOOKS,
                                        "Other books were to be linked than those of this"
                                                + " connection.",
                                        now);
                            }
                            if (newly
                                    && !Integrations.enabled(
                                            tx, connection.companyId(), connection.platformKey())) {
                                return failToLink(
                                        tx,
                                        connection,
                                        Linking.SWITCHED_OFF,
                                        connection.platformName() + " is switched off.",
                                        now);
                            }
                            if (of(tx, connection.companyId()).stream()
                                    .anyMatch(
                                            other ->
                                                    other.status() == Status.Linked
                                                            && !other.id().equals(connectionId))) {
                                return failToLink(
                                        tx,
                                        connection,
                                        Linking.OTHER_CONNECTION,
                                        "The company has another accounting package linked already.",
                                        now);
                            }
                            tx.update(
                                    "UPDATE connection SET status = ?, status_reason = NULL,"
                                            + " books_id = ?, books_name = ?, books_currency = ?,"
                                            + " package_version = ?, data_directory = ?,"
                                            + " transactions = ?, last_transaction = ?,"
                                            + " first_linked_at = COALESCE(first_linked_at, ?),"
                                            + " linked_at = ? WHERE id = ?",
                                    Status.Linked.name(),
                                    books.id().orElse(null),
                                    books.name(),
                                    books.currency(),
                                    books.packageVersion(),
                                    books.dataDirectory(),
                                    books.transactions(),
                                    books.lastTransaction().orElse(null),
                                    now,
                                    newly ? now : connection.linkedAt().orElse(now),
                                    connectionId);
                            ConnectionErrors.resolve(tx, connectionId, now);
                            if (newly) {
                                Events.connection(tx, connectionId, "connection.connected", now);
                                if (connection.linkedBefore()) {
                                    Events.connection(
                                            tx, connectionId, "connection.reconnected", now);
                                }
                                for (String type :
                                        SyncSettings.onFirstLink(
                                                tx,
                                                connection.companyId(),
                                                Integrations.types(tx, connection.platformKey()))) {
                                    Operations.queue(tx, connectionId, type, now);
                                }
                            }
                            return Linking.LINKED;
                        });
        database.sync();
        return linking;
    }
}
