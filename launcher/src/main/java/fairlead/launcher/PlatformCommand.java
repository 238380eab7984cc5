package fairlead.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "platform",
        description = "Runs the platform: the public API, and what the agents talk to.",
        subcommands = ApproveCommand.class)
final class PlatformCommand implements Callable<Integer> {
    private static final String HTTP = "org.apache.felix.http";
    private static final String PORT = "org.osgi.service.http.port";
    private static final String ADDRESS = "org.apache.felix.http.host";

    /** Every path reaches the platform, which answers in its own way what is none. */
    private static final String PATHS = "org.eclipse.jetty.UriComplianceMode";

    private static final String ANY = "UNSAFE";

    private static final Pattern LOOPBACK =
            Pattern.compile("(?i)https?://(localhost|127(\\.\\d+){3}|\\[::1])(:\\d+)?(/.*)?");

    @Mixin ServerOptions server;

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "N",
            description = "Where it listens; 8080 unless said otherwise, 0 for any free port.")
    int port;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "NAME",
            description =
                    "On which address it listens; only this PC unless said otherwise. For others, say"
                            + " --keystore, or put a server that speaks HTTPS in front.")
    String host;

    @Option(
            names = "--private-webhooks",
            description =
                    "Also send webhooks to addresses that are not of the public internet; always so"
                            + " when only this PC can reach the platform, and no publicUrl says that"
                            + " others do.")
    boolean privateWebhooks;

    @Mixin DatabaseOptions database;

    @Mixin HttpsOptions https;

    @Override
    public Integer call() throws LauncherException, InterruptedException {
        Map<String, Object> settings = new HashMap<>(database.settings());
        Optional<Map<String, Object>> secure = https.settings(server.data());
        String publicUrl =
                Settings.of(server.data(), DatabaseOptions.PLATFORM).getOrDefault("publicUrl", "");
        settings.put(
                "webhooksToPrivateAddresses",
                privateWebhooks || isAlone(host, secure.isPresent(), publicUrl));
        List<Path> bundles = Dist.ofThisProcess().bundles(List.of("platform"));
        try (DataDirectory data = DataDirectory.open(server.data())) {
            int free = free(Optional.of(host), port, "--port");
            Map<String, Map<String, Object>> all = new HashMap<>();
            all.put(HTTP, Map.of(PORT, free, ADDRESS, host, PATHS, ANY));
            all.put(DatabaseOptions.PLATFORM, settings);
            String also = "";
            if (secure.isPresent()) {
                Map<String, Object> connector = new HashMap<>(secure.get());
                connector.put("port", https.port(data.path()));
                all.put(HttpsOptions.CONNECTOR, connector);
                also = ", and by HTTPS on port " + connector.get("port");
            }
            Logs.start(data.logs(), server.verbose);
            // The HTTP service starts before Configuration Admin has told it anything: with these.
            System.setProperty(PORT, Integer.toString(free));
            System.setProperty(ADDRESS, host);
            System.setProperty(PATHS, ANY);
            Host running = Host.start(data, bundles, all);
            URI url = URI.create("http://" + host + ":" + free);
            Path key = data.path().resolve("api-key");
            new PublicApi(url, "").awaitHealth();
            server.ready(
                    Map.of("url", url.toString(), "apiKeyFile", key.toString()),
                    "The platform runs at "
                            + url
                            + also
                            + ". Its first API key is in "
                            + key
                            + ". Ctrl-C stops it.");
            return Lifetime.await(running, server.stopWithStdin).number;
        }
    }

    /**
     * Does nobody but this PC reach the platform?
     *
     * @param publicUrl where a server in front makes it reachable; may be empty
     */
    static boolean isAlone(String host, boolean https, String publicUrl) throws LauncherException {
        try {
            return !https
                    && (publicUrl.isBlank() || LOOPBACK.matcher(publicUrl.strip()).matches())
                    && InetAddress.getByName(host).isLoopbackAddress();
        } catch (IOException e) {
            throw new LauncherException(
                    ExitCode.PORT_IN_USE, "Nothing is known by the name " + host + ".", e);
        }
    }

    /**
     * The port itself, or a free one for 0; the HTTP service would only log that it is taken.
     *
     * @param host empty for every address of this PC
     */
    static int free(Optional<String> host, int port, String option) throws LauncherException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(
                    host.isPresent()
                            ? new InetSocketAddress(InetAddress.getByName(host.get()), port)
                            : new InetSocketAddress(port));
            return socket.getLocalPort();
        } catch (IOException | IllegalArgumentException e) {
            throw new LauncherException(
                    ExitCode.PORT_IN_USE,
                    "Nothing can listen on "
                            + host.map(name -> name + ":").orElse("port ")
                            + port
                            + " ("
                            + e.getMessage()
                            + "): stop what uses it, or choose another port with "
                            + option
                            + ".",
                    e);
        }
    }
}
