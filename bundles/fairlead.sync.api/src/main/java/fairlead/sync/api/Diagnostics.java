package fairlead.sync.api;

import fairlead.accounting.api.Checkpoint;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What is known about this agent, as plain text for whoever is to help: versions, checks, how the
 * company stands, the last lines of the activity log. Never a password or a key, nothing that
 * stands in the books, and nothing about the companies of other connections.
 */
@ProviderType
public interface Diagnostics {
    /** The most characters that a report has. */
    int LONGEST = 100_000;

    /**
     * Looks, which may take some seconds since the books are opened. A check that fails is a line
     * of the report, never an exception.
     *
     * @param connectionId about which company
     * @param checkpoint lets a job be stopped between two checks
     */
    String collect(String connectionId, Checkpoint checkpoint) throws InterruptedException;
}
