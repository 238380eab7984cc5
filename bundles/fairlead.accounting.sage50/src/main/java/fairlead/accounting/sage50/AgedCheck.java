package fairlead.accounting.sage50;

import fairlead.accounting.sage50.Posting.Ledger;
import java.time.LocalDate;

/**
 * Whether the aged reports, which go by the dates and amounts of documents and payments, come to
 * the control accounts on every day. They do where each transaction stands in its control account
 * on its own day, by its own amount, and nothing else stands there. A revaluation moves no amount
 * that anybody owes.
 */
final class AgedCheck {
    private final String debtors;
    private final String creditors;

    AgedCheck(CompanyRow company) {
        this.debtors = company.debtors;
        this.creditors = company.creditors;
    }

    void look(Entry entry, Oddities oddities) {
        if (!entry.header.revaluation) {
            boolean sales = stands(entry, debtors, Ledger.SALES, 1);
            boolean purchases = stands(entry, creditors, Ledger.PURCHASE, -1);
            oddities.add(Oddities.AGED_DEBTORS, sales ? 0 : 1);
            oddities.add(Oddities.AGED_CREDITORS, purchases ? 0 : 1);
        }
    }

    private static boolean stands(Entry entry, String control, Ledger ledger, int sign) {
        if (control.isEmpty()) {
            return true;
        }
        HeaderRow header = entry.header;
        Posting posting = header.posting();
        LocalDate day = told(entry);
        long missing = 0;
        if (posting.ledger == ledger) {
            long gross = Math.abs(header.gross);
            missing = sign * (posting.isSettled() ? gross : -gross);
        }
        for (JournalRow row : entry.journal) { // one without a date stands on its header's
            if (row.amount != 0 && row.nominal.equals(control)) {
                if (row.day() != null && !row.day().equals(day)) {
                    return false;
                }
                missing -= row.amount;
            }
        }
        return missing == 0;
    }

    /** The date of its record (mapping rule 14). */
    private static LocalDate told(Entry entry) {
        boolean dated = entry.document != null && entry.document.date != null;
        return dated ? entry.document.date : entry.day();
    }
}
