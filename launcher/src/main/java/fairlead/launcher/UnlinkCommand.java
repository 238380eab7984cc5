package fairlead.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "unlink",
        description = {
            "Ends a company's connection: the agent forgets it and its password.",
            "What the platform holds of it stays there; to link it again takes a new licence key."
        })
final class UnlinkCommand implements Callable<Integer> {
    @Mixin RunningAgent running;

    @Option(
            names = "--company",
            required = true,
            paramLabel = "ID",
            description = "Which one, by its licence key; 'status' shows it.")
    String company;

    @Option(names = "--yes", description = "Unlink without asking.")
    boolean yes;

    @Override
    public Integer call() throws LauncherException {
        PrintStream out = System.out;
        try (ControlClient agent = running.open()) {
            JsonNode linked = linked(agent.ask("status"));
            if (!yes) {
                new Terminal(out).confirm("Unlink " + name(linked) + "?", "Not unlinked");
            }
            agent.ask("unlink", Map.of("company", company), message -> {});
            out.println(
                    "Unlinked " + name(linked) + "; what the platform holds of it stays there.");
            return ExitCode.OK.number;
        }
    }

    private JsonNode linked(JsonNode status) throws LauncherException {
        for (JsonNode it : status.path("companies")) {
            if (it.path("companyId").asText().equals(company)
                    || it.path("connectionId").asText().equals(company)) {
                return it;
            }
        }
        throw new LauncherException(
                ExitCode.NOT_LINKED,
                "No company with the id "
                        + company
                        + " is linked here; 'status' lists those that are.");
    }

    private static String name(JsonNode linked) {
        return linked.path("companyName").asText()
                + " ("
                + linked.path("books").asText()
                + ", "
                + linked.path("location").asText()
                + ")";
    }
}
