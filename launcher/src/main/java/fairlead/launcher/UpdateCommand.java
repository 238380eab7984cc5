package fairlead.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "update",
        description =
                "Brings the running agent to another release, or shows how its updates stand.")
final class UpdateCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(300);

    /** The agent itself may be started again meanwhile. */
    private static final Duration AWAY = Duration.ofSeconds(60);

    @Mixin RunningAgent running;

    @ArgGroup(multiplicity = "1")
    What what;

    /** One of these. */
    static final class What {
        @Option(
                names = "--from",
                paramLabel = "RELEASE-DIR",
                description = "Goes to the release in this directory, on trial first.")
        Path from;

        @Option(names = "--status", description = "Shows what runs and what is under way.")
        boolean status;

        @Option(names = "--rollback", description = "Goes back to the release before.")
        boolean rollback;

        @Option(names = "--history", description = "Shows what came of former updates.")
        boolean history;
    }

    @Option(
            names = "--dry-run",
            description = "With --from: says what would change, and changes nothing.")
    boolean dryRun;

    @Option(names = "--no-wait", description = "Ask for it and return at once.")
    boolean noWait;

    @Override
    public Integer call() throws LauncherException, InterruptedException {
        PrintStream out = System.out;
        if (dryRun && what.from == null) {
            throw new LauncherException(
                    ExitCode.USAGE, "--dry-run goes with --from: it says what that would change.");
        }
        if (what.status) {
            show(ask("updateStatus", Map.of()), out);
            return ExitCode.OK.number;
        }
        if (what.history) {
            JsonNode history = ask("updateHistory", Map.of()).path("history");
            if (history.isEmpty()) {
                out.println("No update was tried here yet.");
            }
            history.forEach(
                    it ->
                            out.println(
                                    Moments.local(it.path("at").asText())
                                            + "  "
                                            + it.path("outcome").asText()));
            return ExitCode.OK.number;
        }
        String before = last();
        String release;
        boolean comes = true;
        if (what.rollback) {
            JsonNode answer = ask("updateRollback", Map.of());
            out.println(answer.path("message").asText());
            release = answer.path("release").asText();
            comes = answer.path("comes").asBoolean();
        } else {
            Map<String, String> from =
                    Map.of("from", what.from.toAbsolutePath().normalize().toString());
            if (dryRun) {
                ask("updatePlan", from).path("plan").forEach(line -> out.println(line.asText()));
                out.println("This was a dry run: nothing was changed.");
                return ExitCode.OK.number;
            }
            release = ask("update", from).path("release").asText();
            out.println(release + " is in the store.");
        }
        if (noWait) {
            out.println(running.line("update --status") + " shows how far it is.");
            return ExitCode.OK.number;
        }
        return await(release, comes, before, out);
    }

    private JsonNode ask(String command, Map<String, String> arguments) throws LauncherException {
        try (ControlClient agent = running.open()) {
            return agent.ask(command, arguments, message -> {});
        }
    }

    /** The last outcome with its moment, which tells a new one from the same words of before. */
    private String last() throws LauncherException {
        return ask("updateHistory", Map.of()).path("history").path(0).toString();
    }

    /** What came of this release since then; empty while nothing did. */
    private Optional<JsonNode> outcome(String release, String before) throws LauncherException {
        for (JsonNode each : ask("updateHistory", Map.of()).path("history")) {
            if (each.toString().equals(before)) {
                break;
            }
            if (each.path("release").asText().equals(release)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /**
     * @param comes is the release to be taken? otherwise it is to go
     */
    private int await(String release, boolean comes, String before, PrintStream out)
            throws LauncherException, InterruptedException {
        String shown = "";
        long seen = System.nanoTime();
        while (true) {
            try {
                Optional<JsonNode> outcome = outcome(release, before);
                JsonNode status = ask("updateStatus", Map.of());
                seen = System.nanoTime();
                String phase = status.path("phase").asText();
                if (outcome.isPresent() && isAtRest(phase)) {
                    out.println(outcome.get().path("outcome").asText() + ".");
                    return outcome.get().path("taken").asBoolean() == comes
                            ? ExitCode.OK.number
                            : ExitCode.WENT_BACK.number;
                }
                if (!phase.equals(shown) && !phase.equals("idle")) {
                    out.println("  " + inWords(phase));
                    shown = phase;
                }
            } catch (LauncherException e) {
                if (System.nanoTime() - seen > AWAY.toNanos()) {
                    throw e;
                }
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    private static boolean isAtRest(String phase) {
        return phase.equals("idle") || phase.equals("staged");
    }

    static String inWords(String phase) {
        return switch (phase) {
            case "swapping" -> "The new bundles start beside the old ones.";
            case "postponed" -> "A job is busy; it is tried again in half a minute.";
            case "trial" -> "It runs on trial.";
            case "going-back" -> "The old bundles come back.";
            case "restarting" -> "The agent is started again.";
            case "staged" -> "It waits for the next start.";
            default -> phase;
        };
    }

    private static void show(JsonNode status, PrintStream out) {
        out.println("Release   " + status.path("release").asText());
        line(out, "Before    ", status.path("previous").asText());
        line(out, "On trial  ", status.path("trial").asText());
        status.path("waiting").forEach(id -> out.println("Waiting   " + id.asText()));
        status.path("blocked").forEach(id -> out.println("Blocked   " + id.asText()));
        line(out, "Now       ", status.path("message").asText());
        line(out, "Last      ", status.path("lastOutcome").asText());
    }

    private static void line(PrintStream out, String head, String value) {
        if (!value.isEmpty()) {
            out.println(head + value);
        }
    }
}
