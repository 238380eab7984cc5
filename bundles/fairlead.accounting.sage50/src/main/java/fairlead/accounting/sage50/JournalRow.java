package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;

/** One row of AUDIT_JOURNAL: debit positive, credit negative. */
final class JournalRow {
    static final String TABLE = "AUDIT_JOURNAL";
    static final String[] COLUMNS = {
        "HEADER_NUMBER",
        "TRAN_NUMBER",
        "SPLIT_NUMBER",
        "NOMINAL_CODE",
        "DETAILS",
        "STMT_TEXT",
        "AMOUNT",
        "DELETED_FLAG",
        "RECORD_DELETED"
    };

    int header;
    int tran;
    int split;
    String nominal = "";
    String details = "";
    String statement = "";
    long amount;
    boolean deletedFlag;
    boolean recordDeleted;

    /** The first column that holds no amount; null when all do. */
    String bad;

    JournalRow fill(Cursor c) throws AccountingException {
        header = c.number();
        tran = c.number();
        split = c.number();
        nominal = c.reference();
        details = c.text();
        statement = c.text();
        amount = c.cents();
        deletedFlag = c.flag();
        recordDeleted = c.flag();
        bad = c.bad();
        return this;
    }

    boolean live() {
        return !deletedFlag && !recordDeleted;
    }
}
