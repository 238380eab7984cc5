package fairlead.platform.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What readers see of a company's books: the last committed set and nothing else (sync rule 25).
 * However many records are asked for, and however large they are, a few megabytes hold what is read
 * at a time.
 */
public final class Records {
    /** What is handed over at once to somebody who may be slow. */
    private static final int FEW = 100;

    private static final int MANY = 500;

    /** Of a larger record the body is read alone, when it is wanted. */
    private static final int SMALL = 16 << 10;

    private static final String SHOWN =
            "SELECT r.id, r.from_no, CASE WHEN OCTET_LENGTH(r.body) <= "
                    + SMALL
                    + " THEN r.body END, r.modified_at, r.state, r.keep_reason";

    private final Database database;
    private final Object oneAtATime = new Object();

    /** On this database. */
    public Records(Database database) {
        this.database = database;
    }

    /** One record of a moment. */
    public final class Stored {
        private final String id;
        private final long from;
        private final Optional<byte[]> small;
        private final long modifiedAt;
        private final String state;
        private final Optional<String> reason;

        private Stored(ResultSet r) throws SQLException {
            id = r.getString(1);
            from = r.getLong(2);
            small = Optional.ofNullable(r.getBytes(3));
            modifiedAt = r.getLong(4);
            state = r.getString(5);
            reason = Optional.ofNullable(r.getString(6));
        }

        /** By which the books know it. */
        public String id() {
            return id;
        }

        /** When its content changed last. */
        public long modifiedAt() {
            return modifiedAt;
        }

        /** Has it vanished from the books? */
        public boolean deleted() {
            return state.equals("D");
        }

        /** Why this is not its latest state, which could not be mapped. */
        public Optional<String> stale() {
            return state.equals("S") ? Optional.of(reason.orElse("")) : Optional.empty();
        }

        /**
         * Its JSON as the agent sent it.
         *
         * @throws GoneException when it was removed since it was found
         */
        public InputStream json() {
            return Body.unpacked(column());
        }

        private byte[] column() {
            return small.orElseGet(
                    () ->
                            database.read(
                                            tx ->
                                                    tx.first(
                                                            "SELECT body FROM record WHERE"
                                                                    + " from_no = ? AND id = ?",
                                                            r -> r.getBytes(1),
                                                            from,
                                                            id))
                                    .orElseThrow(GoneException::new));
        }

        /**
         * Has somebody read its JSON who holds all of it at once: of the largest ones, one at a
         * time.
         */
        public <T> T read(Reader<T> reader) {
            byte[] column = column();
            if (!Body.isPacked(column)) {
                return read(reader, column);
            }
            synchronized (oneAtATime) {
                return read(reader, column);
            }
        }

        private <T> T read(Reader<T> reader, byte[] column) {
            try (InputStream json = Body.unpacked(column)) {
                return reader.of(json);
            } catch (IOException e) {
                throw new UncheckedIOException("records were stored as JSON", e);
            }
        }
    }

    /** Reads a record's JSON. */
    @FunctionalInterface
    public interface Reader<T> {
        T of(InputStream json) throws IOException;
    }

    /** Takes records one by one. */
    @FunctionalInterface
    public interface Taker<E extends Exception> {
        void take(Stored record) throws E;
    }

    /** Whoever reads was so slow that what he reads has been removed meanwhile. */
    public static final class GoneException extends RuntimeException {
        private GoneException() {
            super("A record was replaced, and removed, before it was read.");
        }
    }

    /** Records that were found, all of one moment. */
    public final class Found {
        private final Optional<Visible> visible;
        private final List<String> ids;
        private final long total;

        Found(Optional<Visible> visible, List<String> ids, long total) {
            this.visible = visible;
            this.ids = List.copyOf(ids);
            this.total = total;
        }

        /** How many there are in all, on this page and others. */
        public long total() {
            return total;
        }

        /**
         * Hands over each record of this page, in its order.
         *
         * @throws GoneException when one was removed since they were found
         */
        public <E extends Exception> void each(Taker<E> taker) throws E {
            for (int at = 0; at < ids.size(); at += FEW) {
                List<String> few = ids.subList(at, Math.min(ids.size(), at + FEW));
                Map<String, Stored> found = new HashMap<>();
                database.read(
                        tx ->
                                tx.list(
                                        SHOWN
                                                + Tx.RECORDS_OF_IDS
                                                + visible.orElseThrow().sql("r")
                                                + " AND r.state <> 'K'",
                                        r -> found.put(r.getString(1), new Stored(r)),
                                        (Object) few.toArray(String[]::new)));
                for (String id : few) {
                    if (!found.containsKey(id)) {
                        throw new GoneException();
                    }
                    taker.take(found.remove(id));
                }
            }
        }
    }

