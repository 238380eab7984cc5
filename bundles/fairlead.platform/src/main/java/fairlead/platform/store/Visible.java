package fairlead.platform.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What readers see of one series: records from datasets up to {@code current}, not older than
 * {@code floor} unless they say that a record was deleted. Datasets that were never committed do
 * not count, neither as beginning nor as end; there are hardly ever any below {@code current}.
 *
 * <p>The numbers are read once; a commit that happens meanwhile changes nothing for whoever holds
 * them, since what it closes is still there.
 */
record Visible(
        long series,
        Optional<String> base,
        long current,
        long floor,
        String digest,
        long live,
        long deleted,
        List<Long> never) {
    /** The end of what is valid for good. */
    static final long FOR_EVER = Long.MAX_VALUE;

    Visible {
        never = List.copyOf(never);
    }

    /** Of the series with this number. */
    static Visible of(Tx tx, long series) throws SQLException {
        return read(tx, " WHERE no = ?", series).orElseThrow();
    }

    /** Of this type of this connection; empty when nothing of it was ever uploaded. */
    static Optional<Visible> of(Tx tx, String connectionId, String dataType) throws SQLException {
        return read(tx, " WHERE connection_id = ? AND data_type = ?", connectionId, dataType);
    }

    private static Optional<Visible> read(Tx tx, String where, Object... arguments)
            throws SQLException {
        Optional<Visible> plain =
                tx.first(
                        "SELECT no, base_id, current_no, floor_no, digest, live, deleted"
                                + " FROM series"
                                + where,
                        r ->
                                new Visible(
                                        r.getLong(1),
                                        Optional.ofNullable(r.getString(2)),
                                        r.getLong(3),
                                        r.getLong(4),
                                        r.getString(5),
                                        r.getLong(6),
                                        r.getLong(7),
                                        List.of()),
                        arguments);
        if (plain.isEmpty()) {
            return plain;
        }
        Visible v = plain.get();
        List<Long> never =
                tx.list(
                        "SELECT no FROM dataset WHERE series_no = ? AND no < ?"
                                + " AND state <> 'Committed' AND swept = FALSE",
                        r -> r.getLong(1),
                        v.series,
                        v.current);
        return Optional.of(
                new Visible(
                        v.series, v.base, v.current, v.floor, v.digest, v.live, v.deleted, never));
    }

    /** The condition on a row of {@code record} under this alias; its arguments are numbers. */
    String sql(String alias) {
        String r = alias + ".";
        String list = never.stream().map(Object::toString).collect(Collectors.joining(", "));
        return r
                + "series_no = "
                + series
                + " AND "
                + r
                + "from_no <= "
                + current
                + " AND ("
                + r
                + "from_no >= "
                + floor
                + " OR "
                + r
                + "state = 'D')"
                + (never.isEmpty()
                        ? " AND " + r + "until_no > " + current
                        : " AND "
                                + r
                                + "from_no NOT IN ("
                                + list
                                + ") AND ("
                                + r
                                + "until_no > "
                                + current
                                + " OR "
                                + r
                                + "until_no IN ("
                                + list
                                + "))");
    }

    /** The numbers in one list, for a log. */
    @Override
    public String toString() {
        return new ArrayList<>(List.of(series, floor, current)) + " without " + never;
    }
}
