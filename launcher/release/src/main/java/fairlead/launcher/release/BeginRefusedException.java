package fairlead.launcher.release;

import fairlead.launcher.release.Track.Cause;

/** A release is not begun; nothing was changed. The message says which and why. */
public final class BeginRefusedException extends Exception {
    private BeginRefusedException(String message) {
        super(message);
    }

    static BeginRefusedException blocked(String release, Cause cause) {
        return new BeginRefusedException(
                "Release "
                        + release
                        + " is blocked here ("
                        + ReleaseState.word(cause)
                        + "); offer a newer one.");
    }

    static BeginRefusedException running(String release) {
        return new BeginRefusedException("Release " + release + " is the one that runs already.");
    }

    static BeginRefusedException busy(String release, String trial) {
        return new BeginRefusedException(
                "Release " + release + " has to wait: " + trial + " is on trial or staged.");
    }
}
