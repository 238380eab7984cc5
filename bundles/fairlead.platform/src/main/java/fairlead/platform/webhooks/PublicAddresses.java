package fairlead.platform.webhooks;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Finds addresses of the public internet only. Whoever may name a URL must not reach through the
 * platform what lies behind its firewall; what a name means is decided here, once, and that very
 * address is then called.
 */
final class PublicAddresses implements DnsResolver {
    /** Where a private address would be called. */
    static final class PrivateAddressException extends UnknownHostException {
        PrivateAddressException(String host) {
            super(host + " is no address of the public internet");
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses =
                Arrays.stream(SystemDefaultDnsResolver.INSTANCE.resolve(host))
                        .filter(PublicAddresses::isPublic)
                        .toArray(InetAddress[]::new);
        if (addresses.length == 0) {
            throw new PrivateAddressException(host);
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(address, bytes);
    }

    /** The special ranges of RFC 6890 that Java has no word for. */
    private static boolean isPublic4(byte[] bytes) {
        int a = bytes[0] & 255;
        int b = bytes[1] & 255;
        int c = bytes[2] & 255;
        boolean special =
                a == 0
                        || a >= 240
                        || (a == 100 && b >= 64 && b < 128) // shared by a provider's customers
                        || (a == 192 && b == 0 && (c == 0 || c == 2))
                        || (a == 198 && (b == 18 || b == 19))
                        || (a == 198 && b == 51 && c == 100)
                        || (a == 203 && b == 0 && c == 113);
        return !special;
    }

    private static boolean isPublic6(InetAddress address, byte[] bytes) {
        boolean global = (bytes[0] & 0xe0) == 0x20; // 2000::/3
        boolean tunnel =
                (bytes[0] == 0x20 && bytes[1] == 0x02) // 6to4 carries any IPv4 address
                        || (bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0)
                        || (bytes[0] == 0x20
                                && bytes[1] == 0x01
                                && bytes[2] == 0x0d
                                && bytes[3] == (byte) 0xb8);
        return global && !tunnel && !((Inet6Address) address).isIPv4CompatibleAddress();
    }
}
