package fairlead.accounting.sage50;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * How much each slice of the ledger moves on each bank account: what a slice's running balances
 * begin with (mapping rule 27) is the sum of the slices before it. A number a slice and account.
 */
final class BankBalances {
    private final Map<String, long[]> moved = new TreeMap<>();
    private final Map<String, BitSet> touched = new TreeMap<>();
    private final BitSet known = new BitSet();
    private final int slices;

    BankBalances(int lastHeader) {
        this.slices = (lastHeader >> Sections.SLICE_BITS) + 1;
    }

    /** The first slice before this one of which nothing is known yet; -1 where all are known. */
    int firstUnknown(int before) {
        int slice = known.nextClearBit(0);
        return slice < before ? slice : -1;
    }

    /** A slice is read from its beginning, perhaps once more. */
    void begin(int slice) {
        moved.values().forEach(sums -> sums[slice] = 0);
        touched.values().forEach(slices -> slices.clear(slice));
        known.clear(slice);
    }

    /** A leg of the slice, in the bank account's own currency. */
    void add(int slice, String bank, long amount) {
        long[] sums = moved.get(bank);
        if (sums == null) {
            sums = new long[slices];
            moved.put(bank, sums);
        }
        sums[slice] += amount;
        touched.computeIfAbsent(bank, b -> new BitSet()).set(slice);
    }

    /** Every leg of the slice was added. */
    void end(int slice) {
        known.set(slice);
    }

    /** Takes each account that has a leg in the slice, with what was on it before. */
    void openings(int slice, BiConsumer<String, Long> each) {
        touched.forEach(
                (bank, slices) -> {
                    if (slices.get(slice)) {
                        each.accept(bank, opening(bank, slice));
                    }
                });
    }

    int slices() {
        return slices;
    }

    /** What was on the account before the slice. */
    long opening(String bank, int slice) {
        long[] sums = moved.get(bank);
        return sums == null ? 0 : Arrays.stream(sums, 0, slice).sum();
    }
}
