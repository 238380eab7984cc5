package fairlead.sync.api;

import fairlead.accounting.api.DataType;
import java.util.List;
import java.util.Optional;

/**
 * What the outbox takes in one durable step: whole slices, and what came out of them.
 *
 * @param set the open set as it is then
 * @param chunks frozen bytes; numbers go on without gaps in each dataset
 * @param changes what differs from the index now; a later change of the same id wins
 * @param slices the slices that were read, replacing what was known of them
 */
public record Append(
        OpenSet set, List<NewChunk> chunks, List<Change> changes, List<SliceSum> slices) {
    public Append {
        chunks = List.copyOf(chunks);
        changes = List.copyOf(changes);
        slices = List.copyOf(slices);
    }

    /**
     * A chunk to keep.
     *
     * @param type of which dataset
     * @param number from 0 in its dataset
     * @param payload as it is sent; handed over
     * @param sha256 over the payload, 64 hexadecimal digits
     */
    @SuppressWarnings("ArrayRecordComponent") // the frozen bytes, handed over
    public record NewChunk(DataType type, int number, byte[] payload, String sha256) {}

    /**
     * What the set does to one id.
     *
     * @param type of which type
     * @param id which id
     * @param entry what it leaves; empty: nothing
     */
    public record Change(DataType type, String id, Optional<Entry> entry) {}
}
