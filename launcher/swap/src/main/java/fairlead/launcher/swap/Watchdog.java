package fairlead.launcher.swap;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when it hangs (swap rule 6). Two threads: one feels the hearts and may hang with
 * them, the other one looks whether they beat and calls into nothing. The framework's heart beats
 * when a service comes and goes. A bundle has one when it registers a {@link LongSupplier} with the
 * property {@value #HEART}: asked again and again, it has to give another number within the
 * patience; and once seen it may not stay away longer than that.
 */
public final class Watchdog implements AutoCloseable {
    /** Service property: the name of the heart. */
    public static final String HEART = "fairlead.heart";

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final String FRAMEWORK = "the framework";
    private static final int LOOKS = 8;

    private final BundleContext system;
    private final Duration patience;
    private final Duration look;
    private final Consumer<String> hung;
    private final WakingTime time;
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<String, Duration> beats = new ConcurrentHashMap<>();
    private volatile Duration now = Duration.ZERO;
    private volatile boolean closed;
    private final Thread feeler = new Thread(this::feel, "fairlead-watchdog-feeler");
    private final Thread watcher = new Thread(this::watch, "fairlead-watchdog");

    /**
     * Does nothing before {@link #start}.
     *
     * @param patience the longest silence, while the machine is awake
     * @param hung ends the process; it is told whose heart stands still
     */
    public Watchdog(BundleContext system, Duration patience, Consumer<String> hung) {
        this.system = system;
        this.patience = patience;
        this.hung = hung;
        look = patience.dividedBy(LOOKS);
        time = new WakingTime(look, System.nanoTime());
        beats.put(FRAMEWORK, Duration.ZERO);
        feeler.setDaemon(true);
        watcher.setDaemon(true);
    }

    /** Begins to watch. */
    public void start() {
        feeler.start();
        watcher.start();
    }

    private void feel() {
        try {
            while (!closed) {
                beat();
                Thread.sleep(look.toMillis());
            }
        } catch (InterruptedException e) {
            LOG.debug("the watchdog is no longer needed"); // the process stops
        }
    }

    /** Feels every heart once. */
    void beat() {
        Duration felt = now;
        try {
            ServiceRegistration<?> come =
                    system.registerService(Watchdog.class.getName(), this, null);
            come.unregister();
            beats.put(FRAMEWORK, felt);
            for (ServiceReference<LongSupplier> heart :
                    system.getServiceReferences(LongSupplier.class, "(" + HEART + "=*)")) {
                feel(heart, felt);
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("the filter is a constant", e);
        } catch (IllegalStateException e) {
            LOG.debug("the framework stops", e);
        } catch (RuntimeException e) {
            LOG.warn("a heart cannot be felt", e);
        }
    }

    private void feel(ServiceReference<LongSupplier> heart, Duration felt) {
        String name = String.valueOf(heart.getProperty(HEART));
        beats.putIfAbsent(name, felt);
        try {
            LongSupplier service = system.getService(heart);
            if (service != null) {
                Long number = service.getAsLong();
                if (!number.equals(numbers.put(name, number))) {
                    beats.put(name, felt);
                }
            }
        } catch (ServiceException e) {
            LOG.debug("{} is just being changed", name, e);
        } finally {
            system.ungetService(heart);
        }
    }

    private void watch() {
        try {
            while (!closed) {
                Thread.sleep(look.toMillis());
                Optional<String> silent = look(System.nanoTime());
                if (silent.isPresent() && !closed) {
                    hung.accept(silent.get());
                    return;
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the watchdog is no longer needed"); // the process stops
        }
    }

    /** Which heart has stood still for too long, at this time of {@link System#nanoTime}? */
    Optional<String> look(long nanos) {
        now = time.tick(nanos);
        return beats.entrySet().stream()
                .filter(heart -> now.minus(heart.getValue()).compareTo(patience) >= 0)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Watches no longer: the process stops, and its stop has a deadline of its own. */
    @Override
    public void close() {
        closed = true;
        feeler.interrupt();
        watcher.interrupt();
    }
}
