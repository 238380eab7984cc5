package fairlead.platform.store;

import java.time.Clock;
import java.time.Duration;

/** Who changed what, of each client: entries are added, and removed when they are old. */
public final class Audit {
    /** For how long an entry is kept. */
    public static final Duration KEPT = Duration.ofDays(2 * 365);

    private static final int LONGEST = 500;

    private final Database database;
    private final Clock clock;

    /** On this database. */
    public Audit(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * One change.
     *
     * @param madeAt milliseconds since 1970
     * @param who whose key it was, or what else let the call in
     * @param what a method and a path
     */
    public record Entry(long madeAt, String who, String what) {}

    /** Adds an entry. */
    public void add(String client, String who, String what) {
        database.run(
                tx ->
                        tx.update(
                                "INSERT INTO audit_entry (client_id, made_at, who, what)"
                                        + " VALUES (?, ?, ?, ?)",
                                client,
                                clock.millis(),
                                who,
                                what.substring(0, Math.min(what.length(), LONGEST))));
    }

    /** The client's entries, the latest first. */
    public Page<Entry> list(String client, int skip, int take) {
        return database.read(
                tx ->
                        new Page<>(
                                tx.list(
                                        "SELECT made_at, who, what FROM audit_entry"
                                                + " WHERE client_id = ? ORDER BY no DESC"
                                                + " OFFSET ? ROWS FETCH NEXT ? ROWS ONLY",
                                        r ->
                                                new Entry(
                                                        r.getLong(1),
                                                        r.getString(2),
                                                        r.getString(3)),
                                        client,
                                        skip,
                                        take),
                                tx.number(
                                        "SELECT COUNT(*) FROM audit_entry WHERE client_id = ?",
                                        client)));
    }

    /** Removes entries that are too old. */
    public void forget() {
        long before = clock.millis() - KEPT.toMillis();
        database.run(tx -> tx.update("DELETE FROM audit_entry WHERE made_at < ?", before));
    }
}
