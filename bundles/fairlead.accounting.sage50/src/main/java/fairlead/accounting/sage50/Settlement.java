package fairlead.accounting.sage50;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;

/**
 * What a document says of a header that settles it.
 *
 * @param number its HEADER_NUMBER
 * @param total in hundredths of {@code currency}; 0 where no money moved
 * @param hash of all of it but the note
 */
record Settlement(
        int number,
        int transaction,
        String type,
        LocalDate day,
        String bank,
        long total,
        String currency,
        BigDecimal rate,
        long hash) {
    static Settlement of(HeaderRow row, Names names, LedgerHash hash) {
        boolean base = names.currencies.isBase(row.currency);
        boolean money = !row.type.equals("SC") && !row.type.equals("SD");
        String currency = names.currencies.quoted(row.currency);
        return new Settlement(
                row.number,
                row.tran,
                row.type,
                row.day(),
                money ? row.bank : "",
                money ? Math.abs(base ? row.gross : row.foreignGross) : 0,
                currency.isEmpty() ? names.currencies.base() : currency,
                base ? BigDecimal.ONE : Cursor.rate(row.rate),
                hash.settlement(row));
    }

    /**
     * The generated note (mapping rule 10).
     *
     * @param own what this header is called as a document
     * @param documents the ids of all documents that it settles, in order
     */
    String note(String own, Iterable<String> documents) {
        StringBuilder note = new StringBuilder();
        switch (type) {
            case "SA" -> note.append("Sales receipt on account ").append(transaction);
            case "SC" -> note.append("Sales credit ").append(own.toLowerCase(Locale.ROOT));
            case "SD" -> note.append("Sales discount ").append(transaction);
            default -> note.append("Sales receipt ").append(transaction);
        }
        note.append(" linked to ");
        String comma = "";
        for (String document : documents) {
            note.append(comma).append("sales invoice ").append(document.toLowerCase(Locale.ROOT));
            comma = ", ";
        }
        return note.append('.').toString();
    }
}
