package fairlead.platform.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts calls of which nobody knows whose they are, by the address that they come from. Behind a
 * server that speaks HTTPS for the platform that is the one which this server names.
 */
public final class Strangers {
    /** An address as {@code X-Forwarded-For} has it: perhaps in brackets, perhaps with a port. */
    private static final Pattern FORWARDED =
            Pattern.compile("\\[([0-9A-Fa-f:.]+)](?::\\d+)?|([0-9.]+)(?::\\d+)?|([0-9A-Fa-f:.]+)");

    private static final Logger LOG = LoggerFactory.getLogger(Strangers.class);

    private final AtomicBoolean warned = new AtomicBoolean();
    private final MinuteLimit limit;
    private final Set<String> proxies;

    /**
     * Lets so many through.
     *
     * @param proxies the addresses of servers whose {@code X-Forwarded-For} is believed
     */
    public Strangers(MinuteLimit limit, Set<String> proxies) {
        this.limit = limit;
        this.proxies = Set.copyOf(proxies);
    }

    /**
     * Counts a call.
     *
     * @throws Problem 429 when there were too many from there
     */
    void count(HttpServletRequest request) {
        limit.count(network(address(request)));
    }

    /**
     * The last one that no proxy of ours has added: whatever stands before it, the caller wrote.
     */
    private String address(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        String forwarded = request.getHeader("X-Forwarded-For");
        if (forwarded != null && !proxies.contains(address) && warned.compareAndSet(false, true)) {
            LOG.warn(
                    "a call from {} says that it comes from elsewhere: if a server of yours is there,"
                            + " name it in proxies, or all of its callers without a key count as one",
                    address);
        }
        String[] path = forwarded == null ? new String[0] : forwarded.split(",");
        for (int i = path.length - 1; i >= 0 && proxies.contains(address); i--) {
            Matcher part = FORWARDED.matcher(path[i].strip());
            if (!part.matches()) {
                break;
            }
            address = part.group(1) != null ? part.group(1) : part.group(0);
            address = part.group(2) != null ? part.group(2) : address;
        }
        return address;
    }

    /** One caller has 2 to the 64 addresses of IPv6. */
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress(); // asks no name server
            return bytes.length == 16
                    ? Arrays.toString(Arrays.copyOf(bytes, 8))
                    : Arrays.toString(bytes);
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
