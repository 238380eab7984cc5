package fairlead.platform.store;

import fairlead.platform.store.SetEnd.Mode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything about one dataset that a commit needs and no reader can see yet: kept and deleted
 * records get the body of their last version, what a Delta replaces is closed under the dataset's
 * number, what comes out is added up. In many small transactions, and repeatable: a commit that
 * does not come leaves nothing that counts.
 */
final class Preparation {
    private static final int SLICE = 1000;

    private final Leases.Lease lease;
    private final long dataset;
    private final Mode mode;
    private final Visible visible;
    private final long now;

    private BigInteger digest = Hash.NO_RECORDS;
    private long live;
    private long deleted;
    private long lost;

    /**
     * What comes out of a dataset when it is committed.
     *
     * @param before what readers see until then
     * @param lost how many live records of that are neither there nor kept
     */
    record Prepared(
            long dataset,
            long series,
            Mode mode,
            String digest,
            long live,
            long deleted,
            long lost,
            Visible before) {
        /** Sync rule 9: more than 50 records and more than 5 % of the type. */
        boolean losesTooMuch() {
            return mode == Mode.Replace && lost > 50 && lost * 20 > before.live();
        }
    }

    /** A version of a record that readers see now. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Version(String id, long from, String state, byte[] term, long at) {
        boolean counts() {
            return !state.equals("D");
        }

        boolean shown() {
            return !state.equals("K");
        }
    }

    private record Word(String id, String state) {}

    private Preparation(Leases.Lease lease, long dataset, Mode mode, Visible visible, long now) {
        this.lease = lease;
        this.dataset = dataset;
        this.mode = mode;
        this.visible = visible;
        this.now = now;
    }

    /** Prepares one dataset. */
    static Prepared of(Leases.Lease lease, long dataset, Mode mode, long now) {
        record Staged(long series, boolean prepared, String terms, long upserts, long others) {}
        Staged staged =
                lease.call(
                        tx ->
                                tx.first(
                                                "SELECT series_no, mode, terms, upserts, others"
                                                        + " FROM dataset WHERE no = ?",
                                                r ->
                                                        new Staged(
                                                                r.getLong(1),
                                                                r.getString(2) != null,
                                                                r.getString(3),
                                                                r.getLong(4),
                                                                r.getLong(5)),
                                                dataset)
                                        .orElseThrow());
        Visible visible = lease.call(tx -> Visible.of(tx, staged.series()));
        lease.run(
                tx -> {
                    if (staged.prepared()) { // a commit that did not come
                        tx.update(
                                "DELETE FROM record WHERE from_no = ? AND chunk_no = -1", dataset);
                    }
                    tx.update("UPDATE dataset SET mode = ? WHERE no = ?", mode.name(), dataset);
                });
        Preparation preparation = new Preparation(lease, dataset, mode, visible, now);
        preparation.digest = Hash.sum(staged.terms());
        preparation.live = staged.upserts();
        if (mode == Mode.Delta) {
            preparation.delta();
        } else {
            preparation.whole(staged.others() > 0);
        }
        return new Prepared(
                dataset,
                staged.series(),
                mode,
                Hash.text(preparation.digest),
                preparation.live,
                preparation.deleted,
                preparation.lost,
                visible);
    }

    private void delta() {
        digest = Hash.plus(digest, Hash.sum(visible.digest()));
        live += visible.live();
        deleted += visible.deleted();
        slices(
                "",
                words -> {
                    Map<String, Version> current = current(ids(words));
                    List<Version> closed = new ArrayList<>(current.values());
                    for (Version version : closed) {
                        if (version.counts()) {
                            digest = Hash.minus(digest, version.term());
                        }
                        live -= "US".contains(version.state()) ? 1 : 0;
                        deleted -= version.state().equals("D") ? 1 : 0;
                    }
                    close(closed);
                    finish(words, current);
                });
    }

    private void whole(boolean others) {
        deleted += visible.deleted();
        if (others) {
            slices(" AND state <> 'U'", words -> finish(words, current(ids(words))));
        }
        if (visible.current() == 0) {
            return;
        }
        String after = "";
        while (true) {
            String from = after;
            List<Version> slice =
                    lease.call(
                            tx ->
                                    tx.list(
                                            "SELECT r.id, r.from_no, r.state FROM record r WHERE "
                                                    + visible.sql("r")
                                                    + " AND r.id > ? ORDER BY r.series_no, r.id"
                                                    + " FETCH FIRST 5000 ROWS ONLY",
                                            r ->
                                                    new Version(
                                                            r.getString(1),
                                                            r.getLong(2),
                                                            r.getString(3),
                                                            new byte[0],
                                                            0),
                                            from));
            if (slice.isEmpty()) {
                return;
            }
            onto(slice);
            after = slice.get(slice.size() - 1).id();
        }
    }

    /** What a whole dataset does to records that are there now. */
    private void onto(List<Version> slice) {
        Map<String, String> staged = new HashMap<>();
        String[] ids = slice.stream().map(Version::id).toArray(String[]::new);
        lease.run(
                tx ->
                        tx.list(
                                "SELECT r.id, r.state" + Tx.RECORDS_OF_IDS + "r.from_no = ?",
                                r -> staged.put(r.getString(1), r.getString(2)),
                                ids,
                                dataset));
        List<Version> revived = new ArrayList<>();
        List<Version> unnamed = new ArrayList<>();
        for (Version version : slice) {
            String word = staged.get(version.id());
            if (!version.counts() && word != null) {
                revived.add(version); // floors do not close what was deleted
                deleted--;
            } else if (version.counts() && word == null) {
                unnamed.add(version);
            }
            if (version.counts() && (word == null || word.equals("D"))) {
                lost++;
            }
        }
        close(revived);
        if (mode == Mode.Merge) {
            keepUnnamed(unnamed);
            lost = 0;
        } else {
            deleteUnnamed(unnamed);
        }
    }

