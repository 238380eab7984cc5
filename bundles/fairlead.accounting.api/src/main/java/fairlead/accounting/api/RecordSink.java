package fairlead.accounting.api;

import org.osgi.annotation.versioning.ProviderType;

/** Takes what a read finds, in any order within a slice. Called on the reading thread only. */
@ProviderType
public interface RecordSink {
    /** Takes one record. An id comes once in a company and type. */
    void record(SourceRecord record);

    /**
     * Takes one record whose rows do not agree among themselves: it was read between the commits of
     * its posting, or the books have been like that for ever. In books at rest it is a record like
     * any other.
     */
    default void torn(SourceRecord record) {
        record(record);
    }

    /** Takes one row that could not be mapped; the read goes on. */
    void reject(Reject reject);
}
