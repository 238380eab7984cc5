package fairlead.update;

/** What a look at a trial says. */
sealed interface Verdict {
    /** Nothing is wrong. */
    record Healthy() implements Verdict {}

    /** The release is at fault, in plain words. */
    record Bad(String reason) implements Verdict {}

    /** Something else is at fault (no network, Sage in exclusive mode, a full disk). */
    record Surroundings(String reason) implements Verdict {}
}
