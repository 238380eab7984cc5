package fairlead.sync.api;

import fairlead.accounting.api.DataType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The end of a set: all that the platform needs to commit it, or to refuse it.
 *
 * @param connectionId of which company
 * @param setId of which set
 * @param mappingVersion by which version of the mapping all of it was made
 * @param readFrom when the reading began
 * @param readTo when the clean sweep ended
 * @param moving was there no clean sweep (sync rule 5)?
 * @param requestIds the requests that it serves
 * @param datasets one for each type of the set
 * @param omitted types that could not be read at all, with the reason
 * @param findings plain sentences about the company's own books
 */
public record SetEnd(
        String connectionId,
        String setId,
        int mappingVersion,
        Instant readFrom,
        Instant readTo,
        boolean moving,
        List<String> requestIds,
        List<DatasetEnd> datasets,
        Map<DataType, String> omitted,
        List<String> findings) {
    public SetEnd {
        requestIds = List.copyOf(requestIds);
        datasets = List.copyOf(datasets);
        omitted = Map.copyOf(omitted);
        findings = List.copyOf(findings);
    }

    /**
     * One type's part.
     *
     * @param datasetId its id
     * @param type its type
     * @param base the dataset onto which it goes; empty when the platform has none yet
     * @param mode how
     * @param chunks how many chunks there are
     * @param chunksSha256 SHA-256 over the chunks' SHA-256s (32 bytes each), in order; 64
     *     hexadecimal digits
     * @param upserts how many records travelled
     * @param deletes how many deletions travelled
     * @param keeps how many rejects travelled
     * @param debits the sum of the delivered records' first control totals
     * @param credits the sum of the second
     * @param digest what must come out; empty for a {@link Mode#MERGE}
     */
    public record DatasetEnd(
            String datasetId,
            DataType type,
            Optional<String> base,
            Mode mode,
            int chunks,
            String chunksSha256,
            long upserts,
            long deletes,
            long keeps,
            BigDecimal debits,
            BigDecimal credits,
            Optional<Digest> digest) {}
}
