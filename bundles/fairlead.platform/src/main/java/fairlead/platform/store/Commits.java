package fairlead.platform.store;

import fairlead.gate.KillPoint;
import fairlead.platform.store.Preparation.Prepared;
import fairlead.platform.store.SetEnd.DatasetEnd;
import fairlead.platform.store.Uploads.State;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Commits sets: all of a set at once, or nothing (sync rules 23 to 26). What takes long is {@link
 * Preparation}; the commit itself moves a few numbers.
 */
public final class Commits {
    private static final String OVERTAKEN = "Another set was committed meanwhile.";

    private final Database database;
    private final Clock clock;
    // not the truth, which the locks of the database guard: it only saves doing the same twice
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    /** On this database. */
    public Commits(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What came of an end. */
    public sealed interface Outcome {
        /** Committed and durable; the digests by data type. */
        record Committed(Map<String, String> digests) implements Outcome {
            public Committed {
                digests = Map.copyOf(digests);
            }
        }

        /** Chunks that are not there, by dataset. */
        record Missing(Map<String, List<Integer>> missing) implements Outcome {
            public Missing {
                missing = Map.copyOf(missing);
            }
        }

        /** A base is not the current one; the current ones, by data type. */
        record BaseMismatch(Map<String, Optional<String>> bases, String reason) implements Outcome {
            public BaseMismatch {
                bases = Map.copyOf(bases);
            }
        }

        /** Something else comes out than the agent expects. */
        record DigestMismatch(Map<String, Optional<String>> bases, String reason)
                implements Outcome {
            public DigestMismatch {
                bases = Map.copyOf(bases);
            }
        }

        /** It would lose too much; read afresh and send once more. */
        record LooksWrong(String reason) implements Outcome {}

        /** Another end than before, or other chunks than named. */
        record Conflict(String reason) implements Outcome {}

        /** Given up before. */
        record Aborted(String reason) implements Outcome {}

        /** Refused for good. */
        record Rejected(String reason) implements Outcome {}

        /** The same end is being worked on. */
        record Busy() implements Outcome {}
    }

    /** Ends a set. */
    public Outcome end(SetEnd end) {
        if (!underWay.add(end.connectionId())) {
            return new Outcome.Busy();
        }
        try {
            return endAlone(end);
        } finally {
            underWay.remove(end.connectionId());
        }
    }

    private Outcome endAlone(SetEnd end) {
        long now = clock.millis();
        Optional<Outcome> refusal = database.call(tx -> check(tx, end, now));
        if (refusal.isPresent()) {
            database.sync();
            return refusal.get();
        }
        Map<DatasetEnd, Prepared> prepared = new LinkedHashMap<>();
        for (DatasetEnd dataset : end.datasets()) {
            long number =
                    database.call(
                            tx ->
                                    tx.number(
                                            "SELECT no FROM dataset WHERE connection_id = ?"
                                                    + " AND id = ?",
                                            end.connectionId(),
                                            dataset.datasetId()));
            prepared.put(dataset, Preparation.of(database, number, dataset.mode(), now));
        }
        Optional<Outcome> wrong = looksWrong(end, prepared, now);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        for (Map.Entry<DatasetEnd, Prepared> each : prepared.entrySet()) {
            Optional<String> expected = each.getKey().digest();
            if (expected.isPresent() && !expected.get().equals(each.getValue().digest())) {
                return new Outcome.DigestMismatch(
                        database.call(tx -> bases(tx, end)),
                        "The platform would not hold the "
                                + each.getKey().dataType()
                                + " that the agent expects.");
            }
        }
        Outcome outcome = database.call(tx -> commit(tx, end, prepared, now));
        database.sync();
        if (outcome instanceof Outcome.Committed) {
            KillPoint.reach("committed");
        }
        return outcome;
    }

    private static Optional<Outcome> check(Tx tx, SetEnd end, long now) throws SQLException {
        String connection = end.connectionId();
        if (!Uploads.open(tx, connection, end.setId(), now)) {
            return Optional.of(ended(tx, end));
        }
        for (DatasetEnd dataset : end.datasets()) {
            Uploads.openDataset(
                    tx, connection, end.setId(), dataset.datasetId(), dataset.dataType());
        }
        Optional<Outcome> other = otherDatasets(tx, end);
        if (other.isPresent()) {
            return other;
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
                Uploads.end(tx, connection, end.setId(), "Rejected", reason, now);
                return Optional.of(new Outcome.Rejected(reason));
            }
        }
        return baseMismatch(tx, end);
    }

