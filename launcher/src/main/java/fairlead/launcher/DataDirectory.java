package fairlead.launcher;

import fairlead.launcher.release.ReleaseStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The directory in which a process keeps everything, held by a lock that dies with the process.
 * Only its owner may look into it.
 */
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;
    private Path cache;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * As {@link #open(Path)}, and waits while another process holds the directory: the one before
     * may still be stopping (swap rule 9).
     */
    static DataDirectory open(Path given, Duration patience)
            throws LauncherException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return open(given);
            } catch (LauncherException e) {
                if (e.code() != ExitCode.IN_USE || System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(200);
            }
        }
    }

    /**
     * Makes the directory where it is missing, tries whether it can be written, and locks it.
     *
     * @throws LauncherException when one of it fails
     */
    static DataDirectory open(Path given) throws LauncherException {
        Path path = given.toAbsolutePath().normalize();
        try {
            make(path);
            probe(path);
            if (!hasRoom(path)) {
                throw new LauncherException(
                        ExitCode.DATA_UNUSABLE,
                        "The disk of "
                                + path
                                + " is full: free at least 32 MB, or choose another directory with --data.");
            }
            return new DataDirectory(path, lock(path));
        } catch (IOException e) {
            throw new LauncherException(
                    ExitCode.DATA_UNUSABLE,
                    "The directory "
                            + path
                            + " cannot be used ("
                            + reason(e)
                            + "): make it writable, or choose another one with --data.",
                    e);
        }
    }

    private static void make(Path path) throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!Files.isDirectory(path)) {
            if (path.getParent() != null) {
                Files.createDirectories(path.getParent());
            }
            if (posix) {
                Files.createDirectory(
                        path,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(path);
            }
        }
    }

    private static void probe(Path path) throws IOException {
        Path probe = path.resolve("probe.tmp");
        try (FileChannel out =
                FileChannel.open(
                        probe,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            out.write(ByteBuffer.allocate(4096));
            out.force(true);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** Can it still be written, with room for a start? */
    boolean isUsable() {
        try {
            probe(path);
            return hasRoom(path);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean hasRoom(Path path) throws IOException {
        return Files.getFileStore(path).getUsableSpace() >= ReleaseStore.LEAST_SPACE;
    }

    private static FileChannel lock(Path path) throws IOException, LauncherException {
        FileChannel file =
                FileChannel.open(
                        path.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            // one byte far behind the text, so that the text can be read on Windows, too
            lock = file.tryLock(Long.MAX_VALUE - 1, 1, false);
        } catch (OverlappingFileLockException e) {
            lock = null; // this very process holds it
        }
        if (lock == null) {
            String holder = Files.readString(path.resolve("lock")).strip();
            file.close();
            throw new LauncherException(
                    ExitCode.IN_USE,
                    "Another Fairlead process"
                            + (holder.isEmpty() ? "" : " (" + holder + ")")
                            + " uses "
                            + path
                            + ": stop it first, or choose another directory with --data.");
        }
        file.truncate(0);
        file.write(
                ByteBuffer.wrap(
                        ("process " + ProcessHandle.current().pid() + "\n")
                                .getBytes(StandardCharsets.UTF_8)),
                0);
        return file;
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "access is denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "there is a file of that name";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    Path path() {
        return path;
    }

    Path config() {
        return path.resolve("config");
    }

    Path logs() {
        return path.resolve("logs");
    }

    /**
     * A new, empty directory for the framework's cache. Older ones are deleted as far as they can
     * be: our bundles are the truth, a cache never is.
     */
    Path newCache() throws IOException {
        Path caches = Files.createDirectories(path.resolve("cache"));
        List<Path> old;
        try (Stream<Path> entries = Files.list(caches)) {
            old = entries.toList();
        }
        for (Path cache : old) {
            deleteTree(cache);
        }
        return Files.createDirectory(caches.resolve(UUID.randomUUID().toString()));
    }

    /** The framework's cache of this process; made at the first call. */
    synchronized Path cache() throws IOException {
        if (cache == null) {
            cache = newCache();
        }
        return cache;
    }

    /** Deletes what can be deleted. */
    static void deleteTree(Path tree) {
        try {
            walk(tree);
        } catch (IOException e) {
            tree.toFile().deleteOnExit(); // somebody changes it meanwhile: it stays
        }
    }

    private static void walk(Path tree) throws IOException {
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        return delete(file);
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException failure) {
                        return delete(directory);
                    }
                });
    }

    /** What somebody holds open stays for the next start. */
    private static FileVisitResult delete(Path path) {
        path.toFile().delete();
        return FileVisitResult.CONTINUE;
    }

    /** Lets the directory go. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
