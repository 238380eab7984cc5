package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import fairlead.accounting.api.SourceRecord;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Takes what a small section gives, all at once: for a read with a sink, for a sweep without. Its
 * checksum is over the records themselves, so nothing that shows in one can escape it. Of several
 * rows with one id the first is told, and the others are counted.
 */
final class Collector {
    private final Sum sum = new Sum();
    private final Keys keys = new Keys();
    private final RowHash hash = new RowHash();
    private final Set<Long> told = new HashSet<>(); // by a hash of type and id
    private final RecordSink sink;
    private long twins;

    /**
     * @param sink null for a sweep
     */
    Collector(RecordSink sink) {
        this.sink = sink;
    }

    void record(DataType type, long key, String id, byte[] json) {
        keys.add(key);
        sum.add(hash.start(RowHash.of(type.key())).add(key).add(RowHash.of(json)));
        if (isFirst(type, id) && sink != null) {
            sink.record(new SourceRecord(type, key, id, json, BigDecimal.ZERO, BigDecimal.ZERO));
        }
    }

    void reject(DataType type, long key, String id, Unmappable reason) {
        keys.add(key);
        sum.add(hash.start(~RowHash.of(type.key())).add(key).add(id).add(reason.field()));
        if (isFirst(type, id) && sink != null) {
            sink.reject(
                    new Reject(
                            type,
                            key,
                            id.isEmpty() ? Optional.empty() : Optional.of(id),
                            reason.field(),
                            reason.getMessage()));
        }
    }

    private boolean isFirst(DataType type, String id) {
        boolean first =
                id.isEmpty() || told.add(RowHash.of(RowHash.of(type.key()), RowHash.of(id)));
        twins += first ? 0 : 1;
        return first;
    }

    SliceState state(Slice slice) {
        Oddities oddities = new Oddities();
        oddities.add(Oddities.TWINS, twins);
        return new SliceState(slice, sum.checksum(), keys.sorted(), oddities.counted());
    }
}
