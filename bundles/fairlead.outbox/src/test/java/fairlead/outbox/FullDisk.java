package fairlead.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** A disk that is full from the nth write on, until there is room again. */
public final class FullDisk extends Disk {
    private static final Map<String, FullDisk> DISKS = new ConcurrentHashMap<>();
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    static {
        FilePath.register(new Full());
    }

    private final String number = "f" + NUMBERS.incrementAndGet();
    private int left = Integer.MAX_VALUE;
    private int writes;

    public FullDisk() {
        DISKS.put(number, this);
    }

    /** So many writes succeed from now on, then there is no room. */
    public synchronized void fullAfter(int more) {
        left = more;
    }

    public void room() {
        fullAfter(Integer.MAX_VALUE);
    }

    /** Was it ever full since it was told to be? */
    public synchronized boolean isFull() {
        return left == 0;
    }

    /** How many writes there were. */
    public synchronized int writes() {
        return writes;
    }

    private synchronized void writing() throws IOException {
        if (left == 0) {
            throw new IOException("No space left on device");
        }
        left--;
        writes++;
    }

    @Override
    String storeName(Path file) {
        return "full:" + number + ":" + file.toAbsolutePath();
    }

    @Override
    void write(Path file, byte[] bytes) {
        Path half = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.write(half, new byte[Math.min(bytes.length, 7)]); // what still fitted
            writing();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(
                    file + " cannot be written: " + e.getMessage(), e);
        }
        super.write(file, bytes);
    }

    /** H2's view of it: a name {@code full:<disk>:<path>}. */
    public static final class Full extends FilePathWrapper {
        @Override
        public String getScheme() {
            return "full";
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
            return new Channel(DISKS.get(name.split(":", 3)[1]), super.open(mode));
        }
    }

    private static final class Channel extends FileBaseDefault {
        private final FullDisk disk;
        private final FileChannel base;

        Channel(FullDisk disk, FileChannel base) {
            this.disk = disk;
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
            disk.writing();
            return base.write(from, position);
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            base.truncate(size);
        }

        @Override
        public void force(boolean metadata) throws IOException {
            base.force(metadata);
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
