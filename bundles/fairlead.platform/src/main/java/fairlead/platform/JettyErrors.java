package fairlead.platform;

import fairlead.platform.http.JsonErrorHandler;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;

/**
 * Gives the HTTP service's Jetty the platform's error body. Jetty refuses some requests before any
 * servlet sees them, and Felix hands its server to nobody but those who add a connector: so this
 * one adds a connector that nothing can connect to, once Felix has told where its own are, since it
 * knows only its own kind.
 */
@Component
public final class JettyErrors implements ConnectorFactory {
    private static final int NO_THREAD = 0;

    @Reference HttpServiceRuntime running;

    private final JsonErrorHandler handler = new JsonErrorHandler();
    private final Set<Server> servers = ConcurrentHashMap.newKeySet();

    @Override
    public Connector createConnector(Server server) {
        server.setErrorHandler(handler);
        servers.add(server);
        return new LocalConnector(server, null, null, null, NO_THREAD, new HttpConnectionFactory());
    }

    /** Leaves nothing of this bundle in a server that goes on. */
    @Deactivate
    void close() {
        servers.stream()
                .filter(server -> server.getErrorHandler() == handler)
                .forEach(server -> server.setErrorHandler(null));
    }
}
