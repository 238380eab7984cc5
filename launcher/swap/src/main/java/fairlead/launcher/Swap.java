package fairlead.launcher;

import java.util.Map;

/**
 * Changes the bundles of this process, one release at a time. The host registers it; the updater
 * calls it. Any thread may call it. Only types of the JDK are in it, and it never changes: an
 * updater of any age speaks to a host of any age.
 *
 * <p>{@link #begin}, {@link #commit} and {@link #rollback} record durably what was decided and
 * return at once: their caller is a job, and jobs must be at their checkpoints before a bundle
 * moves. What came of it is in {@link #state}.
 */
public interface Swap {
    /**
     * How a reason begins that is no fault of the release (no network, a full disk): it goes back
     * and is not blocked.
     */
    String SURROUNDINGS = "surroundings: ";

    /**
     * Begins the trial of a release whose jars lie in the store.
     *
     * @param releaseFile the path of its verified manifest
     * @throws IllegalStateException with one sentence when it is refused: it is blocked, another
     *     trial runs, it does not hold what it says, it touches more than it names, or the decision
     *     cannot be written; nothing was changed then. It begins with {@link #SURROUNDINGS} when a
     *     file of the release is damaged here or cannot be read: it may be tried again
     * @throws java.util.concurrent.CancellationException when the process stops: the next start may
     *     begin it
     */
    void begin(String releaseFile);

    /**
     * Ends the trial of a release well. Of the release that runs, while no trial does: says that an
     * update check was made, whether it succeeded or failed honestly.
     *
     * @throws IllegalStateException with one sentence when this release is not on trial, when its
     *     window has not passed yet, or when the decision cannot be written; the trial goes on then
     */
    void commit(String release);

    /**
     * Ends the trial of a release badly: the release before it comes back, and this one is blocked
     * here unless the reason begins with {@link #SURROUNDINGS}. One that waits for the next start
     * is not taken then.
     *
     * @throws IllegalStateException with one sentence when this release is neither on trial nor
     *     staged
     * @throws java.util.concurrent.CancellationException when the process stops, since what fails
     *     then is not the release: the next start watches it on
     */
    void rollback(String release, String reason);

    /**
     * How the swap stands: {@code phase} ({@code idle}, {@code swapping}, {@code postponed}, {@code
     * trial}, {@code staged}, {@code going-back}, {@code restarting}), {@code reason} and {@code
     * outcome} in plain words, {@code release}, {@code previous}, {@code trial}, {@code blocked}
     * (release ids, separated by spaces), the same with {@code .track} after it for other tracks
     * than ours, {@code because.} and the id of a blocked release (in plain words), {@code
     * swapMicros}, {@code backMicros}, {@code windowSeconds}, {@code deadlineSeconds}, {@code
     * trialSeconds} (how long the trial has run in this process, without sleep), {@code
     * trialTotalSeconds} (in all processes; the deadline is for that). A key that does not apply is
     * left out; more may come.
     */
    Map<String, String> state();
}
