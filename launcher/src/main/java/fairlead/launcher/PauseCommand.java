package fairlead.launcher;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "pause",
        description = {
            "Holds back every sync for a while; one that runs stops and goes on afterwards.",
            "Nothing that is asked for meanwhile is lost. 'resume' ends the pause at once."
        })
final class PauseCommand implements Callable<Integer> {
    private static final Pattern LENGTH = Pattern.compile("([1-9][0-9]{0,3})(m|h|d)");

    @Mixin RunningAgent running;

    @ArgGroup(multiplicity = "1")
    Length length;

    /** One of these. */
    static final class Length {
        @Option(
                names = "--for",
                paramLabel = "LENGTH",
                description = "So long: 30m, 2h or 1d, say.")
        String pause;

        @Option(
                names = "--until",
                paramLabel = "TIME",
                description = "Until then, on this PC's clock: 18:00 or 2026-11-24T18:00, say.")
        String until;
    }

    @Override
    public Integer call() throws LauncherException {
        Instant end = end(length.pause, length.until, Clock.system(ZoneId.systemDefault()));
        try (ControlClient agent = running.open()) {
            agent.ask("pause", Map.of("until", end.toString()), message -> {});
            System.out.println(
                    "Paused until "
                            + Moments.local(end.toString())
                            + "; "
                            + running.line("resume")
                            + " ends it now.");
            return ExitCode.OK.number;
        }
    }

    /** When the pause ends; one of the two is null. */
    static Instant end(String pause, String until, Clock clock) throws LauncherException {
        if (pause != null) {
            Matcher matcher = LENGTH.matcher(pause);
            if (!matcher.matches()) {
                throw wrong("--for takes a length like 30m, 2h or 1d, not " + pause + ".");
            }
            long count = Long.parseLong(matcher.group(1));
            return clock.instant()
                    .plus(
                            switch (matcher.group(2)) {
                                case "m" -> Duration.ofMinutes(count);
                                case "h" -> Duration.ofHours(count);
                                default -> Duration.ofDays(count);
                            });
        }
        Instant end = moment(until, ZonedDateTime.now(clock));
        if (!end.isAfter(clock.instant())) {
            throw wrong("--until takes a time to come; " + until + " has passed.");
        }
        return end;
    }

    private static Instant moment(String until, ZonedDateTime now) throws LauncherException {
        try {
            if (until.contains("T")) {
                return LocalDateTime.parse(until).atZone(now.getZone()).toInstant();
            }
            ZonedDateTime today = now.with(LocalTime.parse(until));
            return (today.isAfter(now) ? today : today.plusDays(1)).toInstant();
        } catch (DateTimeException e) {
            throw wrong("--until takes a time like 18:00 or 2026-11-24T18:00, not " + until + ".");
        }
    }

    private static LauncherException wrong(String message) {
        return new LauncherException(ExitCode.USAGE, message);
    }
}
