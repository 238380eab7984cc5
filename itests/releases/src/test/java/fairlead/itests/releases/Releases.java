package fairlead.itests.releases;

import fairlead.itests.rig.Program;
import fairlead.publish.release.JarChange;
import fairlead.publish.release.NextRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Releases that follow another one, below one directory. */
final class Releases {
    private static final Path BUILT = Program.launcher().resolve("target/dist/factory");

    private final Path former;
    private final Path directory;

    /** They follow the one that was built. */
    Releases(Path directory) throws IOException {
        this(BUILT, directory);
    }

    Releases(Path former, Path directory) throws IOException {
        this.former = former;
        this.directory = Files.createDirectories(directory);
    }

    /**
     * Makes a release.
     *
     * @param version its own version and that of the bundle that changes
     * @return the release's directory
     */
    Path make(String version, String bundle, Consumer<JarChange> change) throws Exception {
        Path release = directory.resolve(version);
        next(version, bundle, change).make(release);
        return release;
    }

    /** As {@link #make(String, String, Consumer)}, with a host of its own in this slot. */
    Path make(String version, String bundle, Consumer<JarChange> change, int slot, Hosts host)
            throws Exception {
        Path release = directory.resolve(version);
        Path files = Files.createDirectories(directory.resolve("slot-" + version));
        host.fill(files, version);
        next(version, bundle, change).slot(slot, files).make(release);
        return release;
    }

    private NextRelease next(String version, String bundle, Consumer<JarChange> change) {
        return NextRelease.after(former, version)
                .change(bundle, jar -> change.accept(jar.version(version)));
    }
}
