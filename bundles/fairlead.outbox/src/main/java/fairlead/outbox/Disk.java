package fairlead.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files that survive a power cut. A test puts another in its place that forgets what was not
 * synced.
 */
class Disk {
    /** Where MVStore opens a file of this path: a test adds a scheme of its own. */
    String storeName(Path file) {
        return file.toAbsolutePath().toString();
    }

    /** Creates the directory, durably. */
    void makeDirectory(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
                syncDirectory(directory.toAbsolutePath().getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be created: " + e.getMessage(), e);
        }
    }

    /**
     * Writes the file under a temporary name, syncs it and gives it its name. The name is durable
     * after {@link #syncDirectory} only.
     */
    void write(Path file, byte[] bytes) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                force(channel, temporary);
            }
            move(temporary, file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Makes the file's content durable. */
    void force(FileChannel channel, Path file) throws IOException {
        channel.force(true);
    }

    /** Gives the file another name, at once, replacing what has it. */
    void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes the names in a directory durable. */
    void syncDirectory(Path directory) {
        if (windows()) {
            return; // a directory cannot be opened there; NTFS journals its names
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be synced: " + e.getMessage(), e);
        }
    }

    /** Renames, durably. */
    void rename(Path from, Path to) {
        try {
            move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(from + " cannot be put aside: " + e.getMessage(), e);
        }
        syncDirectory(to.toAbsolutePath().getParent());
    }

    /** Does the file exist? */
    boolean exists(Path file) {
        return Files.exists(file);
    }

    /** Deletes the file, if it is there; it may come back after a power cut. */
    void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    /** Deletes the directory and all that is in it. */
    void deleteAll(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(this::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    /** The files in a directory; none when it is not there. */
    List<Path> list(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean windows() {
        return java.io.File.separatorChar == '\\';
    }
}
