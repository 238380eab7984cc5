package fairlead.sync.api;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Credentials at rest: passwords and the agent's private key. Nothing else knows where they lie.
 * Any thread.
 *
 * @see java.io.UncheckedIOException thrown by every method when the store cannot be read or written
 */
@ProviderType
public interface Secrets {
    /** Keeps a copy of the value under this name, durably, replacing an older one. */
    void put(String name, byte[] value);

    /** A copy of the value, which the caller may blank; empty when there is none. */
    Optional<byte[]> get(String name);

    /** Forgets it. Does nothing when there is none. */
    void remove(String name);
}
