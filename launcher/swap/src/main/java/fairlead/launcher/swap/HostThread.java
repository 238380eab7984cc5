package fairlead.launcher.swap;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which the host changes bundles and looks at the time. It is started before any
 * bundle calls, so that it keeps none alive.
 */
final class HostThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostThread.class);

    private final ScheduledThreadPoolExecutor executor =
            new ScheduledThreadPoolExecutor(
                    1,
                    work -> {
                        Thread it = new Thread(work, "fairlead-host-swap");
                        it.setDaemon(true);
                        return it;
                    });

    HostThread() {
        executor.prestartCoreThread();
        executor.setRemoveOnCancelPolicy(true);
    }

    /**
     * Does this after what is due before it; returns at once. What it throws is logged.
     *
     * @throws java.util.concurrent.RejectedExecutionException when the thread has been ended
     */
    void later(Runnable work, Duration delay) {
        var unused =
                executor.schedule(
                        () -> {
                            try {
                                work.run();
                            } catch (RuntimeException e) {
                                LOG.error("a step of an update failed by a defect", e);
                            }
                        },
                        delay.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    boolean isClosed() {
        return executor.isShutdown();
    }

    /** Interrupts what is under way and ends the thread. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
