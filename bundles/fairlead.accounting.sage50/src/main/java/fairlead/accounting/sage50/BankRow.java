package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import java.time.LocalDateTime;

/** One row of BANK: the nominal account of the same reference is a bank account. */
final class BankRow {
    static final String TABLE = "BANK";
    static final String[] COLUMNS = {
        "ACCOUNT_REF",
        "NAME",
        "CURRENCY",
        "SORT_CODE",
        "ACCOUNT_NUMBER",
        "IBAN",
        "OVERDRAFT_LIMIT",
        "FOREIGN_BALANCE",
        "RECORD_MODIFY_DATE",
        "RECORD_DELETED"
    };

    String reference = "";
    String institution = "";
    int currency;
    String sortCode = "";
    String accountNumber = "";
    String iban = "";

    /** Stored as a negative amount. */
    long overdraft;

    long foreignBalance;
    LocalDateTime modified;
    boolean deleted;
    String bad;

    BankRow fill(Cursor c) throws AccountingException {
        reference = c.reference();
        institution = c.text();
        currency = c.number();
        sortCode = c.text();
        accountNumber = c.text();
        iban = c.text();
        overdraft = c.cents();
        foreignBalance = c.cents();
        modified = c.stamp();
        deleted = c.flag();
        bad = c.bad();
        return this;
    }
}
