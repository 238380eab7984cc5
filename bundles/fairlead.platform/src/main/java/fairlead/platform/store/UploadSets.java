package fairlead.platform.store;

import fairlead.platform.store.Uploads.State;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sets while they are open, and how they ended, within the transaction of whoever asks. */
final class UploadSets {
    /** Of one connection, within a day: each leaves a row, however it ends. */
    private static final int MOST_OF_A_DAY = 2000;

    private static final long DAY = Duration.ofDays(1).toMillis();

    private UploadSets() {}

    /**
     * Locks the set, opening it when it is new; false when it has ended.
     *
     * @throws Uploads.TooManySetsException when it is new and one too many
     */
    static boolean open(Tx tx, String connectionId, String setId, long now) throws SQLException {
        Optional<String> state = lock(tx, connectionId, setId);
        if (state.isEmpty()) {
            if (tx.number(
                            "SELECT COUNT(*) FROM upload_set WHERE connection_id = ?"
                                    + " AND opened_at > ?",
                            connectionId,
                            now - DAY)
                    >= MOST_OF_A_DAY) {
                throw new Uploads.TooManySetsException(MOST_OF_A_DAY);
            }
            tx.update(
                    "INSERT INTO upload_set (id, connection_id, state, opened_at, touched_at)"
                            + " VALUES (?, ?, 'Open', ?, ?)",
                    setId,
                    connectionId,
                    now,
                    now);
            return true;
        }
        if (!state.get().equals("Open")) {
            return false;
        }
        tx.update(
                "UPDATE upload_set SET touched_at = ? WHERE connection_id = ? AND id = ?",
                now,
                connectionId,
                setId);
        return true;
    }

    static Optional<String> lock(Tx tx, String connectionId, String setId) throws SQLException {
        return tx.first(
                "SELECT state FROM upload_set WHERE connection_id = ? AND id = ? FOR UPDATE",
                r -> r.getString(1),
                connectionId,
                setId);
    }

    /** Opens the dataset when it is new; false when the set has another one of this type. */
    static boolean openDataset(
            Tx tx, String connectionId, String setId, String datasetId, String dataType)
            throws SQLException {
        if (tx.first(
                        "SELECT no FROM dataset WHERE connection_id = ? AND id = ?",
                        r -> r.getLong(1),
                        connectionId,
                        datasetId)
                .isPresent()) {
            return true;
        }
        if (tx.first(
                        "SELECT 1 FROM dataset d JOIN series s ON s.no = d.series_no"
                                + " WHERE d.connection_id = ? AND d.set_id = ? AND s.data_type = ?",
                        r -> r.getInt(1),
                        connectionId,
                        setId,
                        dataType)
                .isPresent()) {
            return false;
        }
        Optional<Long> known =
                tx.first(
                        "SELECT no FROM series WHERE connection_id = ? AND data_type = ?",
                        r -> r.getLong(1),
                        connectionId,
                        dataType);
        long series =
                known.isPresent()
                        ? known.get()
                        : tx.insert(
                                "INSERT INTO series (connection_id, data_type, digest)"
                                        + " VALUES (?, ?, ?)",
                                connectionId,
                                dataType,
                                Hash.text(Hash.NO_RECORDS));
        tx.update(
                "INSERT INTO dataset (id, connection_id, set_id, series_no, state, terms, upserts,"
                        + " others) VALUES (?, ?, ?, ?, 'Open', ?, 0, 0)",
                datasetId,
                connectionId,
                setId,
                series,
                Hash.text(Hash.NO_RECORDS));
        return true;
    }

