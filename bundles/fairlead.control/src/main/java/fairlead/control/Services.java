package fairlead.control;

import fairlead.accounting.api.AccountingException;
import fairlead.sync.api.LinkException;
import fairlead.update.api.UpdateException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.osgi.framework.ServiceException;

/** Calls a service that may be swapped away: the reference is read for each call, and once more. */
final class Services {
    /** So long a service may be away while bundles change. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Services() {}

    /** A call of a service that answers. */
    @FunctionalInterface
    interface Call<S, R> {
        R on(S service)
                throws AccountingException, LinkException, UpdateException, InterruptedException;
    }

    /** A call of a service that answers nothing. */
    @FunctionalInterface
    interface Action<S> {
        void on(S service)
                throws AccountingException, LinkException, UpdateException, InterruptedException;
    }

    /**
     * Calls it.
     *
     * @throws ControlException when there is no such service for 5 seconds, or when it refuses
     */
    static <S, R> R call(String name, Supplier<S> reference, Call<S, R> call)
            throws ControlException, InterruptedException {
        try {
            return twice(name, reference, call);
        } catch (LinkException e) {
            throw new ControlException(e.reason().name(), e.getMessage());
        } catch (AccountingException e) {
            throw new ControlException(e.kind().name(), e.getMessage());
        } catch (UpdateException e) {
            throw new ControlException("REFUSED", e.getMessage());
        }
    }

    /** As {@link #call}. */
    static <S> void run(String name, Supplier<S> reference, Action<S> action)
            throws ControlException, InterruptedException {
        call(
                name,
                reference,
                service -> {
                    action.on(service);
                    return true;
                });
    }

    private static <S, R> R twice(String name, Supplier<S> reference, Call<S, R> call)
            throws ControlException,
                    AccountingException,
                    LinkException,
                    UpdateException,
                    InterruptedException {
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
