package fairlead.transport.codat;

import static fairlead.transport.codat.FakeAgent.GO;
import static fairlead.transport.codat.FakePlatform.CONNECTION;
import static fairlead.transport.codat.FakePlatform.SET;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import fairlead.itests.protocol.ProtocolCheck;
import fairlead.sync.api.LinkException;
import fairlead.sync.api.SetAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with a certificate of one's own, proxies, and what went wrong in plain words. */
class LineTest {
    private static final ProtocolCheck CHECK = ProtocolCheck.ofRepository();

    @TempDir static Path authority;
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    /** An authority of one's own, and a key that it signs certificates for. */
    @BeforeAll
    static void makeAuthority() throws Exception {
        keytool("-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=Own", "-ext", "bc:c");
        keytool("-genkeypair", "-alias", "leaf", "-keyalg", "EC", "-dname", "CN=Leaf");
        keytool("-certreq", "-alias", "leaf", "-file", file("leaf.csr"));
        keytool("-exportcert", "-rfc", "-alias", "ca", "-file", file("ca.pem"));
    }

    private static SSLContext identity(String alternative, String... validity) throws Exception {
        List<String> sign =
                new ArrayList<>(List.of("-gencert", "-alias", "ca", "-infile", file("leaf.csr")));
        sign.addAll(List.of("-outfile", file("leaf.crt"), "-ext", "san=" + alternative));
        sign.addAll(List.of(validity));
        keytool(sign.toArray(String[]::new));
        char[] password = "changeit".toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(authority.resolve("keys.p12"))) {
            keys.load(in, password);
        }
        try (InputStream in = Files.newInputStream(authority.resolve("leaf.crt"))) {
            Certificate leaf = CertificateFactory.getInstance("X.509").generateCertificate(in);
            Certificate[] chain = {leaf, keys.getCertificate("ca")};
            keys.setKeyEntry("leaf", keys.getKey("leaf", password), password, chain);
            keys.deleteEntry("ca");
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static String file(String name) {
        return authority.resolve(name).toString();
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.add("-J-XX:TieredStopAtLevel=1");
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", file("keys.p12"), "-storepass", "changeit"));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private FakePlatform https(SSLContext identity) throws IOException {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(FakePlatform.loopback(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity));
        FakePlatform platform = new FakePlatform(server, CHECK);
        open.add(platform);
        return platform;
    }

    private FakeAgent agent(String platform, String proxy, String trusted, int timeoutSeconds) {
        FakeAgent agent = new FakeAgent(Settings.of(platform, proxy, trusted, 55, timeoutSeconds));
        open.add(0, agent);
        return agent;
    }

    private static String url(FakePlatform platform) {
        return "https://localhost:" + platform.server.getAddress().getPort();
    }

    private void fails(FakeAgent agent, String... words) {
        assertThatThrownBy(() -> agent.transport.register("k", GO))
                .isInstanceOfSatisfying(
                        LinkException.class,
                        e ->
                                assertThat(e.reason())
                                        .isEqualTo(LinkException.Reason.PLATFORM_UNREACHABLE))
                .satisfies(e -> assertThat(e.getMessage()).contains(words).endsWith("."));
        assertThat(agent.transport.status().online()).isFalse();
        assertThat(agent.transport.status().message()).contains(words);
    }

    @Test
    void anAuthorityOfOnesOwnIsTrustedWhenItsFileIsNamedAndOnlyThen() throws Exception {
        FakePlatform platform = https(identity("dns:localhost"));
        FakeAgent trusting = agent(url(platform), "", file("ca.pem"), 20).registered();
        assertThat(trusting.transport.ask(CONNECTION, SET, GO)).isEqualTo(new SetAnswer.Unknown());
        assertThat(trusting.transport.status().online()).isTrue();

        fails(agent(url(platform), "", "", 20), "TLS certificate of localhost", "not trusted");
        fails(agent(url(platform), "", file("none.pem"), 20), "trusted certificates", "none.pem");
        assertThat(platform.problems()).isEmpty();
    }

    @Test
    void anExpiredCertificateAndOneOfAnotherNameAreNamed() throws Exception {
        String trusted = file("ca.pem");
        SSLContext old = identity("dns:localhost", "-startdate", "-10d", "-validity", "2");
        fails(agent(url(https(old)), "", trusted, 20), "has expired", "clock");
        SSLContext early = identity("dns:localhost", "-startdate", "+2d");
        fails(agent(url(https(early)), "", trusted, 20), "not valid yet", "clock");
        SSLContext other = identity("dns:elsewhere.example");
        fails(agent(url(https(other)), "", trusted, 20), "for another name");
    }

    @Test
    void goesThroughAProxyByATunnel() throws Exception {
        FakePlatform platform = https(identity("dns:platform.example"));
        ConnectProxy proxy = proxy(platform.server.getAddress().getPort(), "200 OK");
        FakeAgent agent =
                agent("https://platform.example", proxy.address(), file("ca.pem"), 20).registered();
        assertThat(agent.transport.ask(CONNECTION, SET, GO)).isEqualTo(new SetAnswer.Unknown());
        assertThat(proxy.asked()).isNotEmpty().allMatch(l -> l.contains("platform.example:443"));
        assertThat(platform.heard("getSet")).hasSize(1);
    }

    @Test
    void aProxyInTheWayIsNamed() throws Exception {
        String target = "https://platform.example";
        ConnectProxy wantsPassword = proxy(1, "407 Proxy Authentication Required");
        fails(agent(target, wantsPassword.address(), "", 20), wantsPassword.address(), "password");
        ConnectProxy forbids = proxy(1, "403 Forbidden");
        fails(agent(target, forbids.address(), "", 20), forbids.address(), "403");
        fails(agent(target, "127.0.0.1:" + freePort(), "", 20), "proxy 127.0.0.1", "refuses");
        fails(agent(target, "proxy.invalid:8080", "", 20), "proxy proxy.invalid:8080", "DNS");
    }

    @Test
    void aPlatformThatCannotBeReachedIsNamed() throws Exception {
        fails(agent("https://platform.invalid", "", "", 20), "platform.invalid", "DNS");
        fails(agent("http://127.0.0.1:" + freePort(), "", "", 20), "127.0.0.1", "refuses");
        fails(agent("", "", "", 20), "is not set");
        FakePlatform plain = FakePlatform.start(CHECK);
        open.add(plain);
        try (ServerSocket noTls = new ServerSocket(0, 50, FakePlatform.loopback())) {
            Thread server = new Thread(() -> answerPlainly(noTls));
            server.start();
            fails(agent("https://localhost:" + noTls.getLocalPort(), "", "", 20), "TLS");
        }
        plain.answer("register", new FakePlatform.Canned(FakePlatform.HOLD, ""));
        fails(agent(plain.url(), "", "", 1), "did not answer within the time");
    }

    private static void answerPlainly(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // the client has gone
        }
    }

