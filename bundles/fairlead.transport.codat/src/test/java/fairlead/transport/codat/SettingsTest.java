package fairlead.transport.codat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static Settings of(String platform, String proxy) {
        return Settings.of(platform, proxy, "", 55, 30);
    }

    @ParameterizedTest
    @CsvSource({
        "https://platform.example,https://platform.example/connector/v1",
        "' https://platform.example:8443/base// ',https://platform.example:8443/base/connector/v1",
        "http://localhost:1,http://localhost:1/connector/v1",
        "http://127.0.0.2:1,http://127.0.0.2:1/connector/v1",
        "http://[::1]:1,http://[::1]:1/connector/v1"
    })
    void takesHttpsAndPlainHttpOnThisPc(String platform, String base) {
        assertThat(of(platform, "").problem()).isEmpty();
        assertThat(of(platform, "").base()).isEqualTo(base);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://platform.example",
                "http://localhost.example",
                "http://10.0.0.1:80",
                "http://[2001:db8::1]/",
                "ftp://platform.example",
                "platform.example",
                "https:///x",
                "https://plat form",
                "https://platform.example?x=1",
                "https://user:hunter2@platform.example",
                "ftp://user:hunter2@platform.example",
                ""
            })
    void refusesEverythingElseInOneSentenceWithoutPasswords(String platform) {
        Settings settings = of(platform, "");
        assertThat(settings.platform()).isEmpty();
        assertThat(settings.problem()).isNotEmpty().doesNotContain("hunter2").doesNotContain("\n");
    }

    @Test
    void takesAProxyAsHostAndPort() {
        assertThat(of("https://p.example", " proxy.example:8080 ").proxy())
                .contains(InetSocketAddress.createUnresolved("proxy.example", 8080));
        for (String wrong : new String[] {"proxy", "proxy:", ":80", "proxy:99999", "proxy:x"}) {
            assertThat(of("https://p.example", wrong).problem()).contains("host:port");
        }
    }

    @Test
    void aNameThatOnlyClaimsToBeThisPcIsNone() {
        assertThat(Settings.loopback(URI.create("http://127.0.0.1.example/"))).isFalse();
        assertThat(Settings.loopback(URI.create("http://localhost/"))).isTrue();
    }
}
