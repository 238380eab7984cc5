package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Set;

/** One row of AUDIT_SPLIT. */
final class SplitRow {
    static final String TABLE = "AUDIT_SPLIT";
    static final String PROJECT = "PROJECT_ID";
    static final String COST_CODE = "COST_CODE_ID";
    static final String[] COLUMNS = {
        "SPLIT_NUMBER",
        "HEADER_NUMBER",
        "DATE",
        "NOMINAL_CODE",
        "DETAILS",
        "DEPT_NUMBER",
        PROJECT,
        COST_CODE,
        "TAX_CODE",
        "NET_AMOUNT",
        "TAX_AMOUNT",
        "FOREIGN_NET_AMOUNT",
        "FOREIGN_TAX_AMOUNT",
        "RECORD_CREATE_DATE",
        Narrow.STAMP,
        "DELETED_FLAG",
        "RECORD_DELETED"
    };

    /** What a checksum covers ({@link Narrow}). */
    static final Set<String> NARROW =
            Set.of(
                    "SPLIT_NUMBER",
                    "HEADER_NUMBER",
                    "NET_AMOUNT",
                    "TAX_AMOUNT",
                    Narrow.STAMP,
                    "DELETED_FLAG",
                    "RECORD_DELETED");

    /** What tells to which header a split belongs. */
    static final String[] IDENTITY =
            Narrow.only(
                    COLUMNS,
                    Set.of("SPLIT_NUMBER", "HEADER_NUMBER", "DELETED_FLAG", "RECORD_DELETED")
                            ::contains);

    int number;
    int header;
    LocalDate date;
    String nominal = "";
    String details = "";
    int department;
    int project;
    int costCode;
    String taxCode = "";
    long net;
    long tax;
    long foreignNet;
    long foreignTax;
    LocalDateTime created;
    boolean deletedFlag;
    boolean recordDeleted;

    /** The first column that holds no amount; null when all do. */
    String bad;

    SplitRow fill(Cursor c) throws AccountingException {
        number = c.number();
        header = c.number();
        date = c.date();
        nominal = c.reference();
        details = c.text();
        department = c.number();
        project = c.number();
        costCode = c.number();
        taxCode = c.reference();
        net = c.cents();
        tax = c.cents();
        foreignNet = c.cents();
        foreignTax = c.cents();
        created = c.stamp();
        c.touched();
        deletedFlag = c.flag();
        recordDeleted = c.flag();
        bad = c.bad();
        return this;
    }

    boolean live() {
        return !deletedFlag && !recordDeleted;
    }
}
