package fairlead.platform.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The companies of each client. What was deleted is not found any more. */
public final class Companies {
    /** When a company was synced last, as a column of {@code company}. */
    public static final String LAST_SYNC =
            "(SELECT MAX(last_sync_at) FROM connection"
                    + " WHERE company_id = company.id AND deleted_at IS NULL)";

    private static final String COLUMNS =
            "SELECT id, name, description, created_at, "
                    + LAST_SYNC
                    + " FROM company WHERE client_id = ? AND deleted_at IS NULL";

    private final Database database;
    private final Clock clock;
    private final int most;

    /**
     * On this database.
     *
     * @param most that a client may have
     */
    public Companies(Database database, Clock clock, int most) {
        this.database = database;
        this.clock = clock;
        this.most = most;
    }

    /** A client has as many companies as it may have. */
    public static final class TooManyException extends RuntimeException {
        private TooManyException(int most) {
            super(
                    "The limit of "
                            + most
                            + " companies is reached. Delete one, or have the limit raised.");
        }
    }

    /** One company. */
    public record Company(
            String id,
            String name,
            Optional<String> description,
            long createdAt,
            Optional<Long> lastSyncAt,
            Map<String, String> tags,
            List<String> products) {
        public Company {
            tags = Map.copyOf(tags);
            products = List.copyOf(products);
        }

        private Company with(Map<String, String> itsTags, Collection<String> itsProducts) {
            return new Company(
                    id,
                    name,
                    description,
                    createdAt,
                    lastSyncAt,
                    itsTags,
                    List.copyOf(itsProducts));
        }
    }

    /** What may be changed; what is absent stays. */
    public record Change(
            Optional<String> name,
            Optional<Optional<String>> description,
            Optional<Map<String, String>> tags) {}

    /**
     * Adds a company.
     *
     * @throws TooManyException when there is no room for another
     */
    public Company create(
            String client, String name, Optional<String> description, Map<String, String> tags) {
        String id = UUID.randomUUID().toString();
        long now = clock.millis();
        database.run(
                tx -> {
                    requireRoom(tx, client);
                    tx.update(
                            "INSERT INTO company (id, client_id, name, description, created_at)"
                                    + " VALUES (?, ?, ?, ?, ?)",
                            id,
                            client,
                            name,
                            description.orElse(null),
                            now);
                    putTags(tx, id, tags);
                    Events.company(tx, id, "company.created", now);
                });
        database.sync();
        return new Company(id, name, description, now, Optional.empty(), tags, List.of());
    }

    private void requireRoom(Tx tx, String client) throws SQLException {
        if (most == Integer.MAX_VALUE) {
            return;
        }
        // two at the same moment would both be the last one
        tx.first("SELECT id FROM client WHERE id = ? FOR UPDATE", r -> r.getString(1), client);
        long there =
                tx.number(
                        "SELECT COUNT(*) FROM company WHERE client_id = ? AND deleted_at IS NULL",
                        client);
        if (there >= most) {
            throw new TooManyException(most);
        }
    }

    /** The client's company with this id. */
    public Optional<Company> find(String client, String id) {
        return database.read(tx -> find(tx, client, id));
    }

    private static Optional<Company> find(Tx tx, String client, String id) throws SQLException {
        return companies(tx, COLUMNS + " AND id = ?", client, id).stream().findFirst();
    }

    /** By three statements, however many there are. */
    private static List<Company> companies(Tx tx, String sql, Object... arguments)
            throws SQLException {
        List<Company> bare = tx.list(sql, Companies::bare, arguments);
        List<String> ids = bare.stream().map(Company::id).toList();
        Map<String, Map<String, String>> tags = tags(tx, ids);
        Map<String, Set<String>> products = Products.of(tx, ids);
        return bare.stream()
                .map(
                        company ->
                                company.with(
                                        tags.getOrDefault(company.id(), Map.of()),
                                        products.getOrDefault(company.id(), Set.of())))
                .toList();
    }

