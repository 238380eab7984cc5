package fairlead.accounting.sage50;

/** What a credit note and a bill credit note have in common: what is left, and where it went. */
final class Credits {
    private Credits() {}

    /** What of the credit is not used yet, in hundredths. */
    static long left(Entry entry, Money money) throws Unmappable {
        long left = money.gross(entry.header);
        for (Entry.Settles settles : entry.settles) {
            Unmappable.check(settles.usage().bad);
            left -= money.amount(settles.usage());
        }
        return left;
    }

    /** Mapping rule 25. */
    static String status(long left, long gross) {
        return left == 0 ? "Paid" : left == gross ? "Submitted" : "PartiallyPaid";
    }

    /**
     * One a usage: set off against a document, by the credit itself (mapping rule 8); paid back, by
     * the refund.
     */
    static void allocations(Entry entry, Money money, Parts parts) {
        parts.json.list("paymentAllocations");
        for (Entry.Settles settles : entry.settles) {
            Settlement by = settles.refund() == null ? entry.self : settles.refund();
            parts.allocation(by, money.amount(settles.usage()), money.currency(), money.rate());
        }
        parts.json.endList();
    }
}
