package fairlead.launcher.swap;

/** A swap did not go through; the type says what is to be done, the message says why. */
abstract sealed class SwapFailure extends Exception {
    private SwapFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** The new release is at fault: the old bundles are to come back. */
    static final class Bad extends SwapFailure {
        Bad(String message) {
            super(message, null);
        }

        Bad(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Jobs did not come to a checkpoint; nothing was touched. */
    static final class Busy extends SwapFailure {
        Busy(String message) {
            super(message, null);
        }
    }

    /** It cannot be done or undone in this process: the state is the truth, a restart takes it. */
    static final class Stuck extends SwapFailure {
        Stuck(String message) {
            super(message, null);
        }
    }
}
