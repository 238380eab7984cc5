package fairlead.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "agent",
        description =
                "Runs the agent: what reads the books on this PC and sends them to the platform.")
final class AgentCommand implements Callable<Integer> {
    static final String TRANSPORT = "fairlead.transport.codat.CodatTransport";

    @Mixin ServerOptions server;

    @Option(
            names = "--platform",
            paramLabel = "URL",
            description = "The platform's address; remembered, so it is needed once.")
    String platform;

    @Option(names = "--headless", description = "No tray icon: for servers.")
    boolean headless;

    @Option(
            names = "--set",
            hidden = true,
            description = "The bundle sets, instead of all that are there.")
    List<String> sets;

    @Override
    public Integer call() throws LauncherException, InterruptedException {
        Dist dist = Dist.ofThisProcess();
        List<Path> bundles = dist.bundles(sets != null ? sets : sets(dist));
        Map<String, Map<String, Object>> settings =
                platform == null ? Map.of() : Map.of(TRANSPORT, Map.of("platform", platform));
        try (DataDirectory data = DataDirectory.open(server.data())) {
            Logs.start(data.logs(), server.verbose);
            Host host = Host.start(data, bundles, settings);
            server.ready(
                    Map.of("data", data.path().toString()),
                    "The agent runs on " + data.path() + ". Ctrl-C stops it.");
            return Lifetime.await(host, server.stopWithStdin).number;
        }
    }

    private static List<String> sets(Dist dist) {
        return dist.has("demo") ? List.of("agent", "demo") : List.of("agent");
    }
}
