package fairlead.platform.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Who changed what, of each client: entries are added, and removed when they are old.
 *
 * <p>An entry is committed before its change is begun, and is told afterwards how that ended. So
 * whatever ends a node in between, no change is without its entry: databases keep what was
 * committed in its order, so a power cut that spares the change spares the entry before it. One
 * transaction for both would have to be handed to each of the platform's changes, of which some are
 * several transactions.
 */
public final class Audit {
    /** For how long an entry is kept. */
    public static final Duration KEPT = Duration.ofDays(2 * 365);

    private static final int LONGEST_CALL = 500;
    private static final int LONGEST_SENTENCE = 1000;

    private final Database database;
    private final Clock clock;

    /** On this database. */
    public Audit(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** How a change ended. */
    public enum Outcome {
        /**
         * It is being done, or whoever did it ended in the middle: nobody knows how far it came.
         */
        Begun,
        /** It was done. */
        Done,
        /** It failed on the platform's side, perhaps after a part of it. */
        Failed
    }

    /**
     * One change.
     *
     * @param madeAt when it was begun, milliseconds since 1970
     * @param who whose key it was, or what else let the call in
     * @param sentence what was done; empty in entries of versions that did not write one
     * @param call a method and a path
     */
    public record Entry(
            long madeAt, String who, Optional<String> sentence, String call, Outcome outcome) {
        /** What was done, as well as it is known. */
        public String what() {
            return sentence.orElse(call);
        }
    }

    /**
     * Adds the entry of a change that begins now.
     *
     * @return its number
     * @throws DatabaseException when it is not written: then nothing may be changed
     */
    public long begin(String client, String who, String sentence, String call) {
        return database.call(
                tx ->
                        tx.insert(
                                "INSERT INTO audit_entry"
                                        + " (client_id, made_at, who, what, sentence, outcome)"
                                        + " VALUES (?, ?, ?, ?, ?, ?)",
                                client,
                                clock.millis(),
                                who,
                                cut(call, LONGEST_CALL),
                                cut(sentence, LONGEST_SENTENCE),
                                Outcome.Begun.name()));
    }

    private static String cut(String text, int longest) {
        return text.substring(0, Math.min(text.length(), longest));
    }

    /** The change of this entry has ended so. */
    public void end(long no, Outcome outcome) {
        database.run(
                tx ->
                        tx.update(
                                "UPDATE audit_entry SET outcome = ? WHERE no = ?",
                                outcome.name(),
                                no));
    }

    /** Removes the entry of a change that was refused before anything of it was done. */
    public void withdraw(long no) {
        database.run(tx -> tx.update("DELETE FROM audit_entry WHERE no = ?", no));
    }

    /** The client's entries, the latest first. */
    public Page<Entry> list(String client, int skip, int take) {
        return database.read(
                tx ->
                        new Page<>(
                                tx.list(
                                        "SELECT made_at, who, sentence, what, outcome"
                                                + " FROM audit_entry"
                                                + " WHERE client_id = ? ORDER BY no DESC"
                                                + " OFFSET ? ROWS FETCH NEXT ? ROWS ONLY",
                                        Audit::entry,
                                        client,
                                        skip,
                                        take),
                                tx.number(
                                        "SELECT COUNT(*) FROM audit_entry WHERE client_id = ?",
                                        client)));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong(1),
                row.getString(2),
                Optional.ofNullable(row.getString(3)),
                row.getString(4),
                Outcome.valueOf(row.getString(5)));
    }

    /** Removes entries that are too old. */
    public void forget() {
        long before = clock.millis() - KEPT.toMillis();
        database.run(tx -> tx.update("DELETE FROM audit_entry WHERE made_at < ?", before));
    }
}
