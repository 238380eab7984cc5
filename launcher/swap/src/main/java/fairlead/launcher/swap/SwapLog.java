package fairlead.launcher.swap;

import fairlead.launcher.release.Track.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the decisions about releases are kept. Each method returns when what it says is on disk. An
 * {@link IllegalStateException} with one sentence says that it could not be, and that nothing was
 * changed. Called by one thread at a time.
 */
public interface SwapLog {
    /**
     * Reads a release whose jars lie in the store, and hashes every byte of it.
     *
     * @throws IllegalStateException when it is not whole or cannot be read; its message begins with
     *     {@link fairlead.launcher.Swap#SURROUNDINGS}, since the release is not at fault
     */
    Release read(String releaseFile);

    /** What runs in this track, its trial where one runs; empty when nothing of it does. */
    Optional<Release> running(String track);

    /** The current releases of the tracks that are not ours. */
    List<Release> partners();

    /** The release on trial, or staged, in any track. */
    Optional<Release> trial();

    /** Is there a trial that the next start takes, and that does not count yet (rule 18)? */
    boolean isStaged();

    /**
     * A trial begins in this process: it counts 1.
     *
     * @param active the components that were active before, as the host writes them
     * @throws IllegalStateException when it is blocked, too, or a trial runs in any track
     */
    void begin(Release release, Set<String> active);

    /**
     * The next start takes this release; another one that was staged is forgotten.
     *
     * @param active the components that are active now, as the host writes them
     */
    void stage(Release release, Set<String> active);

    /**
     * The components that were active before the trial that runs; empty when none does, or when
     * nobody knows.
     */
    Set<String> activeBefore();

    /** The trial is the current release from now on. Clean-up may follow. */
    void commit(String release);

    /**
     * The trial is over and the current release is what runs. If this cannot be written it is kept
     * and written later; going back is done all the same.
     *
     * @param cause why it is not to be tried again here; empty when the surroundings failed
     */
    void back(String release, String reason, Optional<Cause> cause);

    /**
     * Writes what could not be written when it was decided.
     *
     * @return is nothing left to write?
     */
    boolean writeLater();

    /**
     * The process ends because the host decided so, or was asked to, after this start was counted:
     * the one is taken off.
     *
     * @param more the waking time since {@link #ran} was called last
     * @param onTrial how long the trial, should there be one, ran in this process, awake
     */
    void endsByChoice(Duration more, Duration onTrial);

    /** How long the trial ran, awake, in the processes before this one, as far as they told. */
    Duration tried();

    /** An update check was made: both copies of the state are looked at. */
    void checked();

    /** How long this process and those before it ran without an update check. */
    Duration silence();

    /**
     * So much waking time has gone by: it adds to {@link #silence}, and to the calm since the last
     * unasked end (rule 12). Up to an hour of silence may be lost with the process.
     */
    void ran(Duration more);

    /** Is the trial, or what is staged, so urgent that it does not wait for long (rule 18)? */
    boolean isCritical();

    /** The current release is left, as for deaths: the next start takes the one before it. */
    void leaveCurrent(String reason);

    /** What {@code Swap.state()} tells of releases. */
    Map<String, String> state();
}
