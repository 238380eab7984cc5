package fairlead.transport.codat;

import static java.util.Locale.ROOT;

import com.fasterxml.jackson.core.JsonGenerator;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.DataType;
import fairlead.sync.api.ChunkUpload;
import fairlead.sync.api.Diagnostics;
import fairlead.sync.api.Mode;
import fairlead.sync.api.SetAnswer;
import fairlead.sync.api.SetEnd;
import fairlead.sync.api.SetEnd.DatasetEnd;
import fairlead.sync.api.SyncRequest;
import fairlead.sync.api.Transport.RequestProgress;
import fairlead.transport.codat.Reply.NotNow;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the engine does: report, send, end, ask. */
final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final Supplier<Session> session;
    private final Keys keys;
    private final Backoff backoff;
    private final Consumer<String> killPoint;

    Deliveries(Supplier<Session> session, Keys keys, Backoff backoff, Consumer<String> killPoint) {
        this.session = session;
        this.keys = keys;
        this.backoff = backoff;
        this.killPoint = killPoint;
    }

    boolean report(String connectionId, List<RequestProgress> progress, Checkpoint checkpoint)
            throws InterruptedException {
        if (progress.isEmpty()) {
            return true;
        }
        Call call =
                Call.post(
                        "/connections/" + connectionId + "/requests",
                        json -> {
                            json.writeArrayFieldStart("requests");
                            for (RequestProgress one : progress) {
                                write(json, one);
                            }
                            json.writeEndArray();
                        });
        Reply<Reply.Raw> reply = call(call, checkpoint, Deliveries::taken);
        String trouble =
                reply instanceof NotNow<Reply.Raw> later
                        ? later.reason()
                        : ((Reply.Said<Reply.Raw>) reply).value().error().orElse("");
        if (!trouble.isEmpty()) {
            LOG.debug("{}: progress was not told: {}", connectionId, trouble);
        }
        return trouble.isEmpty();
    }

    private static Optional<Reply.Raw> taken(Reply.Raw raw) {
        return raw.status() == 204 || raw.error().isPresent() ? Optional.of(raw) : Optional.empty();
    }

    boolean diagnostics(String connectionId, String orderId, String report, Checkpoint checkpoint)
            throws InterruptedException {
        String bounded = report.substring(0, Math.min(report.length(), Diagnostics.LONGEST));
        Call call =
                Call.post(
                        "/connections/" + connectionId + "/diagnostics",
                        json -> {
                            json.writeStringField("orderId", orderId);
                            json.writeStringField("report", bounded);
                        });
        if (call(call, checkpoint, Deliveries::taken) instanceof Reply.Said<Reply.Raw> said) {
            said.value()
                    .error()
                    .ifPresent(why -> LOG.warn("{}: diagnostics refused: {}", connectionId, why));
            return said.value().status() != 423; // everything else it refuses again
        }
        return false;
    }

    SetAnswer send(ChunkUpload chunk, Checkpoint checkpoint) throws InterruptedException {
        try {
            if (Files.size(chunk.payload()) != chunk.length()) {
                return lost(chunk, "has another length than it had when it was kept");
            }
            Call call =
                    new Call(
                            "PUT",
                            set(chunk.connectionId(), chunk.setId())
                                    + "/datasets/"
                                    + chunk.datasetId()
                                    + "/chunks/"
                                    + chunk.number()
                                    + "?dataType="
                                    + chunk.type().key(),
                            Map.of(
                                    "Content-Type",
                                    "application/vnd.fairlead.operations+gzip",
                                    "Fairlead-SHA256",
                                    chunk.sha256()),
                            () -> file(chunk.payload()),
                            chunk.length(),
                            Duration.ZERO);
            return SetAnswers.of(call(call, checkpoint, SetAnswers.ofChunk()));
        } catch (IOException | UncheckedIOException e) {
            LOG.error("{}: the file of a chunk cannot be read", chunk.setId(), e);
            return lost(chunk, "cannot be read");
        }
    }

    /** The set cannot be delivered as it was kept, so it has to be read again. */
    private static SetAnswer lost(ChunkUpload chunk, String what) {
        return new SetAnswer.Conflict(
                "The file of chunk "
                        + chunk.number()
                        + " of "
                        + chunk.type().key()
                        + " "
                        + what
                        + " on this PC.");
    }

    private static BodyPublisher file(Path path) {
        try {
            return BodyPublishers.ofFile(path);
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException(e);
        }
    }

    SetAnswer end(SetEnd end, Checkpoint checkpoint) throws InterruptedException {
        Call call =
                Call.post(set(end.connectionId(), end.setId()) + "/end", json -> write(json, end))
                        .published(() -> killPoint.accept("end-sent"));
        return SetAnswers.of(call(call, checkpoint, SetAnswers.ofEnd()));
    }

    SetAnswer ask(String connectionId, String setId, Checkpoint checkpoint)
            throws InterruptedException {
        return SetAnswers.of(
                call(Call.get(set(connectionId, setId)), checkpoint, SetAnswers.ofQuestion()));
    }

    private <T> Reply<T> call(Call call, Checkpoint checkpoint, Reply.Reader<T> reader)
            throws InterruptedException {
        try {
            Session now = session.get();
            return now.call(keys.require(), call, Stop.of(checkpoint), backoff, reader);
        } catch (LineException e) {
            return new NotNow<>(backoff.next(), e.getMessage());
        }
    }

    private static String set(String connectionId, String setId) {
        return "/connections/" + connectionId + "/sets/" + setId;
    }

    private static void write(JsonGenerator json, RequestProgress progress) throws IOException {
        SyncRequest request = progress.request();
        json.writeStartObject();
        json.writeStringField("id", request.id());
        json.writeStringField("dataType", request.type().key());
        json.writeStringField("requestedAt", request.requestedAt().toString());
        json.writeStringField("origin", request.origin().name().toLowerCase(ROOT));
        json.writeStringField("status", progress.status());
        json.writeStringField("description", Reply.Raw.plain(progress.description()));
        json.writeNumberField("progress", Math.max(0, Math.min(100, progress.percent())));
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, SetEnd end) throws IOException {
        json.writeNumberField("mappingVersion", end.mappingVersion());
        json.writeStringField("readFrom", end.readFrom().toString());
        json.writeStringField("readTo", end.readTo().toString());
        json.writeBooleanField("moving", end.moving());
        strings(json, "requestIds", end.requestIds());
        json.writeArrayFieldStart("datasets");
        for (DatasetEnd dataset : end.datasets()) {
            write(json, dataset);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("omitted");
        for (DataType type : DataType.values()) { // in a fixed order: a repeated end is equal
            String reason = end.omitted().get(type);
            if (reason != null) {
                json.writeStartObject();
                json.writeStringField("dataType", type.key());
                json.writeStringField("reason", Reply.Raw.plain(reason));
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        strings(json, "findings", end.findings().stream().map(Reply.Raw::plain).toList());
    }

    private static void write(JsonGenerator json, DatasetEnd dataset) throws IOException {
        json.writeStartObject();
        json.writeStringField("datasetId", dataset.datasetId());
        json.writeStringField("dataType", dataset.type().key());
        json.writeStringField("base", dataset.base().orElse(null));
        json.writeStringField("mode", mode(dataset.mode()));
        json.writeNumberField("chunks", dataset.chunks());
        json.writeStringField("chunksSha256", dataset.chunksSha256());
        json.writeNumberField("upserts", dataset.upserts());
        json.writeNumberField("deletes", dataset.deletes());
        json.writeNumberField("keeps", dataset.keeps());
        json.writeStringField("debits", dataset.debits().toPlainString());
        json.writeStringField("credits", dataset.credits().toPlainString());
        json.writeStringField("digest", dataset.digest().map(Object::toString).orElse(null));
        json.writeEndObject();
    }

    private static String mode(Mode mode) {
        return switch (mode) {
            case DELTA -> "Delta";
            case REPLACE -> "Replace";
            case MERGE -> "Merge";
        };
    }

    private static void strings(JsonGenerator json, String field, List<String> values)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
