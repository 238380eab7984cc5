package fairlead.platform.store;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/** How many calls each vendor may make a day, and has made. */
public final class CallCounts {
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Database database;
    private final Clock clock;

    /** On this database. */
    public CallCounts(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Calls that a node may let through.
     *
     * @param day counted from 1970, in UTC
     * @param limit of that day for this vendor
     * @param before how many calls had been promised before
     * @param granted how many are promised now; 0 when the limit is reached
     */
    public record Grant(long day, long limit, long before, long granted) {}

    /** When a day ends, in milliseconds since 1970. */
    public static long end(long day) {
        return (day + 1) * DAY;
    }

    /** The day of now. */
    public long today() {
        return clock.millis() / DAY;
    }

    /**
     * Promises calls of today to a node, a few at a time, so that not each call writes.
     *
     * @param perCompany calls for the vendor itself, and for each of its linked connections
     */
    public Grant take(String client, long perCompany) {
        long day = today();
        return database.call(
                tx -> {
                    tx.first(
                            "SELECT id FROM client WHERE id = ? FOR UPDATE",
                            r -> r.getString(1),
                            client);
                    long linked =
                            tx.number(
                                    "SELECT COUNT(DISTINCT c.company_id) FROM connection c"
                                            + " JOIN company p ON p.id = c.company_id"
                                            + " WHERE p.client_id = ? AND c.status = 'Linked'"
                                            + " AND c.deleted_at IS NULL",
                                    client);
                    long limit = perCompany * (1 + linked);
                    long before =
                            tx.first(
                                            "SELECT calls FROM calls_of_day"
                                                    + " WHERE client_id = ? AND day_no = ?",
                                            r -> r.getLong(1),
                                            client,
                                            day)
                                    .orElse(-1L);
                    if (before < 0) {
                        tx.update(
                                "DELETE FROM calls_of_day WHERE client_id = ? AND day_no < ?",
                                client,
                                day);
                        tx.update(
                                "INSERT INTO calls_of_day (client_id, day_no, calls)"
                                        + " VALUES (?, ?, 0)",
                                client,
                                day);
                    }
                    return promise(tx, client, day, limit, Math.max(before, 0));
                });
    }

    private static Grant promise(Tx tx, String client, long day, long limit, long before)
            throws SQLException {
        long granted = Math.max(0, Math.min(Math.max(1, limit / 1000), limit - before));
        tx.update(
                "UPDATE calls_of_day SET calls = ? WHERE client_id = ? AND day_no = ?",
                before + granted,
                client,
                day);
        return new Grant(day, limit, before, granted);
    }
}
