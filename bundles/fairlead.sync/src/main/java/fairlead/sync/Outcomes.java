package fairlead.sync;

import fairlead.accounting.api.DataType;
import fairlead.sync.api.Held;
import fairlead.sync.api.OpenSet;
import fairlead.sync.api.Outbox;
import fairlead.sync.api.Outcome;
import fairlead.sync.api.SyncStatus.TypeStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps how a company's syncs ended, for status and window. */
final class Outcomes {
    private final Outbox outbox;
    private final String connectionId;
    private final Progress progress;
    private final Clock clock;

    Outcomes(Outbox outbox, String connectionId, Progress progress, Clock clock) {
        this.outbox = outbox;
        this.connectionId = connectionId;
        this.progress = progress;
        this.clock = clock;
    }

    /** Nothing was delivered, for this reason; what was shown of the types stays. */
    void failed(String reason) {
        Optional<Outcome> last = outbox.outcome(connectionId);
        if (last.map(Outcome::message).filter(reason::equals).isPresent()) {
            return; // a wait that goes on writes nothing
        }
        keep(
                new Outcome(
                        clock.instant(),
                        reason,
                        last.flatMap(Outcome::lastSuccess),
                        last.map(Outcome::types).orElse(Map.of()),
                        last.map(Outcome::findings).orElse(List.of())));
    }

    private void keep(Outcome outcome) {
        outbox.putOutcome(connectionId, outcome);
        progress.outcome(Optional.of(outcome));
    }

    /** The set was committed: settles it together with what is shown of it. */
    void committed(OpenSet set, Set<DataType> wrong) {
        Map<DataType, TypeStatus> types = new EnumMap<>(DataType.class);
        set.datasets()
                .forEach(
                        (type, dataset) ->
                                types.put(
                                        type,
                                        new TypeStatus(
                                                dataset.records(),
                                                dataset.kept(),
                                                "Complete",
                                                "")));
        set.omitted()
                .forEach(
                        (type, reason) -> {
                            Held held = outbox.held(connectionId, type);
                            types.put(
                                    type,
                                    new TypeStatus(
                                            held.records(), held.kept(), "FetchError", reason));
                        });
        Instant now = clock.instant();
        Outcome outcome =
                new Outcome(
                        now,
                        wrong.isEmpty()
                                ? ""
                                : "The platform holds something else than expected; the next sync"
                                        + " uploads everything once.",
                        Optional.of(now),
                        types,
                        set.closed().map(OpenSet.Closed::findings).orElse(List.of()));
        outbox.settle(connectionId, wrong, outcome);
        progress.outcome(Optional.of(outcome));
    }
}
