package fairlead.sync;

import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.DataType;
import fairlead.sync.api.Entry;
import fairlead.sync.api.Known;
import fairlead.sync.api.Outbox;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the ids whose rows the last sweep did not see any more (sync rule 6), and puts them into
 * the set: as deletions, or as keeps while a row without an id is there (rule 7). An unusual number
 * of them waits for a second look (rule 9).
 */
final class Absences {
    private static final String MISSED =
            "The record was not found while a row whose id cannot be read was there.";

    private final Outbox outbox;
    private final String connectionId;
    private final Draft draft;
    private final Map<DataType, String> sections;
    private final LiveKeys live;
    private final Settings settings;
    private final Checkpoint checkpoint;

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

    private interface Visitor {
        void gone(DataType type, Known known);
    }

    /**
     * Puts what is gone into the set.
     *
     * @param byAbsence may records of the base be deleted at all? Not by a read that is moving.
     * @return empty when that was done; otherwise why the set is to be held back, and the missed
     *     ids are remembered
     */
    Optional<String> settle(boolean byAbsence) throws InterruptedException {
        if (byAbsence) {
            Optional<String> reason = unusual();
            if (reason.isPresent()) {
                return reason;
            }
        }
        forEachGone(
                (type, known) -> {
                    if (known.inBase() && (!byAbsence || draft.isWithoutId(type))) {
                        if (byAbsence && !known.entry().isKept()) {
                            draft.keep(type, known.id(), known.entry(), "", MISSED);
                        }
                    } else {
                        draft.delete(type, known.id(), known.entry());
                    }
                    if (draft.isLarge()) {
                        draft.append();
                    }
                });
        draft.append();
        return Optional.empty();
    }

    private Optional<String> unusual() throws InterruptedException {
        Map<DataType, Long> gone = new EnumMap<>(DataType.class);
        forEachGone(
                (type, known) -> {
                    if (known.inBase()) {
                        gone.merge(type, 1L, Long::sum);
                    }
                });
        Map<DataType, Long> held = new EnumMap<>(DataType.class);
        for (DataType type : gone.keySet()) {
            var before = outbox.held(connectionId, type);
            held.put(type, before.records() + before.kept());
        }
        gone.entrySet().removeIf(e -> !settings.isUnusual(e.getValue(), held.get(e.getKey())));
        boolean[] news = {false};
        if (!gone.isEmpty()) {
            forEachGone(
                    (type, known) ->
                            news[0] |=
                                    known.inBase()
                                            && gone.containsKey(type)
                                            && !outbox.wasMissed(connectionId, type, known.id()));
        }
        if (!news[0]) {
            return Optional.empty();
        }
        remember(gone);
        DataType first = gone.keySet().iterator().next();
        return Optional.of(
                gone.get(first)
                        + " of "
                        + held.get(first)
                        + " records of "
                        + first.key()
                        + " were not found. That is unusual, so nothing is deleted until a second"
                        + " read finds the same.");
    }

    private void remember(Map<DataType, Long> unusual) throws InterruptedException {
        outbox.forgetMissed(connectionId);
        Map<DataType, List<String>> batches = new EnumMap<>(DataType.class);
        forEachGone(
                (type, known) -> {
                    if (known.inBase() && unusual.containsKey(type)) {
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

    private void forEachGone(Visitor visitor) throws InterruptedException {
        for (DataType type : draft.set().datasets().keySet()) {
            String section = sections.get(type);
            String after = "";
            while (true) {
                checkpoint.check();
                List<Known> page = outbox.entries(connectionId, type, after);
                if (page.isEmpty()) {
                    break;
                }
                for (Known known : page) {
                    Entry entry = known.entry();
                    if (!live.contains(section, entry.key())) {
                        visitor.gone(type, known);
                    }
                }
                after = page.get(page.size() - 1).id();
            }
        }
    }
}
