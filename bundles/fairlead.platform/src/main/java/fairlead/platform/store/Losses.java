package fairlead.platform.store;

import fairlead.platform.store.Commits.Outcome;
import fairlead.platform.store.Preparation.Prepared;
import fairlead.platform.store.SetEnd.DatasetEnd;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a Replace would lose (sync rule 24). */
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
                                Set<String> remembered =
                                        new HashSet<>(
                                                tx.list(
                                                        "SELECT id FROM lost_id"
                                                                + " WHERE series_no = ?",
                                                        r -> r.getString(1),
                                                        prepared.series()));
                                if (!remembered.containsAll(prepared.lost())) {
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
                                                each.getValue().lost().size()
                                                        + " of "
                                                        + each.getValue().liveBefore()
                                                        + " "
                                                        + each.getKey().dataType())
                                .collect(Collectors.joining(", ", "", " would be deleted."))
                        + " If the next reading misses no others, it counts.";
        lease.run(
                tx -> {
                    forget(tx, end.connectionId());
                    for (Prepared prepared : unusual.values()) {
                        tx.batch(
                                "INSERT INTO lost_id (series_no, id) VALUES (?, ?)",
                                prepared.lost().stream()
                                        .map(id -> new Object[] {prepared.series(), id})
                                        .toList());
                    }
                    UploadSets.end(tx, end.connectionId(), end.setId(), "LooksWrong", reason, now);
                });
        return Optional.of(new Outcome.LooksWrong(reason));
    }

    static void forget(Tx tx, String connectionId) throws SQLException {
        tx.update(
                "DELETE FROM lost_id WHERE series_no IN"
                        + " (SELECT no FROM series WHERE connection_id = ?)",
                connectionId);
    }
}
