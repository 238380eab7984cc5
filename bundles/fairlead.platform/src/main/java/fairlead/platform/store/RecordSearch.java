package fairlead.platform.store;

import fairlead.platform.store.Records.Stored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Finds records by what stands in them: each one is read, so it costs time with their number. All
 * of it is of one moment.
 */
public final class RecordSearch {
    private static final int SLICE = 2000;

    private final Database database;

    /** On this database. */
    public RecordSearch(Database database) {
        this.database = database;
    }

    /**
     * What is wanted.
     *
     * @param condition what SQL can say of it
     * @param wanted the rest
     * @param key by what they are sorted; records with equal ones by their id
     * @param order how keys are sorted
     */
    public record Search<K>(
            Condition condition,
            Predicate<Stored> wanted,
            Function<Stored, K> key,
            Comparator<K> order) {}

    private record Found<K>(K key, String id) {}

    /**
     * This page of the records that are wanted, deleted ones too, and how many there are in all.
     */
    public <K> Page<Stored> list(
            String connectionId, String dataType, Search<K> search, int skip, int take) {
        Optional<Visible> visible = database.read(tx -> Visible.of(tx, connectionId, dataType));
        if (visible.isEmpty()) {
            return new Page<>(List.of(), 0);
        }
        Comparator<Found<K>> order =
                Comparator.<Found<K>, K>comparing(Found::key, search.order())
                        .thenComparing(Found::id);
        int most = Math.addExact(skip, take);
        PriorityQueue<Found<K>> best = new PriorityQueue<>(order.reversed());
        long total = 0;
        String after = "";
        List<Stored> slice = slice(visible.get(), search.condition(), after);
        while (!slice.isEmpty()) {
            for (Stored record : slice) {
                if (search.wanted().test(record)) {
                    total++;
                    best.add(new Found<>(search.key().apply(record), record.id()));
                    if (best.size() > most) {
                        best.poll();
                    }
                }
            }
            after = slice.get(slice.size() - 1).id();
            slice = slice(visible.get(), search.condition(), after);
        }
        List<Found<K>> sorted = new ArrayList<>(best);
        sorted.sort(order);
        List<String> ids = sorted.stream().skip(skip).map(Found::id).toList();
        return new Page<>(database.read(tx -> Records.ofIds(tx, visible.get(), ids)), total);
    }

    private List<Stored> slice(Visible visible, Condition condition, String after) {
        return database.read(
                tx ->
                        tx.list(
                                "SELECT "
                                        + Records.SHOWN
                                        + " FROM record r WHERE "
                                        + visible.sql("r")
                                        + " AND r.state <> 'K' AND r.id > ?"
                                        + condition.and()
                                        + " ORDER BY r.series_no, r.id FETCH FIRST ? ROWS ONLY",
                                Records::stored,
                                condition.arguments(List.of(after), SLICE)));
    }
}
