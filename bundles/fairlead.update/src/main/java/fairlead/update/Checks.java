package fairlead.update;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the health checks that bundles register, each on a thread of its own: one that hangs is one
 * that fails, and stops no other. It is not waited for, and never interrupted: that would close the
 * file that it just reads (docs/adr/0002).
 */
final class Checks {
    static final Logger LOG = LoggerFactory.getLogger(Checks.class);

    /** Service property of a check that judges another bundle than that which registered it. */
    static final String JUDGES = "fairlead.judges";

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int WARM = 5;

    private final Duration deadline;
    private final Duration longDeadline;
    private final Map<HealthCheck, Registered> checks = new ConcurrentHashMap<>();

    /**
     * A check as a bundle has registered it.
     *
     * @param bundle the name of the bundle that it judges
     */
    private record Registered(String bundle, Map<String, ?> properties) {
        boolean counts(String tag, boolean with, Set<String> without) {
            return hasTag(properties, tag) == with && !without.contains(bundle);
        }
    }

    /**
     * @param deadline of a check
     * @param longDeadline of one that does real work
     */
    Checks(Duration deadline, Duration longDeadline) {
        this.deadline = deadline;
        this.longDeadline = longDeadline;
    }

    /** Whoever waits for a check may be told to stop: a job's checkpoint. */
    interface Between {
        void check() throws InterruptedException;
    }

    /**
     * What a check said.
     *
     * @param status its own word
     * @param message one line
     * @param took how long it took
     */
    record Answer(Result.Status status, String message, Duration took) {
        boolean failed() {
            return status == Result.Status.CRITICAL || status == Result.Status.HEALTH_CHECK_ERROR;
        }

        boolean isWell() {
            return status == Result.Status.OK;
        }

        boolean unavailable() {
            return status == Result.Status.TEMPORARILY_UNAVAILABLE;
        }
    }

    /**
     * @param bundle the name of the bundle that has registered it
     */
    void add(HealthCheck check, String bundle, Map<String, ?> properties) {
        String judged = properties.get(JUDGES) instanceof String other ? other : bundle;
        checks.put(check, new Registered(judged, Map.copyOf(properties)));
    }

    void remove(HealthCheck check) {
        checks.remove(check);
    }

    /** Runs those without this tag, which are quick, by name; not those of some bundles. */
    Map<String, Answer> quick(String tag, Set<String> without, Between between)
            throws InterruptedException {
        return run(registered(tag, false, without), deadline, between);
    }

    /** Runs those with this tag, which do real work, by name; not those of some bundles. */
    Map<String, Answer> tagged(String tag, Set<String> without, Between between)
            throws InterruptedException {
        return run(registered(tag, true, without), longDeadline, between);
    }

    private Map<String, HealthCheck> registered(String tag, boolean with, Set<String> without) {
        Map<String, HealthCheck> some = new TreeMap<>();
        checks.forEach(
                (check, its) -> {
                    if (its.counts(tag, with, without)) {
                        some.put(name(check, its.properties()), check);
                    }
                });
        return some;
    }

    private static Map<String, Answer> run(
            Map<String, HealthCheck> some, Duration longest, Between between)
            throws InterruptedException {
        Map<String, Answer> answers = new TreeMap<>();
        for (Map.Entry<String, HealthCheck> check : some.entrySet()) {
            answers.put(check.getKey(), run(check.getValue(), longest, between));
        }
        return answers;
    }

    /**
     * The median of five runs of each check of this tag that is well, in milliseconds: how long one
     * page takes. One that says {@code WARN} has read none, and has no median. They are warm, since
     * whoever asks has run it before. Of fewer runs where five would take too long, and of three
     * when those are quick: then five have a quick median, too.
     *
     * @param quick no run that takes so long or less matters
     */
    Map<String, Long> warm(String tag, Set<String> without, Duration quick, Between between)
            throws InterruptedException {
        Map<String, Long> medians = new TreeMap<>();
        for (Map.Entry<String, HealthCheck> check : registered(tag, true, without).entrySet()) {
            median(check.getValue(), quick, between)
                    .ifPresent(ms -> medians.put(check.getKey(), ms));
        }
        return medians;
    }

    private Optional<Long> median(HealthCheck check, Duration quick, Between between)
            throws InterruptedException {
        List<Duration> runs = new ArrayList<>();
        Duration spent = Duration.ZERO;
        int quickRuns = 0;
        while (runs.isEmpty()
                || (runs.size() < WARM
                        && quickRuns <= WARM / 2
                        && spent.compareTo(longDeadline) < 0)) {
            Answer answer = run(check, longDeadline, between);
            if (!answer.isWell()) {
                return Optional.empty();
            }
            runs.add(answer.took());
            spent = spent.plus(answer.took());
            quickRuns += answer.took().compareTo(quick) <= 0 ? 1 : 0;
        }
        runs.sort(null);
        return Optional.of(runs.get(runs.size() / 2).toMillis());
    }

    private static boolean hasTag(Map<String, ?> properties, String tag) {
        Object tags = properties.get(HealthCheck.TAGS);
        return tags instanceof String[] all ? Arrays.asList(all).contains(tag) : tag.equals(tags);
    }

    private static String name(HealthCheck check, Map<String, ?> properties) {
        Object name = properties.get(HealthCheck.NAME);
        return (name == null ? check.getClass().getName() : name.toString())
                .replace(',', ' ')
                .replace('=', ' ');
    }

    private static Answer run(HealthCheck check, Duration longest, Between between)
            throws InterruptedException {
        FutureTask<Result> task = new FutureTask<>(check::execute);
        Thread thread = new Thread(task, "fairlead-health");
        thread.setDaemon(true);
        long begin = System.nanoTime();
        thread.start();
        while (true) {
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            if (took.compareTo(longest) > 0) {
                String why = "it did not end within " + longest.toSeconds() + " s";
                return new Answer(Result.Status.HEALTH_CHECK_ERROR, why, took);
            }
            between.check();
            try {
                Result result = task.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                took = Duration.ofNanos(System.nanoTime() - begin);
                return new Answer(result.getStatus(), text(result), took);
            } catch (TimeoutException e) {
                LOG.trace("a check goes on", e);
            } catch (ExecutionException e) {
                String why = e.getCause().toString();
                return new Answer(Result.Status.HEALTH_CHECK_ERROR, why, took);
            }
        }
    }

    /** The message of the worst entry. */
    private static String text(Result result) {
        String text = "";
        for (var entry : result) {
            if (entry.getStatus() == result.getStatus()) {
                text = Objects.toString(entry.getMessage(), "");
            }
        }
        return text.lines().findFirst().orElse("");
    }
}
