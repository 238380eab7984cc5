package fairlead.sync;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.Checksum;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.Plan;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import fairlead.accounting.api.SourceRecord;
import fairlead.sync.api.OpenSet;
import fairlead.sync.api.SliceSum;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one moment of a company on one connection: every slice once, then sweeps until nothing
 * moves (sync rules 1 to 4). A set that is not complete begins with the slices as they were
 * settled, so that its first sweep tells which have to be read. What was read stays in the set, so
 * that the next reader goes on with it; what it saw itself does not, so that the next one looks at
 * every slice again.
 */
final class SetReader {
    /** Sends meanwhile, shows progress, and may ask the read to stop. */
    interface Between {
        /**
         * After each slice.
         *
         * @return may the read go on?
         */
        boolean slice(int done, int of) throws InterruptedException;

        /** Before each sweep. */
        void sweep() throws InterruptedException;
    }

    /** How a read ended. */
    sealed interface Result {}

    /**
     * Every slice was swept.
     *
     * @param clean did nothing move?
     * @param states how the slices were last seen
     */
    record Swept(boolean clean, List<SliceState> states) implements Result {}

    /** {@link Between} asked for it. */
    record Stopped() implements Result {}

    /** A type of the set cannot be read any more: the set has to be another one. */
    record Unreadable() implements Result {}

    /** No slice with a row in it has this one: a later sweep reads it again. */
    private static final Checksum NOT_READ = Checksum.ZERO;

    private final CompanySession session;
    private final Draft draft;
    private final Settings settings;
    private final Checkpoint checkpoint;
    private final Between between;
    private final Map<Slice, Checksum> sums = new HashMap<>();
    private final Map<Slice, Map<String, Long>> oddities = new HashMap<>(); // of the same slices
    private final Set<Slice> seen = new HashSet<>(); // on this connection, in this life

    SetReader(
            CompanySession session,
            Draft draft,
            List<SliceSum> read,
            Settings settings,
            Checkpoint checkpoint,
            Between between) {
        this.session = session;
        this.draft = draft;
        this.settings = settings;
        this.checkpoint = checkpoint;
        this.between = between;
        for (SliceSum sum : read) {
            sums.put(sum.slice(), sum.checksum());
            oddities.put(sum.slice(), sum.oddities());
        }
    }

    /** What was odd in any slice, as each was last read, added up. */
    Map<String, Long> oddities() {
        Map<String, Long> all = new HashMap<>();
        for (Map<String, Long> some : oddities.values()) {
            some.forEach((name, number) -> all.merge(name, number, Long::sum));
        }
        return all;
    }

    /**
     * Reads what was not read yet, then sweeps up to the rounds that are set.
     *
     * @param late is it too late to wait for a clean sweep? Then, where none was, every slice is
     *     read once more without what is torn (rule 5), and the states are those of this read.
     */
    Result read(boolean late) throws AccountingException, InterruptedException {
        OpenSet set = draft.set();
        Set<DataType> types = EnumSet.copyOf(set.datasets().keySet());
        if (set.mark().isEmpty()) {
            draft.mark(session.mark());
        }
        Mark mark = draft.set().mark().orElseThrow();
        Plan plan = session.plan(mark, types);
        if (unreadable(plan, types)) {
            return new Unreadable();
        }
        int done = 0;
        for (Slice slice : plan.slices()) {
            if (!sums.containsKey(slice)) {
                slice(slice, mark, false);
            }
            if (!between.slice(++done, plan.slices().size())) {
                draft.append();
                return new Stopped();
            }
        }
        List<SliceState> states = List.of();
        Mark last = mark;
        for (int round = 0; round < settings.sweepRounds(); round++) {
            between.sweep();
            Mark now = session.mark();
            boolean moved = !now.equals(last);
            last = now;
            plan = session.plan(now, types);
            if (unreadable(plan, types)) {
                return new Unreadable();
            }
            moved |= !seen.containsAll(plan.slices());
            states = new ArrayList<>(session.sweep(plan, now, checkpoint));
            if (states.size() != plan.slices().size()) {
                throw new AccountingException(
                        AccountingException.Kind.FAILED,
                        "The sweep answered for "
                                + states.size()
                                + " of "
                                + plan.slices().size()
                                + " slices.");
            }
            List<Integer> changed = new ArrayList<>();
            for (int k = 0; k < states.size(); k++) {
                SliceState state = states.get(k);
                if (state.checksum().equals(sums.get(state.slice()))) {
                    seen.add(state.slice());
                } else {
                    changed.add(k);
                }
            }
            if (changed.isEmpty() && !moved) {
                forget(plan);
                draft.append();
                return new Swept(true, states);
            }
            if (!now.equals(mark)) {
                mark = now;
                draft.mark(now);
            }
            for (int k : changed) {
                states.set(k, slice(states.get(k).slice(), now, false));
            }
        }
        if (late && !readMoving(states, mark)) {
            return new Stopped();
        }
        draft.append();
        return new Swept(false, states);
    }

