package fairlead.sync.api;

import org.osgi.annotation.versioning.ProviderType;

/** Takes the platform's orders from the transport. */
@ProviderType
public interface OrderHandler {
    /**
     * Does what the order says, or begins it, and returns; everything that must not be forgotten of
     * it is stored then. An order that was already done, or is under way, is done nothing about.
     */
    void handle(Order order);

    /**
     * Is this order, which was handled, done? Only then does the transport acknowledge it; the
     * platform repeats it until then.
     */
    default boolean isDone(String orderId) {
        return true;
    }
}
