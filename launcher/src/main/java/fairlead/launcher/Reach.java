package fairlead.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The way to the platform, step by step: name, proxy, line, TLS, clock. */
final class Reach {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOCK = Duration.ofMinutes(2);

    private final Map<String, String> settings;

    /**
     * One thing that was looked at.
     *
     * @param todo what to do; empty when it is well
     */
    record Finding(String check, String what, String todo) {}

    /** With the settings of the agent's transport: its proxy and its own certificate authority. */
    Reach(Map<String, String> settings) {
        this.settings = settings;
    }

    /** Goes as far as it gets. */
    List<Finding> examine(String address) {
        List<Finding> findings = new ArrayList<>();
        Optional<URI> platform = platform(address);
        if (platform.isEmpty()) {
            findings.add(
                    new Finding(
                            "Platform",
                            "'" + address + "' is no address of a platform",
                            "Start the agent with --platform https://..."));
            return findings;
        }
        URI uri = platform.get();
        Optional<InetSocketAddress> proxy;
        try {
            proxy = proxy(uri);
        } catch (IllegalArgumentException e) {
            findings.add(
                    new Finding(
                            "Proxy",
                            "'" + settings.get("proxy") + "' is no proxy",
                            "Put it into the setting proxy as host:port, or leave that empty."));
            return findings;
        }
        proxy.ifPresent(
                p -> findings.add(new Finding("Proxy", p.getHostString() + ":" + p.getPort(), "")));
        if (!resolves(
                proxy.map(InetSocketAddress::getHostString).orElse(uri.getHost()), findings)) {
            return findings;
        }
        ask(uri, proxy, findings);
        return findings;
    }

    private static Optional<URI> platform(String address) {
        try {
            URI uri = URI.create(address);
            boolean web =
                    "https".equalsIgnoreCase(uri.getScheme())
                            || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The proxy that the agent uses: the one that is set, or the system's; none for this PC itself.
     *
     * @throws IllegalArgumentException when what is set is none
     */
    private Optional<InetSocketAddress> proxy(URI uri) {
        if (uri.getHost().matches("(?i)localhost|127\\.[0-9.]+|\\[::1]")) {
            return Optional.empty();
        }
        String given = settings.getOrDefault("proxy", "").strip();
        if (!given.isEmpty()) {
            int colon = given.lastIndexOf(':');
            if (colon <= 0 || given.contains("/")) {
                throw new IllegalArgumentException("no host:port");
            }
            return Optional.of(
                    InetSocketAddress.createUnresolved(
                            given.substring(0, colon),
                            Integer.parseInt(given.substring(colon + 1))));
        }
        return ProxySelector.getDefault().select(uri).stream()
                .filter(p -> p.type() == Proxy.Type.HTTP)
                .map(p -> (InetSocketAddress) p.address())
                .findFirst();
    }

    private static boolean resolves(String host, List<Finding> findings) {
        try {
            InetAddress address = InetAddress.getByName(host);
            findings.add(new Finding("DNS", host + " is " + address.getHostAddress(), ""));
            return true;
        } catch (UnknownHostException e) {
            findings.add(
                    new Finding(
                            "DNS",
                            "the name " + host + " is not known",
                            "Check the spelling, the network and the DNS server."));
            return false;
        }
    }

    private void ask(URI uri, Optional<InetSocketAddress> proxy, List<Finding> findings) {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(PATIENCE);
        try {
            ownAuthority().ifPresent(builder::sslContext);
        } catch (IOException | GeneralSecurityException e) {
            findings.add(
                    new Finding(
                            "TLS",
                            "the certificates in "
                                    + settings.get("trustedCertificates")
                                    + " cannot be read",
                            "Name a file of certificates (PEM) in the setting trustedCertificates,"
                                    + " or leave that empty."));
            return;
        }
        try {
            proxy.ifPresent(
                    p ->
                            builder.proxy(
                                    ProxySelector.of(
                                            new InetSocketAddress(
                                                    p.getHostString(), p.getPort()))));
            HttpResponse<Void> answer =
                    builder.build()
                            .send(
                                    HttpRequest.newBuilder(uri.resolve("/"))
                                            .timeout(PATIENCE)
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding());
            boolean secure = "https".equals(uri.getScheme());
            if (secure) {
                String protocol =
                        answer.sslSession().map(s -> s.getProtocol()).orElse("an unknown version");
                findings.add(new Finding("TLS", protocol + ", the certificate is trusted", ""));
            }
            findings.add(new Finding("Platform", uri + " answers", ""));
            clock(answer, findings);
        } catch (HttpTimeoutException e) {
            findings.add(
                    new Finding(
                            "Platform",
                            "no answer within 10 s",
                            "Check firewall and proxy: outbound "
                                    + uri.getScheme()
                                    + " has to be allowed."));
        } catch (SSLException e) {
            findings.add(
                    new Finding(
                            "TLS",
                            "the connection is not trusted: " + e.getMessage(),
                            "Where the platform has its own certificate authority, or a proxy opens"
                                    + " TLS, name its certificate in the setting"
                                    + " trustedCertificates."));
        } catch (ConnectException e) {
            findings.add(
                    new Finding(
                            "Platform",
                            "nobody answers at " + uri,
                            "Check that the platform runs, and that no firewall is in between."));
        } catch (IOException e) {
            findings.add(
                    new Finding("Platform", "it cannot be reached: " + e, "Check the network."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Java's own certificates and those of the settings; empty when there are none of these. */
    private Optional<SSLContext> ownAuthority() throws IOException, GeneralSecurityException {
        String file = settings.getOrDefault("trustedCertificates", "");
        if (file.isBlank()) {
            return Optional.empty();
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (X509Certificate it : known()) {
            store.setCertificateEntry("known-" + number++, it);
        }
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            var own = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (own.isEmpty()) {
                throw new CertificateException("there is none in " + file);
            }
            for (Certificate it : own) {
                store.setCertificateEntry("own-" + number++, it);
            }
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return Optional.of(context);
    }

    private static List<X509Certificate> known() throws GeneralSecurityException {
        TrustManagerFactory java =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        java.init((KeyStore) null);
        return Arrays.stream(java.getTrustManagers())
                .filter(manager -> manager instanceof X509TrustManager)
                .flatMap(
                        manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                .toList();
    }

    private static void clock(HttpResponse<Void> answer, List<Finding> findings) {
        Optional<String> date = answer.headers().firstValue("Date");
        if (date.isEmpty()) {
            return;
        }
        try {
            Instant theirs = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.get()));
            Duration off = Duration.between(theirs, Instant.now()).abs();
            String text = "it differs from the platform's by " + off.toSeconds() + " s";
            findings.add(
                    off.compareTo(CLOCK) > 0
                            ? new Finding("Clock", text, "Set the PC's clock, best automatically.")
                            : new Finding("Clock", text, ""));
        } catch (DateTimeParseException e) {
            findings.add(new Finding("Clock", "the platform's Date is not understood", ""));
        }
    }
}
