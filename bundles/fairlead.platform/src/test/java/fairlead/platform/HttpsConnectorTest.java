package fairlead.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.platform.http.JsonErrorHandler;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS with the vendor's own certificate. */
class HttpsConnectorTest {
    private static final String PASSWORD = "a pass phrase";

    @TempDir Path directory;

    @SuppressWarnings("BadAnnotationImplementation") // nobody compares it
    private static HttpsConnector.Config config(String keystore, String passwordFile) {
        return new HttpsConnector.Config() {
            @Override
            public Class<? extends Annotation> annotationType() {
                return HttpsConnector.Config.class;
            }

            @Override
            public String keystore() {
                return keystore;
            }

            @Override
            public String keystorePasswordFile() {
                return passwordFile;
            }

            @Override
            public int port() {
                return 0;
            }

            @Override
            public String host() {
                return "localhost";
            }
        };
    }

    private Path passwordFile() throws Exception {
        return Files.writeString(directory.resolve("password"), PASSWORD + "\n");
    }

    private Path keystore() throws Exception {
        Path file = directory.resolve("platform.p12");
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        "platform",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass:file",
                        passwordFile().toString());
        Process keytool = new ProcessBuilder(command).inheritIO().start();
        assertThat(keytool.waitFor()).isZero();
        return file;
    }

    private static HttpClient trusting(Path keystore) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("platform", keys.getCertificate("platform"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    @Test
    void answersWhoeverTrustsItsCertificate() throws Exception {
        Path keystore = keystore();
        answers(keystore, passwordFile().toString(), Optional.empty());
    }

    @Test
    void takesAPasswordThatLiesInNoFile() throws Exception {
        answers(keystore(), "", Optional.of(PASSWORD));
    }

    private static void answers(Path keystore, String passwordFile, Optional<String> given)
            throws Exception {
        Server server = new Server();
        server.setErrorHandler(new JsonErrorHandler());
        ServerConnector connector =
                (ServerConnector)
                        new HttpsConnector(config(keystore.toString(), passwordFile), given)
                                .createConnector(server);
        server.addConnector(connector);
        server.start();
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "https://localhost:" + connector.getLocalPort() + "/x"))
                            .build();
            HttpResponse<String> answer = trusting(keystore).send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(404); // no servlet is behind it here
            assertThat(answer.body()).startsWith("{\"statusCode\":404");
            assertThat(answer.headers().firstValue("Strict-Transport-Security"))
                    .contains("max-age=15552000");
            assertThatThrownBy(
                            () -> HttpClient.newHttpClient().send(request, BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
        } finally {
            server.stop();
        }
    }

    @Test
    void aFileThatIsNotThereIsNamedAtOnce() throws Exception {
        String password = passwordFile().toString();
        assertThatThrownBy(
                        () ->
                                new HttpsConnector(
                                        config("/nowhere.p12", password), Optional.empty()))
                .hasMessageContaining("keystore must name a file")
                .hasMessageContaining("/nowhere.p12");
    }
}
