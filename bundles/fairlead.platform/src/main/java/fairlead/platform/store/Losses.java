package fairlead.platform.store;

import fairlead.platform.store.Commits.Outcome;
import fairlead.platform.store.Preparation.Prepared;
import fairlead.platform.store.SetEnd.DatasetEnd;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a Replace would lose (sync rule 24). The ids stay in the database: a set that lost its
 * millions would fill a node's memory with them.
 */
final class Losses {
    private Losses() {}

    /** Sync rule 24: refused once; a set read afresh that loses no others is taken. */
    static Optional<Outcome> looksWrong(
            Leases.Lease lease, SetEnd end, Map<DatasetEnd, Prepared> all, long now) {
        Map<DatasetEnd, Prepared> unusual = new LinkedHashMap<>(all);
        unusual.values().removeIf(prepared -> !prepared.losesTooMuch());
        boolean expected =
                lease.call(
                        tx -> {
                            for (Prepared prepared : unusual.values()) {
                                if (losesOthers(tx, prepared)) {
                                    return false;
                                }
                            }
                            return true;
                        });
        if (expected) {
            return Optional.empty();
        }
        String reason =
                unusual.entrySet().stream()
                                .map(
                                        each ->
                                                each.getValue().lost()
                                                        + " of "
                                                        + each.getValue().before().live()
                                                        + " "
                                                        + each.getKey().dataType())
                                .collect(Collectors.joining(", ", "", " would be deleted."))
                        + " If the next reading misses no others, it counts.";
        lease.run(
                tx -> {
                    forget(tx, end.connectionId());
                    for (Prepared prepared : unusual.values()) {
                        tx.update(
                                "INSERT INTO lost_id (series_no, id) SELECT r.series_no, r.id"
                                        + lost(prepared),
                                prepared.dataset());
                    }
                    UploadSets.end(tx, end.connectionId(), end.setId(), "LooksWrong", reason, now);
                });
        return Optional.of(new Outcome.LooksWrong(reason));
    }

    /** Than were remembered. */
    private static boolean losesOthers(Tx tx, Prepared prepared) throws SQLException {
        return tx.first(
                        "SELECT r.id"
                                + lost(prepared)
                                + " AND NOT EXISTS (SELECT 1 FROM lost_id l"
                                + " WHERE l.series_no = r.series_no AND l.id = r.id)"
                                + " FETCH FIRST ROW ONLY",
                        r -> r.getString(1),
                        prepared.dataset())
                .isPresent();
    }

    /** The records {@code r} that are lost; its argument is the number of the prepared dataset. */
    private static String lost(Prepared prepared) {
        return " FROM record r WHERE "
                + prepared.before().sql("r")
                + " AND r.state <> 'D' AND NOT EXISTS (SELECT 1 FROM record n"
                + " WHERE n.from_no = ? AND n.id = r.id AND n.state <> 'D')";
    }

    static void forget(Tx tx, String connectionId) throws SQLException {
        tx.update(
                "DELETE FROM lost_id WHERE series_no IN"
                        + " (SELECT no FROM series WHERE connection_id = ?)",
                connectionId);
    }
}
