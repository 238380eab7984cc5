package fairlead.outbox;

import fairlead.accounting.api.DataType;
import fairlead.sync.api.Append;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The chunks of the open set: their rows in the store, and the payloads of those that the platform
 * has not taken, a file each beside it.
 */
final class Chunks {
    private static final String ROWS = "chunks";

    private final Store store;
    private final Disk disk;
    private final Path directory;

    /** As the store has them; loaded when it is opened. */
    private final TreeMap<Long, ChunkRow> unsent = new TreeMap<>();

    private long next;

    Chunks(Store store, Disk disk, Path directory) {
        this.store = store;
        this.disk = disk;
        this.directory = directory;
    }

    /** Reads the rows of the store, which was just opened. */
    void load() {
        unsent.clear();
        next = 0;
        if (store.has(ROWS)) {
            store.numbered(ROWS)
                    .forEach(
                            (number, chunk) -> {
                                ChunkRow row = Codec.chunk(chunk);
                                if (!row.taken()) {
                                    unsent.put(number, row);
                                }
                                next = Math.max(next, number + 1);
                            });
        }
    }

    void unload() {
        unsent.clear();
    }

    /** The rows of new chunks, not in the store yet. */
    static List<ChunkRow> rows(Append append) {
        return append.chunks().stream()
                .map(
                        chunk ->
                                new ChunkRow(
                                        chunk.type(),
                                        append.set().datasets().get(chunk.type()).datasetId(),
                                        chunk.number(),
                                        chunk.payload().length,
                                        chunk.sha256(),
                                        false))
                .toList();
    }

    /** Writes the payloads durably; a row may name them then. */
    void write(List<Append.NewChunk> chunks, List<ChunkRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        disk.makeDirectory(directory);
        for (int k = 0; k < rows.size(); k++) {
            disk.write(file(rows.get(k)), chunks.get(k).payload());
        }
        disk.syncDirectory(directory);
    }

    Path file(ChunkRow row) {
        return directory.resolve(row.file());
    }

    void add(List<ChunkRow> rows) {
        for (ChunkRow row : rows) {
            store.numbered(ROWS).put(next, Codec.chunk(row));
            unsent.put(next++, row);
        }
    }

    Optional<ChunkRow> firstUnsent() {
        return Optional.ofNullable(unsent.firstEntry()).map(Map.Entry::getValue);
    }

    long unsentBytes() {
        return unsent.values().stream().mapToLong(ChunkRow::length).sum();
    }

    /** The number of the unsent chunk; empty when there is no such one. */
    Optional<Long> unsent(String datasetId, int number) {
        return unsent.entrySet().stream()
                .filter(e -> e.getValue().datasetId().equals(datasetId))
                .filter(e -> e.getValue().number() == number)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Notes that the platform has it. */
    void take(long number) {
        store.numbered(ROWS).put(number, Codec.chunk(unsent.get(number).with(true)));
    }

    /** Its payload is needless: that it was taken is durable. */
    void forgetPayload(long number) {
        disk.delete(file(unsent.remove(number)));
    }

    /** The numbers of the chunks that the platform has, by dataset. */
    Map<String, Set<Integer>> taken() {
        Map<String, Set<Integer>> taken = new HashMap<>();
        for (ChunkRow row : all()) {
            if (row.taken()) {
                taken.computeIfAbsent(row.datasetId(), d -> new HashSet<>()).add(row.number());
            }
        }
        return taken;
    }

    /** Those of the missing ones whose payload is still there, to be sent again. */
    Map<Long, ChunkRow> there(Map<String, Set<Integer>> missing) {
        Map<Long, ChunkRow> found = new TreeMap<>();
        if (store.has(ROWS)) {
            store.numbered(ROWS)
                    .forEach(
                            (number, bytes) -> {
                                ChunkRow row = Codec.chunk(bytes);
                                if (missing.getOrDefault(row.datasetId(), Set.of())
                                                .contains(row.number())
                                        && disk.exists(file(row))) {
                                    found.put(number, row.with(false));
                                }
                            });
        }
        return found;
    }

    void putBack(Map<Long, ChunkRow> rows) {
        rows.forEach((number, row) -> store.numbered(ROWS).put(number, Codec.chunk(row)));
        unsent.putAll(rows);
    }

    /**
     * SHA-256 over the chunks' hashes in their order, in hexadecimal, of each type that has some.
     */
    Map<DataType, String> hashes() {
        Map<DataType, MessageDigest> digests = new EnumMap<>(DataType.class);
        for (ChunkRow row : all()) {
            digests.computeIfAbsent(row.type(), t -> sha256())
                    .update(HexFormat.of().parseHex(row.sha256()));
        }
        Map<DataType, String> hashes = new EnumMap<>(DataType.class);
        digests.forEach((type, digest) -> hashes.put(type, hex(digest)));
        return hashes;
    }

    /** The hash of a dataset without chunks. */
    static String noHashes() {
        return hex(sha256());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private List<ChunkRow> all() {
        List<ChunkRow> rows = new ArrayList<>();
        if (store.has(ROWS)) {
            store.numbered(ROWS).values().forEach(bytes -> rows.add(Codec.chunk(bytes)));
        }
        return rows;
    }

    /** Forgets every row. */
    void clear() {
        store.remove(ROWS);
        unsent.clear();
    }

    /** Deletes every payload that no unsent chunk names. */
    void cleanFiles() {
        Set<String> live = new HashSet<>();
        unsent.values().forEach(row -> live.add(row.file()));
        for (Path file : disk.list(directory)) {
            if (!live.contains(file.getFileName().toString())) {
                disk.delete(file);
            }
        }
    }
}
