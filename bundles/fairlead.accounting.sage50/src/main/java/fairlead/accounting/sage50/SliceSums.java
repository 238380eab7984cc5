package fairlead.accounting.sage50;

import fairlead.accounting.api.SliceState;

/** The checksum and the keys of every slice of the ledger, while a sweep goes over it. */
final class SliceSums {
    private final Sum[] sums;
    private final Keys[] keys;

    SliceSums(int lastHeader) {
        int slices = (lastHeader >> Sections.SLICE_BITS) + 1;
        sums = new Sum[slices];
        keys = new Keys[slices];
        for (int k = 0; k < slices; k++) {
            sums[k] = new Sum();
            keys[k] = new Keys();
        }
    }

    void add(int header, RowHash hash) {
        sums[header >> Sections.SLICE_BITS].add(hash);
    }

    void key(int header) {
        keys[header >> Sections.SLICE_BITS].add(header);
    }

    SliceState[] states() {
        SliceState[] states = new SliceState[sums.length];
        for (int k = 0; k < states.length; k++) {
            states[k] = new SliceState(Sections.ledger(k), sums[k].checksum(), keys[k].sorted());
            keys[k] = null;
        }
        return states;
    }
}
