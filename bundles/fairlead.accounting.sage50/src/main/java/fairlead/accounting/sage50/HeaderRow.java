package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Set;

/** One row of AUDIT_HEADER. */
final class HeaderRow {
    static final String TABLE = "AUDIT_HEADER";
    static final String OUTSTANDING = "OUTSTANDING";

    /** The reference that Sage gives every revaluation. */
    private static final String REVALUATION = "REVAL";

    static final String[] COLUMNS = {
        "HEADER_NUMBER",
        "TRAN_NUMBER",
        "TYPE",
        "DATE",
        "ACCOUNT_REF",
        "BANK_CODE",
        "INV_REF",
        "INV_REF_NUMERIC",
        "DETAILS",
        "DUE_DATE",
        "NET_AMOUNT",
        "TAX_AMOUNT",
        "GROSS_AMOUNT",
        "FOREIGN_NET_AMOUNT",
        "FOREIGN_TAX_AMOUNT",
        "FOREIGN_GROSS_AMOUNT",
        "CURRENCY",
        "FOREIGN_RATE",
        "REVAL_TRANSACTION_FLAG",
        "DATE_ENTERED",
        Narrow.STAMP,
        OUTSTANDING,
        "BANK_FLAG",
        "DELETED_FLAG",
        "RECORD_DELETED"
    };

    /** What a checksum covers ({@link Narrow}). */
    static final Set<String> NARROW =
            Set.of(
                    "HEADER_NUMBER",
                    "TRAN_NUMBER",
                    "TYPE",
                    "ACCOUNT_REF",
                    "BANK_CODE",
                    "INV_REF",
                    "INV_REF_NUMERIC",
                    "GROSS_AMOUNT",
                    "FOREIGN_GROSS_AMOUNT",
                    "REVAL_TRANSACTION_FLAG",
                    Narrow.STAMP,
                    "DELETED_FLAG",
                    "RECORD_DELETED");

    /** What tells which document a header is. */
    static final String[] IDENTITY =
            only(
                    "HEADER_NUMBER",
                    "TRAN_NUMBER",
                    "TYPE",
                    "ACCOUNT_REF",
                    "INV_REF", // of which the history makes the number
                    "INV_REF_NUMERIC",
                    "GROSS_AMOUNT",
                    "REVAL_TRANSACTION_FLAG",
                    "DELETED_FLAG",
                    "RECORD_DELETED");

    /** What a document says of the header that settles it. */
    static final Set<String> SETTLEMENT =
            Set.of(
                    "HEADER_NUMBER",
                    "TRAN_NUMBER",
                    "TYPE",
                    "DATE",
                    "BANK_CODE",
                    "GROSS_AMOUNT",
                    "FOREIGN_GROSS_AMOUNT",
                    "CURRENCY",
                    "FOREIGN_RATE",
                    "REVAL_TRANSACTION_FLAG",
                    "DATE_ENTERED",
                    "DELETED_FLAG",
                    "RECORD_DELETED");

    int number;
    int tran;
    String type = "";
    LocalDate date;
    String account = "";
    String bank = "";
    String reference = "";
    int referenceNumber;
    String details = "";
    LocalDate due;
    long net;
    long tax;
    long gross;
    long foreignNet;
    long foreignTax;
    long foreignGross;
    int currency;
    double rate;
    boolean revaluation;
    LocalDate entered;
    LocalDateTime modified;

    /** What Sage says is open, of a sign that is not known; only a cross-check. */
    double outstanding;

    /**
     * As {@link JournalRow#bankFlag}, of which it speaks for those rows that were cleared. Nobody
     * reconciles those any more, so no checksum has to cover it.
     */
    String bankFlag = "";

    boolean deletedFlag;
    boolean recordDeleted;

    /** The first column that holds no amount; null when all do. */
    String bad;

    private Posting posting; // once it was asked for

    HeaderRow fill(Cursor c) throws AccountingException {
        posting = null;
        number = c.number();
        tran = c.number();
        type = c.reference();
        date = c.date();
        account = c.reference();
        bank = c.reference();
        reference = c.reference();
        referenceNumber = c.number();
        details = c.text();
        due = c.date();
        net = c.cents();
        tax = c.cents();
        gross = c.cents();
        foreignNet = c.cents();
        foreignTax = c.cents();
        foreignGross = c.cents();
        currency = c.number();
        rate = c.real();
        revaluation = c.flag();
        entered = c.date();
        modified = c.stamp();
        outstanding = c.real();
        bankFlag = c.reference();
        deletedFlag = c.flag();
        recordDeleted = c.flag();
        bad = c.bad();
        if (c.history()) { // which does not keep these two
            referenceNumber = number(reference);
            revaluation = reference.equalsIgnoreCase(REVALUATION);
        }
        return this;
    }

    /** As Sage makes the numeric reference of a text. */
    private static int number(String reference) {
        return reference.matches("\\d{1,9}") ? Integer.parseInt(reference) : 0;
    }

    private static String[] only(String... columns) {
        return Narrow.only(COLUMNS, Set.of(columns)::contains);
    }

    boolean live() {
        return !deletedFlag && !recordDeleted;
    }

    /** The date in the ledger, or when it was entered where that is blank. */
    LocalDate day() {
        return date == null ? entered : date;
    }

    /**
     * T, or where that is blank the header's own number, which is the same in every published row
     * (mapping rule 1).
     */
    int transaction() {
        return tran > 0 ? tran : number;
    }

    /**
     * What it is; unknown also where it says that it is a revaluation and its reference does not.
     */
    Posting posting() {
        if (posting == null) {
            posting =
                    revaluation && !reference.equalsIgnoreCase(REVALUATION)
                            ? Posting.UNKNOWN
                            : Posting.of(type, revaluation);
        }
        return posting;
    }
}
