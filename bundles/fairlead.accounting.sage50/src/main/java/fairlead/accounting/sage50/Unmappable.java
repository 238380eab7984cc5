package fairlead.accounting.sage50;

/** This row gives no record; the message is the reason, without ledger content. */
final class Unmappable extends Exception {
    private static final long serialVersionUID = 1;

    private static final int LONGEST = 200;

    private final String field;

    Unmappable(String field, String reason) {
        super(brief(reason), null, false, false);
        this.field = field;
    }

    /** What a damaged field holds may be of any length, and no text at all. */
    private static String brief(String reason) {
        String text = reason.replaceAll("[\\p{Cntrl}\\p{Cs}\\p{Cn}]", "?");
        int middle = LONGEST / 2;
        return text.length() <= LONGEST
                ? text
                : text.substring(0, middle) + " ... " + text.substring(text.length() - middle);
    }

    /** The source field that is wrong, for example {@code AUDIT_HEADER.CURRENCY}. */
    String field() {
        return field;
    }

    /** Of a header of which nobody can tell what it is. */
    static Unmappable unknown(HeaderRow row) {
        return Posting.of(row.type, false) == Posting.UNKNOWN
                ? new Unmappable(
                        "AUDIT_HEADER.TYPE",
                        "Sage's transaction type '" + row.type + "' is not known.")
                : new Unmappable(
                        "AUDIT_HEADER.REVAL_TRANSACTION_FLAG",
                        "The transaction says that it is a revaluation, and its reference does"
                                + " not.");
    }

    /** Throws when a row has a value that is none of its kind. */
    static void check(String bad) throws Unmappable {
        if (bad != null) {
            throw new Unmappable(bad, "The field " + bad + " holds no number that can be.");
        }
    }
}
