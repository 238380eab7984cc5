package fairlead.launcher;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "resume", description = "Ends a pause now; does nothing where there is none.")
final class ResumeCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "The running agent's data directory.")
    Path data;

    @Override
    public Integer call() throws LauncherException {
        try (ControlClient agent = ControlClient.open(data)) {
            agent.ask("resume");
            System.out.println("No pause any more; what has been waiting starts.");
            return ExitCode.OK.number;
        }
    }
}
