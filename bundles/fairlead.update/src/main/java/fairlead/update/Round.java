package fairlead.update;

import fairlead.launcher.Swap;
import fairlead.schedule.api.JobContext;
import fairlead.schedule.api.JobStatus;
import fairlead.update.api.UpdateOutcome;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the updater's job: settles what the last one left, watches a trial, or begins the next
 * release. Each step is remembered before the next, so that a round that is cut off goes on in the
 * next one, in whichever updater that is.
 */
final class Round {
    private static final Logger LOG = LoggerFactory.getLogger(Round.class);
    private static final String MAIN = "main";
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Swap swap;
    private final Notes notes;
    private final Health health;
    private final Function<Set<String>, List<JobStatus>> jobs;
    private final Clock clock;
    private final QuietHours quiet;
    private final Path releases;
    private final Predicate<Notes.Offer> fetchAgain;
    private final OtherTracks otherTracks;

    /**
     * @param jobs how the jobs stand, without those of these bundles; empty when nobody can tell
     * @param releases where the manifests of the store lie
     * @param fetchAgain brings the bytes of a release that is damaged here, where it can
     */
    Round(
            Swap swap,
            Notes notes,
            Health health,
            Function<Set<String>, List<JobStatus>> jobs,
            Clock clock,
            QuietHours quiet,
            Path releases,
            Predicate<Notes.Offer> fetchAgain) {
        this.swap = swap;
        this.notes = notes;
        this.health = health;
        this.jobs = jobs;
        this.clock = clock;
        this.quiet = quiet;
        this.releases = releases;
        this.fetchAgain = fetchAgain;
        this.otherTracks = new OtherTracks(releases);
    }

    /** Returns when to run again; empty: at the next regular time. */
    Optional<Duration> run(JobContext context) throws InterruptedException {
        try {
            return look(context);
        } catch (CancellationException e) {
            LOG.info("{}", e.getMessage());
            return Optional.of(SOON);
        }
    }

    private Optional<Duration> look(JobContext context) throws InterruptedException {
        Map<String, String> state = swap.state();
        return switch (state.getOrDefault("phase", "idle")) {
            case "trial" -> watch(context, trial(state));
            case "idle", "staged" -> {
                settle(state);
                checked(state);
                yield beginNext(context);
            }
            default -> Optional.of(SOON);
        };
    }

