package fairlead.schedule;

import fairlead.schedule.api.JobContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a job: how it hears that it is to stop. */
final class Run implements JobContext {
    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    /** The clock is looked at again this often, since a sleeping PC may stop the time of waits. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final String name;
    private final Clock clock;
    private final List<Runnable> onStop = new ArrayList<>();
    private boolean stopped;

    Run(String name, Clock clock) {
        this.name = name;
        this.clock = clock;
    }

    @Override
    public synchronized void checkpoint() throws InterruptedException {
        if (stopped) {
            throw new InterruptedException("the job " + name + " is to stop");
        }
    }

    @Override
    public synchronized void sleep(Duration duration) throws InterruptedException {
        Instant end = clock.instant().plus(duration);
        checkpoint();
        for (Duration left = duration; left.compareTo(Duration.ZERO) > 0; ) {
            wait(Math.max(1, shorter(left, LONGEST_WAIT).toMillis()));
            checkpoint();
            Duration now = Duration.between(clock.instant(), end);
            if (now.compareTo(duration) > 0) { // the clock was put back
                end = clock.instant().plus(left);
            } else {
                left = now;
            }
        }
    }

    @Override
    public Registration onStop(Runnable action) {
        synchronized (this) {
            if (!stopped) {
                onStop.add(action);
                return () -> forget(action);
            }
        }
        act(action);
        return () -> {};
    }

    private synchronized void forget(Runnable action) {
        onStop.removeIf(other -> other == action);
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    /** Tells the job to stop; does not wait for it. */
    void stop() {
        List<Runnable> actions;
        synchronized (this) {
            stopped = true;
            actions = List.copyOf(onStop);
            onStop.clear();
            notifyAll();
        }
        actions.forEach(this::act);
    }

    /** Looks at the clock again. */
    synchronized void wake() {
        notifyAll();
    }

    private void act(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("the job {} could not be told to stop", name, e);
        }
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
