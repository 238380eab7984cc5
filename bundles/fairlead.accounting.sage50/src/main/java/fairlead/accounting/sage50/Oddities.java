package fairlead.accounting.sage50;

import fairlead.accounting.api.Finding;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What reads of slices meet that a person should know, as numbers that can be added up over slices,
 * and the findings that they come to. The names are kept with the slices, so they stay as they are.
 */
final class Oddities {
    /** Transactions whose debits and credits do not agree. */
    static final String UNBALANCED = "unbalanced-entries";

    /** Documents that are open by another amount than Sage's own column says. */
    static final String OUTSTANDING = "outstanding";

    /** Transactions of which more is allocated than there is. */
    static final String OVER_ALLOCATED = "over-allocated";

    /** Transactions that the debtors control account has on another day or by another amount. */
    static final String AGED_DEBTORS = "aged-debtors";

    /** The same of the creditors control account. */
    static final String AGED_CREDITORS = "aged-creditors";

    /** Documents and credits whose total is not that of their lines. */
    static final String DOCUMENT_TOTALS = "document-totals";

    /** Orders whose total is not that of their lines. */
    static final String ORDER_TOTALS = "order-totals";

    /** Transactions and orders in a foreign currency without an exchange rate. */
    static final String RATES = "exchange-rates";

    /** Customers, suppliers, accounts and the like that are called as another one is. */
    static final String TWINS = "same-references";

    /** Dates that cannot be. */
    static final String DATES = "dates";

    /** A month's name follows; by so many hundredths its balance sheet does not balance. */
    private static final String SHEET = "balance-sheet ";

    private final Map<String, Long> counted = new HashMap<>();

    void add(String what, long number) {
        if (number != 0) {
            counted.merge(what, number, Long::sum);
        }
    }

    /** Assets are by so many hundredths more than liabilities and equity. */
    void sheet(YearMonth month, long off) {
        add(SHEET + month, off);
    }

    Map<String, Long> counted() {
        return counted;
    }

    /** What a person should know of all these. */
    static List<Finding> findings(Map<String, Long> counted) {
        List<Finding> findings = new ArrayList<>();
        sheets(findings, counted);
        tell(
                findings,
                counted,
                UNBALANCED,
                " transactions have debits and credits that do not agree; their journal entries do"
                        + " not add up to 0.00.");
        tell(
                findings,
                counted,
                OUTSTANDING,
                " invoices and bills are open by another amount than Sage's own column says; what"
                        + " is allocated to them counts.");
        tell(
                findings,
                counted,
                OVER_ALLOCATED,
                " transactions have more allocated to them than they are worth; what is open of"
                        + " them is less than 0.00.");
        tell(
                findings,
                counted,
                AGED_DEBTORS,
                " transactions stand in the debtors control account on another day, or by another"
                        + " amount, than among what customers owe; aged debtors and that account"
                        + " can differ on some days.");
        tell(
                findings,
                counted,
                AGED_CREDITORS,
                " transactions stand in the creditors control account on another day, or by another"
                        + " amount, than among what is owed to suppliers; aged creditors and that"
                        + " account can differ on some days.");
        tell(
                findings,
                counted,
                DOCUMENT_TOTALS,
                " invoices, bills and credits have a total that is not the sum of their lines; where"
                        + " the invoicing module has other lines than the ledger, the ledger's are"
                        + " told.");
        tell(
                findings,
                counted,
                ORDER_TOTALS,
                " orders have a total that is not the sum of their lines; both are told as they"
                        + " stand.");
        tell(
                findings,
                counted,
                RATES,
                " transactions and orders in a foreign currency have an exchange rate of nothing, or"
                        + " none that can be; they are told without one.");
        tell(
                findings,
                counted,
                TWINS,
                " customers, suppliers, accounts, items or the like have the reference of another one;"
                        + " of each reference the first is told.");
        tell(
                findings,
                counted,
                DATES,
                " dates lie before 1980 or more than 30 years ahead and were left out.");
        return findings;
    }

    private static void tell(
            List<Finding> findings, Map<String, Long> counted, String what, String sentence) {
        long number = counted.getOrDefault(what, 0L);
        if (number > 0) {
            findings.add(new Finding(what, number + sentence));
        }
    }

    private static void sheets(List<Finding> findings, Map<String, Long> counted) {
        List<String> months = new ArrayList<>();
        new TreeMap<>(counted)
                .forEach(
                        (what, off) -> {
                            if (what.startsWith(SHEET) && off != 0) {
                                String month = what.substring(SHEET.length());
                                months.add(
                                        month
                                                + " by "
                                                + BigDecimal.valueOf(off, 2).toPlainString());
                            }
                        });
        if (!months.isEmpty()) {
            findings.add(
                    new Finding(
                            SHEET.strip(),
                            "The balance sheet does not balance at the end of "
                                    + Statements.some(months)
                                    + "."));
        }
    }
}
