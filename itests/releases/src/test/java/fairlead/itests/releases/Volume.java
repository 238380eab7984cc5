package fairlead.itests.releases;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A small file system of its own, where this user may mount one (in CI it may): it can be full, and
 * a directory in it read-only.
 */
final class Volume implements AutoCloseable {
    private final Path at;
    private final boolean mounted;

    private Volume(Path at, boolean mounted) {
        this.at = at;
        this.mounted = mounted;
    }

    static Volume mount(Path at, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(at);
        String size = "size=" + megabytes + "m";
        return new Volume(at, runs("mount", "-t", "tmpfs", "-o", size, "tmpfs", at.toString()));
    }

    /** Skips the test that asks for it where there is none. */
    void isNeeded() {
        assumeTrue(mounted, "no file system can be mounted here");
    }

    /** Not a byte more. */
    void fill() throws IOException {
        byte[] bytes = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(bytes);
                bytes = bytes.clone();
            }
        } catch (IOException e) {
            if (Files.size(filler()) == 0) {
                throw e;
            }
        }
    }

    void makeRoom() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return at.resolve("filler");
    }

    /** Nothing can be written into this directory from now on. */
    void makeReadOnly(Path directory) throws IOException, InterruptedException {
        String path = directory.toString();
        if (!runs("mount", "--bind", path, path) || !runs("mount", "-o", "remount,bind,ro", path)) {
            throw new IOException(directory + " cannot be made read-only");
        }
    }

    void makeWritable(Path directory) throws IOException, InterruptedException {
        if (!runs("umount", "-l", directory.toString())) {
            throw new IOException(directory + " stays read-only");
        }
    }

    /** This file can be read, and cannot be removed, from now on: as on Windows when it is open. */
    void hold(Path file) throws IOException, InterruptedException {
        if (!runs("mount", "--bind", file.toString(), file.toString())) {
            throw new IOException(file + " cannot be held");
        }
    }

    void letGo(Path file) throws IOException, InterruptedException {
        if (!runs("umount", "-l", file.toString())) {
            throw new IOException(file + " is still held");
        }
    }

    private static boolean runs(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(command))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (mounted) {
            makeWritable(at);
        }
    }
}
