package fairlead.accounting.sage50;

import java.util.HashSet;
import java.util.Set;

/**
 * Whether the rows of one transaction can have been there at one moment (sync rule 5). Sage writes
 * header, splits and journal one after the other; a reader in between sees a part of them.
 */
final class Agreement {
    /** Double entry within each split, and a header that adds its splits up. */
    private static final Set<String> POSTINGS =
            Set.of(
                    "SI", "SC", "SR", "SA", "SD", "SP", "PI", "PC", "PP", "PA", "PD", "PR", "BP",
                    "BR", "CP", "CR", "VP", "VR");

    private Agreement() {}

    /** Do header, splits and journal of this transaction agree? */
    static boolean of(Entry entry) {
        if (entry.splits.isEmpty() || !entry.balanced()) {
            return false;
        }
        boolean posting = POSTINGS.contains(entry.header.type);
        if (posting && !addsUp(entry)) {
            return false;
        }
        Set<Integer> splits = new HashSet<>();
        for (SplitRow split : entry.splits) {
            splits.add(split.number);
            boolean posted =
                    hasLeg(entry, split, split.nominal, split.net)
                            && (!posting || hasLeg(entry, split, "", split.net + split.tax));
            if (!posted) {
                return false;
            }
        }
        return entry.journal.stream().allMatch(row -> splits.contains(row.split));
    }

    private static boolean addsUp(Entry entry) {
        HeaderRow header = entry.header;
        long net = header.net;
        long tax = header.tax;
        long foreignNet = header.foreignNet;
        long foreignTax = header.foreignTax;
        for (SplitRow split : entry.splits) {
            net -= split.net;
            tax -= split.tax;
            foreignNet -= split.foreignNet;
            foreignTax -= split.foreignTax;
        }
        return net == 0
                && tax == 0
                && foreignNet == 0
                && foreignTax == 0
                && header.gross == header.net + header.tax
                && header.foreignGross == header.foreignNet + header.foreignTax;
    }

    /**
     * Has the journal this amount of the split, on whichever side?
     *
     * @param nominal on this account; empty: on any
     */
    private static boolean hasLeg(Entry entry, SplitRow split, String nominal, long amount) {
        if (amount == 0) {
            return true; // a leg of nothing need not be there
        }
        for (JournalRow row : entry.journal) {
            if (row.split == split.number
                    && Math.abs(row.amount) == Math.abs(amount)
                    && (nominal.isEmpty() || row.nominal.equals(nominal))) {
                return true;
            }
        }
        return false;
    }
}
