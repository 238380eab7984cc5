package fairlead.outbox;

import fairlead.accounting.api.DataType;
import fairlead.gate.KillPoint;
import fairlead.sync.api.Append;
import fairlead.sync.api.ChunkUpload;
import fairlead.sync.api.Digest;
import fairlead.sync.api.Entry;
import fairlead.sync.api.Held;
import fairlead.sync.api.Known;
import fairlead.sync.api.Mode;
import fairlead.sync.api.OpenSet;
import fairlead.sync.api.Outbox;
import fairlead.sync.api.Outcome;
import fairlead.sync.api.SettledRead;
import fairlead.sync.api.SliceSum;
import fairlead.sync.api.SyncRequest;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;

/**
 * What the outbox keeps of one company: a store and, beside it, the payloads of chunks that have
 * not been taken. The names of its maps are in the bundle's README.
 */
final class CompanyStore {
    private static final byte[] GONE = {};
    private static final byte[] SOMETHING = {1};
    private static final int FOLD = 2_000;

    private final String connectionId;
    private final Path chunkDirectory;
    private final Disk disk;
    private final Store store;
    private final Consumer<String> killPoint;

    /** The open set and its unsent chunks, as the store has them; loaded when it is opened. */
    private OpenSet set;

    private final TreeMap<Long, ChunkRow> unsent = new TreeMap<>();
    private long nextChunk;
    private boolean removed;

    CompanyStore(String connectionId, Path directory, Disk disk, Duration patience) {
        this(connectionId, directory, disk, patience, KillPoint::reach);
    }

    CompanyStore(
            String connectionId,
            Path directory,
            Disk disk,
            Duration patience,
            Consumer<String> killPoint) {
        this.connectionId = connectionId;
        this.chunkDirectory = directory.resolve("chunks");
        this.disk = disk;
        this.store = new Store(directory.resolve("outbox.mv"), disk, patience);
        this.killPoint = killPoint;
    }

    // --- requests

    synchronized void addRequests(List<SyncRequest> requests) {
        step(
                () -> {
                    MVMap<String, byte[]> map = store.bytes("requests");
                    for (SyncRequest request : requests) {
                        if (get("cancelled", request.id()) == null) {
                            map.putIfAbsent(request.id(), Codec.request(request));
                        }
                    }
                    return null;
                });
    }

    synchronized List<SyncRequest> requests() {
        return requests("requests");
    }

    private List<SyncRequest> requests(String map) {
        return read(
                () -> {
                    List<SyncRequest> requests = new ArrayList<>();
                    if (store.has(map)) {
                        store.bytes(map)
                                .forEach((id, bytes) -> requests.add(Codec.request(id, bytes)));
                    }
                    requests.sort(
                            Comparator.comparing(SyncRequest::requestedAt)
                                    .thenComparing(SyncRequest::id));
                    return requests;
                });
    }

    synchronized void removeRequests(Collection<String> ids) {
        step(
                () -> {
                    ids.forEach(store.bytes("requests")::remove);
                    return null;
                });
    }

    synchronized void cancel() {
        step(
                () -> {
                    MVMap<String, byte[]> map = store.bytes("requests");
                    store.bytes("cancelled").putAll(map);
                    map.clear();
                    if (set != null) {
                        store.bytes("state").put("cancelled", SOMETHING);
                    }
                    return null;
                });
    }

    synchronized List<SyncRequest> cancelled() {
        return requests("cancelled");
    }

    synchronized void toldCancelled(Collection<String> ids) {
        step(
                () -> {
                    ids.forEach(store.bytes("cancelled")::remove);
                    return null;
                });
    }

    synchronized boolean isCancelled() {
        return read(() -> store.bytes("state").containsKey("cancelled"));
    }

    // --- what the platform holds

    synchronized Held held(DataType type) {
        return read(
                () -> {
                    byte[] bytes = store.bytes("state").get("held/" + type.key());
                    return bytes == null ? Held.NOTHING : Codec.held(bytes);
                });
    }

    private void putHeld(DataType type, Held held) {
        store.bytes("state").put("held/" + type.key(), Codec.held(held));
    }

    synchronized Optional<Outcome> outcome() {
        return read(
                () -> Optional.ofNullable(store.bytes("state").get("outcome")).map(Codec::outcome));
    }

    synchronized void putOutcome(Outcome outcome) {
        step(() -> store.bytes("state").put("outcome", Codec.outcome(outcome)));
    }

