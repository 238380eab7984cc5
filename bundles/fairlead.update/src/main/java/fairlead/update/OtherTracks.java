package fairlead.update;

import fairlead.launcher.release.Manifest;
import fairlead.launcher.release.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The bundles of partners, which are judged in their own trials only (rule 19). */
final class OtherTracks {
    private final Path releases;

    /**
     * @param releases where the manifests of the store lie
     */
    OtherTracks(Path releases) {
        this.releases = releases;
    }

    /**
     * The names of the bundles of partners' tracks.
     *
     * @param track the one that is not meant, {@code main} or a partner's
     * @param state what the host says
     */
    Set<String> names(String track, Map<String, String> state) {
        Set<String> names = new TreeSet<>();
        state.forEach(
                (key, id) -> {
                    int dot = key.indexOf('.');
                    String what = dot < 0 ? "" : key.substring(0, dot);
                    boolean runs = what.equals("release") || what.equals("trial");
                    if (runs && !key.substring(dot + 1).equals(track)) {
                        names.addAll(namesOf(id));
                    }
                });
        return names;
    }

    private Set<String> namesOf(String release) {
        Path file = releases.resolve(release + ".json");
        Set<String> names = new TreeSet<>();
        try {
            Manifest.parse(Files.readAllBytes(file), file.toString())
                    .bundles()
                    .forEach(bundle -> names.add(bundle.name()));
        } catch (IOException | ReleaseException e) {
            Checks.LOG.warn("the bundles of {} are not known: {}", release, e.getMessage());
        }
        return names;
    }
}
