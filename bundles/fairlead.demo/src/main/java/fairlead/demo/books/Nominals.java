package fairlead.demo.books;

import java.util.Set;

/** The nominal codes that postings use by themselves. */
final class Nominals {
    static final String DEBTORS = "1100";
    static final String CREDITORS = "2100";
    static final String SALES_TAX = "2200";
    static final String PURCHASE_TAX = "2201";
    static final String VAT_LIABILITY = "2202";
    static final String BANK = "1200";
    static final String DEPOSIT = "1210";
    static final String EURO_BANK = "1225";
    static final String CASH = "1230";
    static final String CARD = "1240";
    static final String DISCOUNT_ALLOWED = "4009";
    static final String DISCOUNT_TAKEN = "5009";
    static final String CARRIAGE = "4905";
    static final String EXCHANGE = "7906";
    static final String SUSPENSE = "9998";

    private static final Set<String> BANKS =
            Set.of(BANK, DEPOSIT, "1220", EURO_BANK, CASH, "1235", CARD, "1250");

    private Nominals() {}

    static boolean bank(String nominal) {
        return BANKS.contains(nominal);
    }
}
