package fairlead.sync.api;

import fairlead.accounting.api.DataType;
import java.time.Instant;

/**
 * Somebody wants one data type of one company read: what the platform's API calls a pull operation.
 *
 * @param id 128 random bits as a UUID, made by whoever asks
 * @param connectionId of which company
 * @param type which data type; one set serves the requests of all types that are waiting
 * @param origin who asked
 * @param requestedAt when
 */
public record SyncRequest(
        String id, String connectionId, DataType type, Origin origin, Instant requestedAt) {
    /** Who asked. */
    public enum Origin {
        PLATFORM,
        SCHEDULE,
        PERSON
    }
}
