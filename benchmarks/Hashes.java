import fairlead.launcher.release.LocalDisk;
import fairlead.launcher.release.ReleaseStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many milliseconds a start spends on the hashes of the factory release, once, in a cold Java. The manifest is read
 * before: a start needs it anyhow, and with it the log and Jackson are loaded.
 */
public final class Hashes {
    public static void main(String... arguments) throws Exception {
        Path data = Files.createDirectories(Path.of(arguments[1]));
        ReleaseStore store = new ReleaseStore(new LocalDisk(), data, Path.of(arguments[0]));
        store.factory().orElseThrow();
        long begin = System.nanoTime();
        if (!store.factoryWhole()) {
            throw new IllegalStateException("the factory release is damaged");
        }
        System.out.println((System.nanoTime() - begin) / 1_000_000);
    }
}
