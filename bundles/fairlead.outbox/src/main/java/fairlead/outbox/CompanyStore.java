package fairlead.outbox;

import fairlead.accounting.api.DataType;
import fairlead.gate.KillPoint;
import fairlead.sync.api.Append;
import fairlead.sync.api.ChunkUpload;
import fairlead.sync.api.Entry;
import fairlead.sync.api.Held;
import fairlead.sync.api.Known;
import fairlead.sync.api.Mode;
import fairlead.sync.api.OpenSet;
import fairlead.sync.api.Outcome;
import fairlead.sync.api.SettledRead;
import fairlead.sync.api.SliceSum;
import fairlead.sync.api.SyncRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;

/**
 * What the outbox keeps of one company: a store and, beside it, the payloads of chunks that have
 * not been taken. Each method is one durable step or none. The names of its maps are in the
 * bundle's README.
 */
final class CompanyStore {
    static final String STATE = "state";

    private static final byte[] SOMETHING = {1};
    private static final String CANCELLED = "cancelled";
    private static final String OUTCOME = "outcome";
    private static final String SETTLED_READ = "settledRead";
    private static final String SLICES = "slices";
    private static final String SETTLED_SLICES = "settled";

    private final String connectionId;
    private final Disk disk;
    private final Store store;
    private final Requests requests;
    private final Index index;
    private final Chunks chunks;
    private final Consumer<String> killPoint;

