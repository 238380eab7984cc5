package fairlead.platform;

import fairlead.platform.api.Quota;
import fairlead.platform.store.DatabaseAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The platform behind a real Jetty, without a framework: in its package, to reach its parts. */
public final class JointPlatform implements AutoCloseable {
    private final Server jetty = new Server();
    private final PlatformServlet servlet;
    private final Path keyFile;
    private final ServerConnector connector = new ServerConnector(jetty);

    /** Starts it on a free port of this PC. */
    public JointPlatform(Path data) throws Exception {
        keyFile = data.resolve("api-key");
        Node node =
                new Node(
                        new Node.Settings(
                                new DatabaseAddress.H2(data.resolve("platform")),
                                keyFile,
                                Duration.ofHours(24),
                                6000,
                                Set.of(),
                                new Quota(100_000, 6000, 100),
                                data.resolve("installers"),
                                true),
                        Clock.systemUTC());
        servlet = new PlatformServlet(node);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        jetty.setHandler(context);
        jetty.start();
        node.router();
    }

    /** Where it listens. */
    public String url() {
        return "http://127.0.0.1:" + connector.getLocalPort();
    }

    /** The vendor's first key. */
    public String apiKey() throws Exception {
        return Files.readString(keyFile).strip();
    }

    @Override
    public void close() throws Exception {
        servlet.close();
        jetty.stop();
    }
}
