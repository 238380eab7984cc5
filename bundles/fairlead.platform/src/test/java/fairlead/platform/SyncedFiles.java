package fairlead.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file system for H2 that knows what a power cut would leave: of each file, what it held when it
 * was last forced to disk. For small databases. Public, since H2 makes instances of it.
 */
public final class SyncedFiles extends FilePathWrapper {
    static final String SCHEME = "synced";

    private static final Map<String, byte[]> FORCED = new ConcurrentHashMap<>();

    /** Puts into this directory what would be left of the database's file after a power cut now. */
    static void afterPowerCut(Path file, Path directory) throws IOException {
        byte[] left = FORCED.get(file.toAbsolutePath().toString());
        if (left == null) {
            throw new IllegalStateException(file + " was never forced; known: " + FORCED.keySet());
        }
        Files.createDirectories(directory);
        Files.write(directory.resolve(file.getFileName()), left);
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Forced(getBase().open(mode), getBase().toString());
    }

    private static final class Forced extends FileBaseDefault {
        private final FileChannel base;
        private final String name;

        Forced(FileChannel base, String name) {
            this.base = base;
            this.name = name;
        }

        @Override
        public synchronized void force(boolean metaData) throws IOException {
            base.force(metaData);
            byte[] whole = new byte[(int) base.size()];
            ByteBuffer buffer = ByteBuffer.wrap(whole);
            while (buffer.hasRemaining() && base.read(buffer, buffer.position()) >= 0) {
                // until it is whole
            }
            FORCED.put(name, whole);
        }

        @Override
        public long size() throws IOException {
            return base.size();
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            base.truncate(size);
        }

        @Override
        public synchronized int read(ByteBuffer target, long position) throws IOException {
            return base.read(target, position);
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            return base.write(source, position);
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
