package fairlead.accounting.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A place at which long work may be told to stop. Cheap enough to call for every row, and by any
 * thread: also by one that watches over another that waits.
 *
 * <p>The thread itself is never interrupted, since an interrupt would close the file of whoever is
 * reading or writing one; {@code InterruptedException} is just the language's word for "stop, and
 * clean up on the way out".
 */
@FunctionalInterface
@ProviderType
public interface Checkpoint {
    /**
     * Returns at once when the work may go on.
     *
     * @throws InterruptedException when it is to stop; let it pass
     */
    void check() throws InterruptedException;
}
