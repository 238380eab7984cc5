package fairlead.accounting.sage50;

/** This row gives no record; the message is the reason, without ledger content. */
final class Unmappable extends Exception {
    private static final long serialVersionUID = 1;

    private final String field;

    Unmappable(String field, String reason) {
        super(reason, null, false, false);
        this.field = field;
    }

    /** The source field that is wrong, for example {@code AUDIT_HEADER.CURRENCY}. */
    String field() {
        return field;
    }

    /** Throws when a row has a value that is none of its kind. */
    static void check(String bad) throws Unmappable {
        if (bad != null) {
            throw new Unmappable(bad, "The field " + bad + " holds no amount.");
        }
    }
}
