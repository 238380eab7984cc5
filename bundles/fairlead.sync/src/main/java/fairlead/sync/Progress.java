package fairlead.sync;

import fairlead.accounting.api.Checkpoint;
import fairlead.sync.api.Outcome;
import fairlead.sync.api.SyncRequest;
import fairlead.sync.api.SyncStatus.Phase;
import fairlead.sync.api.Transport;
import fairlead.sync.api.Transport.RequestProgress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How one company stands, for whoever asks here, and now and then for the platform. */
final class Progress {
    private static final long EVERY = Duration.ofSeconds(3).toNanos();

    /** What is shown. */
    record Now(Phase phase, String message, int percent) {}

    private final LongSupplier nanos;
    private volatile Now now = new Now(Phase.IDLE, "", 100);
    private volatile Optional<Outcome> outcome = Optional.empty();
    private volatile boolean known;
    private volatile boolean waiting;
    private long reportedAt;
    private String reported = "";

    Progress(LongSupplier nanos) {
        this.nanos = nanos;
    }

    Now now() {
        return now;
    }

    void show(Phase phase, String message, int percent) {
        now = new Now(phase, message, percent);
    }

    /** Is a request waiting? */
    boolean isWaiting() {
        return waiting;
    }

    void waiting(boolean now) {
        waiting = now;
    }

    /** Was the last outcome read from the outbox, or made, in this life? */
    boolean knowsOutcome() {
        return known;
    }

    Optional<Outcome> outcome() {
        return outcome;
    }

    void outcome(Optional<Outcome> last) {
        outcome = last;
        known = true;
    }

    /** Tells the platform, unless it was told the same status a moment ago. */
    void report(
            Transport transport,
            String connectionId,
            List<SyncRequest> requests,
            String status,
            String description,
            Checkpoint checkpoint)
            throws InterruptedException {
        boolean same = reported.equals(status + description);
        if (requests.isEmpty() || (same && nanos.getAsLong() - reportedAt < EVERY)) {
            return;
        }
        reported = status + description;
        reportedAt = nanos.getAsLong();
        int percent = now.percent();
        transport.report(
                connectionId,
                requests.stream()
                        .map(r -> new RequestProgress(r, status, description, percent))
                        .toList(),
                checkpoint);
    }
}
