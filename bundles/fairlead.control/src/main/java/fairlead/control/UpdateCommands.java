package fairlead.control;

import com.fasterxml.jackson.core.JsonGenerator;
import fairlead.update.api.UpdateOutcome;
import fairlead.update.api.UpdateStatus;
import fairlead.update.api.Updater;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the commands about releases do. */
final class UpdateCommands {
    private final SocketControl services;

    UpdateCommands(SocketControl services) {
        this.services = services;
    }

    private <R> R call(Services.Call<Updater, R> call)
            throws ControlException, InterruptedException {
        return Services.call("updater", () -> services.updater, call);
    }

    void plan(Request request, Reply reply)
            throws ControlException, IOException, InterruptedException {
        Path from = Path.of(request.required("from"));
        List<String> lines = call(updater -> updater.plan(from));
        reply.result(json -> strings(json, "plan", lines));
    }

    void offer(Request request, Reply reply)
            throws ControlException, IOException, InterruptedException {
        Path from = Path.of(request.required("from"));
        reply.progress("Checking the release and taking it into the store.");
        String release = call(updater -> updater.offer(from, true));
        reply.result(json -> json.writeStringField("release", release));
    }

    void rollback(Request request, Reply reply)
            throws ControlException, IOException, InterruptedException {
        Updater.Rollback what = call(Updater::rollback);
        reply.result(
                json -> {
                    json.writeStringField("release", what.release());
                    json.writeBooleanField("comes", what.comes());
                    json.writeStringField("message", what.inWords());
                });
    }

    void status(Request request, Reply reply)
            throws ControlException, IOException, InterruptedException {
        UpdateStatus status = call(Updater::status);
        reply.result(json -> fields(json, status));
    }

    private static void fields(JsonGenerator json, UpdateStatus status) throws IOException {
        json.writeStringField("release", status.release());
        json.writeStringField("previous", status.previous().orElse(""));
        json.writeStringField("trial", status.trial().orElse(""));
        json.writeStringField("phase", status.phase());
        json.writeStringField("message", status.message());
        strings(json, "waiting", status.waiting());
        strings(json, "blocked", status.blocked());
        json.writeStringField(
                "lastOutcome", status.lastOutcome().map(UpdateOutcome::inWords).orElse(""));
    }

    void history(Request request, Reply reply)
            throws ControlException, IOException, InterruptedException {
        List<UpdateOutcome> history = call(Updater::history);
        reply.result(
                json -> {
                    json.writeArrayFieldStart("history");
                    for (UpdateOutcome outcome : history) {
                        json.writeStartObject();
                        json.writeStringField("at", outcome.at().toString());
                        json.writeStringField("release", outcome.release());
                        json.writeStringField("outcome", outcome.inWords());
                        json.writeBooleanField("taken", isTaken(outcome));
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
    }

    /** Is it in use, or about to be? */
    private static boolean isTaken(UpdateOutcome outcome) {
        return outcome instanceof UpdateOutcome.Committed
                || outcome instanceof UpdateOutcome.Staged;
    }

    static void strings(JsonGenerator json, String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
