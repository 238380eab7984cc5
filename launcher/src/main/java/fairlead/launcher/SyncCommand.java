package fairlead.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "sync",
        description = "Syncs now, one company or all, and waits until that is done.")
final class SyncCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(300);

    @Mixin RunningAgent running;

    @Option(
            names = "--company",
            paramLabel = "ID",
            description = "Only this one, by its licence key.")
    String company;

    @Option(names = "--no-wait", description = "Ask for it and return at once.")
    boolean noWait;

    @Override
    public Integer call() throws LauncherException, InterruptedException {
        PrintStream out = System.out;
        try (ControlClient agent = running.open()) {
            Map<String, String> before = lastSuccesses(agent.ask("status"));
            Map<String, String> arguments = company == null ? Map.of() : Map.of("company", company);
            Set<String> connections = new TreeSet<>();
            agent.ask("sync", arguments, message -> {})
                    .path("requests")
                    .forEach(request -> connections.add(request.path("connectionId").asText()));
            if (connections.isEmpty()) {
                throw new LauncherException(
                        ExitCode.INCOMPLETE,
                        "No company can be synced now; " + running.line("status") + " says why.");
            }
            if (noWait) {
                out.println(
                        "A sync was asked for; "
                                + running.line("status")
                                + " shows how far it is.");
                return ExitCode.OK.number;
            }
            JsonNode status = await(agent, connections, out);
            out.println();
            StatusCommand.show(status, out);
            Map<String, String> after = lastSuccesses(status);
            boolean complete =
                    connections.stream().noneMatch(c -> Objects.equals(before.get(c), after.get(c)))
                            && isComplete(status, connections);
            return complete ? ExitCode.OK.number : ExitCode.INCOMPLETE.number;
        }
    }

    /** Waits until none of these companies has anything to do, and says how far it is. */
    private static JsonNode await(ControlClient agent, Set<String> connections, PrintStream out)
            throws LauncherException, InterruptedException {
        try (Progress progress = Progress.on("Sync", out)) {
            while (true) {
                JsonNode status = agent.ask("status");
                int open = 0;
                int percent = 0;
                String message = "";
                for (JsonNode it : status.path("companies")) {
                    if (connections.contains(it.path("connectionId").asText()) && !hasEnded(it)) {
                        open++;
                        percent += it.path("progress").asInt();
                        message = it.path("message").asText();
                    }
                }
                if (open == 0) {
                    progress.at(100, "done");
                    return status;
                }
                progress.at(Math.min(99, percent / open), message);
                Thread.sleep(LOOK.toMillis());
            }
        }
    }

    /** Has this company nothing to do? */
    static boolean hasEnded(JsonNode company) {
        String phase = company.path("phase").asText();
        return phase.equals("IDLE") || phase.equals("STOPPED");
    }

    private static Map<String, String> lastSuccesses(JsonNode status) {
        Map<String, String> last = new HashMap<>();
        status.path("companies")
                .forEach(
                        it ->
                                last.put(
                                        it.path("connectionId").asText(),
                                        it.path("lastSuccess").asText()));
        return last;
    }

    private static boolean isComplete(JsonNode status, Set<String> connections) {
        for (JsonNode company : status.path("companies")) {
            if (connections.contains(company.path("connectionId").asText())) {
                for (JsonNode type : company.path("types")) {
                    if (!type.path("outcome").asText().equals("Complete")) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