    /** The open set, as the store has it; null when there is none. Loaded when it is opened. */
    private OpenSet set;

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
        this.disk = disk;
        this.store = new Store(directory.resolve("outbox.mv"), disk, patience);
        this.requests = new Requests(store);
        this.index = new Index(store);
        this.chunks = new Chunks(store, disk, directory.resolve("chunks"));
        this.killPoint = killPoint;
    }

    // --- requests

    synchronized void addRequests(List<SyncRequest> added) {
        change(() -> requests.add(added));
    }

    synchronized List<SyncRequest> requests() {
        return read(requests::waiting);
    }

    synchronized void removeRequests(Collection<String> ids) {
        change(() -> requests.remove(ids));
    }

    synchronized void cancel() {
        change(
                () -> {
                    requests.cancel();
                    if (set != null) {
                        store.bytes(STATE).put(CANCELLED, SOMETHING);
                    }
                });
    }

    synchronized List<SyncRequest> cancelled() {
        return read(requests::cancelled);
    }

    synchronized void toldCancelled(Collection<String> ids) {
        change(() -> requests.told(ids));
    }

    synchronized boolean isCancelled() {
        return read(() -> store.bytes(STATE).containsKey(CANCELLED));
    }

    // --- what the platform holds

    synchronized Held held(DataType type) {
        return read(() -> index.held(type));
    }

    synchronized Optional<Entry> settled(DataType type, String id) {
        return read(() -> index.settled(type, id));
    }

    synchronized Optional<SettledRead> settledRead() {
        return read(
                () ->
                        Optional.ofNullable(store.bytes(STATE).get(SETTLED_READ))
                                .map(Codec::settledRead));
    }

    synchronized Optional<Outcome> outcome() {
        return read(() -> Optional.ofNullable(store.bytes(STATE).get(OUTCOME)).map(Codec::outcome));
    }

    synchronized void putOutcome(Outcome outcome) {
        change(() -> store.bytes(STATE).put(OUTCOME, Codec.outcome(outcome)));
    }

    synchronized boolean wasMissed(DataType type, String id) {
        return read(() -> index.wasMissed(type, id));
    }

    synchronized void addMissed(DataType type, List<String> ids) {
        change(() -> index.addMissed(type, ids));
    }

    synchronized void forgetMissed() {
        change(index::forgetMissed);
    }

    synchronized boolean hasMissed() {
        return read(index::hasMissed);
    }

    // --- reading

    synchronized Optional<OpenSet> openSet() {
        return read(() -> Optional.ofNullable(set));
    }

    synchronized void begin(OpenSet begun) {
        change(
                () -> {
                    if (set != null) {
                        throw new IllegalStateException("set " + set.setId() + " is still open");
                    }
                    if (index.folds()) {
                        throw new IllegalStateException("the last set is not folded in yet");
                    }
                    if (!begun.complete() && store.has(SETTLED_SLICES)) {
                        MVMap<String, byte[]> slices = store.bytes(SLICES);
                        store.bytes(SETTLED_SLICES).forEach(slices::put);
                    }
                    putSet(begun);
                });
    }

    private void putSet(OpenSet changed) {
        store.bytes(STATE).put("set", Codec.set(changed));
        set = changed;
    }

    private void checkReading(String setId) {
        if (set == null || !set.setId().equals(setId)) {
            throw new IllegalStateException(
                    "set " + setId + " is not open, but " + (set == null ? "none" : set.setId()));
        }
        if (set.closed().isPresent()) {
            throw new IllegalStateException("set " + setId + " is closed");
        }
    }

    synchronized void append(Append append) {
        open();
        checkReading(append.set().setId());
        List<ChunkRow> rows = Chunks.rows(append);
        chunks.write(append.chunks(), rows);
        killPoint.accept("chunk-file-written");
        change(
                () -> {
                    chunks.add(rows);
                    append.changes().forEach(each -> index.change(each, isDelta(each.type())));
                    for (SliceSum sum : append.slices()) {
                        store.bytes(SLICES).put(Codec.key(sum.slice()), Codec.sum(sum));
                    }
                    putSet(append.set());
                });
        if (!rows.isEmpty()) {
            killPoint.accept("chunk-in-store");
        }
    }

    private boolean isDelta(DataType type) {
        return set != null
                && set.datasets().containsKey(type)
                && set.datasets().get(type).mode() == Mode.DELTA;
    }

    synchronized List<SliceSum> slices() {
        return read(() -> slices(SLICES));
    }

    synchronized List<SliceSum> settledSlices() {
        return read(() -> slices(SETTLED_SLICES));
    }

    private List<SliceSum> slices(String map) {
        List<SliceSum> sums = new ArrayList<>();
        if (store.has(map)) {
            store.bytes(map).forEach((key, bytes) -> sums.add(Codec.sum(key, bytes)));
        }
        return sums;
    }

    synchronized Optional<Entry> find(DataType type, String id) {
        return read(() -> index.find(type, id, isDelta(type)));
    }

    synchronized List<Known> entries(DataType type, String after) {
        return read(() -> index.entries(type, after, isDelta(type)));
    }

    synchronized OpenSet close(OpenSet closing) {
        return step(
                () -> {
                    checkReading(closing.setId());
                    Map<DataType, String> hashes = chunks.hashes();
                    Map<DataType, OpenSet.Dataset> datasets = new EnumMap<>(DataType.class);
                    closing.datasets()
                            .forEach(
                                    (type, dataset) ->
                                            datasets.put(
                                                    type,
                                                    dataset.hashed(
                                                            hashes.getOrDefault(
                                                                    type, Chunks.noHashes()))));
                    putSet(closing.with(datasets, closing.withoutId()));
                    return set;
                });
    }

    // --- sending

    synchronized Optional<ChunkUpload> firstUnsent() {
        return read(
                () ->
                        chunks.firstUnsent()
                                .map(
                                        row ->
                                                new ChunkUpload(
                                                        connectionId,
                                                        set.setId(),
                                                        row.datasetId(),
                                                        row.type(),
                                                        row.number(),
                                                        chunks.file(row),
                                                        row.length(),
                                                        row.sha256())));
    }

    synchronized long unsentBytes() {
        return read(chunks::unsentBytes);
    }

    synchronized void taken(ChunkUpload chunk) {
        open();
        Optional<Long> number = chunks.unsent(chunk.datasetId(), chunk.number());
        if (number.isPresent()) {
            change(() -> chunks.take(number.get()));
            chunks.forgetPayload(number.get());
        }
    }

    synchronized Map<String, Set<Integer>> takenChunks() {
        return read(chunks::taken);
    }

    synchronized boolean sendAgain(Map<String, Set<Integer>> missing) {
        Map<Long, ChunkRow> there = read(() -> chunks.there(missing));
        if (there.size() < missing.values().stream().mapToInt(Set::size).sum()) {
            return false;
        }
        change(() -> chunks.putBack(there));
        return true;
    }

    // --- the end of a set

    synchronized void drop() {
        change(this::forgetSet);
        chunks.cleanFiles();
    }

    private void forgetSet() {
        index.forgetPending();
        store.remove(SLICES);
        chunks.clear();
        store.bytes(STATE).remove("set");
        store.bytes(STATE).remove(CANCELLED);
        set = null;
    }

    synchronized void settle(Set<DataType> forget, Outcome outcome) {
        change(
                () -> {
                    OpenSet done = set;
                    if (done == null || done.closed().isEmpty()) {
                        throw new IllegalStateException("there is no closed set to settle");
                    }
                    done.datasets()
                            .forEach(
                                    (type, dataset) -> {
                                        if (forget.contains(type)) {
                                            index.forget(type, Optional.of(dataset.datasetId()));
                                        } else {
                                            index.settle(type, dataset, done.mappingVersion());
                                        }
                                    });
                    store.rename(SLICES, SETTLED_SLICES);
                    putSettledRead(done, !forget.isEmpty());
                    forgetSet();
                    index.forgetMissed();
                    requests.remove(done.closed().get().requestIds());
                    store.bytes(STATE).put(OUTCOME, Codec.outcome(outcome));
                });
        killPoint.accept("settled");
        chunks.cleanFiles();
    }

    /**
     * A read that is not of one moment, or missed something, is none to go on from (rules 5, 7).
     */
    private void putSettledRead(OpenSet done, boolean forgotten) {
        MVMap<String, byte[]> state = store.bytes(STATE);
        byte[] before = state.get(SETTLED_READ);
        if (forgotten
                || done.closed().orElseThrow().moving()
                || !done.withoutId().isEmpty()
                || (!done.complete() && before == null)) {
            state.remove(SETTLED_READ);
            return;
        }
        Instant completeFrom =
                done.complete() ? done.readFrom() : Codec.settledRead(before).completeFrom();
        state.put(
                SETTLED_READ,
                Codec.settledRead(
                        new SettledRead(
                                completeFrom, done.datasets().keySet(), done.mappingVersion())));
    }

    synchronized void rebase(Map<DataType, Optional<String>> bases) {
        change(
                () -> {
                    bases.forEach(index::forget);
                    if (!bases.isEmpty()) {
                        store.bytes(STATE).remove(SETTLED_READ);
                    }
                    forgetSet();
                });
        chunks.cleanFiles();
    }

    // --- housekeeping

    /**
     * Moves some of a settled set's changes into the index. The index is looked at by no open set
     * meanwhile, so each bit may last or not.
     */
    synchronized boolean fold() {
        open();
        if (!index.folds()) {
            return false;
        }
        return store.lightStep(
                () -> {
                    index.fold();
                    return index.folds();
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
        chunks.unload();
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
        byte[] bytes = store.bytes(STATE).get("set");
        set = bytes == null ? null : Codec.set(bytes);
        chunks.load();
        chunks.cleanFiles();
    }

    private void change(Runnable change) {
        step(
                () -> {
                    change.run();
                    return null;
                });
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
}
