package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {
    @TempDir Path temporary;

    private static List<String> checks(List<Reach.Finding> findings) {
        return findings.stream().map(f -> f.check() + (f.todo().isEmpty() ? " ok" : "")).toList();
    }

    @Test
    void goesAllTheWayToAPlatformThatAnswers() throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(401, -1);
                    exchange.close();
                });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort();
            assertThat(checks(new Reach(Map.of()).examine(address)))
                    .containsExactly("DNS ok", "Platform ok", "Clock ok");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void namesTheNameThatIsNotKnown() {
        assertThat(checks(new Reach(Map.of()).examine("https://no-such-host.invalid")))
                .containsExactly("DNS");
    }

    @Test
    void saysThatNobodyAnswers() {
        List<Reach.Finding> findings = new Reach(Map.of()).examine("http://127.0.0.1:1");
        assertThat(checks(findings)).containsExactly("DNS ok", "Platform");
        assertThat(findings.get(1).what()).contains("nobody answers");
    }

    @Test
    void namesTheProxyOfTheSettings() {
        assertThat(
                        checks(
                                new Reach(Map.of("proxy", "127.0.0.1:1"))
                                        .examine("http://platform.invalid")))
                .containsExactly("Proxy ok", "DNS ok", "Platform");
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "ftp://platform.invalid", "https://", "https://a b"})
    void saysThatAnAddressIsNone(String address) {
        assertThat(checks(new Reach(Map.of()).examine(address))).containsExactly("Platform");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy", "proxy:", "proxy:99999", "http://proxy:8080", ":8080"})
    void saysThatAProxyIsNone(String proxy) {
        assertThat(checks(new Reach(Map.of("proxy", proxy)).examine("https://platform.invalid")))
                .containsExactly("Proxy");
    }

    @Test
    void goesToThisPcWithoutTheProxy() {
        assertThat(checks(new Reach(Map.of("proxy", "proxy:80")).examine("http://127.0.0.1:1")))
                .containsExactly("DNS ok", "Platform");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "not a certificate"})
    void saysThatTheCertificatesCannotBeRead(String content) throws Exception {
        Path file = temporary.resolve("own.pem");
        if (!content.equals("none")) {
            Files.writeString(file, content);
        }
        List<Reach.Finding> findings =
                new Reach(Map.of("trustedCertificates", file.toString()))
                        .examine("http://127.0.0.1:1");
        assertThat(checks(findings)).containsExactly("DNS ok", "TLS");
        assertThat(findings.get(1).what()).contains(file.toString());
    }
}
