package fairlead.sync;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.SliceState;
import fairlead.accounting.api.SourceRecord;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Takes what one slice gives into the draft, and counts the ids. A key that is not among the
 * slice's keys would make its record look deleted: such a slice is refused.
 */
final class SliceDiff implements RecordSink {
    private static final String TORN =
            "Its header, splits and journal do not agree: perhaps it was just being posted.";

    private final Draft draft;
    private final boolean moving;
    private final Map<DataType, Integer> named = new EnumMap<>(DataType.class);
    private long[] keys = new long[64];
    private int size;
    private boolean torn;

    /**
     * @param moving is it for a set that is not of one moment, in which a torn record has no place?
     */
    SliceDiff(Draft draft, boolean moving) {
        this.draft = draft;
        this.moving = moving;
    }

    /** Was a torn record kept back? */
    boolean isTorn() {
        return torn;
    }

    /** How many ids of each type there were. */
    Map<DataType, Integer> named() {
        return named;
    }

    @Override
    public void record(SourceRecord record) {
        if (!draft.has(record.type())) {
            return; // left out of this set
        }
        if (record.id().isEmpty()) {
            withoutId(record.type(), record.key(), "id", "The row has no id.");
            return;
        }
        name(record.type(), record.key());
        draft.record(record);
    }

    @Override
    public void torn(SourceRecord record) {
        if (moving && draft.has(record.type()) && !record.id().isEmpty()) {
            torn = true;
            name(record.type(), record.key());
            draft.withhold(record.type(), record.id(), record.key(), TORN);
        } else {
            record(record);
        }
    }

    @Override
    public void reject(Reject reject) {
        if (!draft.has(reject.type())) {
            return;
        }
        if (reject.id().isEmpty() || reject.id().get().isEmpty()) {
            withoutId(reject.type(), reject.key(), reject.field(), reject.reason());
            return;
        }
        name(reject.type(), reject.key());
        draft.reject(reject);
    }

    private void withoutId(DataType type, long key, String field, String reason) {
        draft.reject(new Reject(type, key, Optional.empty(), field, reason));
    }

    private void name(DataType type, long key) {
        named.merge(type, 1, Integer::sum);
        if (size > 0 && keys[size - 1] == key) {
            return; // several types out of one row
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
        }
        keys[size++] = key;
    }

    /**
     * Compares the keys of the records with those of the slice.
     *
     * @throws AccountingException when one is missing: a defect of the package
     */
    void check(SliceState state) throws AccountingException {
        for (int k = 0; k < size; k++) {
            if (Arrays.binarySearch(state.keys(), keys[k]) < 0
                    || !state.slice().contains(keys[k])) {
                throw new AccountingException(
                        AccountingException.Kind.FAILED,
                        "A record of "
                                + state.slice().section()
                                + " has the key "
                                + keys[k]
                                + ", which is none of the keys of its slice "
                                + state.slice().from()
                                + " to "
                                + state.slice().to()
                                + ".");
            }
        }
    }
}
