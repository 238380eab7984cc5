package fairlead.launcher.plan;

import fairlead.launcher.release.Hash;
import fairlead.launcher.release.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bundle of a release.
 *
 * @param name its symbolic name
 * @param version its version
 * @param sha256 of its bytes, in lower-case hex
 * @param jar where it lies
 * @param kind how it is changed
 * @param refreshes the names of other bundles that its change may stop for a moment
 */
public record Part(
        String name, Version version, String sha256, Path jar, Kind kind, Set<String> refreshes) {
    private static final Logger LOG = LoggerFactory.getLogger(Part.class);

    public Part {
        refreshes = Set.copyOf(refreshes);
    }

    /** Where the framework installs it from: it reads the file where it lies and copies nothing. */
    public String location() {
        return "reference:" + jar.toUri();
    }

    /** Does its jar have the bytes that the release names? One that cannot be read has not. */
    public boolean isWhole() {
        try (InputStream in = Files.newInputStream(jar)) {
            return sha256.equals(Hash.of(in));
        } catch (IOException e) {
            LOG.warn("the jar of {} cannot be read", this, e);
            return false;
        }
    }

    @Override
    public String toString() {
        return name + " " + version;
    }

    /** Names in a fixed order, for people. */
    static String list(Set<String> names) {
        return String.join(", ", new TreeSet<>(names));
    }
}
