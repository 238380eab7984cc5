package fairlead.launcher.swap;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduler's bundle, as far as a swap needs it: stopping it returns when every job is at a
 * checkpoint, and while it is stopped nothing works in the background.
 */
final class Jobs {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    private final BundleContext system;
    private final Timing timing;
    private List<Bundle> stopped = List.of();

    Jobs(BundleContext system, Timing timing) {
        this.system = system;
        this.timing = timing;
    }

    boolean is(String bundleName) {
        return timing.scheduler().equals(bundleName);
    }

    /**
     * Brings every job to a checkpoint.
     *
     * @throws SwapFailure.Busy when not all came in time; the scheduler runs again
     * @throws SwapFailure.Stuck when the scheduler itself does not stop
     */
    void hold(Lifecycle lifecycle) throws SwapFailure {
        stopped =
                Arrays.stream(system.getBundles())
                        .filter(b -> is(b.getSymbolicName()) && b.getState() == Bundle.ACTIVE)
                        .toList();
        long begin = System.nanoTime();
        for (Bundle bundle : stopped) {
            try {
                lifecycle.run("stopping " + bundle, () -> bundle.stop(Bundle.STOP_TRANSIENT));
            } catch (Lifecycle.HungException e) {
                throw new SwapFailure.Stuck(e.getMessage());
            }
        }
        if (System.nanoTime() - begin >= timing.checkpoint().toNanos()) {
            letGo(lifecycle, Optional.empty());
            throw new SwapFailure.Busy(
                    "a job did not come to a checkpoint within "
                            + timing.checkpoint().toSeconds()
                            + " s");
        }
    }

    /** Starts the scheduler again, or the one that has taken its place. */
    void letGo(Lifecycle lifecycle, Optional<Bundle> successor) throws SwapFailure {
        List<Bundle> toStart = successor.map(List::of).orElse(stopped);
        for (Bundle bundle : toStart) {
            if (bundle.getState() == Bundle.UNINSTALLED) {
                LOG.error("the scheduler {} is gone, so no job runs", bundle);
                continue;
            }
            try {
                lifecycle.run("starting " + bundle, () -> bundle.start(Bundle.START_TRANSIENT));
            } catch (Lifecycle.HungException e) {
                throw new SwapFailure.Stuck(e.getMessage());
            }
        }
    }
}
