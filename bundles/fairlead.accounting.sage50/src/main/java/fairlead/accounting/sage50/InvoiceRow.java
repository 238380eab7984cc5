package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/** One row of INVOICE: a document of the invoicing module. */
final class InvoiceRow {
    static final String TABLE = "INVOICE";
    private static final String[] OWN = {
        "INVOICE_NUMBER",
        "INVOICE_TYPE_CODE",
        "ACCOUNT_REF",
        "POSTED_CODE",
        "INVOICE_GROSS",
        "RECORD_DELETED",
        "INVOICE_DATE",
        "PAYMENT_DUE_DATE",
        Narrow.STAMP
    };

    static final String[] COLUMNS =
            Stream.concat(Stream.of(OWN), Stream.of(Charges.COLUMNS)).toArray(String[]::new);

    /** What a checksum covers ({@link Narrow}). */
    static final Set<String> NARROW =
            Set.of(
                    "INVOICE_NUMBER",
                    "INVOICE_TYPE_CODE",
                    "ACCOUNT_REF",
                    "POSTED_CODE",
                    "INVOICE_GROSS",
                    "RECORD_DELETED",
                    Narrow.STAMP);

    /** What tells whether a posting came from this document. */
    static final String[] IDENTITY = Arrays.copyOf(Arrays.copyOf(COLUMNS, 6), COLUMNS.length);

    private static final int FIRST_CREDIT = 3;
    private static final int LAST_CREDIT = 4;

    int number;
    int type;
    String account = "";
    boolean posted;
    long gross;
    boolean deleted;
    LocalDate date;
    LocalDate due;
    final Charges charges = new Charges();

    /** The first column that holds no amount; null when all do. */
    String bad;

    InvoiceRow fill(Cursor c) throws AccountingException {
        number = c.number();
        type = c.number();
        account = c.reference();
        posted = c.flag();
        gross = c.cents();
        deleted = c.flag();
        date = c.date();
        due = c.date();
        c.touched();
        charges.fill(c);
        bad = c.bad();
        return this;
    }

    /** Did Update Ledgers make a posting of this type from it, and is it there still? */
    boolean posted(String postingType) {
        boolean fits =
                switch (postingType) {
                    case "SI" -> type >= 0 && type < FIRST_CREDIT;
                    case "SC" -> type >= FIRST_CREDIT && type <= LAST_CREDIT;
                    default -> false;
                };
        return fits && posted && !deleted;
    }
}
