package fairlead.launcher;

import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command line: {@code fairlead}. */
@Command(
        name = "fairlead",
        description = "Leads a company's books from its accounting package to the cloud.",
        versionProvider = Main.Version.class,
        subcommands = {
            DemoCommand.class,
            PlatformCommand.class,
            AgentCommand.class,
            DemoCompanyCommand.class,
            DiscoverCommand.class,
            LinkCommand.class,
            UnlinkCommand.class,
            SyncCommand.class,
            CancelCommand.class,
            StatusCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            JobsCommand.class,
            UpdateCommand.class,
            DoctorCommand.class
        })
public final class Main implements Runnable {
    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Shows this help.")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "Shows the version.")
    boolean version;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new Main())
                .setParameterExceptionHandler(Main::wrongUsage)
                .setExecutionExceptionHandler((e, command, result) -> failed(e, command))
                .execute(arguments);
    }

    private static int wrongUsage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(e.getMessage());
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.number;
    }

    private static int failed(Exception e, CommandLine command) {
        Logger log = LoggerFactory.getLogger(Main.class);
        if (e instanceof LauncherException choice && choice.code() == ExitCode.AGAIN) {
            log.info("{}", choice.getMessage());
        } else {
            log.error("{} failed", command.getCommandName(), e);
        }
        if (e instanceof LauncherException known) {
            command.getErr().println(known.getMessage());
            return known.code().number;
        }
        command.getErr().println("This should not have happened: " + e);
        return ExitCode.FAILED.number;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /** The version of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {line()};
        }

        static String line() {
            String version = Main.class.getPackage().getImplementationVersion();
            return "fairlead " + (version == null ? "(not built)" : version);
        }
    }
}
