package fairlead.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The platform over HTTPS, beside plain HTTP, once a keystore is set. The password is read from a
 * file of its own, so that it lies in no setting.
 */
@Component(configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = HttpsConnector.Config.class)
public final class HttpsConnector implements ConnectorFactory {
    /** A framework or system property: the password, where it lies in no file. */
    private static final String PASSWORD = HttpsConnector.class.getName() + ".password";

    /** For so long a browser that was here comes back by HTTPS alone. */
    private static final Duration STS = Duration.ofDays(180);

    private final Config config;
    private final Optional<String> given;

    /** What the vendor sets. */
    @ObjectClassDefinition(name = "Fairlead platform over HTTPS")
    @interface Config {
        @AttributeDefinition(description = "A PKCS #12 file with the certificate and its key.")
        String keystore();

        @AttributeDefinition(
                description =
                        "A file whose first line is the keystore's password. Only the platform's"
                                + " user should be able to read it. Empty: the launcher gives the"
                                + " password at each start.")
        String keystorePasswordFile() default "";

        @AttributeDefinition(description = "Where it listens.")
        int port() default 8443;

        @AttributeDefinition(description = "On which address it listens; empty: on all of them.")
        String host() default "";
    }

    /**
     * Nothing is opened yet.
     *
     * @throws IllegalArgumentException when one of the files cannot be read
     */
    @Activate
    public HttpsConnector(BundleContext context, Config config) {
        this(config, Optional.ofNullable(context.getProperty(PASSWORD)));
    }

    HttpsConnector(Config config, Optional<String> given) {
        this.config = config;
        this.given = given;
        readable("keystore", config.keystore());
        if (given.isEmpty()) {
            readable("keystorePasswordFile", config.keystorePasswordFile());
        }
    }

    private static void readable(String setting, String file) {
        if (file == null || file.isEmpty() || !Files.isReadable(Path.of(file))) {
            throw new IllegalArgumentException(
                    setting + " must name a file that can be read, not " + file);
        }
    }

    @Override
    public Connector createConnector(Server server) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(config.keystore());
        tls.setKeyStorePassword(password());
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setUriCompliance(UriCompliance.UNSAFE); // the router refuses what is no path
        SecureRequestCustomizer secure = new SecureRequestCustomizer();
        secure.setSniHostCheck(false); // callers check the name, and some call by the address
        secure.setStsMaxAge(STS.toSeconds());
        http.addCustomizer(secure);
        ServerConnector connector =
                new ServerConnector(
                        server,
                        new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()),
                        new HttpConnectionFactory(http));
        connector.setPort(config.port());
        connector.setHost(config.host().isEmpty() ? null : config.host());
        return connector;
    }

    private String password() {
        if (given.isPresent()) {
            return given.get();
        }
        try {
            return Files.readAllLines(Path.of(config.keystorePasswordFile())).stream()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new IllegalStateException(
                    config.keystorePasswordFile() + " cannot be read any more", e);
        }
    }
}