    // --- reading

    synchronized Optional<OpenSet> openSet() {
        return read(() -> Optional.ofNullable(set));
    }

    synchronized void begin(OpenSet begun) {
        step(
                () -> {
                    if (set != null) {
                        throw new IllegalStateException("set " + set.setId() + " is still open");
                    }
                    if (folding().isPresent()) {
                        throw new IllegalStateException("the last set is not folded in yet");
                    }
                    if (!begun.complete() && store.has("settled")) {
                        MVMap<String, byte[]> slices = store.bytes("slices");
                        store.bytes("settled").forEach(slices::put);
                    }
                    putSet(begun);
                    return null;
                });
    }

    private void putSet(OpenSet changed) {
        store.bytes("state").put("set", Codec.set(changed));
        set = changed;
    }

    private OpenSet openSet(String setId, boolean stillReading) {
        if (set == null || !set.setId().equals(setId)) {
            throw new IllegalStateException(
                    "set " + setId + " is not open, but " + (set == null ? "none" : set.setId()));
        }
        if (stillReading && set.closed().isPresent()) {
            throw new IllegalStateException("set " + setId + " is closed");
        }
        return set;
    }

    synchronized void append(Append append) {
        open();
        openSet(append.set().setId(), true);
        List<ChunkRow> rows = new ArrayList<>();
        for (Append.NewChunk chunk : append.chunks()) {
            OpenSet.Dataset dataset = append.set().datasets().get(chunk.type());
            rows.add(
                    new ChunkRow(
                            chunk.type(),
                            dataset.datasetId(),
                            chunk.number(),
                            chunk.payload().length,
                            chunk.sha256(),
                            false));
        }
        writePayloads(append.chunks(), rows);
        killPoint.accept("chunk-file-written");
        step(
                () -> {
                    for (ChunkRow row : rows) {
                        store.numbered("chunks").put(nextChunk, Codec.chunk(row));
                        unsent.put(nextChunk++, row);
                    }
                    append.changes().forEach(this::change);
                    for (SliceSum sum : append.slices()) {
                        store.bytes("slices").put(Codec.key(sum.slice()), Codec.sum(sum));
                    }
                    putSet(append.set());
                    return null;
                });
        if (!rows.isEmpty()) {
            killPoint.accept("chunk-in-store");
        }
    }

    private void writePayloads(List<Append.NewChunk> chunks, List<ChunkRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        disk.makeDirectory(chunkDirectory);
        for (int k = 0; k < rows.size(); k++) {
            disk.write(chunkDirectory.resolve(rows.get(k).file()), chunks.get(k).payload());
        }
        disk.syncDirectory(chunkDirectory);
    }

    private void change(Append.Change change) {
        MVMap<String, byte[]> pending = store.bytes(pending(change.type()));
        if (change.entry().isPresent()) {
            pending.put(change.id(), Codec.entry(change.entry().get()));
        } else if (inBase(change.type(), change.id())) {
            pending.put(change.id(), GONE);
        } else {
            pending.remove(change.id());
        }
    }

    synchronized List<SliceSum> slices() {
        return read(() -> slices("slices"));
    }

    synchronized List<SliceSum> settledSlices() {
        return read(() -> slices("settled"));
    }

    private List<SliceSum> slices(String map) {
        List<SliceSum> sums = new ArrayList<>();
        if (store.has(map)) {
            store.bytes(map).forEach((key, bytes) -> sums.add(Codec.sum(key, bytes)));
        }
        return sums;
    }

    synchronized Optional<SettledRead> settledRead() {
        return read(
                () ->
                        Optional.ofNullable(store.bytes("state").get("settledRead"))
                                .map(Codec::settledRead));
    }

    synchronized Optional<Entry> settled(DataType type, String id) {
        return read(
                () -> {
                    byte[] bytes = get(fold(type), id);
                    return entry(bytes == null ? get(index(type), id) : bytes);
                });
    }

    private static Optional<Entry> entry(byte[] bytes) {
        return bytes == null || bytes.length == 0
                ? Optional.empty()
                : Optional.of(Codec.entry(bytes));
    }

    synchronized Optional<Entry> find(DataType type, String id) {
        return read(
                () -> {
                    byte[] bytes = get(pending(type), id);
                    if (bytes == null && isDelta(type)) {
                        bytes = get(index(type), id);
                    }
                    return entry(bytes);
                });
    }

