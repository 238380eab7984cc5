package fairlead.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "resume", description = "Ends a pause now; does nothing where there is none.")
final class ResumeCommand implements Callable<Integer> {
    @Mixin RunningAgent running;

    @Override
    public Integer call() throws LauncherException {
        try (ControlClient agent = running.open()) {
            agent.ask("resume");
            System.out.println("No pause any more; what has been waiting starts.");
            return ExitCode.OK.number;
        }
    }
}
