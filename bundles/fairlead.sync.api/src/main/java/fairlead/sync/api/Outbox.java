package fairlead.sync.api;

import fairlead.accounting.api.DataType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The only owner of what must not be forgotten about a company: its requests, its open set with the
 * frozen chunks, and the index of what the platform holds.
 *
 * <p>Every method that changes something is one durable step: when it returns, the change survives
 * a power cut; when the process dies inside, either all of it is there afterwards or nothing. Any
 * thread may call it. One set is open per connection, and one job at a time works on it; requests,
 * orders and {@link #cancel} may come from other threads meanwhile.
 *
 * @see java.io.UncheckedIOException thrown by every method when the disk cannot be read or written
 */
@ProviderType
public interface Outbox {
    /** The most ids that {@link #entries} returns at once. */
    int PAGE = 10_000;

    // --- requests and orders

    /**
     * Adds requests that are not there yet; one with a known id changes nothing, and so does one
     * that was {@link #cancelled} and has not been told.
     */
    void addRequests(String connectionId, List<SyncRequest> requests);

    /** The requests that wait or are being served, oldest first. */
    List<SyncRequest> requests(String connectionId);

    /** Forgets these requests, because they were answered in another way than by a set. */
    void removeRequests(String connectionId, Collection<String> requestIds);

    /** Was this order of the platform's done before? */
    boolean isDone(String orderId);

    /** Remembers that this order was done. Thousands of them are remembered, not all for ever. */
    void markDone(String orderId);

    /**
     * Takes all requests back and asks for the open set to be given up. The set itself stays until
     * {@link #drop} or {@link #settle}, since the platform may have committed it.
     */
    void cancel(String connectionId);

    /** The requests that were taken back and of which the platform does not know it yet. */
    List<SyncRequest> cancelled(String connectionId);

    /** The platform knows that these were taken back. */
    void toldCancelled(String connectionId, Collection<String> requestIds);

    /** Is the open set to be given up? */
    boolean isCancelled(String connectionId);

    // --- what the platform holds

    /** What is known of this type; {@link Held#NOTHING} when nothing is. */
    Held held(String connectionId, DataType type);

    /**
     * The slices of the set that was settled last, as they were read for it; none before the first.
     */
    List<SliceSum> settledSlices(String connectionId);

    /**
     * From what an incremental read could go on (sync rule 3); empty when the next read has to be
     * complete: nothing was settled yet, what was settled last was not of one moment or had rows
     * without an id, or its index was forgotten.
     */
    Optional<SettledRead> settledRead(String connectionId);

    /** The record of this id as the platform holds it, whatever the open set does to it. */
    Optional<Entry> settled(String connectionId, DataType type, String id);

    /** How the last sync ended; empty before the first one. */
    Optional<Outcome> outcome(String connectionId);

    /** Keeps how a sync ended that settled nothing. */
    void putOutcome(String connectionId, Outcome outcome);

    // --- the open set: reading

    /** The open set; empty when there is none. */
    Optional<OpenSet> openSet(String connectionId);

    /**
     * Opens a set. One that is not {@link OpenSet#complete} begins with the settled slices as its
     * own, as though they had been read for it.
     *
     * @throws IllegalStateException when one is open, or when {@link #fold} has something left
     */
    void begin(String connectionId, OpenSet set);

    /**
     * Freezes what was read. First the payload files are made durable, then one commit takes the
     * rest (sync rule 14).
     *
     * @throws IllegalStateException when another set or none is open, or when it is closed
     */
    void append(String connectionId, Append append);

    /** The slices of the open set that were read, each as it was read last. */
    List<SliceSum> slices(String connectionId);

    /** The record of this id as the open set will leave it; empty when it leaves none. */
    Optional<Entry> find(String connectionId, DataType type, String id);

    /**
     * The records of a type as the open set will leave them, by id.
     *
     * @param after ids up to this one are left out; empty: from the first
     * @return at most {@link #PAGE} of them; none: there are no more
     */
    List<Known> entries(String connectionId, DataType type, String after);

    /** Was this id missed by an earlier read that was held back (sync rule 9)? */
    boolean wasMissed(String connectionId, DataType type, String id);

    /** Adds ids that a read missed. Remembered until {@link #forgetMissed} or {@link #settle}. */
    void addMissed(String connectionId, DataType type, List<String> ids);

    /** Forgets all ids that earlier reads missed. */
    void forgetMissed(String connectionId);

    /** Is any id remembered as missed? */
    boolean hasMissed(String connectionId);

    /**
     * Closes the open set: nothing is appended to it any more (sync rule 17).
     *
     * @param set the open set as {@link OpenSet#close} gave it
     * @return the same, with the hash over each dataset's chunks
     */
    OpenSet close(String connectionId, OpenSet set);

    // --- the open set: sending

    /** The next chunk that has not been taken, in the order in which they were appended. */
    Optional<ChunkUpload> firstUnsent(String connectionId);

    /** How many bytes have not been taken. */
    long unsentBytes(String connectionId);

    /** The chunk is durable on the platform; its file goes. */
    void taken(String connectionId, ChunkUpload chunk);

    /**
     * Per dataset id, the numbers of the chunks that were taken; a dataset without any is absent.
     */
    Map<String, Set<Integer>> takenChunks(String connectionId);

    /**
     * These chunks are to be sent again.
     *
     * @param missing per dataset id, their numbers
     * @return false, with nothing changed, when the bytes of one are not here any more
     */
    boolean sendAgain(String connectionId, Map<String, Set<Integer>> missing);

    // --- the open set: its end

    /** Forgets the open set. Requests and what is held stay as they were. */
    void drop(String connectionId);

    /**
     * The platform has committed the open set: index, checksums and bases move, its requests are
     * done (sync rule 20).
     *
     * @param forget types whose digest came out differently: their index is forgotten, the next
     *     dataset is a {@link Mode#REPLACE}
     * @param outcome what to show of it
     */
    void settle(String connectionId, Set<DataType> forget, Outcome outcome);

    /**
     * The platform holds something else than this side thought: forgets the open set and the index
     * of these types; the next datasets are {@link Mode#REPLACE} onto these bases (sync rule 23).
     */
    void rebase(String connectionId, Map<DataType, Optional<String>> bases);

    // --- housekeeping

    /**
     * Does a bit (well under a second) of the work that {@link #settle} left: to be called until it
     * returns false.
     *
     * @return is there more?
     */
    boolean fold(String connectionId);

    /** Nobody needs this company for now: compacts its files where that pays, and closes them. */
    void rest(String connectionId);
}
