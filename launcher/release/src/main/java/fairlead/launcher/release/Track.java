package fairlead.launcher.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where one line of releases stands: ours is {@code main}, each partner has one.
 *
 * @param current what runs when no trial does; empty for the factory release (main), or for nothing
 *     (a partner)
 * @param previous what ran before and is still here
 * @param trial what runs on trial, or waits for the start that takes it
 * @param trialStarts processes that began the trial and did not end well; {@link #STAGED} while it
 *     waits (rule 18)
 * @param deaths unasked ends without a trial in a row (rule 12)
 * @param blocked what is not begun again here, with the cause; the last {@value #REMEMBERED}
 * @param active the components that were active before the trial
 */
public record Track(
        Optional<String> current,
        Optional<String> previous,
        Optional<String> trial,
        int trialStarts,
        int deaths,
        List<Blocked> blocked,
        List<String> active) {
    /** The {@code trialStarts} of a release that waits for a restart. */
    public static final int STAGED = -1;

    static final int REMEMBERED = 50;

    /** Why a release is not begun again. */
    public enum Cause {
        /** The process died twice in its trial; from outside this cannot be told apart. */
        DEATHS("Fairlead ended unasked again and again while it ran"),
        /** A bundle did not resolve, threw or hung when it was started. */
        START("it did not start"),
        /** The slot that it needs did not start. */
        SLOT("its host did not start"),
        /** A check failed that did not fail before, or it never judged itself. */
        VERDICT("a check failed");

        private final String words;

        Cause(String words) {
            this.words = words;
        }

        /** For people: what can stand after a colon. */
        public String inWords() {
            return words;
        }
    }

    /** A release that is not begun again, and why. */
    public record Blocked(String release, Cause cause) {}

    public Track {
        blocked = List.copyOf(blocked);
        active = List.copyOf(active);
    }

    static Track running(Optional<String> current) {
        return new Track(current, Optional.empty(), Optional.empty(), 0, 0, List.of(), List.of());
    }

    /** Is there a trial that is not only staged? */
    public boolean onTrial() {
        return trial.isPresent() && trialStarts != STAGED;
    }

    /** Does a release wait for the start that takes it? */
    public boolean staged() {
        return trial.isPresent() && trialStarts == STAGED;
    }

    /** What the next start runs, if its bytes are right. */
    public Optional<String> wanted() {
        return trial.or(this::current);
    }

    /** Why the release is blocked here; empty when it is not. */
    public Optional<Cause> blockedFor(String release) {
        return blocked.stream()
                .filter(b -> b.release().equals(release))
                .map(Blocked::cause)
                .findFirst();
    }

    Track begin(String release, int starts, List<String> nowActive) {
        return new Track(
                current, previous, Optional.of(release), starts, deaths, blocked, nowActive);
    }

    Track commit() {
        Optional<String> committed = trial;
        Optional<String> replaced = current;
        return new Track(committed, replaced, Optional.empty(), 0, 0, blocked, List.of());
    }

    Track withoutTrial() {
        return new Track(current, previous, Optional.empty(), 0, deaths, blocked, List.of());
    }

    Track starts(int count) {
        return new Track(current, previous, trial, count, deaths, blocked, active);
    }

    Track deaths(int count) {
        return new Track(current, previous, trial, trialStarts, count, blocked, active);
    }

    /** Another release is current; the former previous one is no longer one to go back to. */
    Track fallBackTo(Optional<String> release) {
        return new Track(release, Optional.empty(), trial, trialStarts, 0, blocked, active);
    }

    Track block(String release, Cause cause) {
        List<Blocked> all = new ArrayList<>(blocked);
        all.removeIf(b -> b.release().equals(release));
        all.add(new Blocked(release, cause));
        return blocked(all.subList(Math.max(0, all.size() - REMEMBERED), all.size()));
    }

    Track withoutBlocksBy(Cause cause) {
        return blocked(blocked.stream().filter(b -> b.cause() != cause).toList());
    }

    private Track blocked(List<Blocked> list) {
        return new Track(current, previous, trial, trialStarts, deaths, list, active);
    }
}
