package fairlead.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "status", description = "Shows how the agent and every linked company stand.")
final class StatusCommand implements Callable<Integer> {
    /** As the portal calls such records. */
    private static final String LAST_GOOD = "Last good version";

    @Mixin RunningAgent running;

    @Option(names = "--json", description = "For programs: as the control protocol describes it.")
    boolean json;

    @Override
    public Integer call() throws LauncherException, JsonProcessingException {
        try (ControlClient agent = running.open()) {
            JsonNode status = agent.ask("status");
            if (json) {
                System.out.println(
                        ControlClient.JSON
                                .writerWithDefaultPrettyPrinter()
                                .writeValueAsString(status));
            } else {
                show(status, System.out);
            }
            return ExitCode.OK.number;
        }
    }

    static void show(JsonNode status, PrintStream out) {
        JsonNode platform = status.path("platform");
        out.println("Platform   " + platform.path("address").asText() + ", " + line(platform));
        if (!status.path("release").asText().isEmpty()) {
            String last = status.path("lastUpdate").asText();
            out.println(
                    "Release    "
                            + status.path("release").asText()
                            + (last.isEmpty() ? "" : "; last update: " + last));
        }
        update(status, out);
        if (!status.path("pausedUntil").asText().isEmpty()) {
            out.println("Paused     until " + Moments.local(status.path("pausedUntil").asText()));
        }
        if (status.path("companies").isEmpty()) {
            out.println(
                    "Companies  none is linked yet: '" + Dist.command() + " link --help' says how");
        }
        for (JsonNode company : status.path("companies")) {
            out.println();
            show(company, company.path("types"), out);
        }
        if (!status.path("activity").isEmpty()) {
            out.println();
        }
        for (JsonNode line : status.path("activity")) {
            out.println(
                    Moments.local(line.path("at").asText()) + "  " + line.path("message").asText());
        }
    }

    /** What is under way, and what waits. */
    private static void update(JsonNode status, PrintStream out) {
        String phase = status.path("updatePhase").asText();
        String trial = status.path("trial").asText();
        if (!phase.isEmpty() && !phase.equals("idle")) {
            String sentence = UpdateCommand.inWords(phase);
            out.println("Update     " + (trial.isEmpty() ? "" : trial + ": ") + sentence);
        }
        status.path("waiting")
                .forEach(id -> out.println("Update     " + id.asText() + " waits for its moment."));
    }

    private static String line(JsonNode platform) {
        if (platform.path("online").asBoolean()) {
            return "online";
        }
        String message = platform.path("message").asText();
        return "not online" + (message.isEmpty() ? " yet" : ": " + message);
    }

    private static void show(JsonNode company, JsonNode types, PrintStream out) {
        out.println(company.path("companyName").asText());
        out.println(
                "  Books      "
                        + company.path("books").asText()
                        + ", "
                        + company.path("location").asText());
        out.println("  Company    " + company.path("companyId").asText());
        out.println("  State      " + state(company));
        String last = company.path("lastSuccess").asText();
        out.println("  Last sync  " + (last.isEmpty() ? "none yet" : Moments.local(last)));
        if (!types.isEmpty()) {
            out.println();
            table(types).lines("  ").forEach(out::println);
            if (anyRejects(types)) {
                out.println(
                        "  "
                                + LAST_GOOD
                                + ": so many records could not be read from the books; the platform"
                                + " still shows them as they were before.");
            }
        }
        company.path("findings").forEach(f -> out.println("  Note: " + f.asText()));
    }

    private static String state(JsonNode company) {
        String reason = company.path("stateReason").asText();
        String message = reason.isEmpty() ? company.path("message").asText() : reason;
        String phase = company.path("phase").asText().toLowerCase(java.util.Locale.ROOT);
        int progress = company.path("progress").asInt();
        return phase
                + (progress < 100 ? " (" + progress + " %)" : "")
                + (message.isEmpty() ? "" : ": " + message);
    }

    private static boolean anyRejects(JsonNode types) {
        return types.properties().stream().anyMatch(t -> t.getValue().path("rejects").asLong() > 0);
    }

    private static Table table(JsonNode types) {
        Table table = new Table("Data type", "Records", LAST_GOOD, "Status", "Reason");
        types.properties()
                .forEach(
                        type ->
                                table.row(
                                        type.getKey(),
                                        String.format(
                                                "%,d", type.getValue().path("records").asLong()),
                                        String.format(
                                                "%,d", type.getValue().path("rejects").asLong()),
                                        type.getValue().path("outcome").asText(),
                                        type.getValue().path("reason").asText()));
        return table;
    }
}
