package fairlead.accounting.sage50;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One header with all that hangs on it, joined: what a ledger record is made of. */
final class Entry {
    final HeaderRow header;
    final List<SplitRow> splits = new ArrayList<>(2);
    final List<JournalRow> journal = new ArrayList<>(3);
    final List<Settled> settled = new ArrayList<>(0);
    final List<Settles> settles = new ArrayList<>(0);
    final List<ItemRow> items = new ArrayList<>(0);

    /** {@code INV-...} or {@code TX-...} for what is called so, else T. */
    String documentId = "";

    /** What others say of it where it settles or is a refund. */
    Settlement self;

    /** Null where it did not come from the invoicing module. */
    InvoiceRow document;

    Entry(HeaderRow header) {
        this.header = header;
    }

    /** Of a header by whose number nothing can be found. */
    boolean isUnnumbered() {
        return header.number < 1;
    }

    /**
     * One usage on this header: who settles it, and how much of it.
     *
     * @param id what the settling one is called
     */
    record Settled(UsageRow usage, Settlement by, String id) {}

    /**
     * One usage of this header: what it settles, and how much of it.
     *
     * @param posting what is settled
     * @param id what that is called
     * @param refund what there is to say of it where it is a refund; null where it is not
     */
    record Settles(UsageRow usage, Posting posting, String id, Settlement refund) {}

    /** Everything in the order in which it is written; rows came in any. */
    void sort() {
        splits.sort(Comparator.comparingInt(s -> s.number));
        Map<Integer, SplitRow> bySplit = new HashMap<>();
        splits.forEach(split -> bySplit.put(split.number, split));
        journal.sort(
                Comparator.<JournalRow>comparingInt(j -> j.split)
                        .thenComparingInt(JournalRow::transaction)
                        .thenComparingInt(j -> place(j, bySplit.get(j.split)))
                        .thenComparing(j -> j.nominal)
                        .thenComparingLong(j -> j.amount)
                        .thenComparing(j -> j.details)
                        .thenComparing(j -> j.statement));
        settled.sort(
                Comparator.<Settled>comparingInt(s -> s.usage().settled)
                        .thenComparingInt(s -> s.usage().settling)
                        .thenComparingInt(s -> s.usage().number));
        settles.sort(
                Comparator.<Settles>comparingInt(s -> s.usage().settled)
                        .thenComparingInt(s -> s.usage().settling)
                        .thenComparingInt(s -> s.usage().number));
        items.sort(Comparator.<ItemRow>comparingInt(i -> i.number).thenComparingInt(i -> i.id));
    }

    /** Within a split: what is owed or moved, then what for, then its tax. */
    private static int place(JournalRow row, SplitRow split) {
        if (split == null || row.nominal.equals(split.nominal)) {
            return 1;
        }
        return Math.abs(row.amount) == Math.abs(split.net + split.tax) ? 0 : 2;
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

    /** The ledger's date, which every record of the type needs. */
    LocalDate dated() throws Unmappable {
        LocalDate day = day();
        if (day == null) {
            throw new Unmappable("AUDIT_HEADER.DATE", "The transaction has no date at all.");
        }
        return day;
    }

    /** Does it settle anything of this role? */
    boolean settlesAny(Posting.Role role) {
        return settles.stream().anyMatch(s -> s.posting().role == role);
    }

    /** Does a part of its journal say no account, so that nobody can tell what it moved? */
    boolean namesNoAccount() {
        return journal.stream().anyMatch(row -> row.nominal.isEmpty());
    }

    /** Is there nothing of an amount but its header, as where the header's number is damaged? */
    boolean isBare() {
        boolean alone = splits.isEmpty() && journal.isEmpty();
        return alone && (header.gross != 0 || header.net != 0 || isUnnumbered());
    }

    /** Has it a split whose number is none, so that no allocation of it is found? */
    boolean lacksNumbers() {
        for (SplitRow split : splits) {
            if (split.number < 1) {
                return true;
            }
        }
        return false;
    }

    /** Is there a posting of this split, as of one that moves anything there is? */
    boolean isPosted(SplitRow split) {
        return split.net == 0
                || journal.stream()
                        .anyMatch(row -> row.split == split.number || row.tran == split.number);
    }

    /** Do the lines of a document or credit come to its total? */
    boolean linesAddUp(Currencies currencies) {
        boolean base = currencies.isBase(header.currency);
        return switch (header.posting()) {
            case SI -> splitsAddUp(base) && (items.isEmpty() || itemsAddUp(base));
            case SC, PI, PC -> splitsAddUp(base);
            default -> true;
        };
    }

    private boolean splitsAddUp(boolean base) {
        long net = base ? header.net : header.foreignNet;
        long tax = base ? header.tax : header.foreignTax;
        for (SplitRow split : splits) {
            net -= base ? split.net : split.foreignNet;
            tax -= base ? split.tax : split.foreignTax;
        }
        return net == 0 && tax == 0;
    }

    private boolean itemsAddUp(boolean base) {
        long net = base ? header.net : header.foreignNet;
        long tax = base ? header.tax : header.foreignTax;
        return document.charges.addUp(items, base, net, tax);
    }

    /** Are the items of its document its lines? Else the splits are, which add up then. */
    boolean hasItems(boolean base) {
        return document != null && (itemsAddUp(base) || !splitsAddUp(base) || splits.isEmpty());
    }

    /** Do its debits and credits agree? */
    boolean balanced() {
        long sum = 0;
        for (JournalRow row : journal) {
            sum += row.amount;
        }
        return sum == 0;
    }

    /** Is it of a kind that tells an exchange rate, in a foreign currency, and has none? */
    boolean lacksRate(Currencies currencies) {
        return header.posting().ledger != Posting.Ledger.NONE
                && !Cursor.isRate(header.rate)
                && !currencies.isBase(header.currency);
    }

    /** Is an invoice or a bill open by as much as Sage's own column says (sync rule 10)? */
    boolean openAsSageSays() {
        if (header.posting().role != Posting.Role.DOCUMENT) {
            return true;
        }
        long open = header.gross;
        for (Settled settlement : settled) {
            open -= Math.abs(settlement.usage().amount);
        }
        return Math.abs(open) == Repairs.cents(Math.abs(header.outstanding));
    }

    /** Is more allocated to it, or by it, than it is worth? */
    boolean overAllocated() {
        long base = Math.abs(header.gross);
        long foreign = Math.abs(header.foreignGross);
        for (Settled each : settled) {
            base -= Math.abs(each.usage().amount);
            foreign -= Math.abs(each.usage().foreignAmount);
        }
        for (Settles each : settles) {
            base -= Math.abs(each.usage().amount);
            foreign -= Math.abs(each.usage().foreignAmount);
        }
        return base < 0 && foreign < 0; // the pence of an exchange rate do not count
    }

    /** The ledger's date: of the header, else of its first split, else when it was entered. */
    LocalDate day() {
        if (header.date == null && !splits.isEmpty() && splits.get(0).date != null) {
            return splits.get(0).date;
        }
        return header.day();
    }
}
