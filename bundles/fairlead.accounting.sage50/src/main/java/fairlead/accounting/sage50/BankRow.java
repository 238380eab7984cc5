package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;

/** One row of BANK: the nominal account of the same reference is a bank account. */
final class BankRow {
    static final String TABLE = "BANK";
    static final String[] COLUMNS = {
        "ACCOUNT_REF", "CURRENCY", "FOREIGN_BALANCE", "RECORD_DELETED"
    };

    String reference = "";
    int currency;
    long foreignBalance;
    boolean deleted;
    String bad;

    BankRow fill(Cursor c) throws AccountingException {
        reference = c.reference();
        currency = c.number();
        foreignBalance = c.cents();
        deleted = c.flag();
        bad = c.bad();
        return this;
    }
}