    private static final String COPY =
            "INSERT INTO record (series_no, id, from_no, until_no, chunk_no, state, modified_at,"
                    + " term, body, keep_field, keep_reason)"
                    + " SELECT series_no, id, CAST(? AS BIGINT), CAST(? AS BIGINT), -1,";

    private void keepUnnamed(List<Version> unnamed) {
        List<Object[]> copies = new ArrayList<>();
        List<Object[]> reasons = new ArrayList<>();
        for (Version version : unnamed) {
            byte[] term = Hash.keptTerm(version.id());
            digest = Hash.plus(digest, term);
            live += version.shown() ? 1 : 0;
            copies.add(new Object[] {dataset, Visible.FOR_EVER, version.from(), version.id()});
            reasons.add(new Object[] {term, "", UNNAMED, dataset, version.id()});
        }
        lease.run(
                tx -> {
                    tx.batch(
                            COPY
                                    + " CASE WHEN state = 'K' THEN 'K' ELSE 'S' END, modified_at,"
                                    + " NULL, body, NULL, NULL FROM record"
                                    + " WHERE from_no = ? AND id = ?",
                            copies);
                    tx.batch(
                            "UPDATE record SET term = ?, keep_field = ?, keep_reason = ?"
                                    + " WHERE from_no = ? AND id = ?",
                            reasons);
                });
    }

    private static final String UNNAMED =
            "It was not found, but a row without an id was; so it was not deleted.";

    private void deleteUnnamed(List<Version> unnamed) {
        List<Object[]> rows = new ArrayList<>();
        for (Version version : unnamed) {
            if (version.shown()) {
                deleted++;
                rows.add(
                        new Object[] {
                            dataset, Visible.FOR_EVER, now, version.from(), version.id()
                        });
            }
        }
        lease.run(
                tx ->
                        tx.batch(
                                COPY
                                        + " 'D', CAST(? AS BIGINT), NULL, body, NULL, NULL"
                                        + " FROM record WHERE from_no = ? AND id = ?",
                                rows));
    }

    /**
     * Kept and deleted records get the body of the version before; without one they show nothing.
     */
    private void finish(List<Word> words, Map<String, Version> current) {
        List<Object[]> kept = new ArrayList<>();
        List<Object[]> gone = new ArrayList<>();
        List<Object[]> nothing = new ArrayList<>();
        for (Word word : words) {
            Optional<Version> before =
                    Optional.ofNullable(current.get(word.id())).filter(Version::shown);
            if (word.state().equals("S")) {
                live++;
            } else if (word.state().equals("K") && before.isPresent()) {
                live++;
                kept.add(copied(word, before.get(), before.get().at()));
            } else if (word.state().equals("D") && before.isPresent()) {
                deleted++;
                gone.add(
                        copied(
                                word,
                                before.get(),
                                before.get().counts() ? now : before.get().at()));
            } else if (word.state().equals("D")) {
                nothing.add(new Object[] {dataset, word.id()});
            }
        }
        String copy =
                "body = (SELECT b.body FROM record b WHERE b.from_no = ? AND b.id = ?),"
                        + " modified_at = ? WHERE from_no = ? AND id = ?";
        lease.run(
                tx -> {
                    tx.batch("UPDATE record SET state = 'S', " + copy, kept);
                    tx.batch("UPDATE record SET " + copy, gone);
                    tx.batch("DELETE FROM record WHERE from_no = ? AND id = ?", nothing);
                });
    }

    private Object[] copied(Word word, Version before, long at) {
        return new Object[] {before.from(), before.id(), at, dataset, word.id()};
    }

    private void close(List<Version> versions) {
        List<Object[]> rows =
                versions.stream()
                        .map(version -> new Object[] {dataset, version.from(), version.id()})
                        .toList();
        lease.run(
                tx ->
                        tx.batch(
                                "UPDATE record SET until_no = ? WHERE from_no = ? AND id = ?",
                                rows));
    }

    private Map<String, Version> current(String[] ids) {
        if (visible.current() == 0) {
            return Map.of();
        }
        Map<String, Version> found = new HashMap<>();
        lease.run(
                tx ->
                        tx.list(
                                "SELECT r.id, r.from_no, r.state, r.term, r.modified_at"
                                        + Tx.RECORDS_OF_IDS
                                        + visible.sql("r"),
                                r ->
                                        found.put(
                                                r.getString(1),
                                                new Version(
                                                        r.getString(1),
                                                        r.getLong(2),
                                                        r.getString(3),
                                                        r.getBytes(4),
                                                        r.getLong(5))),
                                (Object) ids));
        return found;
    }

    @FunctionalInterface
    private interface Slice {
        void of(List<Word> words);
    }

    /** The dataset's own words, some at a time. */
    private void slices(String condition, Slice each) {
        String after = "";
        while (true) {
            String from = after;
            List<Word> words =
                    lease.call(
                            tx ->
                                    tx.list(
                                            "SELECT id, state FROM record WHERE from_no = ?"
                                                    + " AND chunk_no >= 0 AND id > ?"
                                                    + condition
                                                    + " ORDER BY from_no, id FETCH FIRST "
                                                    + SLICE
                                                    + " ROWS ONLY",
                                            r -> new Word(r.getString(1), r.getString(2)),
                                            dataset,
                                            from));
            if (words.isEmpty()) {
                return;
            }
            each.of(words);
            after = words.get(words.size() - 1).id();
        }
    }

    private static String[] ids(List<Word> words) {
        return words.stream().map(Word::id).toArray(String[]::new);
    }
}
