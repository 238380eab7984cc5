package fairlead.sync;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import fairlead.sync.api.Held;
import fairlead.sync.api.Known;
import fairlead.sync.api.Outbox;
import fairlead.sync.api.SliceSum;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the ids whose rows the last sweep did not see any more (sync rule 6), and those that their
 * row does not give any more (rule 15), and puts them into the set: as deletions, or as keeps while
 * a row without an id is there (rule 7). An unusual number of them waits for a second look (rule
 * 9).
 */
final class Absences {
    private static final String MISSED =
            "The record was not found while a row whose id cannot be read was there.";

    /** Reads one slice once more, to see which ids come out of it. */
    interface Reread {
        /**
         * The ids, by type.
         *
         * @return empty when the slice is not any more what it was in the sweep
         */
        Optional<Map<DataType, Set<String>>> ids(SliceState state)
                throws AccountingException, InterruptedException;
    }

    /** What has become of the set. */
    enum Result {
        /** What is gone is in it. */
        SETTLED,
        /** It is to be held back, for {@link #reason}; what was missed is remembered. */
        HELD_BACK,
        /** Something has moved after the sweep. */
        MOVED
    }

    private final Outbox outbox;
    private final String connectionId;
    private final Draft draft;
    private final Map<DataType, String> sections;
    private final LiveKeys live;
    private final Settings settings;
    private final Checkpoint checkpoint;
    private final Map<DataType, Long> goneFromBase = new EnumMap<>(DataType.class);
    private final Map<DataType, int[]> counts = new EnumMap<>(DataType.class); // by slice
    private final Map<DataType, Set<String>> unnamed = new EnumMap<>(DataType.class);
    private boolean anyGone;
    private String reason = "";

    Absences(
            Outbox outbox,
            String connectionId,
            Draft draft,
            Map<DataType, String> sections,
            LiveKeys live,
            Settings settings,
            Checkpoint checkpoint) {
        this.outbox = outbox;
        this.connectionId = connectionId;
        this.draft = draft;
        this.sections = sections;
        this.live = live;
        this.settings = settings;
        this.checkpoint = checkpoint;
    }

    /** Why the set is held back, in one plain sentence. */
    String reason() {
        return reason;
    }

    /** After a clean sweep: puts everything that is gone into the set. */
    Result settle(Reread reread) throws AccountingException, InterruptedException {
        if (!draft.set().complete() && isAsSettled()) {
            return Result.SETTLED;
        }
        look();
        if (!findUnnamed(reread)) {
            return Result.MOVED;
        }
        if (!anyGone) {
            return Result.SETTLED;
        }
        if (isUnusualAndNew()) {
            return Result.HELD_BACK;
        }
        visit(
                (type, known) -> {
                    if (!isGone(type, known)) {
                        return;
                    }
                    if (known.inBase() && draft.isWithoutId(type)) {
                        if (!known.entry().isKept()) {
                            draft.keep(type, known.id(), known.entry(), "", MISSED);
                        }
                    } else {
                        draft.delete(type, known.id(), known.entry());
                    }
                    appendLarge();
                });
        draft.append();
        return Result.SETTLED;
    }

    /** Has no slice changed since the last set? Then neither has the index. */
    private boolean isAsSettled() {
        return Set.copyOf(outbox.slices(connectionId))
                .equals(Set.copyOf(outbox.settledSlices(connectionId)));
    }

    /**
     * After a read that is not of one moment (rule 5): only what the set itself brought is taken
     * back.
     *
     * @param reread answers for every slice, even where it has moved
     */
    void takeBack(Reread reread) throws AccountingException, InterruptedException {
        look();
        findUnnamed(reread);
        visit(
                (type, known) -> {
                    if (!known.inBase() && isGone(type, known)) {
                        draft.delete(type, known.id(), known.entry());
                        appendLarge();
                    }
                });
        draft.append();
    }

    private void appendLarge() {
        if (draft.isLarge()) {
            draft.append();
        }
    }

    private boolean isGone(DataType type, Known known) {
        return live.find(sections.get(type), known.entry().key()) < 0
                || unnamed.getOrDefault(type, Set.of()).contains(known.id());
    }

