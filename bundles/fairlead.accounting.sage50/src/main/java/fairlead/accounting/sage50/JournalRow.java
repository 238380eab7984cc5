package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Set;

/** One row of AUDIT_JOURNAL: debit positive, credit negative. */
final class JournalRow {
    static final String TABLE = "AUDIT_JOURNAL";
    static final String FOREIGN_AMOUNT = "FOREIGN_AMOUNT";
    static final String[] COLUMNS = {
        "HEADER_NUMBER",
        "TRAN_NUMBER",
        "SPLIT_NUMBER",
        "NOMINAL_CODE",
        "DETAILS",
        "STMT_TEXT",
        "AMOUNT",
        FOREIGN_AMOUNT,
        "DATE",
        "DATE_ENTERED",
        "INV_REF",
        "BANK_FLAG",
        Narrow.STAMP,
        "DELETED_FLAG",
        "RECORD_DELETED"
    };

    /** What a checksum covers ({@link Narrow}). */
    static final Set<String> NARROW =
            Set.of(
                    "HEADER_NUMBER",
                    "TRAN_NUMBER",
                    "NOMINAL_CODE",
                    "AMOUNT",
                    "BANK_FLAG",
                    Narrow.STAMP,
                    "DELETED_FLAG",
                    "RECORD_DELETED");

    /** What balances need: whose, how much, when. */
    static final Set<String> BALANCES =
            Set.of(
                    "HEADER_NUMBER",
                    "TRAN_NUMBER",
                    "NOMINAL_CODE",
                    "AMOUNT",
                    FOREIGN_AMOUNT,
                    "DATE",
                    "DATE_ENTERED",
                    "DELETED_FLAG",
                    "RECORD_DELETED");

    /** What tells to which header a posting belongs. */
    static final String[] IDENTITY =
            Narrow.only(
                    COLUMNS,
                    Set.of("HEADER_NUMBER", "TRAN_NUMBER", "DELETED_FLAG", "RECORD_DELETED")
                            ::contains);

    int header;

    /** As it stands: what the mark and a checksum go by. */
    int tran;

    int split;
    String nominal = "";
    String details = "";
    String statement = "";
    long amount;
    long foreignAmount;
    LocalDate date;
    LocalDate entered;
    String reference = "";

    /** {@code -}: no bank item; N: not reconciled; R or Y: reconciled. */
    String bankFlag = "";

    LocalDateTime modified;
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
        foreignAmount = c.cents();
        date = c.date();
        entered = c.date();
        reference = c.reference();
        bankFlag = c.reference();
        modified = c.stamp();
        deletedFlag = c.flag();
        recordDeleted = c.flag();
        bad = c.bad();
        return this;
    }

    /** Takes over what the history keeps of a posting in its header alone. */
    void cleared(HeaderRow header) {
        reference = header.reference;
        bankFlag = header.bankFlag;
    }

    /**
     * T of the leg, or the number of its split where that is blank, which is the same (mapping rule
     * 1); below 1 where it has neither.
     */
    int transaction() {
        return tran > 0 ? tran : split;
    }

    /** Its date in the ledger, or when it was entered where that is blank; null where both are. */
    LocalDate day() {
        return date == null ? entered : date;
    }

    /** The month of {@link #day}, counted from year 0; the lowest number where there is none. */
    int month() {
        return day() == null ? Integer.MIN_VALUE : month(day());
    }

    static int month(LocalDate day) {
        return day.getYear() * 12 + day.getMonthValue() - 1;
    }

    boolean reconciled() {
        return bankFlag.equals("R") || bankFlag.equals("Y");
    }

    boolean live() {
        return !deletedFlag && !recordDeleted;
    }
}
