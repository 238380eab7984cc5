package fairlead.launcher.release;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * The few file operations that releases and their state rely on. A test puts a disk here that is
 * full, tears a write, or forgets what was never synced; {@link LocalDisk} is the real one.
 */
public interface Disk {
    /**
     * Opens a file for reading.
     *
     * @throws java.nio.file.NoSuchFileException when there is none
     */
    InputStream open(Path file) throws IOException;

    /** Writes a file anew, whatever was there. Not durable before {@link #sync}. */
    void write(Path file, InputStream bytes) throws IOException;

    /** Gives a file that is there these bytes, in place: at the same length no space is needed. */
    void overwrite(Path file, byte[] bytes) throws IOException;

    /** Returns when the file's bytes are on the disk. */
    void sync(Path file) throws IOException;

    /** Gives a file another name in one step, in place of what had that name. */
    void rename(Path from, Path to) throws IOException;

    /** Returns when the names in the directory are on the disk. */
    void syncDirectory(Path directory) throws IOException;

    /** Makes the file one that nobody writes by mistake. */
    void protect(Path file) throws IOException;

    /** Makes the file one that its owner can run. */
    void makeExecutable(Path file) throws IOException;

    /** Can the file be run by this process? */
    boolean isExecutable(Path file);

    /** Deletes a file; nothing happens when there is none. */
    void delete(Path file) throws IOException;

    /** Deletes a directory with all that is in it; nothing happens when there is none. */
    void deleteTree(Path directory) throws IOException;

    /** Makes a directory and its parents where they are missing. */
    void createDirectories(Path directory) throws IOException;

    /** What lies in a directory, sorted; an empty list when there is no such directory. */
    List<Path> list(Path directory) throws IOException;

    /** How many bytes the disk of this directory can still take. */
    long usableSpace(Path directory) throws IOException;

    /** Is there a file or directory of this name? */
    boolean exists(Path path);
}
