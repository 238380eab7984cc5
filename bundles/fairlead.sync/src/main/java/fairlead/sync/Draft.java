package fairlead.sync;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.SourceRecord;
import fairlead.sync.api.Append;
import fairlead.sync.api.Digest;
import fairlead.sync.api.Entry;
import fairlead.sync.api.OpenSet;
import fairlead.sync.api.Outbox;
import fairlead.sync.api.SliceSum;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was read of the open set since the last append: compared with what the set leaves so far, so
 * that only what is new or changed becomes an operation. Nothing of it is kept until {@link
 * #append}; a read that ends in the middle just lets it go.
 */
final class Draft implements AutoCloseable {
    /** A record beyond this travels as a keep: no chunk would take it. */
    static final int LARGEST_RECORD = 16 << 20;

    private final Outbox outbox;
    private final String connectionId;
    private final Map<DataType, Part> parts = new EnumMap<>(DataType.class);
    private final Set<DataType> withoutId = EnumSet.noneOf(DataType.class);
    private final List<SliceSum> slices = new ArrayList<>();
    private final int chunkBytes;
    private OpenSet set;
    private long size;
    private boolean changed;

    Draft(Outbox outbox, String connectionId, OpenSet set, Settings settings) {
        this.outbox = outbox;
        this.connectionId = connectionId;
        this.set = set;
        this.chunkBytes = settings.chunkBytes();
        this.withoutId.addAll(set.withoutId());
        set.datasets().forEach((type, dataset) -> parts.put(type, new Part(type, dataset)));
    }

    /** The set as it was after the last append. */
    OpenSet set() {
        return set;
    }

    boolean has(DataType type) {
        return parts.containsKey(type);
    }

    /** About how much has gathered. */
    boolean isLarge() {
        return size >= chunkBytes || slices.size() >= 256;
    }

    void mark(Mark mark) {
        set = set.with(mark);
        changed = true;
    }

    void record(SourceRecord record) {
        parts.get(record.type()).record(record);
    }

    /** A row that could not be mapped (sync rule 7). */
    void reject(Reject reject) {
        if (reject.id().isPresent()) {
            parts.get(reject.type())
                    .keep(reject.id().get(), reject.key(), reject.field(), reject.reason());
        } else if (withoutId.add(reject.type())) {
            changed = true;
        }
    }

    boolean isWithoutId(DataType type) {
        return withoutId.contains(type);
    }

    /** The set leaves nothing of this id. */
    void delete(DataType type, String id, Entry old) {
        parts.get(type).delete(id, old);
    }

    /** The set keeps the last good version of this id, whose row was missed. */
    void keep(DataType type, String id, Entry old, String field, String reason) {
        parts.get(type).keep(id, old.key(), field, reason);
    }

    /** The set leaves this id as the platform has it now, whatever the set brought before. */
    void withhold(DataType type, String id, long key, String reason) {
        Part part = parts.get(type);
        Optional<Entry> old = part.find(id);
        if (old.isPresent() && !old.get().isKept()) {
            part.delete(id, old.get()); // or an earlier word of this set would be the last good one
        }
        part.keep(id, key, "", reason);
    }

    void slice(SliceSum sum) {
        slices.add(sum);
        changed = true;
    }

    /** Freezes all of it, in one durable step. */
    void append() {
        if (!changed) {
            return;
        }
        Map<DataType, OpenSet.Dataset> datasets = new EnumMap<>(DataType.class);
        List<Append.NewChunk> chunks = new ArrayList<>();
        List<Append.Change> changes = new ArrayList<>();
        parts.forEach((type, part) -> datasets.put(type, part.take(chunks, changes)));
        set = set.with(datasets, withoutId);
        outbox.append(connectionId, new Append(set, chunks, changes, slices));
        slices.clear();
        size = 0;
        changed = false;
    }

    @Override
    public void close() {
        parts.values().forEach(part -> part.operations.close());
    }

    /** One type's part. */
    private final class Part {
        private final DataType type;
        private final Operations operations = new Operations(chunkBytes);
        private final Map<String, Optional<Entry>> fresh = new HashMap<>();
        private OpenSet.Dataset last;
        private long upserts;
        private long deletes;
        private long keeps;
        private BigDecimal debits;
        private BigDecimal credits;
        private Digest digest;
        private long records;
        private long kept;

        Part(DataType type, OpenSet.Dataset dataset) {
            this.type = type;
            this.last = dataset;
            this.upserts = dataset.upserts();
            this.deletes = dataset.deletes();
            this.keeps = dataset.keeps();
            this.debits = dataset.debits();
            this.credits = dataset.credits();
            this.digest = dataset.digest();
            this.records = dataset.records();
            this.kept = dataset.kept();
        }

        private Optional<Entry> find(String id) {
            Optional<Entry> found = fresh.get(id);
            return found != null ? found : outbox.find(connectionId, type, id);
        }

        void record(SourceRecord record) {
            if (record.json().length > LARGEST_RECORD) {
                keep(
                        record.id(),
                        record.key(),
                        "",
                        "The record is larger than 16 MB and cannot be sent.");
                return;
            }
            Entry now = new Entry(Digest.hash(record.json()), record.key());
            Optional<Entry> old = find(record.id());
            if (old.isPresent() && old.get().sameAs(now)) {
                return;
            }
            if (old.isEmpty() || !java.util.Arrays.equals(old.get().hash(), now.hash())) {
                operations.upsert(record.id(), record.json());
                upserts++;
                debits = debits.add(record.debit());
                credits = credits.add(record.credit());
                size += record.json().length;
            }
            replace(record.id(), old, Optional.of(now));
        }

        void keep(String id, long key, String field, String reason) {
            Entry now = new Entry(Digest.kept(), key);
            Optional<Entry> old = find(id);
            if (old.isPresent() && old.get().sameAs(now)) {
                return;
            }
            if (old.isEmpty() || !old.get().isKept()) {
                operations.keep(id, field, reason);
                keeps++;
                size += 64;
            }
            replace(id, old, Optional.of(now));
        }

        void delete(String id, Entry old) {
            operations.delete(id);
            deletes++;
            size += 64;
            replace(id, Optional.of(old), Optional.empty());
        }

        private void replace(String id, Optional<Entry> old, Optional<Entry> now) {
            old.ifPresent(entry -> count(id, entry, -1));
            now.ifPresent(entry -> count(id, entry, 1));
            fresh.put(id, now);
            changed = true;
        }

        private void count(String id, Entry entry, int by) {
            digest = by > 0 ? digest.plus(id, entry.hash()) : digest.minus(id, entry.hash());
            if (entry.isKept()) {
                kept += by;
            } else {
                records += by;
            }
        }

        OpenSet.Dataset take(List<Append.NewChunk> chunks, List<Append.Change> changes) {
            int number = last.chunks();
            for (byte[] payload : operations.take()) {
                String sha256 = HexFormat.of().formatHex(Digest.hash(payload));
                chunks.add(new Append.NewChunk(type, number++, payload, sha256));
            }
            fresh.forEach((id, entry) -> changes.add(new Append.Change(type, id, entry)));
            fresh.clear();
            last =
                    new OpenSet.Dataset(
                            last.datasetId(),
                            last.base(),
                            last.mode(),
                            number,
                            "",
                            upserts,
                            deletes,
                            keeps,
                            debits,
                            credits,
                            digest,
                            records,
                            kept);
            return last;
        }
    }
}
