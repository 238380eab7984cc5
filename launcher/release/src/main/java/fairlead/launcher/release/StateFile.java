package fairlead.launcher.release;

import fairlead.gate.KillPoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys and values that survive a kill, a power cut and one damaged file (rule 2): two copies of the
 * same content and of fixed size, so that a write needs no new space. Text: {@code format=1}, a
 * serial, the values, empty lines up to the fixed size, a CRC-32 of all before it. The valid copy
 * with the higher serial counts. One process and one thread at a time.
 */
public final class StateFile {
    /** The length of each copy in bytes. */
    public static final int SIZE = 32 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
    private static final String FORMAT = "format=1\n";
    private static final int TAIL = "crc=00000000\n".length();

    private final Disk disk;
    private final List<Path> copies;
    private long highestTried;

    /**
     * What was read.
     *
     * @param serial grows with each write; 0 when no copy is valid
     * @param values without format, serial and CRC, in the file's order
     */
    public record Content(long serial, Map<String, String> values) {
        public Content {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /** A state in {@code file} and in a second copy beside it, {@code file.2}. */
    public StateFile(Disk disk, Path file) {
        this.disk = disk;
        this.copies = List.of(file, file.resolveSibling(file.getFileName() + ".2"));
    }

    /**
     * The content that counts; empty when no copy is valid, then the factory's settings hold.
     *
     * @throws IOException when a copy is there and cannot be opened: it might be the newer one, so
     *     the caller tries again
     */
    public Optional<Content> read() throws IOException {
        return newest(valid());
    }

    /**
     * What each valid copy says, the first one first: what only an older copy names is in use, too.
     */
    public List<Content> readAll() throws IOException {
        return valid().stream().flatMap(Optional::stream).toList();
    }

    /**
     * Writes both copies, each one durable before the other is touched. When it returns, the values
     * last.
     *
     * @throws IOException when the first copy did not take them; the former values are put back and
     *     count, unless the disk refuses even that: then the next write decides
     */
    public void write(Map<String, String> values) throws IOException {
        List<Optional<Content>> before = valid();
        Optional<Content> old = newest(before);
        highestTried = Math.max(highestTried, old.map(Content::serial).orElse(0L)) + 1;
        byte[] bytes = bytes(new Content(highestTried, values));
        int first = weaker(before);
        try {
            put(copies.get(first), bytes);
        } catch (IOException e) {
            // The bytes may have come through although their sync failed: they must not count.
            undo(copies.get(first), old, e);
            throw e;
        }
        KillPoint.reach("swap-state-copy");
        try {
            put(copies.get(1 - first), bytes);
        } catch (IOException e) {
            // One copy lasts and has the higher serial; heal() renews the other.
            LOG.warn(
                    "The second copy {} could not be written: {}",
                    copies.get(1 - first),
                    e.toString());
        }
    }

    /**
     * Writes a bad, missing or older copy anew from the one that counts.
     *
     * @return was there anything to do?
     */
    public boolean heal() throws IOException {
        List<Optional<Content>> now = valid();
        Optional<Content> good = newest(now);
        boolean healed = false;
        for (int i = 0; good.isPresent() && i < copies.size(); i++) {
            if (!now.get(i).equals(good)) {
                put(copies.get(i), bytes(good.get()));
                healed = true;
            }
        }
        return healed;
    }

    private void undo(Path copy, Optional<Content> old, IOException cause) {
        if (old.isPresent()) {
            try {
                put(copy, bytes(old.get()));
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    /** The copy that can be lost: a bad one, then the older one. */
    private static int weaker(List<Optional<Content>> copies) {
        if (copies.get(0).isEmpty()) {
            return 0;
        }
        if (copies.get(1).isEmpty()) {
            return 1;
        }
        return copies.get(0).get().serial() <= copies.get(1).get().serial() ? 0 : 1;
    }

    private void put(Path copy, byte[] bytes) throws IOException {
        if (disk.exists(copy)) {
            disk.overwrite(copy, bytes);
            KillPoint.reach("swap-state-written");
            disk.sync(copy);
        } else {
            disk.createDirectories(copy.getParent());
            Path temporary = copy.resolveSibling(copy.getFileName() + ".tmp");
            disk.write(temporary, new ByteArrayInputStream(bytes));
            disk.sync(temporary);
            disk.rename(temporary, copy);
            disk.syncDirectory(copy.getParent());
        }
    }

    private List<Optional<Content>> valid() throws IOException {
        List<Optional<Content>> contents = new ArrayList<>();
        for (Path copy : copies) {
            try (InputStream in = disk.open(copy)) {
                contents.add(parse(in.readNBytes(SIZE + 1)));
            } catch (NoSuchFileException e) {
                contents.add(Optional.empty());
            }
        }
        return contents;
    }

    private static Optional<Content> newest(List<Optional<Content>> contents) {
        return contents.stream()
                .flatMap(Optional::stream)
                .max(Comparator.comparingLong(Content::serial));
    }

    private static byte[] bytes(Content content) throws IOException {
        StringBuilder text = new StringBuilder(FORMAT);
        text.append("serial=").append(content.serial()).append('\n');
        content.values()
                .forEach(
                        (key, value) ->
                                text.append(oneLine(key))
                                        .append('=')
                                        .append(oneLine(value))
                                        .append('\n'));
        byte[] head = text.toString().getBytes(StandardCharsets.UTF_8);
        if (head.length > SIZE - TAIL) {
            throw new IOException(
                    "the state needs " + head.length + " bytes and has " + (SIZE - TAIL));
        }
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) '\n');
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(tail(bytes), 0, bytes, SIZE - TAIL, TAIL);
        return bytes;
    }

    private static byte[] tail(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, SIZE - TAIL);
        String hex = HexFormat.of().toHexDigits((int) crc.getValue());
        return ("crc=" + hex + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static Optional<Content> parse(byte[] bytes) {
        if (bytes.length != SIZE
                || !Arrays.equals(tail(bytes), 0, TAIL, bytes, SIZE - TAIL, SIZE)) {
            return Optional.empty();
        }
        String text = new String(bytes, 0, SIZE - TAIL, StandardCharsets.UTF_8);
        if (!text.startsWith(FORMAT + "serial=")) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        text.lines()
                .filter(line -> line.indexOf('=') > 0)
                .forEach(
                        line ->
                                values.put(
                                        line.substring(0, line.indexOf('=')),
                                        line.substring(line.indexOf('=') + 1)));
        values.remove("format");
        try {
            return Optional.of(new Content(Long.parseLong(values.remove("serial")), values));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ').replace('\r', ' ');
    }
}
