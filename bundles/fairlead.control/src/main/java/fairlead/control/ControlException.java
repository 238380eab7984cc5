package fairlead.control;

/** A command was refused: a code for programs, a plain sentence for people. */
final class ControlException extends Exception {
    private static final long serialVersionUID = 1;

    private final String code;

    ControlException(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
