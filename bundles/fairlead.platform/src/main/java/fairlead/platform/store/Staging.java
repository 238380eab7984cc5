package fairlead.platform.store;

import fairlead.platform.store.Chunk.Keep;
import fairlead.platform.store.Chunk.Upsert;
import fairlead.platform.store.Chunk.Word;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the words of one chunk beside those of the chunks before and after it. */
final class Staging {
    private static final int SLICE = 1000;

    private final Tx tx;
    private final Uploads.Dataset dataset;
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
    private record Version(String id, long from, int chunk, String state, byte[] term, long at) {
        boolean counts() {
            return !state.equals("D");
        }
    }

    Staging(Tx tx, Uploads.Dataset dataset, int number, long now) throws SQLException {
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
                put(word, Optional.ofNullable(mine), Optional.ofNullable(current.get(word.id())));
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
