package fairlead.sync.api;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The list of linked companies. Durable: what a call has changed survives a power cut once it
 * returned. Any thread.
 */
@ProviderType
public interface Connections {
    /** All of them, in the order in which they were linked. */
    List<LinkedCompany> all();

    /** The one with this connection id; empty when there is none. */
    Optional<LinkedCompany> find(String connectionId);

    /** Adds it, or replaces the one with the same connection id. */
    void put(LinkedCompany company);

    /** Removes it and everything that the outbox keeps of it. Does nothing when there is none. */
    void remove(String connectionId);
}
