package fairlead.schedule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers a pause over a restart: a first line {@code format=1}, then {@code until=} and an
 * instant.
 */
final class PauseFile {
    private static final Logger LOG = LoggerFactory.getLogger(PauseFile.class);
    private static final String FORMAT = "format=1";
    private static final String UNTIL = "until=";

    private final Path file;

    PauseFile(Path file) {
        this.file = file;
    }

    /** Until when there is a pause; empty when there is none, or none that can be read. */
    Optional<Instant> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() == 2
                    && lines.get(0).equals(FORMAT)
                    && lines.get(1).startsWith(UNTIL)) {
                return Optional.of(Instant.parse(lines.get(1).substring(UNTIL.length())));
            }
            LOG.warn("{} is in a format that is not understood, so there is no pause", file);
        } catch (IOException | DateTimeException e) {
            LOG.warn("{} cannot be read, so there is no pause", file, e);
        }
        return Optional.empty();
    }

    /** Keeps it, durably; empty: there is no pause any more. */
    void write(Optional<Instant> until) {
        try {
            if (until.isEmpty()) {
                Files.deleteIfExists(file);
                return;
            }
            Files.createDirectories(file.getParent());
            Path next = file.resolveSibling(file.getFileName() + ".tmp");
            try (FileChannel out =
                    FileChannel.open(
                            next,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                ByteBuffer text =
                        ByteBuffer.wrap(
                                (FORMAT + "\n" + UNTIL + until.get() + "\n")
                                        .getBytes(StandardCharsets.UTF_8));
                while (text.hasRemaining()) {
                    out.write(text);
                }
                out.force(true);
            }
            Files.move(
                    next,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            syncDirectory();
        } catch (IOException e) {
            throw new UncheckedIOException("the pause could not be kept in " + file, e);
        }
    }

    private void syncDirectory() throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel directory =
                    FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }
}
