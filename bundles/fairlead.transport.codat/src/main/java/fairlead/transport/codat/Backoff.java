package fairlead.transport.codat;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Full jitter: after the nth failure in a row, a random time between nothing and the base doubled n
 * times, at most the cap. Any thread.
 */
final class Backoff {
    private static final Duration BASE = Duration.ofSeconds(1);
    private static final Duration CAP = Duration.ofMinutes(5);
    private static final int ENOUGH = 20;

    private final DoubleSupplier random;
    private int failures; // guarded by this

    /**
     * @param random uniform in [0, 1)
     */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    synchronized Duration next() {
        failures = Math.min(failures + 1, ENOUGH);
        long most = Math.min(CAP.toMillis(), BASE.toMillis() << (failures - 1));
        return Duration.ofMillis((long) (random.getAsDouble() * most));
    }

    synchronized void reset() {
        failures = 0;
    }
}
