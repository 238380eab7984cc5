package fairlead.sync;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.osgi.framework.ServiceException;

/** Calls another bundle's service; when it has just gone, its successor, once. */
final class Late {
    private Late() {}

    /**
     * Calls it.
     *
     * @param reference reads the field
     * @throws ServiceException of type {@code UNREGISTERED} when there is none
     */
    static <S, T> T call(Supplier<S> reference, Function<S, T> call) {
        S service = present(reference);
        try {
            return call.apply(service);
        } catch (ServiceException e) {
            if (e.getType() != ServiceException.UNREGISTERED) {
                throw e;
            }
            return call.apply(present(reference));
        }
    }

    private static <S> S present(Supplier<S> reference) {
        S service = reference.get();
        if (service == null) {
            throw new ServiceException("a service is away", ServiceException.UNREGISTERED);
        }
        return service;
    }

    /** Calls it for its effect. */
    static <S> void run(Supplier<S> reference, Consumer<S> call) {
        call(
                reference,
                service -> {
                    call.accept(service);
                    return service;
                });
    }

    /** Calls it where there is one; what is wanted is stored, and done when it is back. */
    static <S> void ifPresent(Supplier<S> reference, Consumer<S> call) {
        if (reference.get() != null) {
            run(reference, call);
        }
    }
}
