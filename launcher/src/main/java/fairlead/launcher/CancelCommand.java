package fairlead.launcher;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "cancel",
        description =
                "Takes back the syncs of a company that wait or run; the platform keeps what it had.")
final class CancelCommand implements Callable<Integer> {
    @Mixin RunningAgent running;

    @Option(
            names = "--company",
            required = true,
            paramLabel = "ID",
            description = "Which one, by its licence key; 'status' shows it.")
    String company;

    @Override
    public Integer call() throws LauncherException {
        try (ControlClient agent = running.open()) {
            String name =
                    agent.ask("cancel", Map.of("company", company), message -> {})
                            .path("companyName")
                            .asText();
            System.out.println("No sync of " + name + " waits or runs any more.");
            return ExitCode.OK.number;
        }
    }
}