    /** How a set stands. */
    static State state(Tx tx, String connectionId, String setId) throws SQLException {
        record Found(String state, String reason) {}
        Optional<Found> found =
                tx.first(
                        "SELECT state, reason FROM upload_set WHERE connection_id = ? AND id = ?",
                        r ->
                                new Found(
                                        r.getString(1),
                                        Optional.ofNullable(r.getString(2)).orElse("")),
                        connectionId,
                        setId);
        if (found.isEmpty()) {
            return new State.Unknown();
        }
        return switch (found.get().state()) {
            case "Open" -> new State.Open(taken(tx, connectionId, setId));
            case "Committed" -> new State.Committed(digests(tx, connectionId, setId));
            case "Aborted" -> new State.Aborted(found.get().reason());
            case "LooksWrong" -> new State.LooksWrong(found.get().reason());
            default -> new State.Rejected(found.get().reason());
        };
    }

    static Map<String, List<Integer>> taken(Tx tx, String connectionId, String setId)
            throws SQLException {
        Map<String, List<Integer>> taken = new TreeMap<>();
        tx.list(
                "SELECT d.id, c.number FROM dataset d JOIN chunk c ON c.dataset_no = d.no"
                        + " WHERE d.connection_id = ? AND d.set_id = ? ORDER BY c.number",
                r ->
                        taken.computeIfAbsent(r.getString(1), id -> new ArrayList<>())
                                .add(r.getInt(2)),
                connectionId,
                setId);
        return taken;
    }

    private static Map<String, String> digests(Tx tx, String connectionId, String setId)
            throws SQLException {
        Map<String, String> digests = new TreeMap<>();
        tx.list(
                "SELECT s.data_type, d.digest FROM dataset d JOIN series s ON s.no = d.series_no"
                        + " WHERE d.connection_id = ? AND d.set_id = ?",
                r -> digests.put(r.getString(1), r.getString(2)),
                connectionId,
                setId);
        return digests;
    }

    static void end(Tx tx, String connectionId, String setId, String state, String reason, long now)
            throws SQLException {
        tx.update(
                "UPDATE upload_set SET state = ?, reason = ?, touched_at = ?"
                        + " WHERE connection_id = ? AND id = ?",
                state,
                reason,
                now,
                connectionId,
                setId);
        tx.update(
                "UPDATE dataset SET state = ?, ended_at = ? WHERE connection_id = ?"
                        + " AND set_id = ?",
                state,
                now,
                connectionId,
                setId);
    }

    /** Gives up every open set of a connection but this one. */
    static void abortOpen(Tx tx, String connectionId, String but, String reason, long now)
            throws SQLException {
        for (String set :
                tx.list(
                        "SELECT id FROM upload_set WHERE connection_id = ? AND state = 'Open'"
                                + " AND id <> ?",
                        r -> r.getString(1),
                        connectionId,
                        but)) {
            end(tx, connectionId, set, "Aborted", reason, now);
        }
    }

    /**
     * Removes some sets that ended before then, each with its datasets, unless one of these is what
     * readers see of its type. Their records stay; whoever asks for such a set hears that it is
     * unknown, and what builds on it meets another base (sync rule 23).
     *
     * @return how many; 0 when none is left
     */
    static int forget(Tx tx, long before) throws SQLException {
        record Old(String connectionId, String setId) {}
        List<Old> some =
                tx.list(
                        "SELECT u.connection_id, u.id FROM upload_set u WHERE u.state IN"
                                + " ('Committed', 'Aborted', 'Rejected', 'LooksWrong')"
                                + " AND u.touched_at < ? AND NOT EXISTS (SELECT 1 FROM dataset d"
                                + " JOIN series s ON s.no = d.series_no"
                                + " WHERE d.connection_id = u.connection_id AND d.set_id = u.id"
                                + " AND (d.swept = FALSE OR d.no = s.current_no))"
                                + " FETCH FIRST 100 ROWS ONLY",
                        r -> new Old(r.getString(1), r.getString(2)),
                        before);
        List<Object[]> sets =
                some.stream().map(old -> new Object[] {old.connectionId(), old.setId()}).toList();
        tx.batch("DELETE FROM dataset WHERE connection_id = ? AND set_id = ?", sets);
        tx.batch("DELETE FROM upload_set WHERE connection_id = ? AND id = ?", sets);
        return some.size();
    }
}