    private static Outcome ended(Tx tx, SetEnd end) throws SQLException {
        State state = Uploads.state(tx, end.connectionId(), end.setId());
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

    private static Optional<Outcome> otherDatasets(Tx tx, SetEnd end) throws SQLException {
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
        return here.equals(named)
                ? Optional.empty()
                : Optional.of(
                        new Outcome.Conflict(
                                "The end names other datasets than the set has here."));
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

    private static Map<String, Optional<String>> bases(Tx tx, SetEnd end) throws SQLException {
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

    /** Sync rule 24: refused once; a set read afresh that loses no others is taken. */
    private Optional<Outcome> looksWrong(SetEnd end, Map<DatasetEnd, Prepared> all, long now) {
        Map<DatasetEnd, Prepared> unusual = new LinkedHashMap<>(all);
        unusual.values().removeIf(prepared -> !prepared.losesTooMuch());
        boolean expected =
                database.call(
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
        database.run(
                tx -> {
                    Preparation.forgetLost(tx, end.connectionId());
                    for (Prepared prepared : unusual.values()) {
                        tx.batch(
                                "INSERT INTO lost_id (series_no, id) VALUES (?, ?)",
                                prepared.lost().stream()
                                        .map(id -> new Object[] {prepared.series(), id})
                                        .toList());
                    }
                    Uploads.end(tx, end.connectionId(), end.setId(), "LooksWrong", reason, now);
                });
        database.sync();
        return Optional.of(new Outcome.LooksWrong(reason));
    }

    private static Outcome commit(Tx tx, SetEnd end, Map<DatasetEnd, Prepared> prepared, long now)
            throws SQLException {
        String connection = end.connectionId();
        Optional<String> status =
                tx.first(
                        "SELECT status FROM connection WHERE id = ? AND deleted_at IS NULL"
                                + " FOR UPDATE",
                        r -> r.getString(1),
                        connection);
        if (!status.equals(Optional.of("Linked"))) {
            return new Outcome.Aborted("The connection has ended.");
        }
        if (!Uploads.lock(tx, connection, end.setId()).equals(Optional.of("Open"))) {
            return ended(tx, end);
        }
        List<Long> current =
                tx.list(
                        "SELECT current_no FROM series WHERE connection_id = ?"
                                + " ORDER BY no FOR UPDATE",
                        r -> r.getLong(1),
                        connection);
        long newest = current.stream().mapToLong(Long::longValue).max().orElse(0);
        if (prepared.values().stream().anyMatch(each -> each.dataset() < newest)) {
            Uploads.end(tx, connection, end.setId(), "Aborted", OVERTAKEN, now);
            return new Outcome.Aborted(OVERTAKEN);
        }
        Optional<Outcome> refusal = check(tx, end, now); // under the locks, once more
        if (refusal.isPresent()) {
            return refusal.get();
        }
        KillPoint.reach("commit-started");
        String[] requests = end.requestIds().toArray(String[]::new);
        Map<String, String> digests = new TreeMap<>();
        List<Events.ReadType> read = new ArrayList<>();
        Uploads.end(tx, connection, end.setId(), "Committed", null, now);
        tx.update(
                "UPDATE upload_set SET content_sha256 = ? WHERE connection_id = ? AND id = ?",
                end.contentSha256(),
                connection,
                end.setId());
        for (Map.Entry<DatasetEnd, Prepared> each : prepared.entrySet()) {
            DatasetEnd dataset = each.getKey();
            String before =
                    tx.first(
                                    "SELECT digest FROM series WHERE no = ?",
                                    r -> r.getString(1),
                                    each.getValue().series())
                            .orElseThrow();
            read.add(
                    new Events.ReadType(
                            dataset.dataType(),
                            !before.equals(each.getValue().digest()),
                            "Complete",
                            Optional.empty()));
            move(tx, dataset, each.getValue(), now);
            digests.put(dataset.dataType(), each.getValue().digest());
            Operations.complete(
                    tx, connection, dataset.dataType(), dataset.datasetId(), requests, now);
        }
        for (Map.Entry<String, String> omitted : end.omitted().entrySet()) {
            Operations.omit(tx, connection, omitted.getKey(), omitted.getValue(), requests, now);
            read.add(
                    new Events.ReadType(
                            omitted.getKey(),
                            false,
                            "PrerequisiteNotMet",
                            Optional.of(omitted.getValue())));
        }
        Uploads.abortOpen(tx, connection, end.setId(), OVERTAKEN, now);
        Preparation.forgetLost(tx, connection);
        Optional<Long> lastSync =
                tx.first(
                                "SELECT last_sync_at FROM connection WHERE id = ?",
                                r -> Optional.ofNullable(r.getObject(1, Long.class)),
                                connection)
                        .orElseThrow();
        Events.read(tx, connection, read, lastSync, now);
        tx.update(
                "UPDATE connection SET last_sync_at = ?, findings = ? WHERE id = ?",
                now,
                end.findings(),
                connection);
        return new Outcome.Committed(digests);
    }

    /** From here on readers see the dataset. */
    private static void move(Tx tx, DatasetEnd dataset, Prepared prepared, long now)
            throws SQLException {
        tx.update(
                "UPDATE series SET base_id = ?, current_no = ?, digest = ?, live = ?, deleted = ?,"
                        + " committed_at = ? WHERE no = ?",
                dataset.datasetId(),
                prepared.dataset(),
                prepared.digest(),
                prepared.live(),
                prepared.deleted(),
                now,
                prepared.series());
        if (dataset.mode() != SetEnd.Mode.Delta) {
            tx.update(
                    "UPDATE series SET floor_no = ? WHERE no = ?",
                    prepared.dataset(),
                    prepared.series());
        }
        tx.update(
                "UPDATE dataset SET digest = ? WHERE no = ?",
                prepared.digest(),
                prepared.dataset());
    }
}