    @Test
    void aConnectionThatBrokeIsTriedOnceMore() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, FakePlatform.loopback())) {
            List<String> taken = new ArrayList<>();
            Thread closes =
                    new Thread(
                            () -> {
                                try {
                                    while (true) {
                                        try (Socket socket = server.accept()) {
                                            socket.getInputStream().read();
                                            taken.add("one");
                                        }
                                    }
                                } catch (IOException e) {
                                    // the test is over
                                }
                            });
            closes.start();
            fails(agent("http://127.0.0.1:" + server.getLocalPort(), "", "", 20), "broke");
            assertThat(taken).hasSize(2);
        }
    }

    @Test
    void settingsChangeWithoutANewComponent() throws Exception {
        FakePlatform first = FakePlatform.start(CHECK);
        FakePlatform second = FakePlatform.start(CHECK);
        open.add(first);
        open.add(second);
        FakeAgent agent = agent(first.url(), "", "", 20).registered();
        agent.transport.use(Settings.of(second.url(), "", "", 55, 20));
        assertThat(agent.transport.ask(CONNECTION, SET, GO)).isEqualTo(new SetAnswer.Unknown());
        assertThat(second.heard("token")).hasSize(1);
        assertThat(first.heard("getSet")).isEmpty();
    }

    @Test
    void noThreadOutlivesTheTransport() throws Exception {
        Set<Long> before = ids();
        try (FakePlatform platform = FakePlatform.start(CHECK);
                FakeAgent agent = new FakeAgent(platform.url()).registered()) {
            agent.transport.ask(CONNECTION, SET, GO);
            assertThat(started(before)).anyMatch(name -> name.startsWith("fairlead-http-"));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> {
                            System.gc(); // before Java 21 that ends the client's selector
                            assertThat(started(before))
                                    .noneMatch(name -> name.startsWith("fairlead-http-"))
                                    .noneMatch(name -> name.startsWith("HttpClient-"));
                        });
    }

    private static Set<Long> ids() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getId)
                .collect(Collectors.toSet());
    }

    private static Set<String> started(Set<Long> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread.getId()))
                .map(Thread::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, FakePlatform.loopback())) {
            return socket.getLocalPort();
        }
    }

    private ConnectProxy proxy(int target, String answer) throws IOException {
        ConnectProxy proxy = new ConnectProxy(target, answer);
        open.add(proxy);
        return proxy;
    }
}