    /** Of each of these companies, by one statement; a company without any is left out. */
    static Map<String, Map<String, String>> tags(Tx tx, List<String> companies)
            throws SQLException {
        Map<String, Map<String, String>> tags = new HashMap<>();
        tx.list(
                "SELECT company_id, tag_key, tag_value FROM company_tag WHERE company_id = ANY (?)",
                r ->
                        tags.computeIfAbsent(r.getString(1), id -> new TreeMap<>())
                                .put(r.getString(2), r.getString(3)),
                (Object) companies.toArray(String[]::new));
        return tags;
    }

    /** Without what is in other tables. */
    private static Company bare(ResultSet r) throws SQLException {
        return new Company(
                r.getString(1),
                r.getString(2),
                Optional.ofNullable(r.getString(3)),
                r.getLong(4),
                Optional.ofNullable(r.getObject(5, Long.class)),
                Map.of(),
                List.of());
    }

    /** Whose company this is; empty when there is none. */
    public Optional<String> clientOf(String id) {
        return database.read(
                tx ->
                        tx.first(
                                "SELECT client_id FROM company WHERE id = ?"
                                        + " AND deleted_at IS NULL",
                                r -> r.getString(1),
                                id));
    }

    /** The companies that fulfil the condition, in this order. */
    public Page<Company> list(String client, Condition condition, int skip, int take) {
        return database.read(
                tx ->
                        new Page<>(
                                companies(
                                        tx,
                                        COLUMNS
                                                + condition.and()
                                                + condition.orderBy()
                                                + " OFFSET ? ROWS FETCH NEXT ? ROWS ONLY",
                                        condition.arguments(List.of(client), skip, take)),
                                tx.number(
                                        "SELECT COUNT(*) FROM company"
                                                + " WHERE client_id = ? AND deleted_at IS NULL"
                                                + condition.and(),
                                        condition.arguments(List.of(client)))));
    }

    /** Changes a company and returns it; empty when there is none. */
    public Optional<Company> change(String client, String id, Change change) {
        Optional<Company> changed =
                database.call(
                        tx -> {
                            if (find(tx, client, id).isEmpty()) {
                                return Optional.empty();
                            }
                            if (change.name().isPresent()) {
                                tx.update(
                                        "UPDATE company SET name = ? WHERE id = ?",
                                        change.name().get(),
                                        id);
                            }
                            if (change.description().isPresent()) {
                                tx.update(
                                        "UPDATE company SET description = ? WHERE id = ?",
                                        change.description().get().orElse(null),
                                        id);
                            }
                            if (change.tags().isPresent()) {
                                tx.update("DELETE FROM company_tag WHERE company_id = ?", id);
                                putTags(tx, id, change.tags().get());
                            }
                            return find(tx, client, id);
                        });
        database.sync();
        return changed;
    }

    private static void putTags(Tx tx, String id, Map<String, String> tags) throws SQLException {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            tx.update(
                    "INSERT INTO company_tag (company_id, tag_key, tag_value) VALUES (?, ?, ?)",
                    id,
                    tag.getKey(),
                    tag.getValue());
        }
    }

    /** Deletes a company with its connections; its records are removed in the background. */
    public boolean delete(String client, String id) {
        long now = clock.millis();
        boolean deleted =
                database.call(
                        tx -> {
                            int companies =
                                    tx.update(
                                            "UPDATE company SET deleted_at = ? WHERE client_id = ?"
                                                    + " AND id = ? AND deleted_at IS NULL",
                                            now,
                                            client,
                                            id);
                            if (companies == 1) {
                                for (Connections.Connection connection : Connections.of(tx, id)) {
                                    Events.connection(
                                            tx, connection.id(), "connection.deleted", now);
                                    Connections.tellOfDeletion(tx, connection, now);
                                }
                                Events.company(tx, id, "company.deleted", now);
                                tx.update("DELETE FROM company_tag WHERE company_id = ?", id);
                                tx.update("DELETE FROM company_product WHERE company_id = ?", id);
                                tx.update("DELETE FROM sync_setting WHERE owner_id = ?", id);
                                tx.update("DELETE FROM reading_mode WHERE owner_id = ?", id);
                                tx.update(
                                        "UPDATE connection SET deleted_at = ?"
                                                + " WHERE company_id = ? AND deleted_at IS NULL",
                                        now,
                                        id);
                            }
                            return companies == 1;
                        });
        database.sync();
        return deleted;
    }
}
