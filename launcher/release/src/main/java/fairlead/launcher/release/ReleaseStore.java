package fairlead.launcher.release;

import fairlead.gate.KillPoint;
import fairlead.launcher.release.Manifest.Bundle;
import fairlead.launcher.release.Manifest.SlotFile;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The releases' bytes on this machine (rules 1, 4, 5): {@code store/<sha256>.jar}, {@code
 * releases/<id>.json} and {@code slots/<n>/} below the data directory, and the factory release,
 * which is only ever read. Any thread may call it.
 */
public final class ReleaseStore {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseStore.class);
    private static final String TEMPORARY = ".tmp";

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
     * @throws ReleaseException when the release is not what it says; nothing was taken in
     * @throws IOException when this machine's disk did not take it; a start removes what is left
     */
    public synchronized Manifest add(Path directory) throws ReleaseException, IOException {
        Path file = directory.resolve(Manifest.FILE);
        byte[] bytes = readSource(directory, file, "The release");
        Manifest manifest = Manifest.parse(bytes, file.toString());
        for (Bundle bundle : manifest.bundles()) {
            checkSource(directory, bundle);
        }
        for (SlotFile slotFile : manifest.slotFiles()) {
            checkSource(directory, slotFile);
        }
        checkSlotNumber(manifest);
        added.add(manifest.id());
        disk.createDirectories(store);
        disk.createDirectories(releases);
        disk.syncDirectory(data);
        for (Bundle bundle : manifest.bundles()) {
            if (!right(inStore(bundle), bundle.sha256())) {
                copy(directory, inSource(directory, bundle), inStore(bundle), bundle.sha256());
            }
        }
        disk.syncDirectory(store);
        KillPoint.reach("swap-store-jars");
        addSlot(directory, manifest);
        putManifest(manifest.id(), bytes);
        KillPoint.reach("swap-store-manifest");
        return manifest;
    }

    /**
     * A release's manifest, from the store or, by its id, the factory's; empty when it is missing
     * or its bytes are wrong.
     *
     * @throws IOException when the file is there and cannot be opened
     */
    public synchronized Optional<Manifest> manifest(String id) throws IOException {
        Optional<Manifest> own = read(releases.resolve(id + ".json"));
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
        return release.isPresent() ? inStore(bundle) : inSource(factory, bundle);
    }

    /**
     * Checks releases for one start, each file once, and puts right what it can from the factory
     * release and the sources.
     *
     * @param sources release directories that may have what is missing here
     */
    public StartDecision.Verifier verifier(List<Path> sources) {
        Map<String, OptionalInt> known = new HashMap<>();
        Map<String, Boolean> jars = new HashMap<>();
        return release -> {
            if (!known.containsKey(release)) {
                known.put(release, verify(release, sources, jars));
            }
            return known.get(release);
        };
    }

    private synchronized OptionalInt verify(
            String release, List<Path> sources, Map<String, Boolean> jars) throws IOException {
        Optional<Manifest> manifest = manifest(release);
        for (Path source : sources) {
            if (manifest.isEmpty()) {
                manifest = healManifest(release, source);
            }
        }
        if (manifest.isEmpty()) {
            LOG.warn("The manifest of release {} is missing or damaged", release);
            return OptionalInt.empty();
        }
        for (Bundle bundle : manifest.get().bundles()) {
            Boolean whole = jars.get(bundle.sha256());
            if (whole == null) {
                whole = right(inStore(bundle), bundle.sha256()) || heal(bundle, sources);
                jars.put(bundle.sha256(), whole);
            }
            if (!whole) {
                LOG.warn("{} of release {} is missing or damaged", bundle.title(), release);
                return OptionalInt.empty();
            }
        }
        for (SlotFile file : manifest.get().slotFiles()) {
            if (!right(slot(manifest.get()).resolve(file.path()), file.sha256())) {
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
            whole &= right(inSource(factory, bundle), bundle.sha256());
        }
        return whole;
    }

    /**
     * Removes, file by file, what none of these releases needs and what was not taken in by this
     * process; what cannot be removed now is removed later. Call it after a durable commit, and at
     * a start with the releases of every valid copy of the state (rule 4).
     */
    public synchronized void clean(Set<String> named) throws IOException {
        Set<String> keep = new HashSet<>(named);
        keep.addAll(added);
        keep.addAll(waiting().read().map(c -> c.values().keySet()).orElse(Set.of()));
        Set<String> jars = new HashSet<>();
        Set<String> usedSlots = new HashSet<>();
        boolean certain = true;
        for (String id : keep) {
            Optional<Manifest> manifest = manifest(id);
            certain &= manifest.isPresent();
            manifest.ifPresent(m -> m.bundles().forEach(b -> jars.add(b.sha256() + ".jar")));
            manifest.ifPresent(m -> usedSlots.add(Integer.toString(m.slot())));
        }
        for (Path file : disk.list(releases)) {
            if (!keep.contains(nameWithout(file, ".json"))) {
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
        for (Path slot : disk.list(slots)) {
            if (!usedSlots.contains(slot.getFileName().toString())) {
                removeLater(() -> disk.deleteTree(slot), slot);
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

    private static Path inSource(Path directory, Bundle bundle) {
        return directory.resolve("bundles").resolve(bundle.sha256() + ".jar");
    }

    private void checkSource(Path directory, Bundle bundle) throws ReleaseException {
        Path jar = inSource(directory, bundle);
        byte[] bytes = readSource(directory, jar, bundle.title());
        if (bytes.length != bundle.size()) {
            throw new ReleaseException.WrongBytes(
                    bundle.title(), bundle.size() + " bytes", bytes.length + " bytes.");
        }
        if (!Hash.of(bytes).equals(bundle.sha256())) {
            throw new ReleaseException.WrongBytes(
                    bundle.title(), bundle.sha256(), Hash.of(bytes) + ".");
        }
        bundle.check(headers(bytes));
    }

    private void checkSource(Path directory, SlotFile file) throws ReleaseException {
        byte[] bytes =
                readSource(directory, directory.resolve("slot").resolve(file.path()), file.path());
        if (!Hash.of(bytes).equals(file.sha256())) {
            throw new ReleaseException.WrongBytes(file.path(), file.sha256(), Hash.of(bytes) + ".");
        }
    }

    /** A number stands for one content, or the slot that runs would be written over. */
    private void checkSlotNumber(Manifest offered) throws ReleaseException, IOException {
        for (Path file : disk.list(releases)) {
            Optional<Manifest> other = read(file);
            if (other.isPresent()
                    && other.get().slot() == offered.slot()
                    && !other.get().slotFiles().equals(offered.slotFiles())) {
                throw new ReleaseException.SlotReused(
                        offered.slot(), other.get().id(), offered.id());
            }
        }
    }

    private void addSlot(Path directory, Manifest manifest) throws ReleaseException, IOException {
        boolean here = true;
        for (SlotFile file : manifest.slotFiles()) {
            here &= right(slot(manifest).resolve(file.path()), file.sha256());
        }
        if (here) {
            return;
        }
        Path slot = slot(manifest);
        Path temporary = slots.resolve(slot.getFileName() + TEMPORARY);
        disk.deleteTree(temporary);
        disk.createDirectories(temporary);
        disk.syncDirectory(data);
        Set<Path> directories = new HashSet<>(Set.of(temporary));
        for (SlotFile file : manifest.slotFiles()) {
            Path to = temporary.resolve(file.path());
            disk.createDirectories(to.getParent());
            directories.add(to.getParent());
            copy(directory, directory.resolve("slot").resolve(file.path()), to, file.sha256());
            if (file.executable()) {
                disk.makeExecutable(to);
            }
        }
        for (Path each : directories) {
            disk.syncDirectory(each);
        }
        disk.deleteTree(slot);
        disk.rename(temporary, slot);
        disk.syncDirectory(slots);
    }

    private void putManifest(String id, byte[] bytes) throws IOException {
        Path file = releases.resolve(id + ".json");
        Path temporary = releases.resolve(id + ".json" + TEMPORARY);
        disk.write(temporary, new ByteArrayInputStream(bytes));
        disk.sync(temporary);
        disk.protect(temporary);
        disk.rename(temporary, file);
        disk.syncDirectory(releases);
    }

    /** Copies a file of a release and hashes what arrives: the source may change meanwhile. */
    private void copy(Path source, Path from, Path to, String sha256)
            throws ReleaseException, IOException {
        Path temporary = to.resolveSibling(to.getFileName() + TEMPORARY);
        String found;
        try (InputStream in = disk.open(from);
                Watched watched = new Watched(in);
                DigestInputStream hashed = new DigestInputStream(watched, Hash.sha256())) {
            try {
                disk.write(temporary, hashed);
            } catch (IOException e) {
                if (watched.failed) {
                    throw new ReleaseException.SourceGone(source.toString(), e.toString());
                }
                throw e;
            }
            found = HexFormat.of().formatHex(hashed.getMessageDigest().digest());
        } catch (NoSuchFileException e) {
            throw new ReleaseException.SourceGone(source.toString(), e.toString());
        }
        if (!found.equals(sha256)) {
            disk.delete(temporary);
            throw new ReleaseException.WrongBytes(from.toString(), sha256, found + ".");
        }
        disk.sync(temporary);
        disk.protect(temporary);
        disk.rename(temporary, to);
    }

    private boolean heal(Bundle bundle, List<Path> sources) {
        return heal(bundle, factory) || sources.stream().anyMatch(source -> heal(bundle, source));
    }

    private boolean heal(Bundle bundle, Path source) {
        Path from = inSource(source, bundle);
        try {
            if (!right(from, bundle.sha256())) {
                return false;
            }
            disk.createDirectories(store);
            copy(source, from, inStore(bundle), bundle.sha256());
            disk.syncDirectory(store);
            LOG.info("{} was damaged here and is whole again, from {}", bundle.title(), source);
            return true;
        } catch (IOException | ReleaseException e) {
            LOG.warn("{} could not be put right from {}", bundle.title(), source, e);
            return false;
        }
    }

    private Optional<Manifest> healManifest(String release, Path source) throws IOException {
        Path file = source.resolve(Manifest.FILE);
        Optional<Manifest> found = read(file).filter(m -> m.id().equals(release));
        if (found.isPresent()) {
            try (InputStream in = disk.open(file)) {
                disk.createDirectories(releases);
                putManifest(release, in.readAllBytes());
            }
        }
        return found;
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

    private byte[] readSource(Path directory, Path file, String what) throws ReleaseException {
        try (InputStream in = disk.open(file)) {
            return in.readAllBytes();
        } catch (NoSuchFileException e) {
            throw new ReleaseException.Missing(what, file.toString());
        } catch (IOException e) {
            throw new ReleaseException.SourceGone(directory.toString(), e.toString());
        }
    }

    /** The main headers of a jar; none when it is no jar. */
    static Attributes headers(byte[] jar) {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                if (e.getName().equals("META-INF/MANIFEST.MF")) {
                    return new java.util.jar.Manifest(zip).getMainAttributes();
                }
            }
        } catch (IOException e) {
            LOG.debug("no jar", e);
        }
        return new Attributes();
    }

    private static String nameWithout(Path file, String suffix) {
        String name = file.getFileName().toString();
        return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
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

    /** Tells a source that fails from a disk that does not take the bytes. */
    private static final class Watched extends FilterInputStream {
        private boolean failed;

        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }
    }
}
