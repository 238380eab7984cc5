package fairlead.sync.api;

/** Linking was refused. The message is one plain sentence that says what to do. */
public final class LinkException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why, for whoever maps it to an exit code. */
    public enum Reason {
        /** The platform knows no such licence key. */
        UNKNOWN_LICENSE_KEY,
        /** The link has expired or the connection has ended: a new link is needed. */
        LINK_EXPIRED,
        /** Another agent holds the connection; the vendor has been asked. */
        AWAITING_APPROVAL,
        /** This company, or these books, are already linked here. */
        ALREADY_LINKED,
        /** No bundle reads this accounting package. */
        NO_SUCH_PACKAGE,
        /** The platform cannot be reached now. */
        PLATFORM_UNREACHABLE,
        /** The platform refused or answered what it should not. */
        PLATFORM_REFUSED
    }

    private final Reason reason;

    public LinkException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public LinkException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
