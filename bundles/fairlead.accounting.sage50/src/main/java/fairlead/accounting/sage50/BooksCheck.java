package fairlead.accounting.sage50;

import fairlead.accounting.api.Finding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Adds up what must agree in sound books, as a sweep goes by, and says what does not. */
final class BooksCheck {
    private final String debtors;
    private long trialBalance;
    private long control;
    private long customers;
    private long renumbered;

    BooksCheck(CompanyRow company) {
        this.debtors = company.debtors;
    }

    void header(HeaderRow row) {
        if (row.type.startsWith("S")) {
            boolean adds = row.type.equals("SI") || row.type.equals("SP");
            customers += adds ? Math.abs(row.gross) : -Math.abs(row.gross);
        }
        if (row.tran != row.number) {
            renumbered++;
        }
    }

    void journal(JournalRow row) {
        trialBalance += row.amount;
        if (row.nominal.equals(debtors)) {
            control += row.amount;
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
        if (!debtors.isEmpty() && control != customers) {
            findings.add(
                    new Finding(
                            "debtors-control",
                            "The debtors control account "
                                    + debtors
                                    + " says "
                                    + money(control)
                                    + ", the customers' transactions say "
                                    + money(customers)
                                    + "."));
        }
        if (renumbered > 0) {
            findings.add(
                    new Finding(
                            "transaction-numbers",
                            renumbered
                                    + " transactions have another number than their header; records"
                                    + " are called by the transaction's."));
        }
        return findings;
    }

    private static String money(long cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }
}
