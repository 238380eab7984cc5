package fairlead.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import fairlead.schedule.api.Job;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** When a job runs by itself. */
sealed interface Times {

    /**
     * The next time, counted from now; for {@link Every} that is from the end of a run. Empty: only
     * a trigger starts the job.
     */
    Optional<Instant> after(Instant now);

    /** Only when it is triggered. */
    record Never() implements Times {
        @Override
        public Optional<Instant> after(Instant now) {
            return Optional.empty();
        }
    }

    /** A pause of this length between two runs. */
    record Every(Duration pause) implements Times {
        @Override
        public Optional<Instant> after(Instant now) {
            return Optional.of(now.plus(pause));
        }
    }

    /** At the times of a cron expression. */
    record Cron(ExecutionTime times, ZoneId zone) implements Times {
        @Override
        public Optional<Instant> after(Instant now) {
            return times.nextExecution(now.atZone(zone)).map(next -> next.toInstant());
        }
    }

    /**
     * Reads the service properties of a job.
     *
     * @throws IllegalArgumentException when they make no sense; the message says which one
     */
    static Times of(Map<String, ?> properties, ZoneId zone) {
        String cron = text(properties, Job.CRON);
        String every = text(properties, Job.EVERY);
        if (!cron.isEmpty() && !every.isEmpty()) {
            throw new IllegalArgumentException("both " + Job.CRON + " and " + Job.EVERY);
        }
        if (!cron.isEmpty()) {
            return cron(cron, zone);
        }
        return every.isEmpty() ? new Never() : every(every);
    }

    private static Times cron(String expression, ZoneId zone) {
        var unix = CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);
        try {
            return new Cron(
                    ExecutionTime.forCron(new CronParser(unix).parse(expression).validate()), zone);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Job.CRON + "=" + expression, e);
        }
    }

    private static Times every(String duration) {
        try {
            Duration pause = Duration.parse(duration);
            if (pause.isNegative() || pause.isZero()) {
                throw new IllegalArgumentException(Job.EVERY + "=" + duration + " is not positive");
            }
            return new Every(pause);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(Job.EVERY + "=" + duration, e);
        }
    }

    private static String text(Map<String, ?> properties, String name) {
        Object value = properties.get(name);
        return value == null ? "" : value.toString().strip();
    }
}