    /** Was a set with this type ever committed? */
    public boolean committed(String connectionId, String dataType) {
        return database.read(
                tx ->
                        tx.first(
                                        "SELECT base_id FROM series WHERE connection_id = ?"
                                                + " AND data_type = ? AND base_id IS NOT NULL",
                                        r -> r.getString(1),
                                        connectionId,
                                        dataType)
                                .isPresent());
    }

    /** The records of a type that fulfil the condition, in its order, deleted ones too. */
    public Found list(
            String connectionId, String dataType, Condition condition, long skip, int take) {
        return database.read(
                tx -> {
                    Optional<Visible> visible = Visible.of(tx, connectionId, dataType);
                    if (visible.isEmpty()) {
                        return new Found(visible, List.of(), 0);
                    }
                    if (!condition.sql().isEmpty()) {
                        List<String> ids = ids(tx, visible.get(), condition, skip, take);
                        return new Found(visible, ids, count(tx, visible.get(), condition));
                    }
                    long total = visible.get().live() + visible.get().deleted();
                    List<String> ids = page(tx, visible.get(), condition, skip, take, total);
                    return new Found(visible, ids, total);
                });
    }

    /** A page of everything: what lies behind the middle is counted from the end. */
    private static List<String> page(
            Tx tx, Visible visible, Condition condition, long skip, int take, long total)
            throws SQLException {
        if (skip >= total) {
            return List.of();
        }
        if (skip <= total / 2) {
            return ids(tx, visible, condition, skip, take);
        }
        int left = (int) Math.min(take, total - skip);
        List<String> ids =
                new ArrayList<>(ids(tx, visible, condition.reversed(), total - skip - left, left));
        Collections.reverse(ids);
        return ids;
    }

    /** Where the order is the index's, this reads no record. */
    private static List<String> ids(
            Tx tx, Visible visible, Condition condition, long skip, int take) throws SQLException {
        return tx.list(
                "SELECT r.id"
                        + where(visible, condition)
                        + condition.orderBy()
                        + " OFFSET ? ROWS FETCH NEXT ? ROWS ONLY",
                r -> r.getString(1),
                condition.arguments(List.of(), skip, take));
    }

    private static long count(Tx tx, Visible visible, Condition condition) throws SQLException {
        return tx.number(
                "SELECT COUNT(*)" + where(visible, condition), condition.arguments(List.of()));
    }

    private static String where(Visible visible, Condition condition) {
        return " FROM record r WHERE " + visible.sql("r") + " AND r.state <> 'K'" + condition.and();
    }

    /** One record, though it was deleted. */
    public Optional<Stored> find(String connectionId, String dataType, String id) {
        return database.read(
                tx -> {
                    Optional<Visible> visible = Visible.of(tx, connectionId, dataType);
                    return visible.isEmpty()
                            ? Optional.empty()
                            : tx.first(
                                    SHOWN
                                            + " FROM record r WHERE "
                                            + visible.get().sql("r")
                                            + " AND r.state <> 'K' AND r.id = ?",
                                    Stored::new,
                                    id);
                });
    }

    /** Hands over every live record of a type, all of one moment. */
    public void each(String connectionId, String dataType, Taker<RuntimeException> taker) {
        Optional<Visible> visible = database.read(tx -> Visible.of(tx, connectionId, dataType));
        Condition live = new Condition("r.state <> 'D'", List.of(), "");
        visible.ifPresent(all -> each(all, live, taker));
    }

    /** Hands over every record that fulfils the condition, deleted ones too, by their ids. */
    void each(Visible visible, Condition condition, Taker<RuntimeException> taker) {
        List<Stored> slice = slice(visible, condition, "");
        while (!slice.isEmpty()) {
            slice.forEach(taker::take);
            slice = slice(visible, condition, slice.get(slice.size() - 1).id());
        }
    }

    private List<Stored> slice(Visible visible, Condition condition, String after) {
        return database.read(
                tx ->
                        tx.list(
                                SHOWN
                                        + " FROM record r WHERE "
                                        + visible.sql("r")
                                        + " AND r.state <> 'K' AND r.id > ?"
                                        + condition.and()
                                        + " ORDER BY r.series_no, r.id FETCH FIRST ? ROWS ONLY",
                                Stored::new,
                                condition.arguments(List.of(after), MANY)));
    }
}
