package fairlead.transport.codat;

import fairlead.sync.api.Secrets;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.osgi.framework.ServiceException;

/** The agent's key, read once from the secrets. Any thread. */
final class Keys {
    private final Supplier<Secrets> secrets;
    private Optional<AgentKey> known = Optional.empty(); // guarded by this
    private int registering; // likewise

    /**
     * @param secrets gives null while there is no such service
     */
    Keys(Supplier<Secrets> secrets) {
        this.secrets = secrets;
    }

    /** Empty before the first registration. */
    synchronized Optional<AgentKey> find() throws LineException {
        if (known.isEmpty()) {
            known = use(AgentKey::load);
        }
        return known;
    }

    /**
     * @throws LineException when there is none any more
     */
    AgentKey require() throws LineException {
        return find().orElseThrow(
                        () ->
                                new LineException(
                                        "This PC's key is not among its stored secrets; link the"
                                                + " companies again."));
    }

    /** Made when there is none; one that cannot be read any more is replaced. */
    synchronized AgentKey findOrCreate() throws LineException {
        if (known.isEmpty()) {
            try {
                known = use(AgentKey::load);
            } catch (UnreadableKeyException e) {
                known = Optional.empty();
            }
        }
        if (known.isEmpty()) {
            known = Optional.of(use(AgentKey::create));
        }
        return known.get();
    }

    /** From now on, until {@link #endRegistration}, the key is not forgotten. */
    synchronized void beginRegistration() {
        registering++;
    }

    synchronized void endRegistration() {
        registering--;
    }

    /** Removes the key, unless something is just being registered with it. */
    synchronized void forget() throws LineException {
        if (registering == 0) {
            use(
                    secrets -> {
                        secrets.remove(AgentKey.NAME);
                        return true;
                    });
            known = Optional.empty();
        }
    }

    /** What is kept is no key. */
    static final class UnreadableKeyException extends LineException {
        private static final long serialVersionUID = 1;

        UnreadableKeyException(Throwable cause) {
            super("This PC's key cannot be read; link the companies again.", cause);
        }
    }

    private <T> T use(Function<Secrets, T> use) throws LineException {
        try {
            try {
                return use.apply(service());
            } catch (ServiceException e) {
                if (e.getType() != ServiceException.UNREGISTERED) {
                    throw e;
                }
                return use.apply(service()); // swapped meanwhile
            }
        } catch (UncheckedIOException e) {
            throw new LineException("The stored secrets cannot be read: " + e.getMessage(), e);
        } catch (AgentKey.UnreadableException e) {
            throw new UnreadableKeyException(e);
        }
    }

    private Secrets service() throws LineException {
        Secrets now = secrets.get();
        if (now == null) {
            throw new LineException("The store of secrets is not running; try again in a moment.");
        }
        return now;
    }
}
