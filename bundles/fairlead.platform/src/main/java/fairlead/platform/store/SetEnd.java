package fairlead.platform.store;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The end of a set, as the agent tells it (sync rule 23).
 *
 * @param moving are its figures of no one moment (sync rule 5)?
 * @param omitted types that could not be read, and why
 */
public record SetEnd(
        String connectionId,
        String setId,
        boolean moving,
        List<String> requestIds,
        List<DatasetEnd> datasets,
        Map<String, String> omitted,
        String findings) {
    public SetEnd {
        requestIds = List.copyOf(requestIds);
        datasets = List.copyOf(datasets);
        omitted = Map.copyOf(omitted);
    }

    /** Does it have all of the books, as they were at one moment? */
    boolean complete() {
        return !moving && omitted.isEmpty();
    }

    /** How a dataset goes onto its base. */
    public enum Mode {
        Delta,
        Replace,
        Merge
    }

    /** One type's part. */
    public record DatasetEnd(
            String datasetId,
            String dataType,
            Optional<String> base,
            Mode mode,
            int chunks,
            String chunksSha256,
            Chunk.Totals totals,
            Optional<String> digest) {
        private String content() {
            return String.join(
                    " ",
                    datasetId,
                    dataType,
                    base.orElse("-"),
                    mode.name(),
                    Integer.toString(chunks),
                    chunksSha256,
                    totals.toString(),
                    digest.orElse("-"));
        }
    }

    /** By which a repeated end is known from one with other content. */
    String contentSha256() {
        return Hash.hex(
                datasets.stream()
                        .sorted(Comparator.comparing(DatasetEnd::datasetId))
                        .map(DatasetEnd::content)
                        .collect(Collectors.joining("\n")));
    }
}
