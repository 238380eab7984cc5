package fairlead.launcher;

/** The command cannot go on. The message is one plain sentence that says what to do. */
final class LauncherException extends Exception {
    private static final long serialVersionUID = 1;

    private final ExitCode code;

    LauncherException(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    LauncherException(ExitCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    ExitCode code() {
        return code;
    }
}
