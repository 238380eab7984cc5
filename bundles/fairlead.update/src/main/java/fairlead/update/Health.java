package fairlead.update;

import fairlead.schedule.api.JobStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Judges a trial by its checks, its jobs, its heap and its speed (rules 21 and 22). */
final class Health {
    /** The tag of a check that reads one real page. */
    static final String PAGE = "page";

    private static final int TIMES_SLOWER = 10;
    private static final Duration SLOW = Duration.ofSeconds(2);

    /** A page is real work for the accounting package: it is read in every so many looks. */
    private static final int PAGE_EVERY = 15;

    private final Checks checks;
    private final Heap heap;
    private int looks;
    private Map<String, Checks.Answer> pages = Map.of(); // as they were read last

    Health(Checks checks, Heap heap) {
        this.checks = checks;
        this.heap = heap;
    }

    /**
     * How it is now, before a trial of this release.
     *
     * @param without the bundles whose checks will not judge it
     */
    Notes.Before before(
            String release, List<JobStatus> jobs, Set<String> without, Checks.Between between)
            throws InterruptedException {
        looks = 0;
        heap.begin();
        Map<String, Checks.Answer> answers = run(without, between);
        looks = 0; // the next look is one at the new release
        return new Notes.Before(
                release,
                answers.entrySet().stream()
                        .filter(c -> c.getValue().failed())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()),
                failed(jobs).keySet(),
                checks.warm(PAGE, without, SLOW, between));
    }

    private Map<String, Checks.Answer> run(Set<String> without, Checks.Between between)
            throws InterruptedException {
        if (looks++ % PAGE_EVERY == 0) {
            pages = checks.tagged(PAGE, without, between);
        }
        Map<String, Checks.Answer> answers = new TreeMap<>(checks.quick(PAGE, without, between));
        answers.putAll(pages);
        return answers;
    }

    private static Map<String, String> failed(List<JobStatus> jobs) {
        Map<String, String> failed = new TreeMap<>();
        for (JobStatus job : jobs) {
            job.lastFailure().ifPresent(why -> failed.put(job.name(), why));
        }
        return failed;
    }

    /**
     * Looks at the trial.
     *
     * @param without the bundles whose checks do not judge it
     */
    Verdict look(
            Notes.Before before, List<JobStatus> jobs, Set<String> without, Checks.Between between)
            throws InterruptedException {
        List<String> bad = new ArrayList<>();
        List<String> surroundings = new ArrayList<>();
        for (Map.Entry<String, Checks.Answer> check : run(without, between).entrySet()) {
            if (check.getValue().unavailable()) {
                surroundings.add(check.getKey() + ": " + check.getValue().message());
            } else if (check.getValue().failed() && !before.checks().contains(check.getKey())) {
                bad.add("the check " + check.getKey() + " fails: " + check.getValue().message());
            }
        }
        if (!bad.isEmpty()) {
            return new Verdict.Bad(String.join("; ", bad));
        }
        // the long poll and the update itself always run, and take no memory for it
        if (heap.leaks(jobs.stream().anyMatch(j -> j.running() && !j.duringPause()))) {
            return new Verdict.Bad(
                    "three collections in a row left the heap above 80 % of its maximum");
        }
        if (!surroundings.isEmpty()) {
            return new Verdict.Surroundings(String.join("; ", surroundings));
        }
        Map<String, String> failed = new TreeMap<>(failed(jobs));
        failed.keySet().removeAll(before.jobs());
        if (!failed.isEmpty()) {
            return new Verdict.Bad(
                    failed.entrySet().stream()
                            .map(j -> "the job " + j.getKey() + " fails: " + j.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return new Verdict.Healthy();
    }

    /**
     * Is a page read more than ten times as slowly as before, and slower than two seconds?
     *
     * @return empty when nothing can be compared yet, since the last look read no page
     */
    Optional<Verdict> speed(Notes.Before before, Set<String> without, Checks.Between between)
            throws InterruptedException {
        if (before.millis().isEmpty()) {
            return Optional.of(new Verdict.Healthy()); // there never will be anything to compare
        }
        if (pages.values().stream().noneMatch(Checks.Answer::isWell)) {
            return Optional.empty();
        }
        Map<String, Long> now = checks.warm(PAGE, without, SLOW, between);
        Set<String> slow =
                now.entrySet().stream()
                        .filter(c -> before.millis().containsKey(c.getKey()))
                        .filter(c -> c.getValue() > SLOW.toMillis())
                        .filter(c -> c.getValue() > TIMES_SLOWER * before.millis().get(c.getKey()))
                        .map(
                                c ->
                                        c.getKey()
                                                + " takes "
                                                + c.getValue()
                                                + " ms a page, it was "
                                                + before.millis().get(c.getKey())
                                                + " ms")
                        .collect(Collectors.toSet());
        if (now.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                slow.isEmpty() ? new Verdict.Healthy() : new Verdict.Bad(String.join("; ", slow)));
    }
}
