package fairlead.accounting.sage50;

import fairlead.accounting.api.Finding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Adds up what must agree in sound books, as a sweep goes by, and says what does not. */
final class BooksCheck {
    private final Control sales;
    private final Control purchases;
    private long trialBalance;
    private long renumbered;
    private long apart;

    BooksCheck(CompanyRow company) {
        this.sales = new Control(company.debtors);
        this.purchases = new Control(company.creditors);
    }

    /** A control account and what the transactions behind it say, debit positive. */
    private static final class Control {
        private final String nominal;
        private long balance;
        private long transactions;

        Control(String nominal) {
            this.nominal = nominal;
        }

        void add(JournalRow row) {
            if (row.nominal.equals(nominal)) {
                balance += row.amount;
            }
        }

        boolean agrees() {
            return nominal.isEmpty() || balance == transactions;
        }
    }

    void header(HeaderRow row) {
        Posting posting = Posting.of(row.type, false); // a revaluation is in the accounts, too
        long gross = posting.isSettled() ? Math.abs(row.gross) : -Math.abs(row.gross);
        if (posting.ledger == Posting.Ledger.SALES) {
            sales.transactions += gross;
        } else if (posting.ledger == Posting.Ledger.PURCHASE) {
            purchases.transactions -= gross;
        }
        if (row.tran != row.number) {
            renumbered++;
        }
    }

    void journal(JournalRow row) {
        trialBalance += row.amount;
        sales.add(row);
        purchases.add(row);
    }

    /**
     * A live allocation that does not count.
     *
     * @param settled what it is said to settle; {@link Posting#OTHER} where that is not there
     */
    void usageApart(Posting settled, Posting settling) {
        if (!settled.settles(settling)) { // else it says from the other side what another row says
            apart++;
        }
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (trialBalance != 0) {
            findings.add(
                    new Finding(
                            "trial-balance",
                            "Debits and credits of the whole ledger differ by "
                                    + money(trialBalance)
                                    + "; they should by 0.00."));
        }
        control(findings, sales, "debtors-control", "debtors", "customers'");
        control(findings, purchases, "creditors-control", "creditors", "suppliers'");
        if (apart > 0) {
            findings.add(
                    new Finding(
                            "allocations",
                            apart
                                    + " allocations have only one side: what they settle, or what"
                                    + " settles it, is deleted or missing; they do not count."));
        }
        if (renumbered > 0) {
            findings.add(
                    new Finding(
                            "transaction-numbers",
                            renumbered
                                    + " transactions have another number than their header; records"
                                    + " are called by the transaction's, where one of its parts"
                                    + " has it."));
        }
        return findings;
    }

    private static void control(
            List<Finding> findings, Control control, String code, String name, String whose) {
        if (!control.agrees()) {
            findings.add(
                    new Finding(
                            code,
                            "The "
                                    + name
                                    + " control account "
                                    + control.nominal
                                    + " says "
                                    + money(control.balance)
                                    + ", the "
                                    + whose
                                    + " transactions say "
                                    + money(control.transactions)
                                    + "."));
        }
    }

    private static String money(long cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }
}
