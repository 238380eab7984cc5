package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import java.time.LocalDateTime;

/** One row of NOMINAL_LEDGER. */
final class AccountRow {
    static final String TABLE = "NOMINAL_LEDGER";
    static final String[] COLUMNS = {
        "ACCOUNT_REF", "NAME", "BALANCE", "INACTIVE_FLAG", "RECORD_MODIFY_DATE", "RECORD_DELETED"
    };

    String reference = "";
    String name = "";
    long balance;
    boolean inactive;
    LocalDateTime modified;
    boolean deleted;
    String bad;

    AccountRow fill(Cursor c) throws AccountingException {
        reference = c.reference();
        name = c.text();
        balance = c.cents();
        inactive = c.flag();
        modified = c.stamp();
        deleted = c.flag();
        bad = c.bad();
        return this;
    }
}
