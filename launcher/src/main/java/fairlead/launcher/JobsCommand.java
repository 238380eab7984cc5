package fairlead.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "jobs",
        description = "Shows the agent's background work: when each job ran, failed, runs next.")
final class JobsCommand implements Callable<Integer> {
    @Mixin RunningAgent running;

    @Override
    public Integer call() throws LauncherException {
        try (ControlClient agent = running.open()) {
            Table table = new Table("Job", "Last run", "Next run", "Last failure");
            for (JsonNode job : agent.ask("jobs").path("jobs")) {
                String next = moment(job.path("next"));
                table.row(
                        job.path("name").asText(),
                        job.path("running").asBoolean() ? "runs" : moment(job.path("lastEnd")),
                        next.isEmpty() ? "when asked" : next,
                        job.path("lastFailure").asText());
            }
            table.lines("").forEach(System.out::println);
            return ExitCode.OK.number;
        }
    }

    private static String moment(JsonNode instant) {
        return instant.asText().isEmpty() ? "" : Moments.local(instant.asText());
    }
}
