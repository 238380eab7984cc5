package fairlead.sync.api;

import fairlead.accounting.api.DataType;
import java.time.Instant;
import java.util.Set;

/**
 * The read whose slices are settled.
 *
 * @param completeFrom when the last read began that read every slice
 * @param types the types that its set had
 * @param mappingVersion by which version of the mapping they were made
 */
public record SettledRead(Instant completeFrom, Set<DataType> types, int mappingVersion) {
    public SettledRead {
        types = Set.copyOf(types);
    }
}
