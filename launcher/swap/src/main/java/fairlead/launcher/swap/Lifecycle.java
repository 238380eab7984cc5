package fairlead.launcher.swap;

import fairlead.gate.KillPoint;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleException;

/**
 * Calls into bundles for one swap, on a thread that lives as long as the swap (rule 16): a call
 * that hangs costs this thread and nothing else, and no bundle's class loader stays behind in it.
 */
final class Lifecycle implements AutoCloseable {
    private final Duration deadline;
    private ExecutorService thread = fresh();

    Lifecycle(Duration deadline) {
        this.deadline = deadline;
    }

    private static ExecutorService fresh() {
        return Executors.newSingleThreadExecutor(
                work -> {
                    Thread thread = new Thread(work, "fairlead-swap");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Something that a bundle may refuse, delay or never finish. */
    @FunctionalInterface
    interface Step {
        void run() throws BundleException, SwapFailure, InterruptedException;
    }

    /**
     * Runs the step.
     *
     * @param what the step, as the beginning of a sentence: "fairlead.sync 1.2.0 in start"
     * @throws SwapFailure.Bad when it fails
     * @throws HungException when it is not done within the deadline; its thread is left to itself
     */
    void run(String what, Step step) throws SwapFailure, HungException {
        Callable<Void> call =
                () -> {
                    Thread.currentThread().setContextClassLoader(Lifecycle.class.getClassLoader());
                    String point = point(what);
                    KillPoint.reach("before-" + point);
                    step.run();
                    KillPoint.reach("after-" + point);
                    return null;
                };
        Future<Void> future = thread.submit(call);
        try {
            future.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            abandon();
            throw new HungException(what + " did not end within " + deadline.toSeconds() + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SwapFailure failure) {
                throw failure;
            }
            throw new SwapFailure.Bad(what + ": " + reason(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            abandon();
            Thread.currentThread().interrupt();
            throw new HungException(what + " was interrupted");
        }
    }

    /** The same name in each release. */
    private static String point(String what) {
        return KillPoint.isEveryStepNamed()
                ? "swap-" + what.replaceAll("\\[.*| [0-9][0-9.]*", "").strip().replace(' ', '-')
                : "";
    }

    /** The hanging thread is interrupted, which ends most hangs, and replaced. */
    private void abandon() {
        thread.shutdownNow();
        thread = fresh();
    }

    /** The innermost message that says something. */
    static String reason(Throwable thrown) {
        String reason = thrown.toString();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t.getMessage() != null) {
                reason = t instanceof BundleException ? t.getMessage() : t.toString();
            }
        }
        return reason.lines().findFirst().orElse(reason);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** A call into a bundle did not come back. */
    static final class HungException extends Exception {
        HungException(String message) {
            super(message);
        }
    }
}
