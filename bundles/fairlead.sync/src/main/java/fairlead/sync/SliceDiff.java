package fairlead.sync;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.SourceRecord;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Takes what one slice gives into the draft, and counts the ids. */
final class SliceDiff implements RecordSink {
    private final Draft draft;
    private final Map<DataType, Integer> named = new EnumMap<>(DataType.class);

    SliceDiff(Draft draft) {
        this.draft = draft;
    }

    Map<DataType, Integer> named() {
        return named;
    }

    @Override
    public void record(SourceRecord record) {
        if (!draft.has(record.type())) {
            return; // left out of this set
        }
        if (record.id().isEmpty()) {
            reject(
                    new Reject(
                            record.type(),
                            record.key(),
                            Optional.empty(),
                            "id",
                            "The row has no id."));
            return;
        }
        named.merge(record.type(), 1, Integer::sum);
        draft.record(record);
    }

    @Override
    public void reject(Reject reject) {
        if (!draft.has(reject.type())) {
            return;
        }
        if (reject.id().filter(String::isEmpty).isPresent()) {
            draft.reject(
                    new Reject(
                            reject.type(),
                            reject.key(),
                            Optional.empty(),
                            reject.field(),
                            reject.reason()));
            return;
        }
        reject.id().ifPresent(id -> named.merge(reject.type(), 1, Integer::sum));
        draft.reject(reject);
    }
}
