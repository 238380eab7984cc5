package fairlead.platform;

import fairlead.platform.store.Clients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first API key: made when there is none, and left in a file that only its owner can read. */
final class FirstKey {
    private static final Logger LOG = LoggerFactory.getLogger(FirstKey.class);

    private FirstKey() {}

    static void make(Clients clients, Path file) {
        if (!clients.none()) {
            return;
        }
        String key = clients.newKey();
        try {
            write(file, key); // first the file: a key that nobody can read would be no use
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the API key to " + file, e);
        }
        if (clients.keep(key)) {
            LOG.info("the first API key is in {}", file);
            return;
        }
        try {
            Files.delete(file); // another node has made the first key, and left it where it runs
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }

    private static void write(Path file, String key) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path temporary = directory.resolve(file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
        FileAttribute<?>[] owner =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (FileChannel out =
                FileChannel.open(
                        temporary,
                        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                        owner)) {
            out.write(ByteBuffer.wrap((key + "\n").getBytes(StandardCharsets.US_ASCII)));
            out.force(true);
        }
        Files.move(
                temporary,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        if (posix) {
            try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
                entries.force(true);
            }
        }
    }
}
