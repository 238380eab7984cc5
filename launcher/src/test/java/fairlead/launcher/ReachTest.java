package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReachTest {
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

    @Test
    void saysThatAnAddressIsNone() {
        assertThat(checks(new Reach(Map.of()).examine("platform"))).containsExactly("Platform");
    }
}
