package fairlead.schedule;

import fairlead.schedule.api.Job;
import fairlead.schedule.api.JobStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts each job when it is due. One thread waits for the next due time; each job that runs has a
 * thread of the pool, which goes when it was idle for a minute.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final String THREAD = "fairlead-schedule";

    private final Clock clock;
    private final PauseFile pauseFile;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> wantedUnknown = new HashSet<>();
    private final Thread timer = new Thread(this::loop, THREAD);
    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(
                    0,
                    Integer.MAX_VALUE, // as many as there are jobs
                    1,
                    TimeUnit.MINUTES,
                    new SynchronousQueue<>(),
                    work -> new Thread(work, THREAD + "-idle"));
    private Optional<Instant> pausedUntil = Optional.empty();
    private boolean pauseRead;
    private boolean closed;
    private long looks;

    Dispatcher(Clock clock, PauseFile pauseFile) {
        this.clock = clock;
        this.pauseFile = pauseFile;
    }

    void start() {
        timer.start();
    }

    /** Takes a job in. Of several with one name the first works, until it goes. */
    synchronized void add(Job job, Map<String, ?> properties) {
        Object name = properties.get(Job.NAME);
        if (name == null) {
            LOG.error("{} has no {}, so it never runs", job.getClass().getName(), Job.NAME);
            return;
        }
        Entry entry = new Entry(name.toString(), job);
        plan(entry, properties);
        if (isTrue(properties.get(Job.AT_START)) || wantedUnknown.remove(entry.name)) {
            entry.want();
        }
        entries.add(entry);
        notifyAll();
    }

    synchronized void update(Job job, Map<String, ?> properties) {
        entries.stream().filter(e -> e.job == job).forEach(e -> plan(e, properties));
        notifyAll();
    }

    private void plan(Entry entry, Map<String, ?> properties) {
        Times times;
        try {
            times = Times.of(properties, clock.getZone());
        } catch (IllegalArgumentException e) {
            LOG.error("the job {} runs only when it is triggered", entry.name, e);
            entry.refuse(e.getMessage());
            times = new Times.Never();
        }
        entry.plan(times, isTrue(properties.get(Job.DURING_PAUSE)), clock.instant());
    }

    private static boolean isTrue(Object value) {
        return value != null && Boolean.parseBoolean(value.toString());
    }

    /** Lets a job go and waits until it has stopped, or for the deadline. */
    void remove(Job job, Duration deadline) {
        List<Entry> gone;
        synchronized (this) {
            gone = entries.stream().filter(e -> e.job == job).toList();
            gone.forEach(Entry::leave);
            clearAway();
            notifyAll();
        }
        stopAndAwait(gone, deadline);
    }

    /** One that still runs keeps its place, so that a successor of its name waits for its end. */
    private void clearAway() {
        entries.removeIf(e -> e.hasLeft() && e.run().isEmpty());
    }

    synchronized void trigger(String name) {
        Optional<Entry> entry = active(name).filter(e -> !e.hasLeft());
        entry.ifPresentOrElse(Entry::want, () -> wantedUnknown.add(name));
        notifyAll();
    }

    void pause(Instant until) {
        List<Run> toStop;
        synchronized (this) {
            keep(Optional.of(until));
            boolean paused = until.isAfter(clock.instant());
            toStop =
                    entries.stream()
                            .filter(e -> e.stopsFor(paused))
                            .flatMap(e -> e.run().stream())
                            .toList();
            notifyAll();
        }
        toStop.forEach(Run::stop);
    }

    synchronized void resume() {
        keep(Optional.empty());
        notifyAll();
    }

    /** What cannot be kept does not hold: who asked is told so. */
    private void keep(Optional<Instant> until) {
        pauseFile.write(until);
        pausedUntil = until;
        pauseRead = true;
    }

    synchronized Optional<Instant> pausedUntil() {
        if (!pauseRead) {
            pausedUntil = pauseFile.read();
            pauseRead = true;
        }
        return pausedUntil.filter(clock.instant()::isBefore);
    }

    synchronized List<JobStatus> jobs() {
        Instant now = clock.instant();
        return entries.stream()
                .filter(this::isActive)
                .map(e -> e.status(now))
                .sorted(Comparator.comparing(JobStatus::name))
                .toList();
    }

    /** How often it has looked at its jobs; it looks at them again. */
    synchronized long looks() {
        notifyAll();
        return looks;
    }

    /** Looks at the clock again: for tests, whose clock moves by itself. */
    synchronized void wake() {
        entries.forEach(e -> e.run().ifPresent(Run::wake));
        notifyAll();
    }

    /**
     * Starts nothing any more, tells every job to stop and waits for them.
     *
     * @return did all of them stop in time?
     */
    boolean close(Duration deadline) {
        List<Entry> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(entries);
            notifyAll();
        }
        boolean stopped = stopAndAwait(all, deadline);
        pool.shutdown();
        try {
            timer.join(deadline.toMillis());
            pool.awaitTermination(stopped ? deadline.toMillis() : 0, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return stopped;
    }

    private boolean stopAndAwait(List<Entry> some, Duration deadline) {
        List<Run> runs;
        synchronized (this) {
            runs = some.stream().flatMap(e -> e.run().stream()).toList();
        }
        runs.forEach(Run::stop);
        boolean stopped = await(() -> some.stream().allMatch(e -> e.run().isEmpty()), deadline);
        if (!stopped) {
            LOG.warn("no checkpoint within {} s: {}", deadline.toSeconds(), running(some));
        }
        return stopped;
    }

    private synchronized List<String> running(List<Entry> some) {
        return some.stream().filter(e -> e.run().isPresent()).map(e -> e.name).toList();
    }

    private synchronized boolean await(BooleanSupplier condition, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        try {
            for (long left = deadline.toNanos();
                    !condition.getAsBoolean();
                    left = end - System.nanoTime()) {
                if (left <= 0) {
                    return false;
                }
                wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return condition.getAsBoolean();
        }
    }

    private synchronized void loop() {
        try {
            while (!closed) {
                Duration pause = startWhatIsDue();
                looks++;
                wait(Math.max(1, Run.shorter(pause, Run.LONGEST_WAIT).toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns how long there is nothing to do. */
    private Duration startWhatIsDue() {
        Instant now = clock.instant();
        Optional<Instant> pauseEnd = pausedUntil();
        Duration wait = pauseEnd.map(end -> Duration.between(now, end)).orElse(Run.LONGEST_WAIT);
        for (Entry entry : entries) {
            if (!isActive(entry) || !entry.mayRun(pauseEnd.isPresent())) {
                continue;
            }
            Optional<Instant> next = entry.next(now);
            if (next.isPresent() && next.get().isAfter(now)) {
                wait = Run.shorter(wait, Duration.between(now, next.get()));
            } else if (next.isPresent()) {
                start(entry);
            }
        }
        return wait;
    }

    private void start(Entry entry) {
        Run run = new Run(entry.name, clock);
        entry.starts(run);
        pool.execute(() -> work(entry, run));
    }

    private void work(Entry entry, Run run) {
        Thread thread = Thread.currentThread();
        thread.setName(THREAD + "-" + entry.name);
        Entry.Outcome outcome = outcome(entry, run);
        thread.setName(THREAD + "-idle");
        synchronized (this) {
            entry.ended(outcome, clock.instant());
            clearAway();
            notifyAll();
        }
    }

    private static Entry.Outcome outcome(Entry entry, Run run) {
        try {
            return Entry.Outcome.done(entry.job.run(run));
        } catch (InterruptedException e) {
            if (run.isStopped()) {
                return Entry.Outcome.stopped();
            }
            return failed(entry, e);
        } catch (Throwable e) { // the edge to a plug-in: whatever it throws ends this run only
            return failed(entry, e);
        }
    }

    private static Entry.Outcome failed(Entry entry, Throwable cause) {
        LOG.error("the job {} failed and runs again at its next time", entry.name, cause);
        return Entry.Outcome.failed(cause);
    }

    private Optional<Entry> active(String name) {
        return entries.stream().filter(e -> e.name.equals(name)).findFirst();
    }

    private boolean isActive(Entry entry) {
        return active(entry.name).get() == entry;
    }
}
