package fairlead.launcher.release;

import fairlead.gate.KillPoint;
import fairlead.launcher.release.Manifest.Bundle;
import fairlead.launcher.release.Manifest.SlotFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The releases' bytes on this machine (rules 1, 4, 5): {@code store/<sha256>.jar}, {@code
 * releases/<id>.json}, beside it {@code <id>.source} with where the release came from, and {@code
 * slots/<n>/} below the data directory, and the factory release, which is only ever read. Any
 * thread may call it.
 */
public final class ReleaseStore {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseStore.class);
    static final String TEMPORARY = ".tmp";
    private static final String MANIFEST = ".json";
    private static final String SOURCE = ".source";

    /** With less free than this, in bytes, nothing is started, and no release taken in. */
    public static final long LEAST_SPACE = 32L << 20;

    private final Disk disk;
    private final Path data;
    private final Path store;
    private final Path releases;
    private final Path slots;
    private final Path factory;
    private final Set<String> added = new HashSet<>();

    /**
     * @param data the data directory
     * @param factory the release directory that was installed with the program
     */
    public ReleaseStore(Disk disk, Path data, Path factory) {
        this.disk = disk;
        this.data = data;
        this.store = data.resolve("store");
        this.releases = data.resolve("releases");
        this.slots = data.resolve("slots");
        this.factory = factory;
    }

    /**
     * Takes a release in: checks all of it first, then copies what is not here already. When it
     * returns, every byte is durable; a state may name the release.
     *
     * @param directory {@code release.json}, {@code bundles/<sha256>.jar} and perhaps {@code slot/}
     * @throws ReleaseException when the release is not what it says, goes away, or does not fit on
     *     the disk; what had been copied is removed again
     * @throws IOException when this machine's disk did not take it; what had been copied is removed
     *     again, now or by the next start
     */
    public synchronized Manifest add(Path directory) throws ReleaseException, IOException {
        ReleaseDirectory source = new ReleaseDirectory(disk, directory);
        byte[] bytes = source.manifest();
        Manifest manifest = Manifest.parse(bytes, source.file().toString());
        source.check(manifest);
        checkSlotNumber(manifest);
        List<Bundle> toCopy = new ArrayList<>();
        for (Bundle bundle : manifest.bundles()) {
            if (!right(inStore(bundle), bundle.sha256())) {
                toCopy.add(bundle);
            }
        }
        checkRoom(manifest, toCopy);
        added.add(manifest.id());
        List<Path> copied = new ArrayList<>();
        Path file = file(manifest.id(), MANIFEST);
        Path cameFrom = file(manifest.id(), SOURCE);
        for (Path each : List.of(file, cameFrom)) {
            if (!disk.exists(each)) {
                copied.add(each); // the manifest is removed first: it names the others
            }
        }
        try {
            copy(source, manifest, toCopy, copied);
            Path location = directory.toAbsolutePath();
            if (!source(manifest.id()).equals(Optional.of(location))) {
                put(cameFrom, location.toString().getBytes(StandardCharsets.UTF_8));
            }
            put(file, bytes);
            disk.syncDirectory(releases);
        } catch (IOException | ReleaseException e) {
            added.remove(manifest.id());
            copied.forEach(path -> removeLater(() -> disk.deleteTree(path), path));
            throw e;
        }
        KillPoint.reach("swap-store-manifest");
        return manifest;
    }

    private void checkRoom(Manifest manifest, List<Bundle> toCopy)
            throws ReleaseException, IOException {
        long needed = LEAST_SPACE;
        needed += toCopy.stream().mapToLong(Bundle::size).sum();
        needed +=
                isSlotHere(manifest)
                        ? 0
                        : manifest.slotFiles().stream().mapToLong(SlotFile::size).sum();
        disk.createDirectories(data);
        long free = disk.usableSpace(data);
        if (free < needed) {
            throw new ReleaseException.NoRoom(needed, free);
        }
    }

    /**
     * @param copied receives what was not here before
     */
    private void copy(
            ReleaseDirectory source, Manifest manifest, List<Bundle> toCopy, List<Path> copied)
            throws ReleaseException, IOException {
        disk.createDirectories(store);
        disk.createDirectories(releases);
        disk.syncDirectory(data);
        for (Bundle bundle : toCopy) {
            Path jar = inStore(bundle);
            boolean replaced = disk.exists(jar); // another release may need it
            source.copy(source.jar(bundle), jar, bundle.sha256());
            if (!replaced) {
                copied.add(jar);
            }
        }
        disk.syncDirectory(store);
        KillPoint.reach("swap-store-jars");
        if (!manifest.slotFiles().isEmpty() && !disk.exists(slot(manifest))) {
            copied.add(slot(manifest));
        }
        addSlot(source, manifest);
    }

    /**
     * A release's manifest, from the store or, by its id, the factory's; empty when it is missing
     * or its bytes are wrong.
     *
     * @throws IOException when the file is there and cannot be opened
     */
    public synchronized Optional<Manifest> manifest(String id) throws IOException {
        Optional<Manifest> own = read(file(id, MANIFEST));
        return own.isPresent() && own.get().id().equals(id)
                ? own
                : read(factory.resolve(Manifest.FILE)).filter(m -> m.id().equals(id));
    }

    /**
     * The factory release's manifest; empty when it is missing or damaged: the program has to be
     * installed again.
     */
    public synchronized Optional<Manifest> factory() throws IOException {
        return read(factory.resolve(Manifest.FILE));
    }

    /** Where the bundle of a release lies that a start runs; empty release: the factory's. */
    public Path jar(Optional<String> release, Bundle bundle) {
        return release.isPresent() ? inStore(bundle) : ofFactory(bundle);
    }

    /**
     * Checks releases for one start, each file once, and puts right what it can from the factory
     * release, and from where each release came. A source that is gone or has other bytes puts
     * nothing right; none is looked at while all is right.
     */
    public StartDecision.Verifier verifier() {
        Map<String, OptionalInt> known = new HashMap<>();
        Set<String> jars = new HashSet<>();
        return release -> {
            if (!known.containsKey(release)) {
                known.put(release, verify(release, true, jars));
            }
            return known.get(release);
        };
    }

    /** Tells what is right as it lies here now: nothing is put right before. */
    public StartDecision.Verifier asItIs() {
        return release -> verify(release, false, new HashSet<>());
    }

    /**
     * @param whole the jars that are known to be right, by hash
     */
    private synchronized OptionalInt verify(String release, boolean heals, Set<String> whole)
            throws IOException {
        Optional<Manifest> manifest = manifest(release);
        if (manifest.isEmpty() && heals) {
            manifest = source(release).flatMap(source -> healManifest(release, source));
        }
        if (manifest.isEmpty()) {
            LOG.warn("The manifest of release {} is missing or damaged", release);
            return OptionalInt.empty();
        }
        for (Bundle bundle : manifest.get().bundles()) {
            if (!whole.contains(bundle.sha256())
                    && !right(inStore(bundle), bundle.sha256())
                    && !(heals && heal(bundle, release))) {
                LOG.warn("{} of release {} is missing or damaged", bundle.title(), release);
                return OptionalInt.empty();
            }
            whole.add(bundle.sha256());
        }
        for (SlotFile file : manifest.get().slotFiles()) {
            if (!right(manifest.get(), file)) {
                LOG.warn("{} of the slot of {} is missing or damaged", file.path(), release);
                return OptionalInt.empty();
            }
        }
        return OptionalInt.of(manifest.get().slot());
    }

    /** The release directory that was installed with the program. */
    public Path factoryDirectory() {
        return factory;
    }

    /** Is every byte of the factory release right? */
    public synchronized boolean factoryWhole() throws IOException {
        Optional<Manifest> manifest = factory();
        boolean whole = manifest.isPresent();
        for (Bundle bundle : manifest.map(Manifest::bundles).orElse(List.of())) {
            whole &= right(ofFactory(bundle), bundle.sha256());
        }
        return whole;
    }

    /**
     * Removes, file by file, what none of these releases needs and what was not taken in by this
     * process; what cannot be removed now is removed later. Call it after a durable commit, and at
     * a start with the releases of every valid copy of the state (rule 4).
     */
    public synchronized void clean(Set<String> named) throws IOException {
        clean(named, 0);
    }

    /**
     * The same in a host that may not be that of any of these releases.
     *
     * @param slot the slot in which it runs; its files stay
     */
    public synchronized void clean(Set<String> named, int slot) throws IOException {
        Set<String> keep = new HashSet<>(named);
        keep.addAll(added);
        keep.addAll(waiting().read().map(c -> c.values().keySet()).orElse(Set.of()));
        Set<String> jars = new HashSet<>();
        Set<String> usedSlots = new HashSet<>(Set.of(Integer.toString(slot)));
        boolean certain = true;
        for (String id : keep) {
            Optional<Manifest> manifest = manifest(id);
            certain &= manifest.isPresent();
            manifest.ifPresent(m -> m.bundles().forEach(b -> jars.add(b.sha256() + ".jar")));
            manifest.ifPresent(m -> usedSlots.add(Integer.toString(m.slot())));
        }
        for (Path file : disk.list(releases)) {
            if (!keep.contains(release(file))) {
                removeLater(() -> disk.delete(file), file);
            }
        }
        if (!certain) {
            return; // a manifest that cannot be read may need any of them
        }
        for (Path file : disk.list(store)) {
            if (!jars.contains(file.getFileName().toString())) {
                removeLater(() -> disk.delete(file), file);
            }
        }
        for (Path each : disk.list(slots)) {
            if (!usedSlots.contains(each.getFileName().toString())) {
                removeLater(() -> disk.deleteTree(each), each);
            }
        }
    }

    /**
     * Names the releases that were taken in, or are about to be, and wait to be begun: clean-up
     * leaves them, in whichever process it is done (rule 4). Durable when it returns; the last call
     * counts.
     */
    public synchronized void keepWaiting(Set<String> releases) throws IOException {
        Map<String, String> values = new HashMap<>();
        releases.forEach(id -> values.put(id, "waits"));
        if (!waiting().read().map(StateFile.Content::values).equals(Optional.of(values))) {
            waiting().write(values);
        }
    }

    private StateFile waiting() {
        return new StateFile(disk, data.resolve("releases.waiting"));
    }

    /** Removes what an interrupted process left half written; at a start, before anything else. */
    public synchronized void removeTemporary() throws IOException {
        for (Path directory : List.of(data, store, releases, slots)) {
            for (Path file : disk.list(directory)) {
                if (file.getFileName().toString().endsWith(TEMPORARY)) {
                    removeLater(() -> disk.deleteTree(file), file);
                }
            }
        }
    }

    /** Where the host of a release's slot lies. */
    public Path slot(Manifest manifest) {
        return slots.resolve(Integer.toString(manifest.slot()));
    }

    private Path inStore(Bundle bundle) {
        return store.resolve(bundle.sha256() + ".jar");
    }

    private Path file(String release, String suffix) {
        return releases.resolve(release + suffix);
    }

    /** Where a release came from; empty when that is not known, or no directory's name. */
    public Optional<Path> source(String release) {
        try (InputStream in = disk.open(file(release, SOURCE))) {
            return Optional.of(Path.of(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException | InvalidPathException e) {
            return Optional.empty(); // of an older version, or damaged: so nothing comes from there
        }
    }

    private Path ofFactory(Bundle bundle) {
        return new ReleaseDirectory(disk, factory).jar(bundle);
    }

    /** A number stands for one content, or the slot that runs would be written over. */
    private void checkSlotNumber(Manifest offered) throws ReleaseException, IOException {
        for (Path file : disk.list(releases)) {
            Optional<Manifest> other =
                    file.toString().endsWith(MANIFEST) ? read(file) : Optional.empty();
            if (other.isPresent()
                    && other.get().slot() == offered.slot()
                    && !other.get().slotFiles().equals(offered.slotFiles())) {
                throw new ReleaseException.SlotReused(
                        offered.slot(), other.get().id(), offered.id());
            }
        }
    }

    private void addSlot(ReleaseDirectory source, Manifest manifest)
            throws ReleaseException, IOException {
        if (isSlotHere(manifest)) {
            return;
        }
        Path slot = slot(manifest);
        Path temporary = slots.resolve(slot.getFileName() + TEMPORARY);
        disk.deleteTree(temporary);
        try {
            copySlot(source, manifest, temporary);
            disk.deleteTree(slot);
            disk.rename(temporary, slot);
        } catch (IOException | ReleaseException e) {
            removeLater(() -> disk.deleteTree(temporary), temporary);
            throw e;
        }
        disk.syncDirectory(slots);
    }

    private boolean isSlotHere(Manifest manifest) throws IOException {
        boolean here = true;
        for (SlotFile file : manifest.slotFiles()) {
            here &= right(manifest, file);
        }
        return here;
    }

    private void copySlot(ReleaseDirectory source, Manifest manifest, Path temporary)
            throws ReleaseException, IOException {
        disk.createDirectories(temporary);
        disk.syncDirectory(data);
        Set<Path> directories = new HashSet<>(Set.of(temporary));
        for (SlotFile file : manifest.slotFiles()) {
            Path to = temporary.resolve(file.path());
            disk.createDirectories(to.getParent());
            directories.add(to.getParent());
            source.copy(source.slotFile(file), to, file.sha256());
            if (file.executable()) {
                disk.makeExecutable(to);
            }
        }
        for (Path each : directories) {
            disk.syncDirectory(each);
        }
    }

    private void put(Path file, byte[] bytes) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
        try {
            disk.write(temporary, new ByteArrayInputStream(bytes));
            disk.sync(temporary);
            disk.protect(temporary);
            disk.rename(temporary, file);
        } catch (IOException e) {
            removeLater(() -> disk.delete(temporary), temporary);
            throw e;
        }
    }

    private boolean heal(Bundle bundle, String release) {
        return heal(bundle, factory)
                || source(release).filter(source -> heal(bundle, source)).isPresent();
    }

    private boolean heal(Bundle bundle, Path directory) {
        ReleaseDirectory source = new ReleaseDirectory(disk, directory);
        Path from = source.jar(bundle);
        try {
            if (!right(from, bundle.sha256())) {
                return false;
            }
            disk.createDirectories(store);
            source.copy(from, inStore(bundle), bundle.sha256());
            disk.syncDirectory(store);
            LOG.info("{} was damaged here and is whole again, from {}", bundle.title(), directory);
            return true;
        } catch (IOException | ReleaseException e) {
            LOG.warn("{} could not be put right from {}", bundle.title(), directory, e);
            return false;
        }
    }

    private Optional<Manifest> healManifest(String release, Path source) {
        Path file = source.resolve(Manifest.FILE);
        try {
            Optional<Manifest> found = read(file).filter(m -> m.id().equals(release));
            if (found.isPresent()) {
                try (InputStream in = disk.open(file)) {
                    disk.createDirectories(releases);
                    put(file(release, MANIFEST), in.readAllBytes());
                    disk.syncDirectory(releases);
                }
                LOG.info("the manifest of {} is whole again, from {}", release, source);
            }
            return found;
        } catch (IOException e) {
            LOG.warn("the manifest of {} could not be put right from {}", release, source, e);
            return Optional.empty();
        }
    }

    /**
     * Does the file have these bytes? One that opens and cannot be read to its end has not.
     *
     * @throws IOException when it is there and cannot be opened
     */
    private boolean right(Path file, String sha256) throws IOException {
        try (InputStream in = disk.open(file)) {
            return unread(() -> Hash.of(in)).equals(Optional.of(sha256));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * The same of a file in a slot. That it can be run may have been lost, with a backup for
     * example, and is set again; where that does not help the supervisor leaves the slot (rule 7).
     */
    private boolean right(Manifest manifest, SlotFile file) throws IOException {
        Path path = slot(manifest).resolve(file.path());
        boolean right = right(path, file.sha256());
        if (right && file.executable() && !disk.isExecutable(path)) {
            try {
                disk.makeExecutable(path);
            } catch (IOException e) {
                LOG.warn("{}", e.getMessage());
            }
        }
        return right;
    }

    private Optional<Manifest> read(Path file) throws IOException {
        try (InputStream in = disk.open(file)) {
            Optional<byte[]> bytes = unread(in::readAllBytes);
            return bytes.isPresent()
                    ? Optional.of(Manifest.parse(bytes.get(), file.toString()))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (ReleaseException e) {
            LOG.warn("{}", e.getMessage());
            return Optional.empty();
        }
    }

    /** The id of the release whose manifest, or source, this file is. */
    public static String release(Path file) {
        String name = file.getFileName().toString();
        for (String suffix : List.of(MANIFEST, SOURCE)) {
            if (name.endsWith(suffix)) {
                return name.substring(0, name.length() - suffix.length());
            }
        }
        return name;
    }

    private static void removeLater(Removal removal, Path path) {
        try {
            removal.run();
        } catch (IOException e) {
            LOG.info("{} is in use and will be removed later: {}", path, e.toString());
        }
    }

    private static <T> Optional<T> unread(Reading<T> reading) {
        try {
            return Optional.of(reading.read());
        } catch (IOException e) {
            LOG.warn("A file opened and could not be read to its end: {}", e.toString());
            return Optional.empty();
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private interface Removal {
        void run() throws IOException;
    }
}
