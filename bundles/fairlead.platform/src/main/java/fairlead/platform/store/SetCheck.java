package fairlead.platform.store;

import fairlead.platform.store.Commits.Outcome;
import fairlead.platform.store.SetEnd.DatasetEnd;
import fairlead.platform.store.Uploads.State;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether a set is all here, and goes onto the bases that are here. */
final class SetCheck {
    private SetCheck() {}

    /** What stands against the commit; opens the set when it is new. */
    static Optional<Outcome> check(Tx tx, SetEnd end, long now) throws SQLException {
        String connection = end.connectionId();
        if (!UploadSets.open(tx, connection, end.setId(), now)) {
            return Optional.of(ended(tx, end));
        }
        for (DatasetEnd dataset : end.datasets()) {
            if (!UploadSets.openDataset(
                    tx, connection, end.setId(), dataset.datasetId(), dataset.dataType())) {
                return Optional.of(otherDatasets());
            }
        }
        if (!hasItsDatasets(tx, end)) {
            return Optional.of(otherDatasets());
        }
        Map<String, List<Integer>> missing = new TreeMap<>();
        for (DatasetEnd dataset : end.datasets()) {
            List<Part> parts = parts(tx, connection, dataset.datasetId());
            List<Integer> absent = absent(parts, dataset.chunks());
            if (!absent.isEmpty()) {
                missing.put(dataset.datasetId(), absent);
            } else if (parts.size() != dataset.chunks()
                    || !hash(parts).equals(dataset.chunksSha256())) {
                return Optional.of(
                        new Outcome.Conflict(
                                "The "
                                        + dataset.dataType()
                                        + " have other chunks here than the end names."));
            }
        }
        if (!missing.isEmpty()) {
            return Optional.of(new Outcome.Missing(missing));
        }
        for (DatasetEnd dataset : end.datasets()) {
            Chunk.Totals here = totals(parts(tx, connection, dataset.datasetId()));
            if (!here.same(dataset.totals())) {
                String reason =
                        "The control totals of "
                                + dataset.dataType()
                                + " differ: the agent has "
                                + dataset.totals()
                                + "; the platform has "
                                + here
                                + ".";
                UploadSets.end(tx, connection, end.setId(), "Rejected", reason, now);
                return Optional.of(new Outcome.Rejected(reason));
            }
        }
        return baseMismatch(tx, end);
    }

    /** The answer for a set that has ended before. */
    static Outcome ended(Tx tx, SetEnd end) throws SQLException {
        State state = UploadSets.state(tx, end.connectionId(), end.setId());
        if (state instanceof State.Committed committed) {
            Optional<String> before =
                    tx.first(
                            "SELECT content_sha256 FROM upload_set"
                                    + " WHERE connection_id = ? AND id = ?",
                            r -> r.getString(1),
                            end.connectionId(),
                            end.setId());
            return before.equals(Optional.of(end.contentSha256()))
                    ? new Outcome.Committed(committed.digests())
                    : new Outcome.Conflict("The set was committed with other content.");
        }
        if (state instanceof State.Aborted aborted) {
            return new Outcome.Aborted(aborted.reason());
        }
        if (state instanceof State.LooksWrong wrong) {
            return new Outcome.LooksWrong(wrong.reason()); // the same end is no second look
        }
        return new Outcome.Rejected(((State.Rejected) state).reason());
    }

    private static Outcome otherDatasets() {
        return new Outcome.Conflict("The end names other datasets than the set has here.");
    }

    private static boolean hasItsDatasets(Tx tx, SetEnd end) throws SQLException {
        Map<String, String> named =
                end.datasets().stream()
                        .collect(Collectors.toMap(DatasetEnd::datasetId, DatasetEnd::dataType));
        Map<String, String> here = new TreeMap<>();
        tx.list(
                "SELECT d.id, s.data_type FROM dataset d JOIN series s ON s.no = d.series_no"
                        + " WHERE d.connection_id = ? AND d.set_id = ?",
                r -> here.put(r.getString(1), r.getString(2)),
                end.connectionId(),
                end.setId());
        return here.equals(named);
    }

    private record Part(int number, String sha256, Chunk.Totals totals) {}

    private static List<Part> parts(Tx tx, String connectionId, String datasetId)
            throws SQLException {
        return tx.list(
                "SELECT c.number, c.sha256, c.upserts, c.deletes, c.keeps, c.debits, c.credits"
                        + " FROM dataset d JOIN chunk c ON c.dataset_no = d.no"
                        + " WHERE d.connection_id = ? AND d.id = ? ORDER BY c.number",
                r ->
                        new Part(
                                r.getInt(1),
                                r.getString(2),
                                new Chunk.Totals(
                                        r.getLong(3),
                                        r.getLong(4),
                                        r.getLong(5),
                                        r.getBigDecimal(6),
                                        r.getBigDecimal(7))),
                connectionId,
                datasetId);
    }

    private static List<Integer> absent(List<Part> parts, int chunks) {
        Set<Integer> here = parts.stream().map(Part::number).collect(Collectors.toSet());
        List<Integer> absent = new ArrayList<>();
        for (int i = 0; i < chunks && absent.size() < 10_000; i++) {
            if (!here.contains(i)) {
                absent.add(i);
            }
        }
        return absent;
    }

    private static String hash(List<Part> parts) {
        MessageDigest sha256 = Hash.sha256();
        parts.forEach(part -> sha256.update(HexFormat.of().parseHex(part.sha256())));
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static Chunk.Totals totals(List<Part> parts) {
        return parts.stream()
                .map(Part::totals)
                .reduce(
                        new Chunk.Totals(0, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO),
                        (a, b) ->
                                new Chunk.Totals(
                                        a.upserts() + b.upserts(),
                                        a.deletes() + b.deletes(),
                                        a.keeps() + b.keeps(),
                                        a.debits().add(b.debits()),
                                        a.credits().add(b.credits())));
    }

    private static Optional<Outcome> baseMismatch(Tx tx, SetEnd end) throws SQLException {
        Map<String, Optional<String>> bases = bases(tx, end);
        for (DatasetEnd dataset : end.datasets()) {
            if (!bases.get(dataset.dataType()).equals(dataset.base())) {
                return Optional.of(
                        new Outcome.BaseMismatch(
                                bases,
                                "The "
                                        + dataset.dataType()
                                        + " here are not those that the agent builds on."));
            }
        }
        return Optional.empty();
    }

    static Map<String, Optional<String>> bases(Tx tx, SetEnd end) throws SQLException {
        Map<String, Optional<String>> bases = new TreeMap<>();
        for (DatasetEnd dataset : end.datasets()) {
            bases.put(
                    dataset.dataType(),
                    tx.first(
                                    "SELECT base_id FROM series"
                                            + " WHERE connection_id = ? AND data_type = ?",
                                    r -> Optional.ofNullable(r.getString(1)),
                                    end.connectionId(),
                                    dataset.dataType())
                            .orElse(Optional.empty()));
        }
        return bases;
    }
}
