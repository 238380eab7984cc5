package fairlead.platform.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.platform.store.Deliveries.Attempt;
import fairlead.platform.store.Deliveries.Due;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254", // where clouds keep their credentials
                "100.64.0.1",
                "192.0.0.8",
                "198.18.0.1",
                "203.0.113.7",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "::ffff:10.0.0.1",
                "::10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::1",
                "2001::1",
                "2001:db8::1",
                "ff02::1"
            })
    void callsNoPrivateAddress(String address) throws UnknownHostException {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isFalse();
        assertThatThrownBy(() -> new PublicAddresses().resolve(address))
                .isInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111"})
    void callsPublicOnes(String address) throws UnknownHostException {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void aSenderThatMayNotConnectsToNoPrivateAddress() throws Exception {
        try (java.net.ServerSocket inside =
                        new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Sender sender = new Sender(Clock.systemUTC(), Duration.ofSeconds(5), false)) {
            inside.setSoTimeout(1);
            for (String host : new String[] {"127.0.0.1", "localhost", "[::1]", "2130706433"}) {
                Attempt attempt =
                        sender.send(
                                new Due(
                                        1,
                                        "m",
                                        "c",
                                        "http://" + host + ":" + inside.getLocalPort() + "/",
                                        "whsec_AAAA",
                                        "{}",
                                        0));
                assertThat(attempt.taken()).isFalse();
                assertThat(attempt.status()).isEmpty();
                assertThat(attempt.outcome()).as(host).matches(".*(private network|not known).*");
            }
            assertThatThrownBy(inside::accept).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }
}
