package fairlead.itests.supervisor;

import fairlead.launcher.release.LocalDisk;
import fairlead.launcher.release.ReleaseState;
import fairlead.launcher.release.ReleaseStore;
import fairlead.launcher.release.StateFile;
import fairlead.launcher.release.Track;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The releases of a data directory while no agent runs on it. */
final class State {
    private final Path data;
    private final ReleaseStore store;
    private final StateFile file;

    State(Program program, Path data) {
        this.data = data;
        LocalDisk disk = new LocalDisk();
        store = new ReleaseStore(disk, data, program.root().resolve("factory"));
        file = new StateFile(disk, data.resolve("release.state"));
    }

    /** Takes a release in and gives its id. */
    String add(Path release) throws Exception {
        return store.add(release).id();
    }

    ReleaseState read() {
        try {
            return file.read()
                    .map(content -> ReleaseState.of(content.values()))
                    .orElse(ReleaseState.FACTORY);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Says what is current, what was before and how often the process has died. */
    void write(String track, Optional<String> current, Optional<String> previous, int deaths)
            throws Exception {
        ReleaseState state = read();
        Map<String, Track> tracks = new HashMap<>(state.tracks());
        tracks.put(
                track,
                new Track(current, previous, Optional.empty(), 0, deaths, List.of(), List.of()));
        file.write(new ReleaseState(tracks, state.other()).values());
    }

    Path data() {
        return data;
    }
}
