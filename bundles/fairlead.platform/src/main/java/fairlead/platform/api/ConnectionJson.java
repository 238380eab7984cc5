package fairlead.platform.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.http.Call;
import fairlead.platform.http.Json;
import fairlead.platform.store.ConnectionErrors;
import fairlead.platform.store.ConnectionErrors.Failure;
import fairlead.platform.store.Connections.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A connection as the public API shows it. */
final class ConnectionJson {
    private final ConnectionErrors errors;

    ConnectionJson(ConnectionErrors errors) {
        this.errors = errors;
    }

    ObjectNode of(Call call, Connection connection) {
        return of(call, List.of(connection)).get(0);
    }

    List<ObjectNode> of(Call call, List<Connection> some) {
        Map<String, List<Failure>> failures = errors.of(some.stream().map(Connection::id).toList());
        return some.stream()
                .map(each -> json(call, each, failures.getOrDefault(each.id(), List.of())))
                .toList();
    }

    private static ObjectNode json(Call call, Connection connection, List<Failure> failures) {
        ObjectNode json =
                Json.object()
                        .put("id", connection.id())
                        .put("integrationId", connection.integrationId())
                        .put("integrationKey", connection.platformKey())
                        .put("sourceId", connection.sourceId())
                        .put("sourceType", "Accounting")
                        .put("platformName", connection.platformName())
                        .put(
                                "linkUrl",
                                call.platform()
                                        + "/link/companies/"
                                        + connection.companyId()
                                        + "/connections/"
                                        + connection.id()
                                        + "/start")
                        .put("status", connection.status().name());
        connection.lastSyncAt().ifPresent(at -> json.put("lastSync", Json.instant(at)));
        json.put("created", Json.instant(connection.createdAt()));
        ArrayNode errors = json.putArray("dataConnectionErrors");
        for (Failure failure : failures) {
            ObjectNode error =
                    errors.addObject()
                            .put("statusCode", failure.statusCode())
                            .put("statusText", failure.statusText())
                            .put("errorMessage", failure.message())
                            .put("erroredOnUtc", Json.instant(failure.erredAt()))
                            .put(
                                    "status",
                                    failure.resolvedAt().isPresent() ? "Resolved" : "Active");
            failure.resolvedAt().ifPresent(at -> error.put("resolvedOnUtc", Json.instant(at)));
        }
        json.set("connectionInfo", info(connection));
        return json;
    }

    private static ObjectNode info(Connection connection) {
        ObjectNode info = Json.object();
        connection.booksName().ifPresent(name -> info.put("companyName", name));
        connection.booksCurrency().ifPresent(currency -> info.put("baseCurrency", currency));
        connection.packageVersion().ifPresent(version -> info.put("packageVersion", version));
        connection.dataDirectory().ifPresent(directory -> info.put("dataDirectory", directory));
        connection.agentId().ifPresent(id -> info.put("connectorId", id));
        connection.agentVersion().ifPresent(version -> info.put("connectorVersion", version));
        connection.agentSeenAt().ifPresent(at -> info.put("lastSeen", Json.instant(at)));
        connection.stoppedReason().ifPresent(reason -> info.put("stopped", reason));
        if (!connection.statusReason().isEmpty()) {
            info.put("statusReason", connection.statusReason());
        }
        connection
                .findings()
                .ifPresent(
                        findings -> {
                            try {
                                info.set(
                                        "findings",
                                        Json.read(findings.getBytes(StandardCharsets.UTF_8)));
                            } catch (IOException e) {
                                throw new IllegalStateException("findings were stored as JSON", e);
                            }
                        });
        return info;
    }
}
