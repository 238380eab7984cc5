package fairlead.launcher;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The agent that a command talks to. */
final class RunningAgent {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "The running agent's data directory.")
    Path data;

    /** Connects to it. */
    ControlClient open() throws LauncherException {
        return ControlClient.open(data);
    }

    /** How a person runs this command for the same agent, for messages. */
    String line(String command) {
        return "'" + Dist.command() + " " + command + " --data " + data + "'";
    }
}
