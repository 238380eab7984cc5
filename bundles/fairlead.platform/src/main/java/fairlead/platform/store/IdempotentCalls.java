package fairlead.platform.store;

import java.time.Clock;
import java.time.Duration;

/** Calls that are done once, though they are made again: the first answer is given again. */
public final class IdempotentCalls {
    /** For how long a first answer is kept. */
    public static final Duration KEPT = Duration.ofMinutes(90);

    private final Database database;
    private final Clock clock;

    /** On this database. */
    public IdempotentCalls(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** How a call with a key stands. */
    public sealed interface Standing {
        /** Nobody has made it before: whoever is told so does it, and {@link #answered answers}. */
        record First() implements Standing {}

        /** It was answered already. */
        @SuppressWarnings("ArrayRecordComponent") // frozen bytes; nobody compares records
        record Answered(int status, byte[] body) implements Standing {}

        /** It is being done, or was cut off. */
        record Open() implements Standing {}

        /** The key was used for another call. */
        record Other() implements Standing {}
    }

    /** Takes the key for this call, if nobody has. */
    public Standing begin(String client, String key, String requestSha256) {
        long now = clock.millis();
        database.run(
                tx ->
                        tx.update(
                                "DELETE FROM idempotent_call WHERE client_id = ?"
                                        + " AND idempotency_key = ? AND created_at < ?",
                                client,
                                key,
                                now - KEPT.toMillis()));
        try {
            database.run(
                    tx ->
                            tx.update(
                                    "INSERT INTO idempotent_call (client_id, idempotency_key,"
                                            + " request_sha256, created_at) VALUES (?, ?, ?, ?)",
                                    client,
                                    key,
                                    requestSha256,
                                    now));
            return new Standing.First();
        } catch (DatabaseException e) {
            if (!e.duplicate()) {
                throw e;
            }
        }
        return database.read(
                        tx ->
                                tx.first(
                                        "SELECT request_sha256, status, body FROM idempotent_call"
                                                + " WHERE client_id = ? AND idempotency_key = ?",
                                        r -> {
                                            if (!r.getString(1).equals(requestSha256)) {
                                                return new Standing.Other();
                                            }
                                            int status = r.getInt(2);
                                            return r.wasNull()
                                                    ? new Standing.Open()
                                                    : new Standing.Answered(status, r.getBytes(3));
                                        },
                                        client,
                                        key))
                .orElseGet(Standing.Open::new);
    }

    /** Keeps the answer, to be given again. */
    public void answered(String client, String key, int status, byte[] body) {
        database.run(
                tx ->
                        tx.update(
                                "UPDATE idempotent_call SET status = ?, body = ?"
                                        + " WHERE client_id = ? AND idempotency_key = ?",
                                status,
                                body,
                                client,
                                key));
        database.sync();
    }

    /** Nothing was done: the key may be used again. */
    public void undone(String client, String key) {
        database.run(
                tx ->
                        tx.update(
                                "DELETE FROM idempotent_call WHERE client_id = ?"
                                        + " AND idempotency_key = ? AND status IS NULL",
                                client,
                                key));
    }

    /** Removes what is kept no more. */
    public void forget() {
        database.run(
                tx ->
                        tx.update(
                                "DELETE FROM idempotent_call WHERE created_at < ?",
                                clock.millis() - KEPT.toMillis()));
    }
}
