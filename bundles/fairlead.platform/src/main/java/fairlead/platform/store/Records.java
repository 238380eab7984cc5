package fairlead.platform.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What readers see of a company's books: the last committed set and nothing else (sync rule 25).
 */
public final class Records {
    static final String SHOWN = "r.id, r.body, r.modified_at, r.state, r.keep_reason";

    private final Database database;

    /** On this database. */
    public Records(Database database) {
        this.database = database;
    }

    /** One record; the bytes are its JSON as the agent sent it. */
    @SuppressWarnings("ArrayRecordComponent") // frozen bytes; nobody compares records
    public record Stored(
            String id, byte[] json, long modifiedAt, boolean deleted, Optional<String> stale) {}

    static Stored stored(ResultSet r) throws SQLException {
        return new Stored(
                r.getString(1),
                Body.unpack(r.getBytes(2)),
                r.getLong(3),
                r.getString(4).equals("D"),
                r.getString(4).equals("S")
                        ? Optional.of(Optional.ofNullable(r.getString(5)).orElse(""))
                        : Optional.empty());
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
    public Page<Stored> list(
            String connectionId, String dataType, Condition condition, long skip, int take) {
        return database.read(
                tx -> {
                    Optional<Visible> visible = Visible.of(tx, connectionId, dataType);
                    if (visible.isEmpty()) {
                        return new Page<>(List.of(), 0);
                    }
                    if (!condition.sql().isEmpty()) {
                        List<Stored> records = slice(tx, visible.get(), condition, skip, take);
                        return new Page<>(records, count(tx, visible.get(), condition));
                    }
                    long total = visible.get().live() + visible.get().deleted();
                    return new Page<>(page(tx, visible.get(), condition, skip, take, total), total);
                });
    }

    /** A page of everything: what lies behind the middle is counted from the end. */
    private static List<Stored> page(
            Tx tx, Visible visible, Condition condition, long skip, int take, long total)
            throws SQLException {
        if (skip >= total) {
            return List.of();
        }
        if (skip <= total / 2) {
            return slice(tx, visible, condition, skip, take);
        }
        int left = (int) Math.min(take, total - skip);
        List<Stored> records =
                new ArrayList<>(
                        slice(tx, visible, condition.reversed(), total - skip - left, left));
        Collections.reverse(records);
        return records;
    }

    private static List<Stored> slice(
            Tx tx, Visible visible, Condition condition, long skip, int take) throws SQLException {
        // the inner query runs over the index alone: skipping fetches no body
        return tx.list(
                "SELECT "
                        + SHOWN
                        + " FROM (SELECT r.from_no, r.id"
                        + where(visible, condition)
                        + condition.orderBy()
                        + " OFFSET ? ROWS FETCH NEXT ? ROWS ONLY) k"
                        + " JOIN record r ON r.from_no = k.from_no AND r.id = k.id"
                        + condition.orderBy(),
                Records::stored,
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
                                    "SELECT "
                                            + SHOWN
                                            + " FROM record r WHERE "
                                            + visible.get().sql("r")
                                            + " AND r.state <> 'K' AND r.id = ?",
                                    Records::stored,
                                    id);
                });
    }

    /** These records, in this order; one that is not there is left out. */
    static List<Stored> ofIds(Tx tx, Visible visible, List<String> ids) throws SQLException {
        List<Stored> found = new ArrayList<>();
        for (String id : ids) {
            tx.first(
                            "SELECT "
                                    + SHOWN
                                    + " FROM record r WHERE "
                                    + visible.sql("r")
                                    + " AND r.state <> 'K' AND r.id = ?",
                            Records::stored,
                            id)
                    .ifPresent(found::add);
        }
        return found;
    }

    /** Hands over every live record of a type, all of one moment. */
    public void each(String connectionId, String dataType, Consumer<Stored> reader) {
        Optional<Visible> visible = database.read(tx -> Visible.of(tx, connectionId, dataType));
        String after = "";
        while (visible.isPresent()) {
            String from = after;
            List<Stored> slice =
                    database.read(
                            tx ->
                                    tx.list(
                                            "SELECT "
                                                    + SHOWN
                                                    + " FROM record r WHERE "
                                                    + visible.get().sql("r")
                                                    + " AND r.state IN ('U', 'S') AND r.id > ?"
                                                    + " ORDER BY r.series_no, r.id"
                                                    + " FETCH FIRST 2000 ROWS ONLY",
                                            Records::stored,
                                            from));
            if (slice.isEmpty()) {
                return;
            }
            slice.forEach(reader);
            after = slice.get(slice.size() - 1).id();
        }
    }
}
