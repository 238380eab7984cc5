package fairlead.accounting.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One connection to one company, for the length of one sync. Used by one thread at a time; not
 * reused after an {@link AccountingException}.
 */
@ConsumerType
public interface CompanySession extends AutoCloseable {
    /** Says which company this is, read now, not remembered. */
    CompanyPin pin() throws AccountingException;

    /**
     * Says up to where the books are filled now. Two equal marks mean that nothing was added in
     * between; what was changed or deleted below, a {@link #sweep} finds.
     */
    Mark mark() throws AccountingException;

    /**
     * Cuts the company into slices, in the order in which they are read: what others refer to
     * first. The same mark and types give the same slices; a higher mark only adds slices at the
     * end of a section.
     *
     * @param types the types that are wanted; others need not be read
     */
    Plan plan(Mark mark, Set<DataType> types) throws AccountingException;

    /**
     * Reads one slice in full, up to the mark, and hands over each of its records or rejects once.
     *
     * @return the slice's state, computed from the very rows that were read
     * @throws InterruptedException when the checkpoint asks to stop; what was handed over is then
     *     forgotten
     */
    SliceState read(Slice slice, Mark mark, RecordSink sink, Checkpoint checkpoint)
            throws AccountingException, InterruptedException;

    /**
     * Reads the narrow columns of every slice of {@code plan}: the cheap question whether anything
     * moved. Whatever would change a record of a slice changes that slice's checksum, also where it
     * lies in another table (the name of the customer on an invoice, an allocation).
     *
     * @return one state a slice, in the plan's order
     */
    List<SliceState> sweep(Plan plan, Mark mark, Checkpoint checkpoint)
            throws AccountingException, InterruptedException;

    /**
     * What a person should know about the company's own books, in plain words: control accounts
     * that do not agree, dates that cannot be. Stops nothing. Empty when there is nothing to say.
     * Asked for when a set is closed, after its last sweep.
     *
     * @param oddities {@link SliceState#oddities} of every slice, as it was last read by whichever
     *     session, added up
     */
    default List<Finding> findings(Map<String, Long> oddities) {
        return List.of();
    }

    /** Ends the connection. Never throws; a second call does nothing. */
    @Override
    void close();
}
