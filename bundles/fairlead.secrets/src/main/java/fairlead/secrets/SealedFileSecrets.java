package fairlead.secrets;

import fairlead.gate.Gate;
import fairlead.sync.api.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Secrets as sealed files below {@code <fairlead.data>/secrets}; the README says what that protects
 * against.
 */
@Component
public final class SealedFileSecrets implements Secrets {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Gate gate = new Gate();
    private final Path directory;
    private Vault vault; // guarded by this; opened on first use

    @Activate
    public SealedFileSecrets(BundleContext context) {
        this(Path.of(context.getProperty("fairlead.data")).resolve("secrets"));
    }

    SealedFileSecrets(Path directory) {
        this.directory = directory;
    }

    @Deactivate
    void close() {
        gate.close(PATIENCE);
        synchronized (this) {
            if (vault != null) {
                vault.close();
                vault = null;
            }
        }
    }

    @Override
    public void put(String name, byte[] value) {
        use(
                v -> {
                    v.put(name, value);
                    return null;
                });
    }

    @Override
    public Optional<byte[]> get(String name) {
        return use(v -> v.get(name));
    }

    @Override
    public void remove(String name) {
        use(
                v -> {
                    v.remove(name);
                    return null;
                });
    }

    private interface Use<T> {
        T with(Vault vault) throws IOException;
    }

    private <T> T use(Use<T> use) {
        try (var inside = gate.enter()) {
            synchronized (this) { // a few small files: one at a time is enough
                if (vault == null) {
                    vault = Vault.open(directory, PATIENCE);
                }
                return use.with(vault);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
