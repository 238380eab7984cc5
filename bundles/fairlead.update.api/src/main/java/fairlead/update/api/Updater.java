package fairlead.update.api;

import org.osgi.annotation.versioning.ProviderType;

/** Fetches, stages and swaps releases. Any thread may call it. */
@ProviderType
public interface Updater {
    /** How updates stand now. */
    UpdateStatus status();

    /** Looks for a newer release soon, on the scheduler's thread. */
    void check();
}
