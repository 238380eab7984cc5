package fairlead.platform.store;

import fairlead.platform.store.Records.Found;
import fairlead.platform.store.Records.Stored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * Finds records by what stands in them: each one is read, so it costs time with their number. All
 * of it is of one moment.
 */
public final class RecordSearch {
    /** So many places in the order are held at a time; a page behind them takes another pass. */
    private static final int HELD = 100_000;

    private final Database database;
    private final Records records;
    private final int held;

    /** On this database, among these records. */
    public RecordSearch(Database database, Records records) {
        this(database, records, HELD);
    }

    /** As the other one, holding only so many places at a time; more than a page has. */
    public RecordSearch(Database database, Records records, int held) {
        this.database = database;
        this.records = records;
        this.held = held;
    }

    /**
     * What is wanted.
     *
     * @param condition what SQL can say of it
     * @param key by what a record is sorted, those with equal ones by their id; empty when it is
     *     not wanted
     * @param order how keys are sorted; empty when the ids alone say the order
     */
    public record Search<K>(
            Condition condition,
            Function<Stored, Optional<K>> key,
            Optional<Comparator<K>> order) {}

    private record Place<K>(K key, String id) {}

    /**
     * This page of the records that are wanted, deleted ones too, and how many there are in all.
     */
    public <K> Found list(
            String connectionId, String dataType, Search<K> search, int skip, int take) {
        Optional<Visible> visible = database.read(tx -> Visible.of(tx, connectionId, dataType));
        if (visible.isEmpty()) {
            return records.new Found(visible, List.of(), 0);
        }
        return search.order().isEmpty()
                ? byId(visible.get(), search, skip, take)
                : sorted(visible.get(), search, skip, take);
    }

    /** The order in which they are read. */
    private <K> Found byId(Visible visible, Search<K> search, int skip, int take) {
        List<String> ids = new ArrayList<>();
        long[] total = {0};
        records.each(
                visible,
                search.condition(),
                record -> {
                    if (search.key().apply(record).isPresent()
                            && ++total[0] > skip
                            && ids.size() < take) {
                        ids.add(record.id());
                    }
                });
        return records.new Found(Optional.of(visible), ids, total[0]);
    }

    private <K> Found sorted(Visible visible, Search<K> search, int skip, int take) {
        Comparator<Place<K>> order =
                Comparator.<Place<K>, K>comparing(Place::key, search.order().orElseThrow())
                        .thenComparing(Place::id);
        int left = skip;
        Optional<Place<K>> after = Optional.empty();
        while (true) {
            boolean last = left <= held - take;
            int most = last ? left + take : held;
            List<Place<K>> first = new ArrayList<>();
            long total = pass(visible, search, order, after, most, first);
            if (last || total <= skip) {
                List<String> ids = first.stream().skip(left).map(Place::id).toList();
                return records.new Found(Optional.of(visible), last ? ids : List.of(), total);
            }
            int passed = Math.min(left, first.size());
            after = Optional.of(first.get(passed - 1));
            left -= passed;
        }
    }

    /**
     * Finds the first places behind this one.
     *
     * @return how many records are wanted in all
     */
    private <K> long pass(
            Visible visible,
            Search<K> search,
            Comparator<Place<K>> order,
            Optional<Place<K>> after,
            int most,
            List<Place<K>> first) {
        PriorityQueue<Place<K>> best = new PriorityQueue<>(order.reversed());
        long[] total = {0};
        records.each(
                visible,
                search.condition(),
                record -> {
                    Optional<K> key = search.key().apply(record);
                    if (key.isEmpty()) {
                        return;
                    }
                    total[0]++;
                    Place<K> place = new Place<>(key.get(), record.id());
                    if (after.isEmpty() || order.compare(place, after.get()) > 0) {
                        best.add(place);
                        if (best.size() > most) {
                            best.poll();
                        }
                    }
                });
        first.addAll(best);
        first.sort(order);
        return total[0];
    }
}
