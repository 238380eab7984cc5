package fairlead.sync;

import java.time.Duration;

/** What a step of a company's sync leaves to do. */
sealed interface Next {
    /** Go on. */
    record GoOn() implements Next {}

    /** Come back after this time. */
    record Wait(Duration delay) implements Next {}

    /** Nothing to do until somebody asks. */
    record Rest() implements Next {}
}
