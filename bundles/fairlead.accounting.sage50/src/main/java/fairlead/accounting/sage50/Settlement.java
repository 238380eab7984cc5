package fairlead.accounting.sage50;

import fairlead.accounting.sage50.Posting.Ledger;
import fairlead.accounting.sage50.Posting.Role;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;

/**
 * What a document says of a header that settles it.
 *
 * @param number its HEADER_NUMBER
 * @param posting what it is
 * @param total in hundredths of {@code currency}; 0 where no money moved, negative where it went
 *     back
 * @param rate as in {@link Money}
 * @param hash over the row that says it: of all of it but the note
 */
record Settlement(
        int number,
        int transaction,
        Posting posting,
        LocalDate day,
        String bank,
        long total,
        String currency,
        BigDecimal rate,
        long hash) {
    /**
     * @param hash {@link LedgerHash#header} of the row
     */
    static Settlement of(HeaderRow row, Names names, long hash) {
        boolean base = names.currencies.isBase(row.currency);
        Posting posting = row.posting();
        String currency = names.currencies.quoted(row.currency);
        return new Settlement(
                row.number,
                row.transaction(),
                posting,
                row.day(),
                moves(posting) ? row.bank : "",
                total(posting, base ? row.gross : row.foreignGross),
                currency.isEmpty() ? names.currencies.base() : currency,
                base ? BigDecimal.ONE : Cursor.rate(row.rate),
                hash);
    }

    private static boolean moves(Posting posting) {
        return posting.role == Role.MONEY || posting.role == Role.REFUND;
    }

    /** What moves on a bank account by this posting, as a payment says it. */
    static long total(Posting posting, long gross) {
        if (!moves(posting)) {
            return 0;
        }
        return posting.role == Role.REFUND ? -Math.abs(gross) : Math.abs(gross);
    }

    /**
     * The generated note (mapping rule 10).
     *
     * @param own what this header is called as a document
     * @param documents all that it settles, each by what it is and its id, in order
     */
    String note(String own, Iterable<Document> documents) {
        StringBuilder note = new StringBuilder();
        boolean sales = posting.ledger == Ledger.SALES;
        note.append(sales ? "Sales " : "Purchase ");
        switch (posting) {
            case SA -> note.append("receipt on account ");
            case PA -> note.append("payment on account ");
            case SC, PC -> note.append("credit ");
            case SD, PD -> note.append("discount ");
            case SP, PR -> note.append("refund ");
            case PP -> note.append("payment ");
            default -> note.append("receipt ");
        }
        note.append(posting.role == Role.CREDIT ? own.toLowerCase(Locale.ROOT) : transaction);
        String comma = sales ? " linked to " : " linked to, ";
        for (Document document : documents) {
            note.append(comma)
                    .append(sales ? "sales " : "purchase ")
                    .append(document.posting().role == Role.REFUND ? "refund " : "invoice ")
                    .append(document.id().toLowerCase(Locale.ROOT));
            comma = ", ";
        }
        return note.append('.').toString();
    }

    /** Something that is settled, as a note names it. */
    record Document(Posting posting, String id) {}
}