    /** One pass: how many are gone, and how many records each slice has. */
    private void look() throws InterruptedException {
        for (DataType type : draft.set().datasets().keySet()) {
            counts.put(type, new int[live.slices(sections.get(type)).size()]);
        }
        visit(
                (type, known) -> {
                    int slice = live.find(sections.get(type), known.entry().key());
                    if (slice >= 0) {
                        counts.get(type)[slice]++;
                    } else {
                        gone(type, known);
                    }
                });
    }

    private void gone(DataType type, Known known) {
        anyGone = true;
        if (known.inBase()) {
            goneFromBase.merge(type, 1L, Long::sum);
        }
    }

    /**
     * Where a slice has more records than came out of it, some of its rows give another record now,
     * or none.
     *
     * @return false when such a slice has moved
     */
    private boolean findUnnamed(Reread reread) throws AccountingException, InterruptedException {
        Map<Slice, SliceSum> sums = new HashMap<>();
        outbox.slices(connectionId).forEach(sum -> sums.put(sum.slice(), sum));
        for (var count : counts.entrySet()) {
            DataType type = count.getKey();
            List<SliceState> slices = live.slices(sections.get(type));
            for (int k = 0; k < slices.size(); k++) {
                SliceState state = slices.get(k);
                if (count.getValue()[k] <= sums.get(state.slice()).named().getOrDefault(type, 0)) {
                    continue;
                }
                Optional<Map<DataType, Set<String>>> ids = reread.ids(state);
                if (ids.isEmpty()) {
                    return false;
                }
                Set<String> named = ids.get().getOrDefault(type, Set.of());
                visit(
                        type,
                        (t, known) -> {
                            if (state.slice().contains(known.entry().key())
                                    && live.find(sections.get(type), known.entry().key()) >= 0
                                    && !named.contains(known.id())) {
                                unnamed.computeIfAbsent(type, u -> new HashSet<>()).add(known.id());
                                gone(type, known);
                            }
                        });
            }
        }
        return true;
    }

    private boolean isUnusualAndNew() throws InterruptedException {
        Map<DataType, Long> unusual = new EnumMap<>(DataType.class);
        Map<DataType, Long> of = new EnumMap<>(DataType.class);
        goneFromBase.forEach(
                (type, gone) -> {
                    Held held = outbox.held(connectionId, type);
                    of.put(type, held.records() + held.kept());
                    if (settings.isUnusual(gone, of.get(type))) {
                        unusual.put(type, gone);
                    }
                });
        boolean[] news = {false};
        if (!unusual.isEmpty()) {
            visit(
                    (type, known) ->
                            news[0] |=
                                    isMissed(unusual, type, known)
                                            && !outbox.wasMissed(connectionId, type, known.id()));
        }
        if (!news[0]) {
            return false;
        }
        remember(unusual);
        DataType first = unusual.keySet().iterator().next();
        reason =
                unusual.get(first)
                        + " of "
                        + of.get(first)
                        + " records of "
                        + first.key()
                        + " were not found, as after a backup was restored. That is unusual, so"
                        + " nothing is delivered until a second read finds the same.";
        return true;
    }

    private boolean isMissed(Map<DataType, Long> unusual, DataType type, Known known) {
        return known.inBase() && unusual.containsKey(type) && isGone(type, known);
    }

    private void remember(Map<DataType, Long> unusual) throws InterruptedException {
        outbox.forgetMissed(connectionId);
        Map<DataType, List<String>> batches = new EnumMap<>(DataType.class);
        visit(
                (type, known) -> {
                    if (isMissed(unusual, type, known)) {
                        List<String> batch = batches.computeIfAbsent(type, t -> new ArrayList<>());
                        batch.add(known.id());
                        if (batch.size() == Outbox.PAGE) {
                            outbox.addMissed(connectionId, type, batch);
                            batch.clear();
                        }
                    }
                });
        batches.forEach((type, batch) -> outbox.addMissed(connectionId, type, batch));
    }

    private interface Visitor {
        void visit(DataType type, Known known);
    }

    private void visit(Visitor visitor) throws InterruptedException {
        for (DataType type : draft.set().datasets().keySet()) {
            visit(type, visitor);
        }
    }

    private void visit(DataType type, Visitor visitor) throws InterruptedException {
        String after = "";
        while (true) {
            checkpoint.check();
            List<Known> page = outbox.entries(connectionId, type, after);
            if (page.isEmpty()) {
                return;
            }
            page.forEach(known -> visitor.visit(type, known));
            after = page.get(page.size() - 1).id();
        }
    }
}
