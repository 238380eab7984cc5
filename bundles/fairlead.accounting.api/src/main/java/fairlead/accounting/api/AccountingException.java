package fairlead.accounting.api;

/**
 * The company could not be opened or read. The message is one plain sentence for the person at the
 * PC, without credentials.
 */
public final class AccountingException extends Exception {
    private static final long serialVersionUID = 1;

    /** What kind of trouble it is, which decides what happens next. */
    public enum Kind {
        /** Somebody else holds it, exclusive mode, user already logged in: wait and try again. */
        BUSY,
        /** The connection broke or the company vanished while it was read: wait and try again. */
        UNAVAILABLE,
        /** Wrong user or password: a person has to act. */
        CREDENTIALS,
        /** No company at this place: a person has to act. */
        NO_COMPANY,
        /**
         * The package's version, edition, driver or settings do not allow it: a person has to act.
         */
        UNSUPPORTED,
        /** Anything else; a defect of ours until proven otherwise. */
        FAILED
    }

    private final Kind kind;

    public AccountingException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public AccountingException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** May the same call succeed later without anybody doing anything? */
    public boolean passes() {
        return kind == Kind.BUSY || kind == Kind.UNAVAILABLE;
    }
}
