package fairlead.update;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
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
 * that fails, and stops no other.
 */
final class Checks {
    static final Logger LOG = LoggerFactory.getLogger(Checks.class);

    private final Duration deadline;
    private final Map<HealthCheck, Map<String, ?>> checks = new ConcurrentHashMap<>();

    Checks(Duration deadline) {
        this.deadline = deadline;
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

    /** Runs those with this tag, or those without it; by name. */
    Map<String, Answer> run(String tag, boolean with) {
        Map<String, Answer> answers = new TreeMap<>();
        checks.forEach(
                (check, properties) -> {
                    if (hasTag(properties, tag) == with) {
                        answers.put(name(check, properties), run(check));
                    }
                });
        return answers;
    }

    /**
     * The median of five warm runs of each check of this tag that is well, in milliseconds: how
     * long one page takes.
     */
    Map<String, Long> warm(String tag) {
        Map<String, Long> medians = new TreeMap<>();
        checks.forEach(
                (check, properties) -> {
                    if (hasTag(properties, tag) && run(check).status() == Result.Status.OK) {
                        long[] millis = new long[5];
                        for (int i = 0; i < millis.length; i++) {
                            millis[i] = run(check).took().toMillis();
                        }
                        Arrays.sort(millis);
                        medians.put(name(check, properties), millis[2]);
                    }
                });
        return medians;
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

    private Answer run(HealthCheck check) {
        FutureTask<Result> task = new FutureTask<>(check::execute);
        Thread thread = new Thread(task, "fairlead-health");
        thread.setDaemon(true);
        long begin = System.nanoTime();
        thread.start();
        Result.Status status = Result.Status.HEALTH_CHECK_ERROR;
        String message;
        try {
            Result result = task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            status = result.getStatus();
            message = text(result);
        } catch (TimeoutException e) {
            thread.interrupt();
            message = "it did not end within " + deadline.toSeconds() + " s";
        } catch (ExecutionException e) {
            message = e.getCause().toString();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            message = "it was interrupted";
            status = Result.Status.TEMPORARILY_UNAVAILABLE;
        }
        return new Answer(status, message, Duration.ofNanos(System.nanoTime() - begin));
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
