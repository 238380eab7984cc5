package fairlead.publish.release;

/** No release is made of this; the message is one sentence that names both values. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super(message);
    }
}
