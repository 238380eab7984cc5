package fairlead.update.api;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes releases in, swaps them and judges them. Any thread may call it; what takes time is a job
 * of the scheduler's, so what comes of a call is seen in {@link #status()} and {@link #history()}.
 */
@ProviderType
public interface Updater {
    /** How updates stand now. */
    UpdateStatus status();

    /** Looks soon for something to do, on the scheduler's thread. */
    void check();

    /**
     * What a release would change here, in plain words, one sentence a line; changes nothing.
     *
     * @param releaseDirectory holds {@code release.json} and {@code bundles}
     * @throws UpdateException when it would be refused, with the reason
     */
    List<String> plan(Path releaseDirectory) throws UpdateException;

    /**
     * Takes a release into the store, all of it durable, and swaps to it at the next moment: at
     * once when a person asks, outside the quiet hours otherwise. Another release that waits in the
     * same track is forgotten.
     *
     * @param byPerson does somebody wait for it?
     * @return the release's id
     * @throws UpdateException when it is refused, with the reason; nothing was changed
     */
    String offer(Path releaseDirectory, boolean byPerson) throws UpdateException;

    /**
     * Goes back: from a trial to the release before it, from one that waits for the next start to
     * the one that runs, otherwise to the release before the current one, which is then a trial
     * like any other.
     *
     * @throws UpdateException when there is nothing to go back to, or bundles change just now
     */
    Rollback rollback() throws UpdateException;

    /**
     * What going back does.
     *
     * @param release the id of the release that goes or comes
     * @param comes is it taken then? otherwise it goes
     * @param inWords in plain sentences
     */
    record Rollback(String release, boolean comes, String inWords) {}

    /** What came of the releases that were tried here, the last one first; at most 50. */
    List<UpdateOutcome> history();

    /** Outcomes that the platform has not heard of yet, oldest first; over starts, too. */
    List<UpdateOutcome> untold();

    /** The platform has these now: {@link #untold} leaves them out, durably. */
    void told(List<UpdateOutcome> outcomes);
}
