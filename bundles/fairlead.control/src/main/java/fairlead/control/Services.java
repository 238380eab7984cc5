package fairlead.control;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.osgi.framework.ServiceException;

/** Calls a service that may be swapped away: the reference is read for each call, and once more. */
final class Services {
    /** So long a service may be away while bundles change. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Services() {}

    /** A call of a service. */
    @FunctionalInterface
    interface Call<S, R> {
        R on(S service) throws Exception;
    }

    /**
     * Calls it.
     *
     * @throws ControlException when there is no such service for 5 seconds
     * @throws Exception what the call throws
     */
    static <S, R> R call(String name, Supplier<S> reference, Call<S, R> call) throws Exception {
        try {
            return call.on(await(name, reference));
        } catch (ServiceException e) {
            if (e.getType() != ServiceException.UNREGISTERED) {
                throw e;
            }
            return call.on(await(name, reference));
        }
    }

    private static <S> S await(String name, Supplier<S> reference) throws ControlException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        S service = reference.get();
        while (service == null && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            service = reference.get();
        }
        if (service == null) {
            throw new ControlException(
                    "NOT_READY", "The agent's " + name + " is not there; try again in a minute.");
        }
        return service;
    }
}
