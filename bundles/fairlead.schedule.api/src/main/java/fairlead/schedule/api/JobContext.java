package fairlead.schedule.api;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How a running job hears that it is to stop. The thread is not interrupted (that would close a
 * file channel in use). Methods may be called from the job's thread only, but {@link #checkpoint}
 * from any.
 */
@ProviderType
public interface JobContext {
    /**
     * Returns at once when the job may go on.
     *
     * @throws InterruptedException when it is to stop
     */
    void checkpoint() throws InterruptedException;

    /**
     * Waits.
     *
     * @throws InterruptedException as soon as the job is to stop
     */
    void sleep(Duration duration) throws InterruptedException;

    /**
     * Runs the action, on another thread, when the job is told to stop: to cancel a request that
     * waits. At once when it already was.
     *
     * @return closes the registration
     */
    Registration onStop(Runnable action);

    /** Takes the action back. */
    @ProviderType
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
