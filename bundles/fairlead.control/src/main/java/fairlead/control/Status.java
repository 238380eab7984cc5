package fairlead.control;

import static fairlead.control.Commands.instant;

import com.fasterxml.jackson.core.JsonGenerator;
import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.PackageInfo;
import fairlead.sync.api.OpenSet;
import fairlead.sync.api.Outbox;
import fairlead.sync.api.SyncStatus;
import fairlead.sync.api.TransportStatus;
import fairlead.update.api.UpdateStatus;
import fairlead.update.api.Updater;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.ServiceException;

/** What {@code status} says, asked of everybody who knows a part of it. */
final class Status {
    private static final Set<SyncStatus.Phase> UNDER_WAY =
            Set.of(SyncStatus.Phase.READING, SyncStatus.Phase.SENDING);

    /** So many of the last lines of the activity log. */
    private static final int SHOWN = 5;

    private final SocketControl services;
    private final String version;

    Status(SocketControl services, String version) {
        this.services = services;
        this.version = version;
    }

    void answer(Reply reply) throws ControlException, IOException, InterruptedException {
        List<SyncStatus> companies =
                Services.call("sync engine", () -> services.engine, engine -> engine.status());
        TransportStatus platform =
                Services.call(
                        "transport", () -> services.transport, transport -> transport.status());
        Optional<Instant> pausedUntil =
                Services.call("scheduler", () -> services.scheduler, s -> s.pausedUntil());
        Optional<UpdateStatus> updates = updates();
        List<PackageInfo> packages = packages();
        List<ActivityLog.Entry> activity = services.activity.last(SHOWN);
        List<Optional<Delivery>> deliveries = new ArrayList<>();
        for (SyncStatus company : companies) {
            deliveries.add(delivery(company));
        }
        reply.result(
                json -> {
                    json.writeStringField("version", version);
                    json.writeNumberField("process", ProcessHandle.current().pid());
                    instant(json, "pausedUntil", pausedUntil);
                    if (updates.isPresent()) {
                        json.writeStringField("release", updates.get().release());
                        json.writeStringField(
                                "lastUpdate",
                                updates.get().lastOutcome().map(o -> o.inWords()).orElse(""));
                        json.writeStringField("updatePhase", updates.get().phase());
                        json.writeStringField("trial", updates.get().trial().orElse(""));
                        UpdateCommands.strings(json, "waiting", updates.get().waiting());
                    }
                    json.writeObjectFieldStart("platform");
                    json.writeStringField("address", platform.platform());
                    json.writeStringField("agentId", platform.agentId().orElse(""));
                    json.writeBooleanField("online", platform.online());
                    instant(json, "lastContact", platform.lastContact());
                    json.writeStringField("message", platform.message());
                    json.writeEndObject();
                    json.writeArrayFieldStart("packages");
                    for (PackageInfo it : packages) {
                        json.writeStartObject();
                        json.writeStringField("key", it.key());
                        json.writeStringField("name", it.name());
                        json.writeStringField("version", it.version());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeArrayFieldStart("companies");
                    for (int i = 0; i < companies.size(); i++) {
                        write(json, companies.get(i), deliveries.get(i));
                    }
                    json.writeEndArray();
                    json.writeArrayFieldStart("activity");
                    for (ActivityLog.Entry entry : activity) {
                        json.writeStartObject();
                        json.writeStringField("at", entry.at());
                        json.writeStringField("message", entry.message());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
    }

    /** Empty where the agent does not update itself, or just does. */
    private Optional<UpdateStatus> updates() {
        Updater updater = services.updater;
        try {
            return updater == null ? Optional.empty() : Optional.of(updater.status());
        } catch (ServiceException e) {
            return Optional.empty();
        }
    }

    /** What the accounting packages say of themselves, one that goes just now left out. */
    private List<PackageInfo> packages() {
        List<PackageInfo> packages = new ArrayList<>();
        for (AccountingPackage it : services.packages) {
            try {
                packages.add(it.info());
            } catch (ServiceException e) {
                // its successor is in the list next time
            }
        }
        return packages;
    }

    /**
     * The set that is under way.
     *
     * @param taken how many of its chunks the platform has taken
     */
    private record Delivery(String set, int taken) {}

    /** Empty where none is, or where the outbox is just being changed. */
    private Optional<Delivery> delivery(SyncStatus company) {
        Outbox outbox = services.outbox;
        if (outbox == null || !UNDER_WAY.contains(company.phase())) {
            return Optional.empty();
        }
        String connectionId = company.company().connectionId();
        try {
            Optional<OpenSet> open = outbox.openSet(connectionId);
            int taken =
                    outbox.takenChunks(connectionId).values().stream().mapToInt(Set::size).sum();
            return open.map(set -> new Delivery(set.setId(), taken));
        } catch (ServiceException e) {
            return Optional.empty();
        }
    }

    private static void write(JsonGenerator json, SyncStatus status, Optional<Delivery> delivery)
            throws IOException {
        json.writeStartObject();
        Commands.fields(json, status.company());
        if (delivery.isPresent()) {
            json.writeStringField("set", delivery.get().set());
            json.writeNumberField("chunksTaken", delivery.get().taken());
        }
        json.writeStringField("phase", status.phase().name());
        json.writeStringField("message", status.message());
        json.writeNumberField("progress", status.progressPercent());
        instant(json, "lastSuccess", status.lastSuccess());
        json.writeObjectFieldStart("types");
        for (var type : new TreeMap<>(status.types()).entrySet()) {
            json.writeObjectFieldStart(type.getKey().key());
            json.writeNumberField("records", type.getValue().records());
            json.writeNumberField("rejects", type.getValue().rejects());
            json.writeStringField("outcome", type.getValue().outcome());
            json.writeStringField("reason", type.getValue().reason());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeArrayFieldStart("findings");
        for (String finding : status.findings()) {
            json.writeString(finding);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
