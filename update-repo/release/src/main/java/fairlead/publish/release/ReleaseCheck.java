package fairlead.publish.release;

import fairlead.launcher.release.LocalDisk;
import fairlead.launcher.release.Manifest;
import fairlead.launcher.release.ReleaseException;
import fairlead.launcher.release.ReleaseStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks a release directory as an agent does that takes it in. */
final class ReleaseCheck {
    private ReleaseCheck() {}

    /**
     * The manifest of a whole release.
     *
     * @throws ReleaseException when it is not what it says
     */
    static Manifest check(Path directory) throws IOException, ReleaseException {
        // The very classes of the agent judge, on a data directory that is thrown away.
        LocalDisk disk = new LocalDisk();
        Path data = Files.createTempDirectory("release-check");
        try {
            return new ReleaseStore(disk, data, data.resolve("none")).add(directory);
        } finally {
            disk.deleteTree(data);
        }
    }
}
