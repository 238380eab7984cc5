package fairlead.platform.store;

import fairlead.gate.KillPoint;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sets that are being uploaded. A chunk's records lie in their table as soon as it was taken, under
 * the number of their dataset, which no reader sees before the set is committed.
 */
public final class Uploads {
    private final Database database;
    private final Clock clock;

    /** On this database. */
    public Uploads(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** How a set stands. */
    public sealed interface State {
        /** Never heard of. */
        record Unknown() implements State {}

        /** Not ended yet; these chunks are durable, by dataset. */
        record Open(Map<String, List<Integer>> taken) implements State {
            public Open {
                taken = Map.copyOf(taken);
            }
        }

        /** Committed, and what came out, by data type. */
        record Committed(Map<String, String> digests) implements State {
            public Committed {
                digests = Map.copyOf(digests);
            }
        }

        /** Given up. */
        record Aborted(String reason) implements State {}

        /** Refused for good. */
        record Rejected(String reason) implements State {}

        /** Refused once, because it would lose too much (sync rule 24). */
        record LooksWrong(String reason) implements State {}
    }

    /** What came of a chunk. */
    public sealed interface Taking {
        /** It is durable. */
        record Taken() implements Taking {}

        /** Other bytes lie under its number, or its dataset is another one. */
        record Conflict(String reason) implements Taking {}

        /** Its set has ended. */
        record Ended(State state) implements Taking {}
    }

    /** A connection has begun as many sets within a day as it may. */
    public static final class TooManySetsException extends RuntimeException {
        TooManySetsException(int most) {
            super("The connection has begun " + most + " sets within a day. Try again later.");
        }
    }

    /** Which chunk. */
    public record Address(
            String connectionId, String setId, String datasetId, String dataType, int number) {}

    /** Was it taken before? Saves reading it again. */
    public Optional<Taking> known(Address at, String sha256) {
        return database.call(
                tx -> {
                    State state = UploadSets.state(tx, at.connectionId(), at.setId());
                    if (!(state instanceof State.Open) && !(state instanceof State.Unknown)) {
                        return Optional.of(new Taking.Ended(state));
                    }
                    return dataset(tx, at).isPresent()
                            ? knownChunk(tx, at, sha256)
                            : Optional.empty();
                });
    }

    private static Optional<Taking> knownChunk(Tx tx, Address at, String sha256)
            throws SQLException {
        Dataset dataset = dataset(tx, at).orElseThrow();
        if (!dataset.setId().equals(at.setId()) || !dataset.dataType().equals(at.dataType())) {
            return Optional.of(
                    new Taking.Conflict("The dataset is of another set or of another type."));
        }
        return tx.first(
                        "SELECT sha256 FROM chunk WHERE dataset_no = ? AND number = ?",
                        r -> r.getString(1),
                        dataset.no(),
                        at.number())
                .map(
                        before ->
                                before.equals(sha256)
                                        ? new Taking.Taken()
                                        : new Taking.Conflict(
                                                "Other bytes lie under chunk "
                                                        + at.number()
                                                        + "."));
    }

    /**
     * Makes a chunk durable, or says why not.
     *
     * @throws TooManySetsException when its set is new and one too many
     */
    public Taking take(Address at, String sha256, Chunk chunk) {
        long now = clock.millis();
        Taking taking;
        try {
            taking = database.call(tx -> take(tx, at, sha256, chunk, now));
        } catch (DatabaseException e) {
            if (!e.duplicate()) {
                throw e;
            }
            taking = database.call(tx -> take(tx, at, sha256, chunk, now)); // opened by two at once
        }
        if (taking instanceof Taking.Taken) {
            database.sync();
            KillPoint.reach("chunk-stored");
        }
        return taking;
    }

    record Dataset(
            long no,
            String setId,
            String dataType,
            long series,
            BigInteger terms,
            long upserts,
            long others) {}

    private static Optional<Dataset> dataset(Tx tx, Address at) throws SQLException {
        return tx.first(
                "SELECT d.no, d.set_id, s.data_type, s.no, d.terms, d.upserts, d.others"
                        + " FROM dataset d JOIN series s ON s.no = d.series_no"
                        + " WHERE d.connection_id = ? AND d.id = ?",
                r ->
                        new Dataset(
                                r.getLong(1),
                                r.getString(2),
                                r.getString(3),
                                r.getLong(4),
                                Hash.sum(r.getString(5)),
                                r.getLong(6),
                                r.getLong(7)),
                at.connectionId(),
                at.datasetId());
    }

    private static Taking take(Tx tx, Address at, String sha256, Chunk chunk, long now)
            throws SQLException {
        if (!UploadSets.open(tx, at.connectionId(), at.setId(), now)) {
            return new Taking.Ended(UploadSets.state(tx, at.connectionId(), at.setId()));
        }
        if (!UploadSets.openDataset(
                tx, at.connectionId(), at.setId(), at.datasetId(), at.dataType())) {
            return new Taking.Conflict("The set has another dataset of this type.");
        }
        Optional<Taking> before = knownChunk(tx, at, sha256);
        if (before.isPresent()) {
            return before.get();
        }
        Dataset dataset = dataset(tx, at).orElseThrow();
        Chunk.Totals totals = chunk.totals();
        tx.update(
                "INSERT INTO chunk (dataset_no, number, sha256, upserts, deletes, keeps, debits,"
                        + " credits) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                dataset.no(),
                at.number(),
                sha256,
                totals.upserts(),
                totals.deletes(),
                totals.keeps(),
                totals.debits(),
                totals.credits());
        new Staging(tx, dataset, at.number(), now).stage(chunk.words());
        return new Taking.Taken();
    }

    /** How a set stands. */
    public State state(String connectionId, String setId) {
        return database.read(tx -> UploadSets.state(tx, connectionId, setId));
    }

    /** Refuses an open set for good. */
    public void reject(String connectionId, String setId, String reason) {
        long now = clock.millis();
        database.run(
                tx -> {
                    if (UploadSets.open(tx, connectionId, setId, now)) {
                        UploadSets.end(tx, connectionId, setId, "Rejected", reason, now);
                    }
                });
        database.sync();
    }

    /** Sync rule 28: gives up what nobody has touched since then. */
    public void abortUntouched(long since) {
        record Stale(String connectionId, String setId) {}
        long now = clock.millis();
        List<Stale> stale =
                database.read(
                        tx ->
                                tx.list(
                                        "SELECT connection_id, id FROM upload_set"
                                                + " WHERE state = 'Open' AND touched_at < ?",
                                        r -> new Stale(r.getString(1), r.getString(2)),
                                        since));
        for (Stale set : stale) {
            database.run(
                    tx -> {
                        if (UploadSets.lock(tx, set.connectionId(), set.setId())
                                .equals(Optional.of("Open"))) {
                            UploadSets.end(
                                    tx,
                                    set.connectionId(),
                                    set.setId(),
                                    "Aborted",
                                    "Nobody touched the set for 7 days.",
                                    now);
                        }
                    });
        }
    }
}
