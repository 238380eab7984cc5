package fairlead.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A disk that loses power: whatever was written after the last fsync of its file is forgotten, and
 * so is every name given, and every deletion done, after the last fsync of its directory.
 */
public final class ForgetfulDisk extends Disk {
    private static final Map<String, ForgetfulDisk> DISKS = new ConcurrentHashMap<>();
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    static {
        FilePath.register(new Forgetful());
    }

    private final String number = "d" + NUMBERS.incrementAndGet();
    private final Map<Path, Deque<Undo>> stores = new HashMap<>(); // newest first
    private final Set<Path> synced = new HashSet<>();
    private final Map<Path, Boolean> names = new HashMap<>(); // new names -> content was synced
    private final Map<Path, byte[]> deleted = new HashMap<>();

    public ForgetfulDisk() {
        DISKS.put(number, this);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Undo(long position, byte[] before, long size) {}

    /** The power goes, and comes back. No store may be open. */
    public synchronized void cut() {
        try {
            for (var store : stores.entrySet()) {
                try (FileChannel channel =
                        FileChannel.open(store.getKey(), java.nio.file.StandardOpenOption.WRITE)) {
                    for (Undo undo : store.getValue()) {
                        channel.write(ByteBuffer.wrap(undo.before()), undo.position());
                        channel.truncate(undo.size());
                    }
                }
            }
            for (Path name : names.keySet()) {
                Files.deleteIfExists(name);
            }
            for (var file : deleted.entrySet()) {
                if (Files.isDirectory(file.getKey().getParent())) {
                    Files.write(file.getKey(), file.getValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        forget();
    }

    /** Somebody else has put other files there: what could be undone is none of them. */
    public synchronized void forget() {
        stores.clear();
        names.clear();
        deleted.clear();
        synced.clear();
    }

    @Override
    String storeName(Path file) {
        return "forgetful:" + number + ":" + file.toAbsolutePath();
    }

    @Override
    void force(FileChannel channel, Path file) {
        synchronized (this) {
            synced.add(file);
        }
    }

    @Override
    void move(Path from, Path to) throws IOException {
        super.move(from, to);
        synchronized (this) {
            if (stores.containsKey(from)) { // a store that is put aside
                stores.put(to, stores.remove(from));
                return;
            }
            names.put(to, synced.remove(from));
        }
    }

    @Override
    void syncDirectory(Path directory) {
        synchronized (this) {
            for (Path name : Set.copyOf(names.keySet())) {
                if (directory.equals(name.getParent())) {
                    if (!names.remove(name)) {
                        empty(name); // the name lasts, its bytes were never synced
                    }
                }
            }
            deleted.keySet().removeIf(file -> directory.equals(file.getParent()));
        }
    }

    private static void empty(Path file) {
        try {
            Files.write(file, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void delete(Path file) {
        try {
            byte[] content = Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
            super.delete(file);
            synchronized (this) {
                if (content != null && names.remove(file) == null) {
                    deleted.put(file, content);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void undoable(Path file, FileChannel base, long position, int length)
            throws IOException {
        long size = base.size();
        int there = (int) Math.max(0, Math.min(length, size - position));
        ByteBuffer before = ByteBuffer.allocate(there);
        while (before.hasRemaining() && base.read(before, position + before.position()) > 0) {}
        stores.computeIfAbsent(file, f -> new ArrayDeque<>())
                .push(new Undo(position, before.array(), size));
    }

    private synchronized void forced(Path file) {
        stores.remove(file);
    }

    /** H2's view of it: a name {@code forgetful:<disk>:<path>}. */
    public static final class Forgetful extends FilePathWrapper {
        @Override
        public String getScheme() {
            return "forgetful";
        }

        @Override
        protected FilePath unwrap(String name) {
            return FilePath.get(name.substring(name.indexOf(':', getScheme().length() + 1) + 1));
        }

        @Override
        protected String getPrefix() {
            String number = name == null ? "none" : name.split(":", 3)[1];
            return getScheme() + ":" + number + ":";
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            String[] parts = name.split(":", 3);
            return new Channel(DISKS.get(parts[1]), Path.of(parts[2]), super.open(mode));
        }
    }

    private static final class Channel extends FileBaseDefault {
        private final ForgetfulDisk disk;
        private final Path file;
        private final FileChannel base;

        Channel(ForgetfulDisk disk, Path file, FileChannel base) {
            this.disk = disk;
            this.file = file;
            this.base = base;
        }

        @Override
        public long size() throws IOException {
            return base.size();
        }

        @Override
        public synchronized int read(ByteBuffer to, long position) throws IOException {
            return base.read(to, position);
        }

        @Override
        public synchronized int write(ByteBuffer from, long position) throws IOException {
            disk.undoable(file, base, position, from.remaining());
            return base.write(from, position);
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            disk.undoable(file, base, size, (int) Math.max(0, base.size() - size));
            base.truncate(size);
        }

        @Override
        public void force(boolean metadata) {
            disk.forced(file);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return base.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            base.close();
        }
    }
}
