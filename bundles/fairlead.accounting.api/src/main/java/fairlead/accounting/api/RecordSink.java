package fairlead.accounting.api;

import org.osgi.annotation.versioning.ProviderType;

/** Takes what a read finds, in any order within a slice. Called on the reading thread only. */
@ProviderType
public interface RecordSink {
    /** Takes one record. An id comes once in a company and type. */
    void record(SourceRecord record);

    /** Takes one row that could not be mapped; the read goes on. */
    void reject(Reject reject);
}