    private byte[] get(String map, String id) {
        return store.has(map) ? store.bytes(map).get(id) : null;
    }

    private boolean isDelta(DataType type) {
        return set != null
                && set.datasets().containsKey(type)
                && set.datasets().get(type).mode() == Mode.DELTA;
    }

    private boolean inBase(DataType type, String id) {
        return isDelta(type) && store.has(index(type)) && store.bytes(index(type)).containsKey(id);
    }

    synchronized List<Known> entries(DataType type, String after) {
        return read(
                () -> {
                    Rows pending = rows(pending(type), after, true);
                    Rows base = rows(index(type), after, isDelta(type));
                    List<Known> page = new ArrayList<>();
                    while (page.size() < Outbox.PAGE && (pending.id != null || base.id != null)) {
                        int order =
                                pending.id == null
                                        ? 1
                                        : base.id == null ? -1 : pending.id.compareTo(base.id);
                        Rows first = order <= 0 ? pending : base;
                        if (first.bytes.length > 0) {
                            page.add(new Known(first.id, Codec.entry(first.bytes), order >= 0));
                        }
                        if (order == 0) {
                            base.next();
                        }
                        first.next();
                    }
                    return page;
                });
    }

    private Rows rows(String map, String after, boolean wanted) {
        return new Rows(wanted && store.has(map) ? store.bytes(map) : null, after);
    }

    /** The rows of one map behind an id, one after the other. */
    private static final class Rows {
        private final org.h2.mvstore.Cursor<String, byte[]> cursor;
        private String id; // null at the end
        private byte[] bytes = GONE;

        Rows(MVMap<String, byte[]> map, String after) {
            cursor = map == null ? null : map.cursor(after);
            next();
            if (id != null && id.equals(after)) {
                next();
            }
        }

        void next() {
            id = cursor != null && cursor.hasNext() ? cursor.next() : null;
            bytes = id == null ? GONE : cursor.getValue();
        }
    }

    synchronized boolean wasMissed(DataType type, String id) {
        return read(() -> get(missed(type), id) != null);
    }

    synchronized void addMissed(DataType type, List<String> ids) {
        step(
                () -> {
                    MVMap<String, byte[]> map = store.bytes(missed(type));
                    ids.forEach(id -> map.put(id, SOMETHING));
                    return null;
                });
    }

    synchronized void forgetMissed() {
        step(
                () -> {
                    removeAll("missed/");
                    return null;
                });
    }

    synchronized boolean hasMissed() {
        return read(() -> store.names().stream().anyMatch(name -> name.startsWith("missed/")));
    }

