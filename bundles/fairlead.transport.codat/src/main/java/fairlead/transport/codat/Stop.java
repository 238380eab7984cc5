package fairlead.transport.codat;

import fairlead.accounting.api.Checkpoint;
import fairlead.schedule.api.JobContext;
import java.time.Duration;

/** How a call that waits hears that it is to stop. */
interface Stop {
    /**
     * @throws InterruptedException when the work is to stop
     */
    void check() throws InterruptedException;

    /** How often to check while waiting. */
    Duration every();

    /** Runs the action as soon as the work is to stop, where that is said at all. */
    Registration onStop(Runnable action);

    /** Takes the action back. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** A checkpoint says nothing by itself: it is asked a few times a second. */
    static Stop of(Checkpoint checkpoint) {
        return new Stop() {
            @Override
            public void check() throws InterruptedException {
                checkpoint.check();
            }

            @Override
            public Duration every() {
                return Duration.ofMillis(200);
            }

            @Override
            public Registration onStop(Runnable action) {
                return () -> {};
            }
        };
    }

    /** A job is told, so that a wait of a minute wakes nobody up. */
    static Stop of(JobContext context) {
        return new Stop() {
            @Override
            public void check() throws InterruptedException {
                context.checkpoint();
            }

            @Override
            public Duration every() {
                return Duration.ofMinutes(5);
            }

            @Override
            public Registration onStop(Runnable action) {
                JobContext.Registration registration = context.onStop(action);
                return registration::close;
            }
        };
    }
}
