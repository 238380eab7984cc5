package fairlead.accounting.sage50;

import fairlead.accounting.api.SliceState;
import java.util.ArrayList;
import java.util.List;

/** The checksum and the keys of every slice of the ledger, while a sweep goes over it. */
final class SliceSums {
    private final Sum[] sums;
    private final Keys[] keys;

    SliceSums(int lastHeader) {
        int slices = Sections.index(lastHeader) + 1;
        sums = new Sum[slices];
        keys = new Keys[slices];
        for (int k = 0; k < slices; k++) {
            sums[k] = new Sum();
            keys[k] = new Keys();
        }
    }

    void add(int header, RowHash hash) {
        sums[Sections.index(header)].add(hash);
    }

    void key(int header) {
        keys[Sections.index(header)].add(header);
    }

    List<SliceState> states() {
        List<SliceState> states = new ArrayList<>(sums.length);
        for (int k = 0; k < sums.length; k++) {
            states.add(new SliceState(Sections.ledger(k), sums[k].checksum(), keys[k].sorted()));
            keys[k] = null; // sorted is a copy: one of them at a time
        }
        return states;
    }
}