    synchronized OpenSet close(OpenSet closing) {
        return step(
                () -> {
                    openSet(closing.setId(), true);
                    Map<DataType, MessageDigest> hashes = new EnumMap<>(DataType.class);
                    for (ChunkRow row : allChunks()) {
                        hashes.computeIfAbsent(row.type(), t -> sha256())
                                .update(HexFormat.of().parseHex(row.sha256()));
                    }
                    Map<DataType, OpenSet.Dataset> datasets = new EnumMap<>(DataType.class);
                    closing.datasets()
                            .forEach(
                                    (type, dataset) ->
                                            datasets.put(
                                                    type,
                                                    dataset.hashed(
                                                            hex(
                                                                    hashes.getOrDefault(
                                                                            type, sha256())))));
                    putSet(closing.with(datasets, closing.withoutId()));
                    return set;
                });
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

    // --- sending

    private Collection<ChunkRow> allChunks() {
        List<ChunkRow> rows = new ArrayList<>();
        if (store.has("chunks")) {
            Iterator<byte[]> all = store.numbered("chunks").values().iterator();
            all.forEachRemaining(bytes -> rows.add(Codec.chunk(bytes)));
        }
        return rows;
    }

    synchronized Optional<ChunkUpload> firstUnsent() {
        return read(
                () -> {
                    if (unsent.isEmpty()) {
                        return Optional.empty();
                    }
                    ChunkRow row = unsent.firstEntry().getValue();
                    return Optional.of(
                            new ChunkUpload(
                                    connectionId,
                                    set.setId(),
                                    row.datasetId(),
                                    row.type(),
                                    row.number(),
                                    chunkDirectory.resolve(row.file()),
                                    row.length(),
                                    row.sha256()));
                });
    }

    synchronized long unsentBytes() {
        return read(() -> unsent.values().stream().mapToLong(ChunkRow::length).sum());
    }

    synchronized void taken(ChunkUpload chunk) {
        open();
        for (Map.Entry<Long, ChunkRow> entry : unsent.entrySet()) {
            ChunkRow row = entry.getValue();
            if (row.datasetId().equals(chunk.datasetId()) && row.number() == chunk.number()) {
                step(
                        () ->
                                store.numbered("chunks")
                                        .put(entry.getKey(), Codec.chunk(row.with(true))));
                unsent.remove(entry.getKey());
                disk.delete(chunkDirectory.resolve(row.file()));
                return;
            }
        }
    }

    synchronized Map<String, Set<Integer>> takenChunks() {
        return read(
                () -> {
                    Map<String, Set<Integer>> taken = new HashMap<>();
                    for (ChunkRow row : allChunks()) {
                        if (row.taken()) {
                            taken.computeIfAbsent(row.datasetId(), d -> new HashSet<>())
                                    .add(row.number());
                        }
                    }
                    return taken;
                });
    }

    synchronized boolean sendAgain(Map<String, Set<Integer>> missing) {
        open();
        int wanted = missing.values().stream().mapToInt(Set::size).sum();
        Map<Long, ChunkRow> found = new TreeMap<>();
        if (store.has("chunks")) {
            store.numbered("chunks")
                    .forEach(
                            (number, bytes) -> {
                                ChunkRow row = Codec.chunk(bytes);
                                if (missing.getOrDefault(row.datasetId(), Set.of())
                                                .contains(row.number())
                                        && disk.exists(chunkDirectory.resolve(row.file()))) {
                                    found.put(number, row.with(false));
                                }
                            });
        }
        if (found.size() < wanted) {
            return false;
        }
        step(
                () -> {
                    found.forEach(
                            (number, row) ->
                                    store.numbered("chunks").put(number, Codec.chunk(row)));
                    return null;
                });
        unsent.putAll(found);
        return true;
    }

    // --- the end of a set

    synchronized void drop() {
        step(
                () -> {
                    forgetSet();
                    return null;
                });
        cleanFiles();
    }

    private void forgetSet() {
        removeAll("pending/");
        store.remove("slices");
        store.remove("chunks");
        store.bytes("state").remove("set");
        store.bytes("state").remove("cancelled");
        set = null;
        unsent.clear();
    }

    private void removeAll(String prefix) {
        for (String name : List.copyOf(store.names())) {
            if (name.startsWith(prefix)) {
                store.remove(name);
            }
        }
    }

    synchronized void settle(Set<DataType> forget, Outcome outcome) {
        step(
                () -> {
                    OpenSet done = set;
                    if (done == null || done.closed().isEmpty()) {
                        throw new IllegalStateException("there is no closed set to settle");
                    }
                    done.datasets()
                            .forEach(
                                    (type, dataset) ->
                                            settle(
                                                    type,
                                                    dataset,
                                                    done.mappingVersion(),
                                                    forget.contains(type)));
                    store.rename("slices", "settled");
                    putSettledRead(done, !forget.isEmpty());
                    forgetSet();
                    removeAll("missed/");
                    done.closed().get().requestIds().forEach(store.bytes("requests")::remove);
                    store.bytes("state").put("outcome", Codec.outcome(outcome));
                    return null;
                });
        killPoint.accept("settled");
        cleanFiles();
    }

    /**
     * A read that is not of one moment, or missed something, is none to go on from (rules 5, 7).
     */
    private void putSettledRead(OpenSet done, boolean forgotten) {
        MVMap<String, byte[]> state = store.bytes("state");
        byte[] before = state.get("settledRead");
        if (forgotten
                || done.closed().orElseThrow().moving()
                || !done.withoutId().isEmpty()
                || (!done.complete() && before == null)) {
            state.remove("settledRead");
            return;
        }
        Instant completeFrom =
                done.complete() ? done.readFrom() : Codec.settledRead(before).completeFrom();
        state.put(
                "settledRead",
                Codec.settledRead(
                        new SettledRead(
                                completeFrom, done.datasets().keySet(), done.mappingVersion())));
    }

    private void settle(
            DataType type, OpenSet.Dataset dataset, int mappingVersion, boolean forget) {
        if (forget) {
            forgetIndex(type, Optional.of(dataset.datasetId()));
            return;
        }
        if (dataset.mode() == Mode.DELTA) {
            store.rename(pending(type), fold(type)); // into the index bit by bit, see fold()
        } else {
            store.rename(pending(type), index(type));
        }
        putHeld(
                type,
                new Held(
                        Optional.of(dataset.datasetId()),
                        dataset.mode() == Mode.MERGE,
                        dataset.digest(),
                        dataset.records(),
                        dataset.kept(),
                        mappingVersion));
    }

    synchronized void rebase(Map<DataType, Optional<String>> bases) {
        step(
                () -> {
                    bases.forEach(this::forgetIndex);
                    forgetSet();
                    return null;
                });
        cleanFiles();
    }

    private void forgetIndex(DataType type, Optional<String> base) {
        store.bytes("state").remove("settledRead");
        store.remove(index(type));
        store.remove(fold(type));
        putHeld(type, new Held(base, true, Digest.EMPTY, 0, 0, 0));
    }

    // --- housekeeping

    private Optional<String> folding() {
        return store.names().stream().filter(name -> name.startsWith("fold/")).findFirst();
    }

    /**
     * Moves some of a settled set's changes into the index. The index is looked at by no open set
     * meanwhile, so each bit may last or not.
     */
    synchronized boolean fold() {
        open();
        Optional<String> name = folding();
        if (name.isEmpty()) {
            return false;
        }
        return store.lightStep(
                () -> {
                    MVMap<String, byte[]> changes = store.bytes(name.get());
                    MVMap<String, byte[]> index =
                            store.bytes("index/" + name.get().substring("fold/".length()));
                    List<String> ids = new ArrayList<>();
                    Iterator<String> all = changes.keyIterator(null);
                    while (all.hasNext() && ids.size() < FOLD) {
                        ids.add(all.next());
                    }
                    for (String id : ids) {
                        byte[] bytes = changes.remove(id);
                        if (bytes.length == 0) {
                            index.remove(id);
                        } else {
                            index.put(id, bytes);
                        }
                    }
                    if (changes.isEmpty()) {
                        store.remove(name.get());
                    }
                    return folding().isPresent();
                });
    }

    synchronized void rest() {
        store.close();
        unload();
    }

    /** Deletes everything below this directory, for good: who still works on it is turned away. */
    synchronized void remove(Path home) {
        removed = true;
        rest();
        disk.deleteAll(home);
    }

    synchronized boolean isRemoved() {
        return removed;
    }

    /** As a kill leaves it, for tests. */
    synchronized void abandon() {
        store.abandon();
        unload();
    }

    private void unload() {
        set = null;
        unsent.clear();
    }

    // --- the store, opened when it is needed

    private void open() {
        if (removed) {
            throw new IllegalStateException(connectionId + " was unlinked on this PC");
        }
        if (store.isOpen()) {
            return;
        }
        store.open();
        unload();
        byte[] bytes = store.bytes("state").get("set");
        set = bytes == null ? null : Codec.set(bytes);
        nextChunk = 0;
        if (store.has("chunks")) {
            store.numbered("chunks")
                    .forEach(
                            (number, chunk) -> {
                                ChunkRow row = Codec.chunk(chunk);
                                if (!row.taken()) {
                                    unsent.put(number, row);
                                }
                                nextChunk = Math.max(nextChunk, number + 1);
                            });
        }
        cleanFiles();
    }

    /** Deletes every payload that no unsent chunk names. */
    private void cleanFiles() {
        Set<String> live = new HashSet<>();
        unsent.values().forEach(row -> live.add(row.file()));
        for (Path file : disk.list(chunkDirectory)) {
            if (!live.contains(file.getFileName().toString())) {
                disk.delete(file);
            }
        }
    }

    private <T> T step(Supplier<T> change) {
        open();
        OpenSet before = set;
        boolean done = false;
        try {
            T result = store.step(change);
            done = true;
            return result;
        } finally {
            if (!done) {
                set = before; // the store is closed now, and loads what it has at the next use
            }
        }
    }

    private <T> T read(Supplier<T> question) {
        open();
        return store.read(question);
    }

    private static String pending(DataType type) {
        return "pending/" + type.key();
    }

    private static String index(DataType type) {
        return "index/" + type.key();
    }

    private static String fold(DataType type) {
        return "fold/" + type.key();
    }

    private static String missed(DataType type) {
        return "missed/" + type.key();
    }
}
