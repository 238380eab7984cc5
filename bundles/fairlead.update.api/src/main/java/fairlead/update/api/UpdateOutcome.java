package fairlead.update.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What came of a release that was tried here. */
public sealed interface UpdateOutcome {
    /** The release's id. */
    String release();

    /** When it was decided. */
    Instant at();

    /** In one plain sentence. */
    String inWords();

    private static String watched(Duration trial) {
        return trial.isZero() ? "" : ", watched for " + trial.toSeconds() + " s";
    }

    /**
     * It is the current one since then.
     *
     * @param swap from the start of the new bundles to the end of the old ones; empty when it was
     *     taken by a restart
     * @param trial how long it was watched; zero where the host ended it, or another process
     *     watched
     */
    record Committed(String release, Instant at, Optional<Duration> swap, Duration trial)
            implements UpdateOutcome {
        @Override
        public String inWords() {
            return release
                    + " is in use"
                    + swap.map(d -> ", swapped in " + d.toMillis() + " ms").orElse("")
                    + watched(trial);
        }
    }

    /**
     * The release before it runs again.
     *
     * @param reason in plain words
     * @param blocked is it not to be tried again here? otherwise it was the surroundings' fault
     * @param back from the start of the old bundles to the end of the new ones, at a checkpoint of
     *     the jobs; where the process was started again for it, from the verdict until the updater
     *     of the release before looked; empty where nobody can tell
     * @param trial how long it was watched; zero where it was not, or where the host ended it
     */
    record WentBack(
            String release,
            Instant at,
            String reason,
            boolean blocked,
            Optional<Duration> back,
            Duration trial)
            implements UpdateOutcome {
        @Override
        public String inWords() {
            return release
                    + " went back"
                    + back.map(d -> " in " + d.toMillis() + " ms").orElse("")
                    + watched(trial)
                    + ": "
                    + reason
                    + (blocked ? "; it is not tried again here" : "; it is tried again later");
        }
    }

    /** It was not begun. */
    record Refused(String release, Instant at, String reason) implements UpdateOutcome {
        @Override
        public String inWords() {
            return release + " was not begun: " + reason;
        }
    }

    /** The next start of the process takes it. */
    record Staged(String release, Instant at) implements UpdateOutcome {
        @Override
        public String inWords() {
            return release + " is taken at the next start";
        }
    }
}
