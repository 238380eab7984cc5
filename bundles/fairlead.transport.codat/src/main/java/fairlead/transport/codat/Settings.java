package fairlead.transport.codat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the platform is reached.
 *
 * @param platform its address without a slash at the end; empty when it is not known how to reach
 *     it
 * @param proxy host and port, unresolved; empty: what the system says
 * @param trustedCertificates a PEM file with certificates that are trusted beside Java's own
 * @param poll how long the platform may hold a poll
 * @param timeout how long an answer may take
 * @param problem one plain sentence why there is no platform; empty when there is one
 */
record Settings(
        Optional<URI> platform,
        Optional<InetSocketAddress> proxy,
        Optional<Path> trustedCertificates,
        Duration poll,
        Duration timeout,
        String problem) {

    static Settings of(
            String platform,
            String proxy,
            String trustedCertificates,
            int pollSeconds,
            int requestTimeoutSeconds) {
        Optional<URI> address = Optional.empty();
        Optional<InetSocketAddress> via = Optional.empty();
        String problem = "";
        try {
            address = Optional.of(platform(platform.strip()));
            via = proxy.isBlank() ? Optional.empty() : Optional.of(proxy(proxy.strip()));
        } catch (IllegalArgumentException e) {
            address = Optional.empty();
            problem = e.getMessage();
        }
        return new Settings(
                address,
                via,
                trustedCertificates.isBlank()
                        ? Optional.empty()
                        : Optional.of(Path.of(trustedCertificates.strip())),
                Duration.ofSeconds(Math.max(0, Math.min(55, pollSeconds))),
                Duration.ofSeconds(Math.max(1, Math.min(600, requestTimeoutSeconds))),
                problem);
    }

    private static URI platform(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(
                    "The platform's address is not set: start the agent with --platform URL.");
        }
        URI uri;
        try {
            uri = URI.create(text.replaceAll("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The platform's address is no URL: " + withoutUser(text), e);
        }
        boolean https = "https".equalsIgnoreCase(uri.getScheme());
        boolean http = "http".equalsIgnoreCase(uri.getScheme());
        if (uri.getHost() == null || !(https || http)) {
            throw new IllegalArgumentException(
                    "The platform's address is no https:// URL: " + withoutUser(text));
        }
        if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException(
                    "The platform's address must be a plain https:// URL, without user, password,"
                            + " query or fragment.");
        }
        if (http && !loopback(uri)) {
            throw new IllegalArgumentException(
                    "The platform's address must start with https://, since "
                            + uri.getHost()
                            + " is not this PC.");
        }
        return uri;
    }

    /** The address may hold a password, which must not be shown. */
    private static String withoutUser(String text) {
        return text.replaceAll("//[^/]*@", "//");
    }

    /** Without asking DNS: a name that only claims to be this PC is none. */
    static boolean loopback(URI uri) {
        String host = uri.getHost().replaceAll("^\\[|\\]$", "");
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        if (!host.contains(":") && !host.matches("[0-9.]+")) {
            return false;
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static InetSocketAddress proxy(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port > 0 && port < 65_536) {
                return InetSocketAddress.createUnresolved(text.substring(0, colon), port);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "The proxy must be given as host:port, for example proxy.example.com:8080.");
    }

    /** The URL of an operation; the path begins with a slash. */
    URI operation(String path) {
        return URI.create(base() + path);
    }

    /** What operations' URLs, and audiences, begin with. */
    String base() {
        return platform.orElseThrow() + "/connector/v1";
    }
}
