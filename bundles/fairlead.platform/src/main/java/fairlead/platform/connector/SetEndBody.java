package fairlead.platform.connector;

import com.fasterxml.jackson.databind.node.ArrayNode;
import fairlead.accounting.api.DataType;
import fairlead.platform.http.Call;
import fairlead.platform.http.Fields;
import fairlead.platform.http.Json;
import fairlead.platform.http.Problem;
import fairlead.platform.store.Chunk;
import fairlead.platform.store.SetEnd;
import fairlead.platform.store.SetEnd.DatasetEnd;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the end of a set as an agent sends it. */
final class SetEndBody {
    /** Of one dataset. Agents fill them with a MiB, so that this is a hundred GiB of one type. */
    static final int MOST_CHUNKS = 100_000;

    private SetEndBody() {}

    static SetEnd read(String connectionId, String setId, Fields body) {
        body.number("mappingVersion", 0, Integer.MAX_VALUE);
        body.instant("readFrom");
        body.instant("readTo");
        boolean moving = body.yes("moving");
        Map<String, String> omitted = new TreeMap<>();
        body.objects("omitted", 100)
                .forEach(
                        each ->
                                omitted.put(
                                        dataType(each.text("dataType", 50)),
                                        each.text("reason", 2000)));
        List<DatasetEnd> datasets =
                body.objects("datasets", 100).stream().map(SetEndBody::datasetEnd).toList();
        if (datasets.isEmpty()) {
            throw Problem.badRequest("datasets must name at least one.");
        }
        Set<String> seen = new HashSet<>();
        for (DatasetEnd dataset : datasets) {
            if (!seen.add(dataset.dataType()) || !seen.add(dataset.datasetId())) {
                throw Problem.badRequest("datasets must name each dataset and each dataType once.");
            }
        }
        ArrayNode findings = Json.array();
        body.texts("findings", 400, 2000).forEach(text -> findings.add(text));
        return new SetEnd(
                connectionId,
                setId,
                moving,
                body.texts("requestIds", 1000, 36),
                datasets,
                omitted,
                findings.toString());
    }

    private static DatasetEnd datasetEnd(Fields dataset) {
        String mode = dataset.text("mode", 10);
        if (!Set.of("Delta", "Replace", "Merge").contains(mode)) {
            throw Problem.badRequest("mode must be Delta, Replace or Merge.");
        }
        boolean merge = mode.equals("Merge");
        return new DatasetEnd(
                dataset.id("datasetId"),
                dataType(dataset.text("dataType", 50)),
                dataset.optionalId("base"),
                SetEnd.Mode.valueOf(mode),
                (int) dataset.number("chunks", 0, MOST_CHUNKS),
                dataset.text("chunksSha256", Fields.SHA256, "64 hexadecimal digits"),
                new Chunk.Totals(
                        dataset.number("upserts", 0, Long.MAX_VALUE),
                        dataset.number("deletes", 0, Long.MAX_VALUE),
                        dataset.number("keeps", 0, Long.MAX_VALUE),
                        dataset.decimal("debits"),
                        dataset.decimal("credits")),
                merge && !dataset.has("digest")
                        ? Optional.empty()
                        : Optional.of(
                                dataset.text("digest", Fields.SHA256, "64 hexadecimal digits")));
    }

    /** A data type that the platform knows. */
    static String dataType(String key) {
        return DataType.ofKey(key)
                .map(DataType::key)
                .orElseThrow(
                        () ->
                                Problem.badRequest(
                                        "dataType "
                                                + Call.shortened(key)
                                                + " is none that the platform knows."));
    }
}
