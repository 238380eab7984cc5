package fairlead.gate;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.ServiceException;

/**
 * Lets calls into a provider until it is closed, and waits for those inside: a provider that is
 * swapped away cuts nobody off. Copied into each bundle that drains; that is why a late caller
 * meets OSGi's own exception, which all bundles share.
 */
public final class Gate {
    private final Semaphore places = new Semaphore(Integer.MAX_VALUE);
    private final Inside inside = places::release;
    private volatile boolean closed;

    /** A call that is inside; closing it lets it out. */
    @FunctionalInterface
    public interface Inside extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Goes in, for a try-with-resources around the call.
     *
     * @throws ServiceException of type {@code UNREGISTERED} when the gate is closed: read the
     *     reference again, once
     */
    public Inside enter() {
        boolean in = places.tryAcquire();
        if (in && !closed) {
            return inside;
        }
        if (in) {
            places.release();
        }
        throw new ServiceException("this service has gone", ServiceException.UNREGISTERED);
    }

    /**
     * Closes the gate and waits until nobody is inside, or for the deadline.
     *
     * @return did everybody leave in time?
     */
    public boolean close(Duration deadline) {
        closed = true;
        boolean drained = false;
        try {
            drained =
                    places.tryAcquire(
                            Integer.MAX_VALUE, deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (drained) {
            places.release(Integer.MAX_VALUE); // or a late caller would wait for ever
        }
        return drained;
    }
}
