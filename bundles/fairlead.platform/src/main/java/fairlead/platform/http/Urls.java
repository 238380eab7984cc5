package fairlead.platform.http;

import java.net.URI;
import java.net.URISyntaxException;

/** Addresses that somebody gave us. */
public final class Urls {
    private Urls() {}

    /**
     * The address as it is, if it is one of the web.
     *
     * @throws Problem 400 when it is none
     */
    public static String web(String field, String url) {
        parsed(field, url);
        return url;
    }

    /**
     * The address as it is, if it is one to which something may be sent: encrypted, or on this
     * machine.
     *
     * @throws Problem 400 when it is none
     */
    public static String safe(String field, String url) {
        URI uri = parsed(field, url);
        boolean local = uri.getHost().matches("localhost|127(\\.\\d+){3}|\\[::1]");
        if (!uri.getScheme().equalsIgnoreCase("https") && !local) {
            throw Problem.badRequest(field + " must begin with https://.");
        }
        return url;
    }

    private static URI parsed(String field, String url) {
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getScheme().toLowerCase(java.util.Locale.ROOT).matches("https?")) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw Problem.badRequest(
                field
                        + " must be an address like https://example.com/path, not '"
                        + Call.shortened(url)
                        + "'.");
    }
}
