package fairlead.sync.api;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Turns requests into delivered sets. Any thread may call it; the work itself is a scheduler's job.
 */
@ProviderType
public interface SyncEngine {
    /**
     * Asks for a sync of all types of one company, or of all companies, and returns once that is
     * stored.
     *
     * @param connectionId empty: every linked company
     * @return the requests that were stored; those that were already waiting for the same type are
     *     returned instead of new ones
     */
    List<SyncRequest> request(Optional<String> connectionId, SyncRequest.Origin origin);

    /**
     * Takes back the waiting and running requests of a company; what was read of its open set is
     * dropped.
     */
    void cancel(String connectionId);

    /** How every linked company stands. */
    List<SyncStatus> status();
}
