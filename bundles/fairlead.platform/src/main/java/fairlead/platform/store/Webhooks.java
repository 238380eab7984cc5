package fairlead.platform.store;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who is told about events: the consumers of each client. */
public final class Webhooks {
    /** How many consumers a client may have. */
    public static final int MOST = 50;

    private static final String SELECT =
            "SELECT id, client_id, url, secret, disabled, disabled_reason, created_at,"
                    + " failing_since FROM webhook_consumer WHERE client_id = ?";

    private final Database database;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** On this database. */
    public Webhooks(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * One consumer.
     *
     * @param secret what its messages are signed with: {@code whsec_} and base64
     * @param disabledReason one sentence, when the platform has disabled it
     * @param eventTypes at least one; {@code {dataType}.write.successful} stands for every type
     * @param companyTags {@code key:value}; a company with one of them counts, none means every one
     * @param failingSince since when no message has come through, in milliseconds since 1970
     */
    public record Consumer(
            String id,
            String clientId,
            String url,
            String secret,
            boolean disabled,
            Optional<String> disabledReason,
            long createdAt,
            Optional<Long> failingSince,
            List<String> eventTypes,
            List<String> companyTags) {
        public Consumer {
            eventTypes = List.copyOf(eventTypes);
            companyTags = List.copyOf(companyTags);
        }

        /** Without its secret. */
        @Override
        public String toString() {
            return "consumer " + id;
        }
    }

    /** Adds a consumer; empty when the client has as many as it may have. */
    public Optional<Consumer> create(
            String clientId,
            String url,
            boolean disabled,
            List<String> eventTypes,
            List<String> companyTags) {
        String id = UUID.randomUUID().toString();
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String secret = "whsec_" + Base64.getEncoder().encodeToString(bytes);
        boolean created =
                database.call(
                        tx -> {
                            tx.first(
                                    "SELECT id FROM client WHERE id = ? FOR UPDATE",
                                    r -> r.getString(1),
                                    clientId);
                            if (of(tx, clientId).size() >= MOST) {
                                return false;
                            }
                            tx.update(
                                    "INSERT INTO webhook_consumer (id, client_id, url, secret,"
                                            + " disabled, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                                    id,
                                    clientId,
                                    url,
                                    secret,
                                    disabled,
                                    clock.millis());
                            filter(tx, id, "event", eventTypes);
                            filter(tx, id, "tag", companyTags);
                            return true;
                        });
        database.sync();
        return created ? find(clientId, id) : Optional.empty();
    }

    private static void filter(Tx tx, String consumerId, String kind, List<String> words)
            throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        for (String word : words.stream().distinct().toList()) {
            rows.add(new Object[] {consumerId, kind, rows.size(), word});
        }
        tx.batch(
                "INSERT INTO webhook_filter (consumer_id, kind, position, word)"
                        + " VALUES (?, ?, ?, ?)",
                rows);
    }

    /** The client's consumers, oldest first. */
    public List<Consumer> of(String clientId) {
        return database.read(tx -> of(tx, clientId));
    }

    static List<Consumer> of(Tx tx, String clientId) throws SQLException {
        return tx.list(SELECT + " ORDER BY created_at, id", r -> consumer(tx, r), clientId);
    }

    /** The client's consumer with this id. */
    public Optional<Consumer> find(String clientId, String id) {
        return database.read(
                tx -> tx.first(SELECT + " AND id = ?", r -> consumer(tx, r), clientId, id));
    }

    private static Consumer consumer(Tx tx, ResultSet r) throws SQLException {
        String id = r.getString(1);
        return new Consumer(
                id,
                r.getString(2),
                r.getString(3),
                r.getString(4),
                r.getBoolean(5),
                Optional.ofNullable(r.getString(6)),
                r.getLong(7),
                Optional.ofNullable(r.getObject(8, Long.class)),
                words(tx, id, "event"),
                words(tx, id, "tag"));
    }

    private static List<String> words(Tx tx, String consumerId, String kind) throws SQLException {
        return tx.list(
                "SELECT word FROM webhook_filter WHERE consumer_id = ? AND kind = ?"
                        + " ORDER BY position",
                r -> r.getString(1),
                consumerId,
                kind);
    }

    /**
     * Switches a consumer off or on. While it is off, its messages are held; switched on, it gets
     * new ones, and what was held once that is {@link Deliveries#sendHeld asked for}.
     *
     * @return whether there is such a consumer
     */
    public boolean disable(String clientId, String id, boolean disabled) {
        boolean known =
                database.call(
                        tx -> {
                            int changed =
                                    tx.update(
                                            "UPDATE webhook_consumer SET disabled = ?,"
                                                    + " disabled_reason = NULL, failing_since = NULL"
                                                    + " WHERE client_id = ? AND id = ?",
                                            disabled,
                                            clientId,
                                            id);
                            if (changed == 1 && disabled) {
                                hold(tx, id);
                            }
                            return changed == 1;
                        });
        database.sync();
        return known;
    }

    static void hold(Tx tx, String consumerId) throws SQLException {
        tx.update(
                "UPDATE webhook_delivery SET state = 'Held' WHERE consumer_id = ?"
                        + " AND state = 'Waiting'",
                consumerId);
    }

    /** Deletes a consumer with everything that was to be sent to it. */
    public boolean delete(String clientId, String id) {
        boolean deleted =
                database.call(
                        tx -> {
                            boolean known =
                                    tx.first(
                                                    "SELECT id FROM webhook_consumer"
                                                            + " WHERE client_id = ? AND id = ?"
                                                            + " FOR UPDATE",
                                                    r -> r.getString(1),
                                                    clientId,
                                                    id)
                                            .isPresent();
                            if (known) {
                                tx.update(
                                        "DELETE FROM webhook_attempt WHERE delivery_no IN (SELECT no"
                                                + " FROM webhook_delivery WHERE consumer_id = ?)",
                                        id);
                                tx.update("DELETE FROM webhook_delivery WHERE consumer_id = ?", id);
                                tx.update("DELETE FROM webhook_filter WHERE consumer_id = ?", id);
                                tx.update("DELETE FROM webhook_consumer WHERE id = ?", id);
                            }
                            return known;
                        });
        database.sync();
        return deleted;
    }
}
