package fairlead.schedule;

import fairlead.schedule.api.Job;
import fairlead.schedule.api.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A job and how it stands. Its dispatcher's lock guards it. */
final class Entry {
    final String name;
    final Job job;
    private Times times = new Times.Never();
    private boolean duringPause;
    private boolean wanted;
    private boolean left;
    private Optional<Instant> due = Optional.empty();
    private Optional<Duration> again = Optional.empty();
    private Optional<Run> run = Optional.empty();
    private Optional<Instant> lastEnd = Optional.empty();
    private Optional<String> lastFailure = Optional.empty();

    Entry(String name, Job job) {
        this.name = name;
        this.job = job;
    }

    /** Its times have been set or changed: what was planned by the old ones is forgotten. */
    void plan(Times newTimes, boolean newDuringPause, Instant now) {
        times = newTimes;
        duringPause = newDuringPause;
        again = Optional.empty();
        due = times.after(now);
    }

    /** Runs it as soon as it may. */
    void want() {
        wanted = true;
    }

    /** Its provider has gone: it is not started again. */
    void leave() {
        left = true;
    }

    boolean hasLeft() {
        return left;
    }

    Optional<Run> run() {
        return run;
    }

    boolean mayRun(boolean paused) {
        return run.isEmpty() && !left && (duringPause || !paused);
    }

    boolean stopsFor(boolean paused) {
        return run.isPresent() && paused && !duringPause;
    }

    /** When it is to run: now, when it is wanted. Empty: nobody knows. */
    Optional<Instant> next(Instant now) {
        if (wanted) {
            return Optional.of(now);
        }
        // A clock that was put back must not put off a run by more than its usual distance.
        Optional<Instant> latest = again.isPresent() ? again.map(now::plus) : times.after(now);
        due =
                due.isPresent() && latest.isPresent() && latest.get().isBefore(due.get())
                        ? latest
                        : due;
        return due;
    }

    void starts(Run newRun) {
        run = Optional.of(newRun);
        wanted = false;
        due = Optional.empty();
        again = Optional.empty();
    }

    /** It came back: finished, failed, or at a checkpoint because it was told to stop. */
    void ended(Outcome outcome, Instant now) {
        run = Optional.empty();
        lastEnd = Optional.of(now);
        lastFailure = outcome.failure();
        again = outcome.again();
        due = again.isPresent() ? again.map(now::plus) : times.after(now);
        wanted |= outcome.unfinished();
    }

    void refuse(String reason) {
        lastFailure = Optional.of(reason);
    }

    JobStatus status(Instant now) {
        return new JobStatus(
                name,
                run.isPresent(),
                duringPause,
                lastEnd,
                lastFailure,
                run.isPresent() ? Optional.empty() : next(now));
    }

    /**
     * How a run ended.
     *
     * @param again when the job wants to run again
     * @param failure why it failed, in one line
     * @param unfinished was it told to stop before its end?
     */
    record Outcome(Optional<Duration> again, Optional<String> failure, boolean unfinished) {
        static Outcome done(Optional<Duration> again) {
            return new Outcome(again, Optional.empty(), false);
        }

        static Outcome failed(Throwable cause) {
            return new Outcome(Optional.empty(), Optional.of(cause.toString()), false);
        }

        static Outcome stopped() {
            return new Outcome(Optional.empty(), Optional.empty(), true);
        }
    }
}
