package fairlead.launcher.plan;

/** A release is not what its manifest says, or touches more than it names; nothing was changed. */
public final class PlanRefusedException extends IllegalStateException {
    /** With one plain sentence for people. */
    public PlanRefusedException(String message) {
        super(message);
    }
}
