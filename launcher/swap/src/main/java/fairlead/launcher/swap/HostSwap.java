package fairlead.launcher.swap;

import fairlead.launcher.Swap;
import fairlead.launcher.plan.Part;
import fairlead.launcher.plan.SwapPlan;
import fairlead.launcher.release.Kind;
import fairlead.launcher.release.Track.Cause;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's side of updates: begins, ends and, when nobody else does, judges trials. One thread of
 * its own does the work, started before any bundle calls, so that it keeps none alive.
 */
public final class HostSwap implements Swap, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostSwap.class);

    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final int TRIES = 3;

    private enum Phase {
        IDLE("idle"),
        SWAPPING("swapping"),
        POSTPONED("postponed"),
        TRIAL("trial"),
        STAGED("staged"),
        GOING_BACK("going-back"),
        RESTARTING("restarting");

        private final String word;

        Phase(String word) {
            this.word = word;
        }
    }

    private final BundleContext system;
    private final Bundle framework;
    private final SwapLog log;
    private final Timing timing;
    private final Consumer<String> restart;
    private final boolean supervised;
    private final HostThread thread = new HostThread();
    private final LongWatch longWatch;

    /** Guarded by this, as everything below. */
    private Phase phase = Phase.IDLE;

    private String reason = "";
    private String outcome = "";
    private Optional<Attempt> attempt = Optional.empty();
    private WakingTime trialTime;
    private Duration trialPassed = Duration.ZERO;
    private boolean ends;
    private Optional<Duration> missingSince = Optional.empty();
    private Duration swapTook = Duration.ZERO;
    private Duration backTook = Duration.ZERO;

    /** In a process that is started again, as the other one. */
    public HostSwap(BundleContext system, SwapLog log, Timing timing, Consumer<String> restart) {
        this(system, log, timing, restart, true);
    }

    /**
     * Takes over a trial that the process was started with.
     *
     * @param system the system bundle's context
     * @param log where decisions are kept
     * @param restart ends this process with the exit code {@code again}; the reason is for people
     * @param supervised is there somebody who starts it again? Else it ends only where nothing else
     *     is left
     */
    public HostSwap(
            BundleContext system,
            SwapLog log,
            Timing timing,
            Consumer<String> restart,
            boolean supervised) {
        this.system = system;
        this.framework = system.getBundle();
        this.log = log;
        this.timing = timing;
        this.restart = restart;
        this.supervised = supervised;
        longWatch = new LongWatch(log, timing, System.nanoTime());
        synchronized (this) {
            if (log.isStaged()) {
                phase = Phase.STAGED;
            } else if (log.trial().isPresent()) {
                trialBegins();
            }
        }
        thread.later(this::lookAtHours, longWatch.look());
    }

    @Override
    public synchronized void begin(String releaseFile) {
        refuseWhileStopping();
        if (phase != Phase.IDLE && phase != Phase.STAGED) {
            throw new IllegalStateException(
                    "Another update is under way ("
                            + log.trial().map(Release::id).orElse(phase.word)
                            + "): one trial at a time.");
        }
        Release release = log.read(releaseFile);
        List<Part> current = log.running(release.track()).map(Release::parts).orElse(List.of());
        SwapPlan plan =
                SwapPlan.of(system, current, release.parts(), partnersBeside(release))
                        .thatChanges(release.otherSlot())
                        .besides(othersThan(release));
        backTook = Duration.ZERO; // of another release
        if (plan.kind() == Kind.RESTART || release.otherSlot()) {
            log.stage(release, new Components(system).active().keySet());
            phase = Phase.STAGED;
            outcome = release.id() + " is taken at the next start.";
            return;
        }
        log.begin(release, new Components(system).active().keySet());
        phase = Phase.SWAPPING;
        trialPassed = Duration.ZERO;
        reason = "";
        Attempt it =
                plan.kind() == Kind.BESIDE
                        ? new BesideSwap(system, plan, timing)
                        : new RefreshSwap(system, plan, timing);
        attempt = Optional.of(it);
        thread.later(() -> forward(release, plan, it, 1), Duration.ZERO);
    }

    private Set<String> partnersBeside(Release release) {
        return names(log.partners().stream(), release);
    }

    private Set<String> othersThan(Release release) {
        return names(
                Stream.concat(log.partners().stream(), log.running(Release.MAIN).stream()),
                release);
    }

    private static Set<String> names(Stream<Release> releases, Release without) {
        return releases.filter(it -> !it.track().equals(without.track()))
                .flatMap(it -> it.parts().stream())
                .map(Part::name)
                .collect(Collectors.toSet());
    }

    /** What fails while the process stops, fails by that, and is no release's fault. */
    private boolean stops() {
        return thread.isClosed() || framework.getState() != Bundle.ACTIVE;
    }

    private void refuseWhileStopping() {
        if (stops()) {
            throw new CancellationException("The process stops; the next start goes on.");
        }
    }

    private void forward(Release release, SwapPlan plan, Attempt it, int nth) {
        try {
            it.forward();
            synchronized (this) {
                swapTook = it.swapTook();
                trialBegins();
                outcome = release.id() + " runs on trial.";
            }
            LOG.info("{} runs on trial, swapped in {} ms", release.id(), swapTook.toMillis());
        } catch (SwapFailure.Busy e) {
            postpone(e, nth, () -> forward(release, plan, it, nth + 1));
        } catch (SwapFailure.Bad e) {
            LOG.warn("{} is not taken: {}", release.id(), e.getMessage(), e);
            // bytes that do not verify block nothing: it waits, and may be offered again (rule 13)
            boolean whole =
                    plan.changes().stream().flatMap(c -> c.next().stream()).allMatch(Part::isWhole);
            goBack(
                    release.id(),
                    e.getMessage(),
                    whole ? Optional.of(Cause.START) : Optional.empty(),
                    it);
        } catch (SwapFailure e) {
            restart(e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the swap to {} failed by a defect of the host's", release.id(), e);
            goBack(release.id(), "the host failed: " + e, Optional.empty(), it);
        }
    }

    private synchronized void trialBegins() {
        phase = Phase.TRIAL;
        missingSince = Optional.empty();
        trialTime = new WakingTime(LOOK, System.nanoTime());
        trialPassed = Duration.ZERO;
        thread.later(this::lookAtTrial, lookAtTrialEvery());
    }

    private Duration lookAtTrialEvery() {
        return timing.grace().compareTo(LOOK) < 0 ? timing.grace() : LOOK;
    }

    /** In all processes that ran it: the deadline does not begin anew with each. */
    private Duration trialInAll() {
        return log.tried().plus(trialPassed);
    }

    /** If none has judged by the deadline and two minutes, the host does (rule 15). */
    private void lookAtTrial() {
        if (!look(System.nanoTime())) {
            thread.later(this::lookAtTrial, lookAtTrialEvery());
        }
    }

    /**
     * Looks at the time of the trial.
     *
     * @return is it over?
     */
    synchronized boolean look(long nanos) {
        if (phase != Phase.TRIAL) {
            return true;
        }
        trialPassed = trialTime.tick(nanos);
        if (trialInAll().compareTo(timing.deadline().plus(timing.grace())) < 0) {
            return false;
        }
        String id = log.trial().map(Release::id).orElseThrow();
        leave(
                id,
                "nobody judged it within " + trialInAll().toMinutes() + " minutes",
                Optional.of(Cause.VERDICT));
        return true;
    }

    /** An updater that looked for nothing for 30 running days is left, with its release. */
    private void silence() {
        if (log.silence().compareTo(timing.silence()) >= 0 && phase == Phase.IDLE) {
            String why = "no update check for " + log.silence().toDays() + " days";
            log.leaveCurrent(why);
            restart(why);
        }
    }

    private void lookAtHours() {
        try {
            hours(System.nanoTime());
        } catch (IllegalStateException e) {
            LOG.warn("{}", e.getMessage());
        }
        thread.later(this::lookAtHours, longWatch.look());
    }

    /** A process that is never ended takes a staged release by itself (rule 18). */
    void hours(long nanos) {
        synchronized (this) {
            boolean waitedLongEnough = longWatch.look(nanos, phase == Phase.STAGED);
            if (!supervised) {
                return; // it would end a process that works
            }
            silence();
            if (!waitedLongEnough) {
                return;
            }
        }
        try (Lifecycle lifecycle = new Lifecycle(timing.lifecycle())) {
            new Jobs(system, timing).hold(lifecycle);
            restart("a release has waited for the next start for long enough");
        } catch (SwapFailure e) {
            LOG.info("the restart for a staged release waits: {}", e.getMessage());
        }
    }

    @Override
    public void commit(String release) {
        // Outside the lock, since it may call into a bundle.
        commit(release, log.trial().filter(is(release)).map(this::missing).orElse(""));
    }

    private synchronized void commit(String release, String missing) {
        Optional<Release> trial = log.trial();
        boolean onTrial = trial.isPresent() && phase != Phase.STAGED;
        if (!onTrial && log.running(Release.MAIN).filter(is(release)).isPresent()) {
            log.checked();
            return;
        }
        if (phase != Phase.TRIAL || trial.filter(is(release)).isEmpty()) {
            throw new IllegalStateException(release + " is not on trial.");
        }
        trialPassed = trialTime.tick(System.nanoTime());
        if (trialPassed.compareTo(timing.window()) < 0) {
            throw new IllegalStateException(
                    release
                            + " has been on trial for "
                            + trialPassed.toSeconds()
                            + " s, its window is "
                            + timing.window().toSeconds()
                            + " s.");
        }
        if (!missing.isEmpty()) {
            refuse(release, missing);
        }
        missingSince = Optional.empty();
        log.commit(release);
        phase = Phase.IDLE;
        outcome = release + " is committed.";
        LOG.info("{} is committed", release);
        if (attempt.isPresent()) {
            thread.later(attempt.get()::commit, Duration.ZERO);
        } else {
            thread.later(new Partners(system, log, timing)::start, Duration.ZERO);
        }
        attempt = Optional.empty();
    }

    /**
     * One sentence about what was active before the trial and is not now; empty when all is. A
     * start compares with nothing, and a component may go after the swap.
     */
    private String missing(Release trial) {
        Set<String> names = trial.parts().stream().map(Part::name).collect(Collectors.toSet());
        Map<String, Integer> before =
                log.activeBefore().stream().collect(Collectors.toMap(name -> name, name -> 1));
        Components components = new Components(system);
        Map<String, Integer> expected =
                components.expected(before, names::contains, bundle -> true);
        if (Components.missing(expected, components.active()).isEmpty()) {
            return "";
        }
        Held held = new Held(system);
        try (Lifecycle lifecycle = new Lifecycle(timing.lifecycle())) {
            new Judge(components, timing.settling()).all(expected, held, lifecycle);
            return "";
        } catch (SwapFailure | Lifecycle.HungException e) {
            return e.getMessage();
        } finally {
            held.release();
        }
    }

    /** One that stays away for as long as a call into a bundle may take is the release's fault. */
    private void refuse(String release, String missing) {
        refuseWhileStopping();
        Duration since = missingSince.orElse(trialPassed);
        missingSince = Optional.of(since);
        if (trialPassed.minus(since).compareTo(timing.lifecycle()) >= 0) {
            leave(release, missing, Optional.of(Cause.VERDICT));
        }
        throw new IllegalStateException(release + " is not committed: " + missing + ".");
    }

    private static Predicate<Release> is(String id) {
        return r -> r.id().equals(id);
    }

    @Override
    public synchronized void rollback(String release, String reason) {
        refuseWhileStopping();
        boolean staged = phase == Phase.STAGED;
        if ((!staged && phase != Phase.TRIAL) || log.trial().filter(is(release)).isEmpty()) {
            throw new IllegalStateException(release + " is not on trial.");
        }
        Optional<Cause> cause =
                reason.startsWith(SURROUNDINGS) ? Optional.empty() : Optional.of(Cause.VERDICT);
        if (staged) { // nothing of it runs yet
            phase = Phase.IDLE;
            this.reason = reason;
            outcome = release + " is not taken: " + reason + ".";
            record(release, reason, cause);
        } else {
            leave(release, reason, cause);
        }
    }

    /** State first, then the bundles: a death in between finds the right state. */
    private synchronized void leave(String release, String why, Optional<Cause> cause) {
        phase = Phase.GOING_BACK;
        reason = why;
        record(release, why, cause);
        thread.later(() -> undo(release, attempt, 1), Duration.ZERO);
    }

    private void goBack(String release, String why, Optional<Cause> cause, Attempt it) {
        if (stops()) {
            synchronized (this) {
                outcome = release + " is taken at the next start, since the process stops.";
                LOG.info("{}", outcome);
            }
            return;
        }
        synchronized (this) {
            phase = Phase.GOING_BACK;
            reason = why;
            record(release, why, cause);
        }
        undo(release, Optional.of(it), 1);
    }

    private void record(String release, String why, Optional<Cause> cause) {
        log.back(release, why, cause);
        writeLater();
    }

    private void writeLater() {
        if (!log.writeLater()) {
            thread.later(this::writeLater, LOOK);
        }
    }

    private void undo(String release, Optional<Attempt> which, int nth) {
        if (which.isEmpty()) { // this process was started with the trial
            restart("going back from " + release);
            return;
        }
        try {
            which.get().back();
            synchronized (this) {
                backTook = which.get().backTook();
                phase = Phase.IDLE;
                attempt = Optional.empty();
                outcome = release + " went back: " + reason + ".";
                LOG.warn("{} Took {} ms.", outcome, backTook.toMillis());
            }
        } catch (SwapFailure.Busy e) {
            postpone(e, nth, () -> undo(release, which, nth + 1));
        } catch (SwapFailure e) {
            restart(e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("going back from {} failed by a defect of the host's", release, e);
            restart("going back failed: " + e);
        }
    }

    /** No checkpoint three times: the restart is the way out (rule 17). */
    private void postpone(SwapFailure.Busy why, int nth, Runnable again) {
        if (nth >= TRIES && supervised) {
            restart(why.getMessage() + ", " + nth + " times");
            return;
        }
        synchronized (this) {
            if (phase == Phase.SWAPPING) {
                phase = Phase.POSTPONED;
            }
            reason = why.getMessage();
        }
        LOG.warn("the swap waits: {}", why.getMessage());
        thread.later(again, timing.again());
    }

    /**
     * Ends this process to be started again, in order and between two steps of a swap; returns at
     * once.
     */
    public void restartFor(String why) {
        thread.later(() -> restart(why), Duration.ZERO);
    }

    private void restart(String why) {
        if (stops()) {
            return;
        }
        synchronized (this) {
            phase = Phase.RESTARTING;
            reason = why;
            outcome =
                    (supervised ? "The process is started again: " : "Start it again: ")
                            + why
                            + ".";
        }
        LOG.warn("{}", outcome);
        endsByChoice();
        restart.accept(why);
    }

    /**
     * This process is about to be ended by its own choice, or was asked to end: the first step of
     * that (rule 11). What cannot be written then counts as a death would.
     */
    public synchronized void endsByChoice() {
        try {
            if (!ends) { // by choice, and then by order
                log.endsByChoice(longWatch.since(System.nanoTime()), trialPassed);
                ends = true;
            }
        } catch (IllegalStateException e) {
            LOG.warn("the process ends, and this start stays counted: {}", e.getMessage());
        }
    }

    @Override
    public synchronized Map<String, String> state() {
        Map<String, String> state = new HashMap<>(log.state());
        state.put("phase", phase.word);
        if (phase == Phase.TRIAL) {
            trialPassed = trialTime.tick(System.nanoTime());
            state.put("trialSeconds", Long.toString(trialPassed.toSeconds()));
            state.put("trialTotalSeconds", Long.toString(trialInAll().toSeconds()));
        }
        put(state, "reason", reason);
        put(state, "outcome", outcome);
        state.put("swapMicros", Long.toString(swapTook.toNanos() / 1000));
        state.put("backMicros", Long.toString(backTook.toNanos() / 1000));
        state.put("windowSeconds", Long.toString(timing.window().toSeconds()));
        state.put("deadlineSeconds", Long.toString(timing.deadline().toSeconds()));
        return Map.copyOf(state);
    }

    private static void put(Map<String, String> state, String key, String value) {
        if (!value.isEmpty()) {
            state.put(key, value);
        }
    }

    /** Ends the host's own thread; what is under way is left to the next start. */
    @Override
    public void close() {
        thread.close();
    }
}
