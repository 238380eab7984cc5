package fairlead.platform.store;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

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
                    long limit = limit(tx, client, perCompany);
                    long before =
                            tx.first(
                                            "SELECT calls FROM calls_of_day"
                                                    + " WHERE client_id = ? AND day_no = ?",
                                            r -> r.getLong(1),
                                            client,
                                            day)
                                    .orElse(-1L);
                    if (before < 0) {
                        newDay(tx, client, day, limit);
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
                    Grant grant = promise(tx, client, day, limit, Math.max(before, 0));
                    if (grant.granted() == 0) {
                        reached(tx, grant, client);
                    }
                    return grant;
                });
    }

    private static long limit(Tx tx, String client, long perCompany) throws SQLException {
        long linked =
                tx.number(
                        "SELECT COUNT(DISTINCT c.company_id) FROM connection c"
                                + " JOIN company p ON p.id = c.company_id"
                                + " WHERE p.client_id = ? AND c.status = 'Linked'"
                                + " AND c.deleted_at IS NULL",
                        client);
        return perCompany * (1 + linked);
    }

    /** Tells those who used up their calls of a day that has passed that they have new ones. */
    public void newDay(long perCompany) {
        long day = today();
        List<String> clients =
                database.read(
                        tx ->
                                tx.list(
                                        "SELECT DISTINCT client_id FROM calls_of_day"
                                                + " WHERE day_no < ? AND reached_at IS NOT NULL",
                                        r -> r.getString(1),
                                        day));
        for (String client : clients) {
            database.run(tx -> newDay(tx, client, day, limit(tx, client, perCompany)));
        }
    }

    private void newDay(Tx tx, String client, long day, long limit) throws SQLException {
        int reached =
                tx.update(
                        "UPDATE calls_of_day SET reached_at = NULL WHERE client_id = ?"
                                + " AND day_no < ? AND reached_at IS NOT NULL",
                        client,
                        day);
        if (reached > 0) {
            Events.rateLimit(tx, client, false, limit, limit, end(day), clock.millis());
        }
    }

    private void reached(Tx tx, Grant grant, String client) throws SQLException {
        int first =
                tx.update(
                        "UPDATE calls_of_day SET reached_at = ? WHERE client_id = ? AND day_no = ?"
                                + " AND reached_at IS NULL",
                        clock.millis(),
                        client,
                        grant.day());
        if (first > 0) {
            Events.rateLimit(tx, client, true, grant.limit(), 0, end(grant.day()), clock.millis());
        }
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
