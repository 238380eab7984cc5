package fairlead.accounting.sage50;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One header with all that hangs on it, joined: what a ledger record is made of. */
final class Entry {
    final HeaderRow header;
    final List<SplitRow> splits = new ArrayList<>(2);
    final List<JournalRow> journal = new ArrayList<>(3);
    final List<Settled> settled = new ArrayList<>(0);
    final List<ItemRow> items = new ArrayList<>(0);

    /** {@code INV-...} or {@code TX-...}. */
    String documentId = "";

    /** Null where it did not come from the invoicing module. */
    InvoiceRow document;

    Entry(HeaderRow header) {
        this.header = header;
    }

    /** One usage on this header: who settles it, and how much of it. */
    record Settled(UsageRow usage, Settlement by) {}

    /** Everything in the order in which it is written; rows came in any. */
    void sort() {
        splits.sort(Comparator.comparingInt(s -> s.number));
        journal.sort(
                Comparator.<JournalRow>comparingInt(j -> j.split)
                        .thenComparingInt(j -> j.tran)
                        .thenComparing(j -> j.nominal)
                        .thenComparingLong(j -> j.amount)
                        .thenComparing(j -> j.details)
                        .thenComparing(j -> j.statement));
        settled.sort(
                Comparator.<Settled>comparingInt(s -> s.usage().settled)
                        .thenComparingInt(s -> s.usage().settling)
                        .thenComparingInt(s -> s.usage().number));
        items.sort(Comparator.<ItemRow>comparingInt(i -> i.number).thenComparingInt(i -> i.id));
    }

    /** T: the number of its first split (mapping rule 1). */
    int transaction() throws Unmappable {
        if (header.tran > 0) {
            return header.tran;
        }
        if (splits.isEmpty()) {
            throw new Unmappable(
                    "AUDIT_HEADER.TRAN_NUMBER", "The transaction has no number and no split.");
        }
        return splits.get(0).number;
    }

    /** Do its debits and credits agree? */
    boolean balanced() {
        long sum = 0;
        for (JournalRow row : journal) {
            sum += row.amount;
        }
        return sum == 0;
    }

    /** Is an invoice or a bill open by as much as Sage's own column says (sync rule 10)? */
    boolean openAsSageSays() {
        if (header.revaluation || !(header.type.equals("SI") || header.type.equals("PI"))) {
            return true;
        }
        long open = header.gross;
        for (Settled settlement : settled) {
            open -= Math.abs(settlement.usage().amount);
        }
        return Math.abs(open) == Repairs.cents(Math.abs(header.outstanding));
    }

    /** The ledger's date: of the header, else of its first split, else when it was entered. */
    LocalDate day() {
        if (header.date == null && !splits.isEmpty() && splits.get(0).date != null) {
            return splits.get(0).date;
        }
        return header.day();
    }
}
