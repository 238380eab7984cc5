package fairlead.publish.release;

import fairlead.launcher.release.LocalDisk;
import fairlead.launcher.release.Manifest;
import fairlead.launcher.release.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A release that follows another one: some of its bundles changed, added or left out, all others
 * taken over byte for byte. It is made by the same maker as a vendor's. Used once, by one thread.
 *
 * <pre>{@code
 * String id =
 *         NextRelease.after(factory, "0.1.1")
 *                 .change("fairlead.sync", jar -> jar.version("0.1.1"))
 *                 .make(directory.resolve("0.1.1"));
 * }</pre>
 */
public final class NextRelease {
    private final Path former;
    private final String version;
    private final Map<String, Consumer<JarChange>> changes = new LinkedHashMap<>();
    private final List<Path> added = new ArrayList<>();
    private final Set<String> left = new TreeSet<>();
    private int slot;
    private Optional<Path> slotFiles = Optional.empty();

    private NextRelease(Path former, String version) {
        this.former = former;
        this.version = version;
    }

    /**
     * Begins one.
     *
     * @param former the directory of the release before; the built one is {@code
     *     launcher/target/dist/factory}
     * @param version the new release's own version, which is part of its id
     */
    public static NextRelease after(Path former, String version) {
        return new NextRelease(former, version);
    }

    /** Changes the bundle of this symbolic name. */
    public NextRelease change(String bundle, Consumer<JarChange> change) {
        changes.merge(bundle, change, Consumer::andThen);
        return this;
    }

    /** Adds a bundle that the former release does not have. */
    public NextRelease add(Path jar) {
        added.add(jar);
        return this;
    }

    /** Leaves a bundle out. */
    public NextRelease without(String bundle) {
        left.add(bundle);
        return this;
    }

    /** Brings a host of its own, which fills this slot. */
    public NextRelease slot(int number, Path files) {
        slot = number;
        slotFiles = Optional.of(files);
        return this;
    }

    /**
     * Makes the release in a directory that is not there yet, and returns its id.
     *
     * @throws ReleaseException when the former release is not whole
     * @throws RefusedException when this makes no release: an unknown bundle, other bytes under the
     *     same name and version
     */
    public String make(Path out) throws IOException, ReleaseException, RefusedException {
        Manifest before = ReleaseCheck.check(former);
        Path changed = Files.createTempDirectory("next-release");
        try {
            ReleaseMaker.Settings settings =
                    new ReleaseMaker.Settings(
                            before.track(),
                            version,
                            before.minimumVersion(),
                            before.created(),
                            slot,
                            slotFiles,
                            Map.of());
            return new ReleaseMaker(settings, Optional.of(former), Set.of())
                    .make(jars(before, changed), out)
                    .id();
        } finally {
            new LocalDisk().deleteTree(changed);
        }
    }

    private List<Path> jars(Manifest before, Path changed) throws IOException, RefusedException {
        Set<String> unknown = new TreeSet<>(changes.keySet());
        unknown.addAll(left);
        List<Path> jars = new ArrayList<>(added);
        for (Manifest.Bundle bundle : before.bundles()) {
            unknown.remove(bundle.name());
            Path jar = former.resolve("bundles").resolve(bundle.sha256() + ".jar");
            if (left.contains(bundle.name())) {
                continue;
            }
            if (changes.containsKey(bundle.name())) {
                JarChange change = new JarChange(jar);
                changes.get(bundle.name()).accept(change);
                jar = changed.resolve(bundle.name() + ".jar");
                change.write(jar);
            }
            jars.add(jar);
        }
        if (!unknown.isEmpty()) {
            throw new RefusedException(
                    "The release "
                            + before.id()
                            + " has no bundle "
                            + String.join(", ", unknown)
                            + " that could be changed.");
        }
        return jars;
    }
}
