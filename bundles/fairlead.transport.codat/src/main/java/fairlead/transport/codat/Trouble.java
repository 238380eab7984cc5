package fairlead.transport.codat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Why there was no answer, in one plain sentence that names what is to blame. */
final class Trouble {
    private Trouble() {}

    /**
     * @param proxy host and port of the proxy that was used, where there was one
     */
    static String sentence(Throwable failure, URI platform, Optional<String> proxy) {
        String host = platform.getHost();
        String next =
                proxy.map(p -> "the proxy " + p)
                        .orElse("the platform " + host + ":" + port(platform));
        if (has(failure, UnresolvedAddressException.class)
                || has(failure, UnknownHostException.class)) {
            return proxy.map(p -> "The name of the proxy " + p + " is not known (DNS)")
                            .orElse("The name " + host + " is not known (DNS)")
                    + "; check the internet connection and the address.";
        }
        if (has(failure, HttpConnectTimeoutException.class)) {
            return capital(next) + " cannot be reached: no connection within the time allowed.";
        }
        if (has(failure, HttpTimeoutException.class) || has(failure, TimeoutException.class)) {
            return "The platform " + host + " did not answer within the time allowed.";
        }
        if (has(failure, SSLException.class) || has(failure, CertificateException.class)) {
            return tls(failure, host);
        }
        if (has(failure, NoRouteToHostException.class)) {
            return capital(next) + " cannot be reached: there is no network route to it.";
        }
        if (has(failure, ConnectException.class)) {
            return capital(next) + " refuses the connection; it may be down or blocked.";
        }
        if (has(failure, LimitedBody.TooLongException.class)) {
            return "The platform "
                    + host
                    + " answered more than it may; something else may be answering for it.";
        }
        Optional<String> tunnel = tunnel(failure);
        if (tunnel.isPresent()) {
            return capital(next)
                    + " does not let us through to "
                    + host
                    + ": "
                    + tunnel.get()
                    + ".";
        }
        return "The connection to " + next + " broke.";
    }

    private static String tls(Throwable failure, String host) {
        if (has(failure, CertificateExpiredException.class)) {
            return "The TLS certificate of " + host + " has expired, or this PC's clock is wrong.";
        }
        if (has(failure, CertificateNotYetValidException.class)) {
            return "The TLS certificate of "
                    + host
                    + " is not valid yet, or this PC's clock is wrong.";
        }
        if (has(failure, CertPathBuilderException.class)
                || has(failure, CertPathValidatorException.class)) {
            return "The TLS certificate of "
                    + host
                    + " is not trusted; if the platform or a proxy has its own certificate"
                    + " authority, name its file as trusted certificates.";
        }
        if (has(failure, CertificateException.class)) {
            return "The TLS certificate of " + host + " is for another name.";
        }
        return "No secure connection (TLS) to " + host + " could be made.";
    }

    /** What a proxy said instead of opening a tunnel: the JDK has it in the message only. */
    private static Optional<String> tunnel(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String message = t.getMessage();
            if (t instanceof IOException
                    && message != null
                    && message.startsWith("Tunnel failed")) {
                return Optional.of("it answered" + message.replaceAll("^[^0-9]*", " "));
            }
        }
        return Optional.empty();
    }

    /** Did a connection that stood break, so that a new one may do? */
    static boolean brokenConnection(Throwable failure) {
        return has(failure, IOException.class)
                && !has(failure, ConnectException.class)
                && !has(failure, HttpTimeoutException.class)
                && !has(failure, SSLException.class)
                && !has(failure, UnknownHostException.class)
                && !has(failure, NoRouteToHostException.class)
                && !has(failure, LimitedBody.TooLongException.class)
                && tunnel(failure).isEmpty();
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443;
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
