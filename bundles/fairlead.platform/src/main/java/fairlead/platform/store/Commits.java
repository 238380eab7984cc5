package fairlead.platform.store;

import fairlead.gate.KillPoint;
import fairlead.platform.store.Preparation.Prepared;
import fairlead.platform.store.SetEnd.DatasetEnd;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits sets: all of a set at once, or nothing (sync rules 23 to 26). What takes long is {@link
 * Preparation}; the commit itself moves a few numbers.
 */
public final class Commits {
    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);
    private static final String OVERTAKEN = "Another set was committed meanwhile.";

    private final Database database;
    private final Clock clock;
    private final Leases leases;

    /** On this database. */
    public Commits(Database database, Leases leases, Clock clock) {
        this.database = database;
        this.leases = leases;
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
        Optional<Leases.Lease> taken = leases.take("commit of " + end.connectionId());
        if (taken.isEmpty()) {
            return new Outcome.Busy();
        }
        try (Leases.Lease lease = taken.get()) {
            return endAlone(end, lease);
        } catch (Leases.LostException e) {
            return new Outcome.Busy();
        }
    }

    private Outcome endAlone(SetEnd end, Leases.Lease lease) {
        long began = System.nanoTime();
        long now = clock.millis();
        Optional<Outcome> refusal = database.call(tx -> SetCheck.check(tx, end, now));
        if (refusal.isPresent()) {
            database.sync();
            return refusal.get();
        }
        Map<DatasetEnd, Prepared> prepared = new LinkedHashMap<>();
        for (DatasetEnd dataset : end.datasets()) {
            long number =
                    database.read(
                            tx ->
                                    tx.number(
                                            "SELECT no FROM dataset WHERE connection_id = ?"
                                                    + " AND id = ?",
                                            end.connectionId(),
                                            dataset.datasetId()));
            prepared.put(dataset, Preparation.of(lease, number, dataset.mode(), now));
        }
        Optional<Outcome> wrong = Losses.looksWrong(lease, end, prepared, now);
        if (wrong.isPresent()) {
            database.sync();
            return wrong.get();
        }
        for (Map.Entry<DatasetEnd, Prepared> each : prepared.entrySet()) {
            Optional<String> expected = each.getKey().digest();
            if (expected.isPresent() && !expected.get().equals(each.getValue().digest())) {
                return new Outcome.DigestMismatch(
                        database.read(tx -> SetCheck.bases(tx, end)),
                        "The platform would not hold the "
                                + each.getKey().dataType()
                                + " that the agent expects.");
            }
        }
        long ready = System.nanoTime();
        Outcome outcome = lease.call(tx -> commit(tx, end, prepared, now));
        database.sync();
        if (outcome instanceof Outcome.Committed) {
            LOG.info(
                    "set {} of {} was prepared in {} ms and committed in {} ms",
                    end.setId(),
                    end.connectionId(),
                    (ready - began) / 1_000_000,
                    (System.nanoTime() - ready) / 1_000_000);
            KillPoint.reach("committed");
        }
        return outcome;
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
        if (!UploadSets.lock(tx, connection, end.setId()).equals(Optional.of("Open"))) {
            return SetCheck.ended(tx, end);
        }
        List<Long> current =
                tx.list(
                        "SELECT current_no FROM series WHERE connection_id = ?"
                                + " ORDER BY no FOR UPDATE",
                        r -> r.getLong(1),
                        connection);
        long newest = current.stream().mapToLong(Long::longValue).max().orElse(0);
        if (prepared.values().stream().anyMatch(each -> each.dataset() < newest)) {
            UploadSets.end(tx, connection, end.setId(), "Aborted", OVERTAKEN, now);
            return new Outcome.Aborted(OVERTAKEN);
        }
        Optional<Outcome> refusal = SetCheck.check(tx, end, now); // under the locks, once more
        if (refusal.isPresent()) {
            return refusal.get();
        }
        KillPoint.reach("commit-started");
        String[] requests = end.requestIds().toArray(String[]::new);
        Map<String, String> digests = new TreeMap<>();
        List<Events.ReadType> read = new ArrayList<>();
        UploadSets.end(tx, connection, end.setId(), "Committed", null, now);
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
        UploadSets.abortOpen(tx, connection, end.setId(), OVERTAKEN, now);
        Losses.forget(tx, connection);
        Events.read(tx, connection, read, Connections.lastSync(tx, connection), now);
        tx.update(
                "UPDATE connection SET last_sync_at = ?, findings = ? WHERE id = ?",
                now,
                end.findings(),
                connection);
        ConnectionErrors.resolve(tx, connection, now); // whatever was wrong, its books were read
        ReadingModes.finish(tx, end, now);
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
