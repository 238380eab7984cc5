package fairlead.sync.api;

import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyCheck;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Speaks to the platform. Any thread may call it. A call ends within 5 seconds of its checkpoint
 * asking to stop; then, or when the network fails, it is not known whether the platform heard it,
 * and the same call may be repeated.
 */
@ProviderType
public interface Transport {
    /**
     * Registers this agent for the company with this licence key. Safe to repeat.
     *
     * @throws LinkException when the key is unknown, expired, or waits for the vendor's yes
     */
    Registration register(String licenseKey, Checkpoint checkpoint)
            throws LinkException, InterruptedException;

    /**
     * Tells the platform which books were linked: the connection is {@code Linked} from then on.
     * Safe to repeat.
     */
    void linked(
            String connectionId,
            String packageKey,
            String platformKey,
            CompanyCheck check,
            Checkpoint checkpoint)
            throws LinkException, InterruptedException;

    /** Ends the connection: it is {@code Deauthorized} from then on. Safe to repeat. */
    void unlink(String connectionId, Checkpoint checkpoint)
            throws LinkException, InterruptedException;

    /**
     * Tells how requests stand, so that the platform can show it; also makes requests known that
     * were made on this side.
     *
     * @return did the platform hear it? Mostly nothing depends on it, and the next call tells more.
     */
    boolean report(String connectionId, List<RequestProgress> progress, Checkpoint checkpoint)
            throws InterruptedException;

    /**
     * Sends one chunk. Answers: Taken, Committed, Aborted, Conflict, Rejected, Gone or RetryAfter.
     */
    SetAnswer send(ChunkUpload chunk, Checkpoint checkpoint) throws InterruptedException;

    /**
     * Ends a set. Answers: Committed, Missing, BaseMismatch, LooksWrong, Conflict, Aborted,
     * Rejected, Gone or RetryAfter.
     */
    SetAnswer end(SetEnd end, Checkpoint checkpoint) throws InterruptedException;

    /**
     * Asks how a set stands. Answers: Open, Unknown, Committed, Aborted, Rejected, Gone or
     * RetryAfter.
     */
    SetAnswer ask(String connectionId, String setId, Checkpoint checkpoint)
            throws InterruptedException;

    /**
     * Sends what the vendor asked for about this agent ({@link Diagnostics}). Safe to repeat.
     *
     * @param connectionId the connection whose vendor asked
     * @param orderId the order by which they did
     * @param report plain text; what is longer than {@link Diagnostics#LONGEST} is cut off
     * @return did the platform take it, or say that it wants it no more?
     */
    boolean diagnostics(String connectionId, String orderId, String report, Checkpoint checkpoint)
            throws InterruptedException;

    /** How the line to the platform is, from what was last seen; asks nobody. */
    TransportStatus status();

    /**
     * The agent is registered for a company.
     *
     * @param connectionId the connection's id
     * @param companyId the company's id, which is the licence key
     * @param companyName as the vendor named it
     */
    record Registration(String connectionId, String companyId, String companyName) {}

    /**
     * How one request stands.
     *
     * @param request the request
     * @param status a status of the platform's API: {@code Queued}, {@code Fetching}, {@code
     *     Mapping}, {@code Processing}, {@code FetchError}, {@code AuthError}, {@code Cancelled},
     *     {@code PrerequisiteNotMet}; the platform itself says {@code Complete} with the commit
     * @param description one plain sentence; empty when the status says it all
     * @param percent 0 to 100
     */
    record RequestProgress(SyncRequest request, String status, String description, int percent) {}
}
