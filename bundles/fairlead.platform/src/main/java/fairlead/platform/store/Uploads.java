package fairlead.platform.store;

import fairlead.gate.KillPoint;
import fairlead.platform.store.Chunk.Keep;
import fairlead.platform.store.Chunk.Upsert;
import fairlead.platform.store.Chunk.Word;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Sets that are being uploaded. A chunk's records lie in their table as soon as it was taken, under
 * the number of their dataset, which no reader sees before the set is committed.
 */
public final class Uploads {
    private static final int SLICE = 1000;

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

    /** Which chunk. */
    public record Address(
            String connectionId, String setId, String datasetId, String dataType, int number) {}

    /** Was it taken before? Saves reading it again. */
    public Optional<Taking> known(Address at, String sha256) {
        return database.call(
                tx -> {
                    State state = state(tx, at.connectionId(), at.setId());
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

    /** Makes a chunk durable, or says why not. */
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

    private record Dataset(
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
        if (!open(tx, at.connectionId(), at.setId(), now)) {
            return new Taking.Ended(state(tx, at.connectionId(), at.setId()));
        }
        openDataset(tx, at.connectionId(), at.setId(), at.datasetId(), at.dataType());
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

    /** Locks the set, opening it when it is new; false when it has ended. */
    static boolean open(Tx tx, String connectionId, String setId, long now) throws SQLException {
        Optional<String> state = lock(tx, connectionId, setId);
        if (state.isEmpty()) {
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

    static void openDataset(
            Tx tx, String connectionId, String setId, String datasetId, String dataType)
            throws SQLException {
        if (tx.first(
                        "SELECT no FROM dataset WHERE connection_id = ? AND id = ?",
                        r -> r.getLong(1),
                        connectionId,
                        datasetId)
                .isPresent()) {
            return;
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
    }

    /** Puts the words of one chunk beside those of the chunks before and after it. */
    private static final class Staging {
        private final Tx tx;
        private final Dataset dataset;
        private final int number;
        private final long now;
        private final Visible visible;
        private final List<Object[]> added = new ArrayList<>();
        private final List<Object[]> changed = new ArrayList<>();
        private final List<Object[]> kept = new ArrayList<>();
        private BigInteger terms;
        private long upserts;
        private long others;

        /** A version that is there already. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        private record Version(
                String id, long from, int chunk, String state, byte[] term, long at) {
            boolean counts() {
                return !state.equals("D");
            }
        }

        Staging(Tx tx, Dataset dataset, int number, long now) throws SQLException {
            this.tx = tx;
            this.dataset = dataset;
            this.number = number;
            this.now = now;
            this.terms = dataset.terms();
            this.upserts = dataset.upserts();
            this.others = dataset.others();
            this.visible = Visible.of(tx, dataset.series());
        }

        void stage(List<Word> words) throws SQLException {
            for (int i = 0; i < words.size(); i += SLICE) {
                stageSlice(words.subList(i, Math.min(words.size(), i + SLICE)));
            }
            tx.update(
                    "UPDATE dataset SET terms = ?, upserts = ?, others = ? WHERE no = ?",
                    Hash.text(terms),
                    upserts,
                    others,
                    dataset.no());
        }

        private void stageSlice(List<Word> words) throws SQLException {
            String[] ids = words.stream().map(Word::id).toArray(String[]::new);
            Map<String, Version> staged = versions("r.from_no = " + dataset.no(), ids);
            Map<String, Version> current =
                    visible.current() == 0 ? Map.of() : versions(visible.sql("r"), ids);
            added.clear();
            changed.clear();
            kept.clear();
            for (Word word : words) {
                Version mine = staged.get(word.id());
                if (mine == null || mine.chunk() <= number) { // later chunks override earlier ones
                    put(
                            word,
                            Optional.ofNullable(mine),
                            Optional.ofNullable(current.get(word.id())));
                }
            }
            tx.batch(
                    "INSERT INTO record (series_no, until_no, chunk_no, state, modified_at, term,"
                            + " body, keep_field, keep_reason, from_no, id)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    added);
            tx.batch(
                    "UPDATE record SET series_no = ?, until_no = ?, chunk_no = ?, state = ?,"
                            + " modified_at = ?, term = ?, body = ?, keep_field = ?,"
                            + " keep_reason = ? WHERE from_no = ? AND id = ?",
                    changed);
            tx.batch( // the last good version is the one that an earlier chunk brought
                    "UPDATE record SET state = 'S', chunk_no = ?, term = ?, keep_field = ?,"
                            + " keep_reason = ? WHERE from_no = ? AND id = ?",
                    kept);
        }

        private Map<String, Version> versions(String where, String[] ids) throws SQLException {
            Map<String, Version> found = new HashMap<>();
            for (Version version :
                    tx.list(
                            "SELECT r.id, r.from_no, r.chunk_no, r.state, r.term, r.modified_at"
                                    + Tx.RECORDS_OF_IDS
                                    + where,
                            r ->
                                    new Version(
                                            r.getString(1),
                                            r.getLong(2),
                                            r.getInt(3),
                                            r.getString(4),
                                            r.getBytes(5),
                                            r.getLong(6)),
                            (Object) ids)) {
                found.put(version.id(), version);
            }
            return found;
        }

        private void put(Word word, Optional<Version> mine, Optional<Version> current) {
            if (mine.isPresent()) {
                takeBack(mine.get());
            }
            upserts += word instanceof Upsert ? 1 : 0;
            others += word instanceof Upsert ? 0 : 1;
            if (word instanceof Upsert upsert) {
                byte[] term = Hash.term(upsert.id(), Hash.sha256(upsert.json()));
                terms = Hash.plus(terms, term);
                boolean same = // the same again is no change
                        current.isPresent()
                                && current.get().state().equals("U")
                                && Arrays.equals(current.get().term(), term);
                long modified = same ? current.get().at() : now;
                write(mine, row(word, "U", modified, term, Body.pack(upsert.json()), null, null));
            } else if (word instanceof Keep keep) {
                byte[] term = Hash.keptTerm(keep.id());
                terms = Hash.plus(terms, term);
                if (mine.isPresent() && "US".contains(mine.get().state())) {
                    kept.add(
                            new Object[] {
                                number, term, keep.field(), keep.reason(), dataset.no(), keep.id()
                            });
                } else {
                    write(mine, row(word, "K", now, term, null, keep.field(), keep.reason()));
                }
            } else {
                write(mine, row(word, "D", now, null, null, null, null));
            }
        }

        private void takeBack(Version mine) {
            upserts -= mine.state().equals("U") ? 1 : 0;
            others -= mine.state().equals("U") ? 0 : 1;
            if (mine.counts()) {
                terms = Hash.minus(terms, mine.term());
            }
        }

        private void write(Optional<Version> mine, Object[] row) {
            (mine.isPresent() ? changed : added).add(row);
        }

        private Object[] row(
                Word word,
                String state,
                long modified,
                byte[] term,
                byte[] body,
                String field,
                String reason) {
            return new Object[] {
                dataset.series(),
                Visible.FOR_EVER,
                number,
                state,
                modified,
                term,
                body,
                field,
                reason,
                dataset.no(),
                word.id()
            };
        }
    }

    /** How a set stands. */
    public State state(String connectionId, String setId) {
        return database.call(tx -> state(tx, connectionId, setId));
    }

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
        Map<String, TreeSet<Integer>> taken = new TreeMap<>();
        tx.list(
                "SELECT d.id, c.number FROM dataset d JOIN chunk c ON c.dataset_no = d.no"
                        + " WHERE d.connection_id = ? AND d.set_id = ?",
                r -> taken.computeIfAbsent(r.getString(1), id -> new TreeSet<>()).add(r.getInt(2)),
                connectionId,
                setId);
        Map<String, List<Integer>> lists = new TreeMap<>();
        taken.forEach((id, numbers) -> lists.put(id, List.copyOf(numbers)));
        return lists;
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

    /** Refuses an open set for good. */
    public void reject(String connectionId, String setId, String reason) {
        long now = clock.millis();
        database.run(
                tx -> {
                    if (open(tx, connectionId, setId, now)) {
                        end(tx, connectionId, setId, "Rejected", reason, now);
                    }
                });
        database.sync();
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

    /** Sync rule 28: gives up what nobody has touched since then. */
    public void abortUntouched(long since) {
        record Stale(String connectionId, String setId) {}
        long now = clock.millis();
        List<Stale> stale =
                database.call(
                        tx ->
                                tx.list(
                                        "SELECT connection_id, id FROM upload_set"
                                                + " WHERE state = 'Open' AND touched_at < ?",
                                        r -> new Stale(r.getString(1), r.getString(2)),
                                        since));
        for (Stale set : stale) {
            database.run(
                    tx -> {
                        if (lock(tx, set.connectionId(), set.setId()).equals(Optional.of("Open"))) {
                            end(
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
