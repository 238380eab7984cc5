package fairlead.sync.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the platform wants of the agent. It is repeated until it is acknowledged; the agent
 * remembers the ids it has done.
 *
 * @param id the order's id
 * @param kind what is to be done
 * @param connectionId of which company; empty for orders to the whole agent
 * @param requests what is to be read, for {@link Kind#SYNC}; otherwise empty
 * @param until when a pause ends, for {@link Kind#PAUSE}
 */
public record Order(
        String id,
        Kind kind,
        Optional<String> connectionId,
        List<SyncRequest> requests,
        Optional<Instant> until) {
    public Order {
        requests = List.copyOf(requests);
    }

    /** What is to be done. */
    public enum Kind {
        SYNC,
        CANCEL,
        PAUSE,
        RESUME,
        RESTART,
        DIAGNOSTICS,
        CHECK_FOR_UPDATES,
        UNLINK,
        UNINSTALL
    }
}
