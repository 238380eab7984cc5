package fairlead.launcher.plan;

import fairlead.launcher.release.Kind;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Version;

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
    public Part {
        refreshes = Set.copyOf(refreshes);
    }

    /** Where the framework installs it from: it reads the file where it lies and copies nothing. */
    public String location() {
        return "reference:" + jar.toUri();
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
