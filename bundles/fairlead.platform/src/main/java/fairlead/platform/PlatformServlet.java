package fairlead.platform;

import fairlead.gate.Gate;
import fairlead.platform.api.Quota;
import fairlead.platform.http.Router;
import fairlead.platform.store.DatabaseAddress;
import fairlead.platform.web.Pages;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The platform: one servlet for the public API and the connector protocol. */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.pattern=/*",
            "osgi.http.whiteboard.servlet.name=fairlead.platform",
            "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true"
        })
@Designate(ocd = PlatformServlet.Config.class)
public final class PlatformServlet extends HttpServlet {
    private static final Logger LOG = LoggerFactory.getLogger(PlatformServlet.class);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final transient Gate gate = new Gate();
    private final transient Pages pages = new Pages(); // also while there is no node
    private final transient Node node;
    private volatile String publicUrl;

    /** What the vendor may set. */
    @ObjectClassDefinition(name = "Fairlead platform")
    @interface Config {
        @AttributeDefinition(
                description =
                        "Where callers reach the platform, for example https://connect.example.com;"
                                + " empty: as the call's Host header has it.")
        String publicUrl() default "";

        @AttributeDefinition(description = "For how many hours a link can be used.")
        int linkValidHours() default 24;

        @AttributeDefinition(
                description =
                        "How many calls a minute one agent may make, or one address without a key.")
        int callsPerMinute() default 3000;

        @AttributeDefinition(
                description =
                        "The addresses of the servers in front, which say in X-Forwarded-For where a"
                                + " call comes from; nobody else is believed that.")
        String[] proxies() default {};

        @AttributeDefinition(
                description =
                        "How many calls a day a vendor may make; as many again for each linked"
                                + " company.")
        long callsPerDay() default 100_000;

        @AttributeDefinition(
                description = "How many calls a minute a vendor may make of the public API.")
        int apiCallsPerMinute() default 1000;

        @AttributeDefinition(
                description =
                        "How many of a vendor's calls are answered at a time, for each linked"
                                + " company.")
        int apiCallsAtOnce() default 10;

        @AttributeDefinition(description = "How many companies a vendor may have; 0: no limit.")
        int maxCompanies() default 0;

        @AttributeDefinition(
                description =
                        "May webhooks be sent to private addresses? Only where whoever has an API"
                                + " key may reach everything in the platform's own network.")
        boolean webhooksToPrivateAddresses() default false;

        @AttributeDefinition(
                description =
                        "A PostgreSQL of version 15 or later, jdbc:postgresql://host/name, without"
                                + " user and password; empty: a file in the data directory. Counts"
                                + " from the next start on.")
        String database() default "";

        @AttributeDefinition(
                description =
                        "A file with the lines user=... and password=... for the database; empty:"
                                + " the environment's FAIRLEAD_DATABASE_USER and"
                                + " FAIRLEAD_DATABASE_PASSWORD. Counts from the next start on.")
        String databaseCredentials() default "";
    }

    /** Nothing is opened yet: the node's thread does that. */
    @Activate
    public PlatformServlet(BundleContext context, Config config) {
        Path data =
                Path.of(
                        Optional.ofNullable(context.getProperty("fairlead.data"))
                                .orElseThrow(
                                        () ->
                                                new IllegalStateException(
                                                        "the framework property fairlead.data must"
                                                                + " name a directory")));
        Path keyFile =
                Optional.ofNullable(context.getProperty("fairlead.platform.apiKeyFile"))
                        .map(Path::of)
                        .orElse(data.resolve("api-key"));
        this.publicUrl = config.publicUrl();
        this.node =
                new Node(
                        new Node.Settings(
                                database(data, config),
                                keyFile,
                                Duration.ofHours(config.linkValidHours()),
                                config.callsPerMinute(),
                                Set.of(config.proxies()),
                                new Quota(
                                        config.callsPerDay(),
                                        config.apiCallsPerMinute(),
                                        config.apiCallsAtOnce(),
                                        config.maxCompanies() > 0
                                                ? config.maxCompanies()
                                                : Integer.MAX_VALUE),
                                data.resolve("installers"),
                                config.webhooksToPrivateAddresses()),
                        Clock.systemUTC());
        node.start();
    }

    private static DatabaseAddress database(Path data, Config config) {
        if (config.database().isBlank()) {
            return new DatabaseAddress.H2(data.resolve("platform"));
        }
        if (!config.database().startsWith(DatabaseAddress.Postgres.SCHEME)) {
            throw new IllegalArgumentException(
                    "database must begin with " + DatabaseAddress.Postgres.SCHEME + "//");
        }
        return new DatabaseAddress.Postgres(
                config.database(),
                Optional.of(config.databaseCredentials())
                        .filter(file -> !file.isBlank())
                        .map(Path::of));
    }

    PlatformServlet(Node node) {
        this.publicUrl = "";
        this.node = node;
    }

    @Modified
    void modified(Config config) {
        publicUrl = config.publicUrl();
    }

    @Deactivate
    void close() {
        node.wakeAll();
        gate.close(DRAIN);
        node.close();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try (Gate.Inside inside = gate.enter()) {
            Optional<Router> router = router();
            if (router.isPresent()) {
                router.get().serve(request, response, publicUrl);
            } else {
                Router.unavailable(request, response, pages::problem);
            }
        } catch (ServiceException e) {
            Router.unavailable(request, response, pages::problem);
        }
    }

    /** Empty when the platform cannot open its database, or is stopping. */
    private Optional<Router> router() {
        try {
            return Optional.of(node.router());
        } catch (RuntimeException e) {
            LOG.error("the platform cannot work", e);
            return Optional.empty();
        }
    }
}
