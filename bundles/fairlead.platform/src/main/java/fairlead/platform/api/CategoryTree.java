package fairlead.platform.api;

import fairlead.platform.store.Records;
import fairlead.platform.store.Records.Stored;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tracking category with all that is below it, as Codat gives a single one. */
final class CategoryTree {
    static final String TYPE = "trackingCategories";

    /** Deeper than any books go. */
    private static final int LEVELS = 20;

    private final Records records;
    private final String connectionId;

    /** Ids by that of their parent; each list is taken out once, so that a circle ends. */
    private final Map<String, List<String>> below = new HashMap<>();

    CategoryTree(Records records, String connectionId) {
        this.records = records;
        this.connectionId = connectionId;
        records.each(connectionId, TYPE, this::note);
    }

    private void note(Stored record) {
        String parent = RecordJson.find(record, json -> json.path("parentId").asText(""));
        if (!parent.isEmpty()) {
            below.computeIfAbsent(parent, id -> new ArrayList<>()).add(record.id());
        }
    }

    void write(Stored category, OutputStream out) throws IOException {
        write(category, out, LEVELS);
    }

    private void write(Stored category, OutputStream out, int levels) throws IOException {
        List<String> children =
                levels == 0
                        ? List.of()
                        : Optional.ofNullable(below.remove(category.id())).orElse(List.of());
        RecordJson.write(
                category,
                out,
                () -> {
                    String next = "\"subCategories\":[";
                    for (String id : children) {
                        Optional<Stored> child = records.find(connectionId, TYPE, id);
                        if (child.isPresent()) {
                            RecordJson.text(next, out);
                            write(child.get(), out, levels - 1);
                            next = ",";
                        }
                    }
                    RecordJson.text(next.equals(",") ? "]," : next + "],", out);
                });
    }
}
