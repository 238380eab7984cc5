package fairlead.update;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int WARM = 5;

    private final Duration deadline;
    private final Duration longDeadline;
    private final Map<HealthCheck, Map<String, ?>> checks = new ConcurrentHashMap<>();

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

        boolean unavailable() {
            return status == Result.Status.TEMPORARILY_UNAVAILABLE;
        }
    }

    void add(HealthCheck check, Map<String, ?> properties) {
        checks.put(check, Map.copyOf(properties));
    }

    void remove(HealthCheck check) {
        checks.remove(check);
    }

    /** Runs those without this tag, which are quick, by name. */
    Map<String, Answer> quick(String tag, Between between) throws InterruptedException {
        return run(tag, false, deadline, between);
    }

    /** Runs those with this tag, which do real work, by name. */
    Map<String, Answer> tagged(String tag, Between between) throws InterruptedException {
        return run(tag, true, longDeadline, between);
    }

    private Map<String, Answer> run(String tag, boolean with, Duration longest, Between between)
            throws InterruptedException {
        Map<String, Answer> answers = new TreeMap<>();
        for (Map.Entry<HealthCheck, Map<String, ?>> check : checks.entrySet()) {
            if (hasTag(check.getValue(), tag) == with) {
                answers.put(
                        name(check.getKey(), check.getValue()),
                        run(check.getKey(), longest, between));
            }
        }
        return answers;
    }

    /**
     * The median of five runs of each check of this tag that is well, in milliseconds: how long one
     * page takes. They are warm, since whoever asks has run it before. Of fewer runs where five
     * would take too long, and of three when those are quick: then five have a quick median, too.
     *
     * @param quick no run that takes so long or less matters
     */
    Map<String, Long> warm(String tag, Duration quick, Between between)
            throws InterruptedException {
        Map<String, Long> medians = new TreeMap<>();
        for (Map.Entry<HealthCheck, Map<String, ?>> check : checks.entrySet()) {
            if (hasTag(check.getValue(), tag)) {
                median(check.getKey(), quick, between)
                        .ifPresent(ms -> medians.put(name(check.getKey(), check.getValue()), ms));
            }
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
            if (answer.status() != Result.Status.OK) {
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
