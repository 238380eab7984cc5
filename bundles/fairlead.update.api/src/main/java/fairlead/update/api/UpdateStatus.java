package fairlead.update.api;

import java.util.List;
import java.util.Optional;

/**
 * How updates stand.
 *
 * @param release the id of the release that is current
 * @param previous the id of the one before it, which can be gone back to; empty when there is none
 * @param trial the id of a release that runs on trial, or waits for the next start; empty when none
 *     does
 * @param waiting ids of releases that were offered and wait for their moment
 * @param phase what is being done: {@code idle}, {@code swapping}, {@code postponed}, {@code
 *     trial}, {@code staged}, {@code going-back}, {@code restarting}
 * @param message one plain sentence about it; empty when there is nothing to say
 * @param blocked ids of releases that are not tried again here
 * @param lastOutcome what came of the last one; empty when none was tried
 */
public record UpdateStatus(
        String release,
        Optional<String> previous,
        Optional<String> trial,
        List<String> waiting,
        String phase,
        String message,
        List<String> blocked,
        Optional<UpdateOutcome> lastOutcome) {
    public UpdateStatus {
        waiting = List.copyOf(waiting);
        blocked = List.copyOf(blocked);
    }
}