    /** What is beyond the mark now is not what it was when it comes back. */
    private void forget(Plan plan) {
        Set<Slice> planned = new HashSet<>(plan.slices());
        for (Map.Entry<Slice, Checksum> known : sums.entrySet()) {
            if (!planned.contains(known.getKey()) && !known.getValue().equals(NOT_READ)) {
                draft.slice(new SliceSum(known.getKey(), NOT_READ, Map.of()));
                known.setValue(NOT_READ);
                oddities.remove(known.getKey());
            }
        }
    }

    private boolean readMoving(List<SliceState> states, Mark mark)
            throws AccountingException, InterruptedException {
        for (int k = 0; k < states.size(); k++) {
            states.set(k, slice(states.get(k).slice(), mark, true));
            if (!between.slice(k + 1, states.size())) {
                draft.append();
                return false;
            }
        }
        return true;
    }

    /** Which ids come out of a slice; empty when it is not what it was in the sweep. */
    Optional<Map<DataType, Set<String>>> ids(SliceState swept)
            throws AccountingException, InterruptedException {
        Map<DataType, Set<String>> ids = new EnumMap<>(DataType.class);
        SliceState now = idsNow(swept.slice(), ids);
        return now.checksum().equals(swept.checksum()) ? Optional.of(ids) : Optional.empty();
    }

    /** Which ids come out of a slice now, whatever it was before. */
    Optional<Map<DataType, Set<String>>> idsNow(SliceState swept)
            throws AccountingException, InterruptedException {
        Map<DataType, Set<String>> ids = new EnumMap<>(DataType.class);
        idsNow(swept.slice(), ids);
        return Optional.of(ids);
    }

    private SliceState idsNow(Slice slice, Map<DataType, Set<String>> ids)
            throws AccountingException, InterruptedException {
        RecordSink sink =
                new RecordSink() {
                    @Override
                    public void record(SourceRecord record) {
                        add(record.type(), record.id());
                    }

                    @Override
                    public void reject(Reject reject) {
                        reject.id().ifPresent(id -> add(reject.type(), id));
                    }

                    private void add(DataType type, String id) {
                        ids.computeIfAbsent(type, t -> new HashSet<>()).add(id);
                    }
                };
        Mark mark = draft.set().mark().orElseThrow();
        return session.read(slice, mark, sink, checkpoint);
    }

    private static boolean unreadable(Plan plan, Set<DataType> types) {
        return plan.unreadable().keySet().stream().anyMatch(types::contains);
    }

    private SliceState slice(Slice slice, Mark mark, boolean moving)
            throws AccountingException, InterruptedException {
        checkpoint.check();
        SliceDiff diff = new SliceDiff(draft, moving);
        SliceState state = session.read(slice, mark, diff, checkpoint);
        diff.check(state);
        Checksum read = diff.isTorn() ? NOT_READ : state.checksum();
        draft.slice(new SliceSum(slice, read, diff.named(), state.oddities()));
        sums.put(slice, read);
        oddities.put(slice, state.oddities());
        seen.add(slice);
        if (draft.isLarge()) {
            draft.append();
        }
        return state;
    }
}
