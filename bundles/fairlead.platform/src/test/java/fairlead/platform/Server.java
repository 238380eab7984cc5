package fairlead.platform;

import fairlead.platform.store.DatabaseAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.ServerConnector;

/** A platform under test, behind a real Jetty on a free loopback port. */
final class Server implements AutoCloseable {
    private static final long CALLS_PER_DAY = 100_000;

    private final Path data;
    private final org.eclipse.jetty.server.Server jetty = new org.eclipse.jetty.server.Server();
    private final PlatformServlet servlet;
    final Node node;
    final String url;

    private Server(
            Path data, Clock clock, int callsPerMinute, DatabaseAddress database, long callsPerDay)
            throws Exception {
        this.data = data;
        node =
                new Node(
                        new Node.Settings(
                                database,
                                data.resolve("api-key"),
                                Duration.ofHours(24),
                                callsPerMinute,
                                callsPerDay,
                                data.resolve("installers"),
                                true),
                        clock);
        servlet = new PlatformServlet(node);
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        jetty.setHandler(context);
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
        return start(data, clock, callsPerMinute, database, CALLS_PER_DAY);
    }

    /** With this many calls a day for the vendor, and for each linked company. */
    static Server start(
            Path data,
            Clock clock,
            int callsPerMinute,
            DatabaseAddress database,
            long callsPerDay) {
        try {
            Server server = new Server(data, clock, callsPerMinute, database, callsPerDay);
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
