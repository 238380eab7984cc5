package fairlead.launcher;

/** What the process says when it ends. The numbers are a promise: launcher/README.md lists them. */
enum ExitCode {
    OK(0),
    /** A defect of ours; the log says more. */
    FAILED(1),
    USAGE(2),
    /** Another process uses the data directory. */
    IN_USE(3),
    /** The data directory cannot be written, or its disk is full. */
    DATA_UNUSABLE(4),
    PORT_IN_USE(5),
    /** No Java 17 or later; the scripts say it. */
    WRONG_JAVA(6),
    /** A bundle does not resolve or a component is not active. */
    NOT_STARTED(7),
    /** A stop took longer than 10 seconds. */
    STOP_TIMED_OUT(8),
    /** No agent runs on this data directory. */
    NO_AGENT(9),
    PLATFORM_UNREACHABLE(10),
    PLATFORM_REFUSED(11),
    UNKNOWN_LICENSE_KEY(20),
    LINK_EXPIRED(21),
    AWAITING_APPROVAL(22),
    ALREADY_LINKED(23),
    NO_SUCH_PACKAGE(24),
    CREDENTIALS(25),
    NO_COMPANY(26),
    /** The company is busy or has vanished: the same call may succeed later. */
    COMPANY_UNAVAILABLE(27),
    COMPANY_UNSUPPORTED(28),
    /** The company that was named is not linked here. */
    NOT_LINKED(29),
    /** The person did not say yes. */
    NOT_CONFIRMED(30),
    /** A sync ended and not every data type is complete. */
    INCOMPLETE(31),
    /** A release was refused; nothing was changed. */
    UPDATE_REFUSED(35),
    /** An update went back to the release before it. */
    WENT_BACK(34),
    /** The demo's figures differ from its truth. */
    DIFFERENT(32),
    /** A check of the doctor's failed. */
    UNHEALTHY(33),
    /** The host chose to be started again by its supervisor. */
    AGAIN(40),
    /** The watchdog ended a process that hung. */
    HUNG(41);

    final int number;

    ExitCode(int number) {
        this.number = number;
    }
}
