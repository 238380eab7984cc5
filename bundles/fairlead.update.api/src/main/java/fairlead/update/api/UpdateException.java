package fairlead.update.api;

/** A release is refused; the message is one plain sentence and nothing was changed. */
public final class UpdateException extends Exception {
    private static final long serialVersionUID = 1;

    /** With one plain sentence for people. */
    public UpdateException(String message, Throwable cause) {
        super(message, cause);
    }

    /** With one plain sentence for people. */
    public UpdateException(String message) {
        super(message);
    }
}
