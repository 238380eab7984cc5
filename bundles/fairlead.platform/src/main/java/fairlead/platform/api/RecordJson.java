package fairlead.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.api.query.Kind;
import fairlead.platform.api.query.Property;
import fairlead.platform.http.Json;
import fairlead.platform.store.Records.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A record as the agent sent it, and what the platform knows of it. */
final class RecordJson {
    private static final int PIECE = 8 << 10;

    private RecordJson() {}

    /** Writes fields, each with a comma behind it. */
    @FunctionalInterface
    interface Fields {
        void write() throws IOException;
    }

    /** Writes the agent's own bytes, and behind them what the platform adds. */
    static void write(Stored record, OutputStream out) throws IOException {
        write(record, out, () -> {});
    }

    /** As a line of {@code AccountingBankAccountTransactions}, which also has a {@code date}. */
    static void writeDated(Stored record, OutputStream out) throws IOException {
        JsonNode date = find(record, json -> json.path("clearedOnDate"));
        write(record, out, () -> text(date.isTextual() ? "\"date\":" + date + "," : "", out));
    }

    /** The same with these fields between the two. */
    static void write(Stored record, OutputStream out, Fields between) throws IOException {
        ObjectNode added = Json.object().put("modifiedDate", Json.instant(record.modifiedAt()));
        ObjectNode metadata = added.putObject("metadata").put("isDeleted", record.deleted());
        record.stale()
                .ifPresent(reason -> metadata.put("isStale", true).put("staleReason", reason));
        boolean empty = writeOpen(record, out);
        text(empty ? "" : ",", out);
        between.write();
        text(added.toString().substring(1), out);
    }

    static void text(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes all but the last brace.
     *
     * @return has it no field, so that there is nothing but white space in its braces?
     */
    private static boolean writeOpen(Stored record, OutputStream out) throws IOException {
        try (InputStream json = record.json()) {
            byte[] piece = new byte[PIECE];
            int last = json.read();
            int second = ' ';
            for (int read = json.read(piece); read > 0; read = json.read(piece)) {
                out.write(last);
                out.write(piece, 0, read - 1);
                last = piece[read - 1];
                for (int at = 0; at < read && second <= ' '; at++) {
                    second = piece[at];
                }
            }
            return second == '}';
        }
    }

    /** Hands over the record, which must not be held any longer. */
    static void read(Stored record, Consumer<JsonNode> reader) {
        find(
                record,
                json -> {
                    reader.accept(json);
                    return json;
                });
    }

    /** What is found in the record. */
    static <T> T find(Stored record, Function<JsonNode, T> reader) {
        return record.read(json -> reader.apply(Json.read(json)));
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
