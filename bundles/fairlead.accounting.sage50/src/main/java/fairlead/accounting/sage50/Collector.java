package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import fairlead.accounting.api.SourceRecord;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Takes what a small section gives, all at once: for a read with a sink, for a sweep without. Its
 * checksum is over the records themselves, so nothing that shows in one can escape it.
 */
final class Collector {
    private final Sum sum = new Sum();
    private final Keys keys = new Keys();
    private final RowHash hash = new RowHash();
    private final RecordSink sink;

    /**
     * @param sink null for a sweep
     */
    Collector(RecordSink sink) {
        this.sink = sink;
    }

    void record(DataType type, long key, String id, byte[] json) {
        keys.add(key);
        sum.add(hash.start(RowHash.of(type.key())).add(key).add(RowHash.of(json)));
        if (sink != null) {
            sink.record(new SourceRecord(type, key, id, json, BigDecimal.ZERO, BigDecimal.ZERO));
        }
    }

    void reject(DataType type, long key, String id, Unmappable reason) {
        keys.add(key);
        sum.add(hash.start(~RowHash.of(type.key())).add(key).add(id).add(reason.field()));
        if (sink != null) {
            sink.reject(
                    new Reject(
                            type,
                            key,
                            id.isEmpty() ? Optional.empty() : Optional.of(id),
                            reason.field(),
                            reason.getMessage()));
        }
    }

    SliceState state(Slice slice) {
        return new SliceState(slice, sum.checksum(), keys.sorted());
    }
}
