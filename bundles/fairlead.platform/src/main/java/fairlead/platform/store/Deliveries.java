package fairlead.platform.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The queue of messages to webhook consumers, and the log of what came of them. A node claims a
 * message by moving its next attempt into the future, for longer than an attempt takes: two nodes
 * never have the same one, and what a killed node had claimed is another's soon.
 */
public final class Deliveries {
    /** After how long each attempt follows the one before it: the first one at once. */
    public static final List<Duration> SCHEDULE =
            List.of(
                    Duration.ZERO,
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(5),
                    Duration.ofHours(10),
                    Duration.ofHours(10));

    /** A consumer that has failed for so long is disabled. */
    public static final Duration GIVEN_UP = Duration.ofDays(5);

    /** For how long a node has a message to itself; an attempt takes less. */
    public static final Duration CLAIM = Duration.ofMinutes(1);

    private static final Duration LOGGED = Duration.ofDays(30);
    private static final int AT_ONCE = 4;

    private final Database database;
    private final Clock clock;

    /** On this database. */
    public Deliveries(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A message that is to be sent now, by whoever claimed it. */
    public record Due(
            long no,
            String messageId,
            String consumerId,
            String url,
            String secret,
            String body,
            int attempts) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "message " + messageId + " to consumer " + consumerId;
        }
    }

    /**
     * Claims messages that are due, of each consumer a few, of a failing one only one.
     *
     * @param lease for how long nobody else takes them
     */
    public List<Due> claim(int most, Duration lease) {
        long now = clock.millis();
        List<Long> due =
                database.read(
                        tx ->
                                tx.list(
                                        "SELECT no FROM (SELECT d.no, d.due_at, k.failing_since,"
                                                + " ROW_NUMBER() OVER (PARTITION BY d.consumer_id"
                                                + " ORDER BY d.due_at, d.no) AS place"
                                                + " FROM webhook_delivery d JOIN webhook_consumer k"
                                                + " ON k.id = d.consumer_id WHERE"
                                                + " d.state = 'Waiting' AND d.due_at <= ?) w"
                                                + " WHERE place <= CASE WHEN failing_since IS NULL"
                                                + " THEN ? ELSE 1 END"
                                                + " ORDER BY due_at, no FETCH FIRST ? ROWS ONLY",
                                        r -> r.getLong(1),
                                        now,
                                        AT_ONCE,
                                        most));
        List<Due> claimed = new ArrayList<>();
        for (long no : due) {
            database.call(tx -> claim(tx, no, now, now + lease.toMillis())).ifPresent(claimed::add);
        }
        return claimed;
    }

    /** How many messages are to be sent, of all consumers. */
    public long waiting() {
        return database.read(
                tx -> tx.number("SELECT COUNT(*) FROM webhook_delivery WHERE state = 'Waiting'"));
    }

    private static Optional<Due> claim(Tx tx, long no, long now, long until) throws SQLException {
        int mine =
                tx.update(
                        "UPDATE webhook_delivery SET due_at = ? WHERE no = ? AND state = 'Waiting'"
                                + " AND due_at <= ?",
                        until,
                        no,
                        now);
        return mine == 0
                ? Optional.empty()
                : tx.first(
                        "SELECT d.no, d.event_id, d.consumer_id, k.url, k.secret, e.body,"
                                + " d.attempts FROM webhook_delivery d"
                                + " JOIN webhook_consumer k ON k.id = d.consumer_id"
                                + " JOIN webhook_event e ON e.id = d.event_id WHERE d.no = ?",
                        Deliveries::due,
                        no);
    }

    private static Due due(ResultSet r) throws SQLException {
        return new Due(
                r.getLong(1),
                r.getString(2),
                r.getString(3),
                r.getString(4),
                r.getString(5),
                r.getString(6),
                r.getInt(7));
    }

    /**
     * What came of one attempt.
     *
     * @param status HTTP's; empty when no answer came
     * @param outcome one plain sentence
     */
    public record Attempt(
            long at, long millis, Optional<Integer> status, boolean taken, String outcome) {}

    /** Keeps what came of an attempt; a message that was not taken is due again, or has failed. */
    public void settle(Due due, Attempt attempt) {
        long now = clock.millis();
        database.run(
                tx -> {
                    boolean there =
                            tx.first(
                                            "SELECT id FROM webhook_consumer WHERE id = ?"
                                                    + " FOR UPDATE",
                                            r -> r.getString(1),
                                            due.consumerId())
                                    .isPresent();
                    if (there) {
                        settle(tx, due, attempt, now);
                    }
                });
        database.sync();
    }

    private static void settle(Tx tx, Due due, Attempt attempt, long now) throws SQLException {
        tx.update(
                "INSERT INTO webhook_attempt (delivery_no, attempted_at, millis, status_code,"
                        + " outcome) VALUES (?, ?, ?, ?, ?)",
                due.no(),
                attempt.at(),
                attempt.millis(),
                attempt.status().orElse(null),
                attempt.outcome());
        int attempts = due.attempts() + 1;
        if (attempt.taken()) {
            end(tx, due.no(), "Delivered", attempts, now);
            tx.update(
                    "UPDATE webhook_consumer SET failing_since = NULL WHERE id = ?",
                    due.consumerId());
            return;
        }
        if (attempts < SCHEDULE.size()) {
            tx.update(
                    "UPDATE webhook_delivery SET attempts = ?, due_at = ? WHERE no = ?",
                    attempts,
                    now + SCHEDULE.get(attempts).toMillis(),
                    due.no());
        } else {
            end(tx, due.no(), "Failed", attempts, now);
        }
        tx.update(
                "UPDATE webhook_consumer SET failing_since = COALESCE(failing_since, ?)"
                        + " WHERE id = ?",
                now,
                due.consumerId());
        int givenUp =
                tx.update(
                        "UPDATE webhook_consumer SET disabled = TRUE, disabled_reason = ?"
                                + " WHERE id = ? AND failing_since <= ? AND disabled = FALSE",
                        "No message has come through for 5 days.",
                        due.consumerId(),
                        now - GIVEN_UP.toMillis());
        if (givenUp == 1) {
            Webhooks.hold(tx, due.consumerId());
        }
    }

    private static void end(Tx tx, long no, String state, int attempts, long now)
            throws SQLException {
        tx.update(
                "UPDATE webhook_delivery SET state = ?, attempts = ?, ended_at = ? WHERE no = ?",
                state,
                attempts,
                now,
                no);
    }

    /** A message and how it stands; {@code state} is Waiting, Delivered, Failed or Held. */
    public record Message(
            long no,
            String messageId,
            String eventType,
            Optional<String> companyId,
            long generatedAt,
            String state,
            int attempts,
            long dueAt,
            String body) {}

    private static final String MESSAGES =
            "SELECT d.no, d.event_id, e.event_type, e.company_id, e.generated_at, d.state,"
                    + " d.attempts, d.due_at, e.body FROM webhook_delivery d"
                    + " JOIN webhook_event e ON e.id = d.event_id WHERE d.consumer_id = ?";

    private static Message message(ResultSet r) throws SQLException {
        return new Message(
                r.getLong(1),
                r.getString(2),
                r.getString(3),
                Optional.ofNullable(r.getString(4)),
                r.getLong(5),
                r.getString(6),
                r.getInt(7),
                r.getLong(8),
                r.getString(9));
    }

    /** The messages to a consumer, latest first. */
    public List<Message> log(String consumerId, int skip, int take) {
        return database.read(
                tx ->
                        tx.list(
                                MESSAGES
                                        + " ORDER BY d.no DESC OFFSET ? ROWS"
                                        + " FETCH NEXT ? ROWS ONLY",
                                Deliveries::message,
                                consumerId,
                                skip,
                                take));
    }

    /** One message to a consumer. */
    public Optional<Message> find(String consumerId, long no) {
        return database.read(
                tx -> tx.first(MESSAGES + " AND d.no = ?", Deliveries::message, consumerId, no));
    }

    /** What came of each attempt with this message, oldest first. */
    public List<Attempt> attempts(long no) {
        return database.read(
                tx ->
                        tx.list(
                                "SELECT attempted_at, millis, status_code, outcome"
                                        + " FROM webhook_attempt WHERE delivery_no = ? ORDER BY no",
                                r -> {
                                    Optional<Integer> status =
                                            Optional.ofNullable(r.getObject(3, Integer.class));
                                    return new Attempt(
                                            r.getLong(1),
                                            r.getLong(2),
                                            status,
                                            status.filter(s -> s / 100 == 2).isPresent(),
                                            r.getString(4));
                                },
                                no));
    }

    /**
     * Sends a message once more, under the same id, and tries as often as with a new one. What is
     * due within a minute may be on its way: it is left alone.
     *
     * @return will it be sent? Not while the consumer is disabled
     */
    public boolean replay(String consumerId, long no) {
        String which =
                " AND no = ? AND (state IN ('Delivered', 'Failed') OR state = 'Waiting'"
                        + " AND due_at > "
                        + (clock.millis() + CLAIM.toMillis())
                        + ")";
        return again(consumerId, which, no) == 1
                || find(consumerId, no).filter(m -> m.state().equals("Waiting")).isPresent();
    }

    /** Sends what a consumer did not get while it was disabled, or at all; how many that is. */
    public int sendHeld(String consumerId) {
        return again(consumerId, " AND state IN ('Held', 'Failed') AND no > ?", 0);
    }

    private int again(String consumerId, String which, long no) {
        long now = clock.millis();
        int again =
                database.call(
                        tx ->
                                tx.update(
                                        "UPDATE webhook_delivery SET state = 'Waiting', attempts ="
                                                + " 0, due_at = ?, ended_at = NULL"
                                                + " WHERE consumer_id = ? AND consumer_id IN"
                                                + " (SELECT id FROM webhook_consumer"
                                                + " WHERE disabled = FALSE)"
                                                + which,
                                        now,
                                        consumerId,
                                        no));
        database.sync();
        return again;
    }

    /** Removes what ended long ago; what is held has not. */
    public void forget() {
        long before = clock.millis() - LOGGED.toMillis();
        database.run(
                tx -> {
                    String old = "SELECT id FROM webhook_event WHERE generated_at < ?";
                    tx.update(
                            "DELETE FROM webhook_attempt WHERE delivery_no IN (SELECT no FROM"
                                    + " webhook_delivery WHERE state IN ('Delivered', 'Failed')"
                                    + " AND event_id IN ("
                                    + old
                                    + "))",
                            before);
                    tx.update(
                            "DELETE FROM webhook_delivery WHERE state IN ('Delivered', 'Failed')"
                                    + " AND event_id IN ("
                                    + old
                                    + ")",
                            before);
                    tx.update(
                            "DELETE FROM webhook_event WHERE generated_at < ? AND NOT EXISTS"
                                    + " (SELECT 1 FROM webhook_delivery WHERE event_id ="
                                    + " webhook_event.id)",
                            before);
                });
    }
}
