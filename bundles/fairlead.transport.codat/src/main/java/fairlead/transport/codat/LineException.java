package fairlead.transport.codat;

/** There was no answer of the platform's. The message is one plain sentence. */
class LineException extends Exception {
    private static final long serialVersionUID = 1;

    LineException(String message) {
        super(message);
    }

    LineException(String message, Throwable cause) {
        super(message, cause);
    }
}
