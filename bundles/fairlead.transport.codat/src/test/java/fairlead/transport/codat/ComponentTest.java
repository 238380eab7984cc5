package fairlead.transport.codat;

import static fairlead.transport.codat.FakeAgent.GO;
import static fairlead.transport.codat.FakePlatform.CONNECTION;
import static fairlead.transport.codat.FakePlatform.SET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.itests.protocol.ProtocolCheck;
import fairlead.sync.api.Secrets;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceException;
import org.osgi.framework.Version;

/** The component as the framework makes it. */
class ComponentTest {
    private static final BundleContext CONTEXT =
            fake(BundleContext.class, Map.of("getBundle", bundle()));

    private static Bundle bundle() {
        return fake(Bundle.class, Map.of("getVersion", new Version(0, 1, 0)));
    }

    private static CodatTransport.Config config(String platform) {
        return fake(CodatTransport.Config.class, Map.of("platform", platform));
    }

    /** Answers these methods so, and a configuration's others with their defaults. */
    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) ->
                                answers.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    private static Secrets in(Map<String, byte[]> kept) {
        return new Secrets() {
            @Override
            public void put(String name, byte[] value) {
                kept.put(name, value.clone());
            }

            @Override
            public Optional<byte[]> get(String name) {
                return Optional.ofNullable(kept.get(name)).map(byte[]::clone);
            }

            @Override
            public void remove(String name) {
                kept.remove(name);
            }
        };
    }

    @Test
    @DisplayName("sync rule 27: a swapped bundle is no second life")
    void rule27aSwappedBundleIsNoSecondLife() throws Exception {
        Map<String, byte[]> kept = new HashMap<>();
        try (FakePlatform platform = FakePlatform.start(ProtocolCheck.ofRepository())) {
            for (int i = 0; i < 2; i++) {
                CodatTransport one = new CodatTransport(CONTEXT, config(platform.url()));
                one.secrets = in(kept);
                one.register("k", GO);
                one.ask(CONNECTION, SET, GO);
                one.close();
            }
            assertThat(platform.heard("getSet"))
                    .hasSize(2)
                    .extracting(e -> e.requestHeaders().get("fairlead-life").get(0))
                    .containsOnly(System.getProperty("fairlead.life"));
            assertThat(platform.problems()).isEmpty();
        }
    }

    @Test
    void aChangedSettingIsFollowed() throws Exception {
        CodatTransport one = new CodatTransport(CONTEXT, config(""));
        assertThat(one.status().message()).contains("is not set");
        assertThat(one.status().platform()).isEmpty();
        one.modified(config("https://platform.example"));
        assertThat(one.status().platform()).isEqualTo("https://platform.example");
        assertThat(one.status().message()).isEmpty();
        one.close();
    }

    @Test
    void lateCallersAreTurnedAway() {
        CodatTransport one = new CodatTransport(CONTEXT, config(""));
        one.close();
        assertThatThrownBy(() -> one.ask(CONNECTION, SET, GO)).isInstanceOf(ServiceException.class);
        assertThatThrownBy(one::status).isInstanceOf(ServiceException.class);
    }
}
