package fairlead.platform;

import fairlead.platform.api.Quota;
import fairlead.platform.http.JsonErrorHandler;
import fairlead.platform.store.DatabaseAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;

/** A platform under test, behind a real Jetty on a free loopback port. */
final class Server implements AutoCloseable {
    /** One that the tests play. */
    private static final Set<String> PROXIES = Set.of("127.0.0.1", "192.0.2.1");

    private static final Quota QUOTA = new Quota(100_000, 1_000_000, 1000);

    private final Path data;
    private final org.eclipse.jetty.server.Server jetty = new org.eclipse.jetty.server.Server();
    private final PlatformServlet servlet;
    final Node node;
    final String url;

    private Server(
            Path data,
            Clock clock,
            int callsPerMinute,
            DatabaseAddress database,
            Quota quota,
            boolean privateWebhooks)
            throws Exception {
        this.data = data;
        node =
                new Node(
                        new Node.Settings(
                                database,
                                data.resolve("api-key"),
                                Duration.ofHours(24),
                                callsPerMinute,
                                PROXIES,
                                quota,
                                data.resolve("installers"),
                                privateWebhooks),
                        clock);
        servlet = new PlatformServlet(node);
        HttpConfiguration http = new HttpConfiguration();
        http.setUriCompliance(UriCompliance.UNSAFE); // as PlatformCommand sets it
        ServerConnector connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        jetty.setHandler(context);
        jetty.setErrorHandler(new JsonErrorHandler()); // as JettyErrors does
        jetty.start();
        url = "http://127.0.0.1:" + connector.getLocalPort();
    }

    static Server start(Path data, Clock clock) {
        return start(data, clock, 1_000_000);
    }

    static Server start(Path data, Clock clock, int callsPerMinute) {
        return start(data, clock, callsPerMinute, TestDatabase.of(data));
    }

    /** On this database. */
    static Server start(Path data, Clock clock, int callsPerMinute, DatabaseAddress database) {
        return start(data, clock, callsPerMinute, database, QUOTA);
    }

    /** With this much for a vendor. */
    static Server start(
            Path data, Clock clock, int callsPerMinute, DatabaseAddress database, Quota quota) {
        return start(data, clock, callsPerMinute, database, quota, true);
    }

    /** Its webhooks go to addresses of the public internet only. */
    static Server startForPublicWebhooks(Path data, Clock clock) {
        return start(data, clock, 1_000_000, TestDatabase.of(data), QUOTA, false);
    }

    private static Server start(
            Path data,
            Clock clock,
            int callsPerMinute,
            DatabaseAddress database,
            Quota quota,
            boolean privateWebhooks) {
        try {
            Server server =
                    new Server(data, clock, callsPerMinute, database, quota, privateWebhooks);
            server.node.router();
            return server;
        } catch (Exception e) {
            throw new IllegalStateException("the platform does not start", e);
        }
    }

    /** The first API key, as the vendor finds it. */
    String apiKey() {
        try {
            return Files.readString(data.resolve("api-key")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            servlet.close();
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the platform does not stop", e);
        }
    }
}
