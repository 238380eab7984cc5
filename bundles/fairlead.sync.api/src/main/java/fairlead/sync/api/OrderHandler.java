package fairlead.sync.api;

import org.osgi.annotation.versioning.ProviderType;

/** Takes the platform's orders from the transport. */
@ProviderType
public interface OrderHandler {
    /**
     * Stores the order and everything that must not be forgotten of it, then returns; only then
     * does the transport acknowledge it. An order that was already done is done nothing about.
     */
    void handle(Order order);
}
