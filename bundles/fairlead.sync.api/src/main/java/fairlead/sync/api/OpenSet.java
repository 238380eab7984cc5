package fairlead.sync.api;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Mark;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The set that is being read or delivered. Small, whatever the company's size: chunks, slices and
 * changes are kept beside it.
 *
 * @param setId 128 random bits as a UUID
 * @param mappingVersion by which version of the mapping all of it is made (sync rule 12)
 * @param readFrom when the reading began
 * @param mark the mark under which it is read; empty until the first one was taken
 * @param datasets one for each type
 * @param omitted types that could not be read at all, with the reason
 * @param withoutId types in which a row without an id was met (sync rule 7)
 * @param closed how the reading ended; empty while it goes on
 * @param complete is every slice read, or only those that are not as they were settled (sync rule
 *     3)?
 */
public record OpenSet(
        String setId,
        int mappingVersion,
        Instant readFrom,
        Optional<Mark> mark,
        Map<DataType, Dataset> datasets,
        Map<DataType, String> omitted,
        Set<DataType> withoutId,
        Optional<Closed> closed,
        boolean complete) {
    public OpenSet {
        datasets = Map.copyOf(datasets);
        omitted = Map.copyOf(omitted);
        withoutId = Set.copyOf(withoutId);
    }

    /** The same under another mark. */
    public OpenSet with(Mark newMark) {
        return new OpenSet(
                setId,
                mappingVersion,
                readFrom,
                Optional.of(newMark),
                datasets,
                omitted,
                withoutId,
                closed,
                complete);
    }

    /** The same with other datasets and with these types known to have rows without an id. */
    public OpenSet with(Map<DataType, Dataset> newDatasets, Set<DataType> newWithoutId) {
        return new OpenSet(
                setId,
                mappingVersion,
                readFrom,
                mark,
                newDatasets,
                omitted,
                newWithoutId,
                closed,
                complete);
    }

    /**
     * The same, read to its end. A Replace of a type with rows without an id becomes a Merge (sync
     * rule 7), and so does one that is moving (sync rule 5).
     */
    public OpenSet close(Closed end) {
        Map<DataType, Dataset> last = new EnumMap<>(DataType.class);
        datasets.forEach(
                (type, dataset) ->
                        last.put(
                                type,
                                dataset.mode() == Mode.REPLACE
                                                && (withoutId.contains(type) || end.moving())
                                        ? dataset.with(Mode.MERGE)
                                        : dataset));
        return new OpenSet(
                setId,
                mappingVersion,
                readFrom,
                mark,
                last,
                omitted,
                withoutId,
                Optional.of(end),
                complete);
    }

    /**
     * What to tell the platform.
     *
     * @throws IllegalStateException when the set is not closed
     */
    public SetEnd end(String connectionId) {
        Closed end = closed.orElseThrow(() -> new IllegalStateException(setId + " is not closed"));
        List<SetEnd.DatasetEnd> ends =
                new EnumMap<>(datasets)
                        .entrySet().stream().map(e -> e.getValue().end(e.getKey())).toList();
        return new SetEnd(
                connectionId,
                setId,
                mappingVersion,
                readFrom,
                end.readTo(),
                end.moving(),
                end.requestIds(),
                ends,
                omitted,
                end.findings());
    }

    /**
     * How the reading ended.
     *
     * @param readTo when the last sweep ended
     * @param moving was that sweep not clean (sync rule 5)?
     * @param requestIds the requests that the set serves
     * @param findings plain sentences about the company's own books
     */
    public record Closed(
            Instant readTo, boolean moving, List<String> requestIds, List<String> findings) {
        public Closed {
            requestIds = List.copyOf(requestIds);
            findings = List.copyOf(findings);
        }
    }

    /**
     * One type's part of the set.
     *
     * @param datasetId 128 random bits as a UUID
     * @param base onto which dataset it goes; empty when the platform has none yet
     * @param mode how
     * @param chunks how many chunks were appended
     * @param chunksSha256 SHA-256 over the chunks' SHA-256s; empty until the set is closed
     * @param upserts how many records were appended
     * @param deletes how many deletions
     * @param keeps how many rejects
     * @param debits the sum of the appended records' first control totals
     * @param credits the sum of the second
     * @param digest what comes out when it is committed now
     * @param records how many live records that is, without those that are kept
     * @param kept how many are kept
     */
    public record Dataset(
            String datasetId,
            Optional<String> base,
            Mode mode,
            int chunks,
            String chunksSha256,
            long upserts,
            long deletes,
            long keeps,
            BigDecimal debits,
            BigDecimal credits,
            Digest digest,
            long records,
            long kept) {
        /** An empty dataset onto what is held: a Replace or a Delta. */
        public static Dataset onto(String datasetId, Held held) {
            boolean all = held.replace();
            return new Dataset(
                    datasetId,
                    held.base(),
                    all ? Mode.REPLACE : Mode.DELTA,
                    0,
                    "",
                    0,
                    0,
                    0,
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    all ? Digest.EMPTY : held.digest(),
                    all ? 0 : held.records(),
                    all ? 0 : held.kept());
        }

        Dataset with(Mode newMode) {
            return new Dataset(
                    datasetId,
                    base,
                    newMode,
                    chunks,
                    chunksSha256,
                    upserts,
                    deletes,
                    keeps,
                    debits,
                    credits,
                    digest,
                    records,
                    kept);
        }

        /** The same with the hash over its chunks. */
        public Dataset hashed(String sha256) {
            return new Dataset(
                    datasetId, base, mode, chunks, sha256, upserts, deletes, keeps, debits, credits,
                    digest, records, kept);
        }

        private SetEnd.DatasetEnd end(DataType type) {
            return new SetEnd.DatasetEnd(
                    datasetId,
                    type,
                    base,
                    mode,
                    chunks,
                    chunksSha256,
                    upserts,
                    deletes,
                    keeps,
                    debits,
                    credits,
                    mode == Mode.MERGE ? Optional.empty() : Optional.of(digest));
        }
    }
}