    /** The release on trial or staged, in whatever track; empty when there is none. */
    static String trial(Map<String, String> state) {
        return state.entrySet().stream()
                .filter(e -> e.getKey().equals("trial") || e.getKey().startsWith("trial."))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    /** A trial that ended while this updater did not look: the host says how. */
    private void settle(Map<String, String> state) {
        Optional<Notes.Before> before = notes.before();
        if (before.isEmpty() || trial(state).equals(before.get().release())) {
            return;
        }
        String release = before.get().release();
        Optional<Notes.GoingBack> verdict = notes.goingBack();
        if (isCurrent(state, release)) {
            record(committed(release, state, Duration.ZERO));
        } else if (verdict.isEmpty()
                && !isBlocked(state, release)
                && !state.containsKey("reason")) {
            notes.forgetBefore(); // the process ended before it began, and it still waits
        } else {
            wentBack(release, verdict, state);
        }
    }

    private static String hostsReason(Map<String, String> state, String release) {
        return Optional.ofNullable(state.get("reason"))
                .or(() -> Optional.ofNullable(state.get("because." + release)))
                .orElse("it could not be started");
    }

    private static boolean isCurrent(Map<String, String> state, String release) {
        return state.entrySet().stream()
                .anyMatch(
                        e ->
                                (e.getKey().equals("release") || e.getKey().startsWith("release."))
                                        && e.getValue().equals(release));
    }

    private static boolean isBlocked(Map<String, String> state, String release) {
        return state.entrySet().stream()
                .filter(e -> e.getKey().equals("blocked") || e.getKey().startsWith("blocked."))
                .anyMatch(e -> Arrays.asList(e.getValue().split(" ")).contains(release));
    }

    private UpdateOutcome committed(String release, Map<String, String> state, Duration watched) {
        return new UpdateOutcome.Committed(
                release, clock.instant(), micros(state, "swapMicros"), watched);
    }

    /** What the host has measured in this process, should there be such a thing. */
    private static Optional<Duration> micros(Map<String, String> state, String key) {
        return Optional.of(Duration.ofNanos(Long.parseLong(state.getOrDefault(key, "0")) * 1000))
                .filter(took -> !took.isZero());
    }

    /**
     * @param verdict this updater's own; empty where the host ended the trial
     */
    private void wentBack(
            String release, Optional<Notes.GoingBack> verdict, Map<String, String> state) {
        boolean blocked = isBlocked(state, release);
        if (!blocked) {
            tryLater(release);
        }
        Instant now = clock.instant();
        Notes.GoingBack why =
                verdict.orElseGet(
                        () -> new Notes.GoingBack(now, hostsReason(state, release), Duration.ZERO));
        Optional<Duration> byAStart =
                verdict.map(it -> Duration.between(it.at(), now)).filter(d -> !d.isNegative());
        record(
                new UpdateOutcome.WentBack(
                        release,
                        why.at(),
                        why.reason(),
                        blocked,
                        micros(state, "backMicros").or(() -> byAStart),
                        why.trial()));
        if (blocked) {
            notes.offers().stream().filter(o -> o.release().equals(release)).forEach(notes::forget);
        }
    }

    private void tryLater(String release) {
        int times = notes.retry(release).map(Notes.Retry::times).orElse(0);
        notes.retry(release, new Notes.Retry(times + 1, clock.instant()));
    }

    private void record(UpdateOutcome outcome) {
        notes.outcome(outcome);
        if (outcome instanceof UpdateOutcome.Committed) {
            notes.offers().stream()
                    .filter(o -> o.release().equals(outcome.release()))
                    .forEach(notes::forget);
            LOG.info("{}", outcome.inWords());
        } else {
            LOG.warn("{}", outcome.inWords());
        }
    }

    /**
     * The host hears that updates are looked for; until there is a repository, this is all of it.
     */
    private void checked(Map<String, String> state) {
        String current = state.get("release");
        if (current != null) {
            try {
                swap.commit(current);
            } catch (IllegalStateException e) {
                LOG.warn("{}", e.getMessage());
            }
        }
    }

    /** Begins the first release that may begin now; the host then stops the jobs, this one too. */
    private Optional<Duration> beginNext(JobContext context) throws InterruptedException {
        for (Notes.Offer offer : notes.offers()) {
            if (wait(offer).isPresent() || waitsForOurs(offer) || isStaged(offer)) {
                continue;
            }
            context.checkpoint();
            Optional<Notes.Before> staged = notes.before();
            Set<String> others = otherTracks.names(offer.track(), swap.state());
            notes.before(
                    health.before(
                            offer.release(), jobs.apply(others), others, context::checkpoint));
            context.checkpoint();
            try {
                begin(offer);
                LOG.info("{} begins", offer.release());
                if (swap.state().getOrDefault("phase", "").equals("staged")) {
                    notes.outcome(new UpdateOutcome.Staged(offer.release(), clock.instant()));
                    LOG.info("{} is taken at the next start", offer.release());
                    continue;
                }
                return Optional.of(SOON);
            } catch (CancellationException e) {
                throw e;
            } catch (IllegalStateException e) {
                String reason = e.getMessage();
                if (reason.startsWith(Swap.SURROUNDINGS)) {
                    reason = reason.substring(Swap.SURROUNDINGS.length());
                    tryLater(offer.release());
                } else {
                    notes.forget(offer);
                }
                record(new UpdateOutcome.Refused(offer.release(), clock.instant(), reason));
                staged.ifPresent(notes::before);
            }
        }
        return notes.offers().stream()
                .flatMap(o -> wait(o).stream())
                .min(Duration::compareTo)
                .map(d -> d.compareTo(SOON) < 0 ? SOON : d);
    }

    /** Where it is damaged here, it begins with the bytes of where it came from. */
    private void begin(Notes.Offer offer) {
        String manifest = releases.resolve(offer.release() + ".json").toString();
        try {
            swap.begin(manifest);
        } catch (CancellationException e) {
            throw e;
        } catch (IllegalStateException e) {
            if (!e.getMessage().startsWith(Swap.SURROUNDINGS) || !fetchAgain.test(offer)) {
                throw e;
            }
            LOG.info("{} was damaged on this PC's disk and is fetched again", offer.release());
            swap.begin(manifest);
        }
    }

    /**
     * How long the offer waits still; empty when it does not. A last try that lies in the future
     * was one before the clock was put back: it puts nothing off.
     */
    private Optional<Duration> wait(Notes.Offer offer) {
        Optional<Duration> again =
                notes.retry(offer.release())
                        .filter(r -> !r.last().isAfter(clock.instant()))
                        .map(r -> Duration.between(clock.instant(), r.next()))
                        .filter(d -> !d.isNegative());
        if (again.isPresent()) {
            return again;
        }
        return !offer.byPerson() && quiet.contains(LocalTime.now(clock))
                ? Optional.of(Duration.ofMinutes(5))
                : Optional.empty();
    }

    /** It stays an offer until it is decided: it may be damaged before the start that takes it. */
    private boolean isStaged(Notes.Offer offer) {
        return trial(swap.state()).equals(offer.release());
    }

    /** A partner's release waits until what is staged of ours is decided (rule 19). */
    private boolean waitsForOurs(Notes.Offer offer) {
        return !offer.track().equals(MAIN) && swap.state().containsKey("trial");
    }

    /** Commits when the window has passed well, goes back at the first fault or at the deadline. */
    private Optional<Duration> watch(JobContext context, String release)
            throws InterruptedException {
        notes.forgetVerdict(); // one that the host never heard: the trial goes on
        Notes.Before before =
                notes.before()
                        .filter(b -> b.release().equals(release))
                        .orElseGet(() -> new Notes.Before(release, Set.of(), Set.of(), Map.of()));
        Set<String> others = othersThan(release);
        boolean measured = false;
        while (true) {
            Verdict last = health.look(before, jobs.apply(others), others, context::checkpoint);
            if (last instanceof Verdict.Healthy && !measured) {
                Optional<Verdict> speed = health.speed(before, others, context::checkpoint);
                measured = speed.isPresent();
                last = speed.orElse(last);
            }
            context.checkpoint();
            Map<String, String> state = swap.state();
            if (!state.getOrDefault("phase", "").equals("trial")) {
                return Optional.of(SOON); // the host judged
            }
            Duration passed = seconds(state, "trialSeconds");
            if (last instanceof Verdict.Bad bad) {
                return goBack(release, bad.reason(), true, passed);
            }
            boolean over = inAll(state).compareTo(seconds(state, "deadlineSeconds")) >= 0;
            String refused = "";
            // a page that could be read before is waited for, while a sync reads the books
            if (last instanceof Verdict.Healthy
                    && passed.compareTo(seconds(state, "windowSeconds")) >= 0
                    && (measured || over)) {
                refused = refusalOfCommit(release, state, passed);
                if (refused.isEmpty()) {
                    return Optional.of(SOON);
                }
            }
            if (over) {
                String reason = last instanceof Verdict.Surroundings it ? it.reason() : refused;
                return goBack(release, reason, false, passed);
            }
            context.sleep(LOOK);
        }
    }

    /** The bundles that are not judged now: those of partners, unless the trial is theirs. */
    private Set<String> othersThan(String release) {
        Map<String, String> state = swap.state();
        String track =
                state.entrySet().stream()
                        .filter(e -> e.getKey().startsWith("trial."))
                        .filter(e -> e.getValue().equals(release))
                        .map(e -> e.getKey().substring("trial.".length()))
                        .findFirst()
                        .orElse(MAIN);
        return otherTracks.names(track, state);
    }

    /** How long the trial ran, over starts; an older host tells of this process only. */
    private static Duration inAll(Map<String, String> state) {
        boolean told = state.containsKey("trialTotalSeconds");
        return seconds(state, told ? "trialTotalSeconds" : "trialSeconds");
    }

    static Duration seconds(Map<String, String> state, String key) {
        return Duration.ofSeconds(Long.parseLong(state.getOrDefault(key, "0")));
    }

    /** Why the host does not commit it now; empty when it did. */
    private String refusalOfCommit(String release, Map<String, String> state, Duration passed) {
        try {
            swap.commit(release);
        } catch (IllegalStateException e) {
            LOG.warn("{}", e.getMessage());
            return e.getMessage();
        }
        record(committed(release, state, passed));
        return "";
    }

    /**
     * The next round tells what came of it: how long it takes, is not known before. The words are
     * noted first, since the host keeps none: whoever looks after a kill has to find them.
     */
    private Optional<Duration> goBack(
            String release, String reason, boolean block, Duration watched) {
        notes.goesBack(release, new Notes.GoingBack(clock.instant(), reason, watched));
        swap.rollback(release, (block ? "" : Swap.SURROUNDINGS) + reason);
        return Optional.of(SOON);
    }
}
