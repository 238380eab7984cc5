package fairlead.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.api.query.Kind;
import fairlead.platform.api.query.Property;
import fairlead.platform.http.Json;
import fairlead.platform.store.Records.Stored;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A record as the agent sent it, and what the platform knows of it. */
final class RecordJson {
    private RecordJson() {}

    /** Writes the agent's own bytes, and behind them what the platform adds. */
    static void write(Stored record, OutputStream out) throws IOException {
        byte[] json = record.json();
        ObjectNode added = Json.object().put("modifiedDate", Json.instant(record.modifiedAt()));
        ObjectNode metadata = added.putObject("metadata").put("isDeleted", record.deleted());
        record.stale()
                .ifPresent(reason -> metadata.put("isStale", true).put("staleReason", reason));
        out.write(json, 0, json.length - 1);
        out.write(
                ((isEmpty(json) ? "" : ",") + added.toString().substring(1))
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** An object without a field has nothing but white space in its braces. */
    private static boolean isEmpty(byte[] json) {
        int at = 1;
        while (json[at] <= ' ') {
            at++;
        }
        return json[at] == '}';
    }

    /** Reads the record. */
    static JsonNode read(Stored record) {
        try {
            return Json.read(record.json());
        } catch (IOException e) {
            throw new IllegalStateException("records were stored as JSON", e);
        }
    }

    /** A property of the record, which is parsed once and handed in. */
    static Optional<Comparable<?>> value(Stored record, JsonNode json, Property property) {
        return switch (property.name()) {
            case "id" -> Optional.of(record.id());
            case "modifiedDate" -> Optional.of(record.modifiedAt());
            case "metadata.isDeleted" -> Optional.of(record.deleted());
            default -> Lists.value(json, property);
        };
    }

    /** A date of a record; empty when there is none. */
    static Optional<Long> date(JsonNode field) {
        return Kind.DATE.of(field).map(value -> (Long) value);
    }
}
