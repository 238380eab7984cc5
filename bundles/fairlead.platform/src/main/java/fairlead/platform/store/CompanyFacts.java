package fairlead.platform.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Events.ReadType;
import fairlead.platform.store.Events.Whose;
import fairlead.platform.store.Events.Written;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What events say about a company, in the shapes of Codat's webhooks. */
record CompanyFacts(
        String clientId,
        String address,
        String id,
        String name,
        Optional<String> description,
        long createdAt,
        Map<String, String> tags,
        List<String> products) {
    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

    CompanyFacts {
        tags = Map.copyOf(tags);
        products = List.copyOf(products);
    }

    /** Of a company that is there, or was just deleted. */
    static CompanyFacts of(Tx tx, String companyId) throws SQLException {
        Map<String, String> tags =
                Companies.tags(tx, List.of(companyId)).getOrDefault(companyId, Map.of());
        List<String> products = List.copyOf(Products.of(tx, companyId));
        return tx.first(
                        "SELECT p.client_id, c.address, p.id, p.name, p.description, p.created_at"
                                + " FROM company p JOIN client c ON c.id = p.client_id"
                                + " WHERE p.id = ?",
                        r ->
                                new CompanyFacts(
                                        r.getString(1),
                                        Optional.ofNullable(r.getString(2)).orElse(""),
                                        r.getString(3),
                                        r.getString(4),
                                        Optional.ofNullable(r.getString(5)),
                                        r.getLong(6),
                                        tags,
                                        products),
                        companyId)
                .orElseThrow();
    }

    static CompanyFacts ofConnection(Tx tx, String connectionId) throws SQLException {
        return of(
                tx,
                tx.first(
                                "SELECT company_id FROM connection WHERE id = ?",
                                r -> r.getString(1),
                                connectionId)
                        .orElseThrow());
    }

    Whose whose() {
        return new Whose(clientId, Optional.of(id), tags);
    }

    static String envelope(String eventId, String type, ObjectNode payload, long now) {
        ObjectNode envelope =
                object().put("id", eventId)
                        .put("eventType", type)
                        .put("generatedDate", instant(now));
        envelope.set("payload", payload);
        return envelope.toString();
    }

    ObjectNode details() {
        ObjectNode details =
                named().put("redirect", address + "/link/company/" + id)
                        .put("created", instant(createdAt));
        products.forEach(details.putArray("products")::add);
        details.set("tags", tagged());
        return details;
    }

    private ObjectNode named() {
        return object().put("id", id)
                .put("name", name)
                .put("description", description.orElse(null));
    }

    private ObjectNode tagged() {
        ObjectNode object = object();
        new TreeMap<>(tags).forEach(object::put);
        return object;
    }

    private ObjectNode reference() {
        ObjectNode reference = named();
        reference.putObject("links").put("portal", portal());
        reference.set("tags", tagged());
        return reference;
    }

    private String portal() {
        return address + "/portal/companies/" + id;
    }

    ObjectNode connection(Tx tx, String connectionId) throws SQLException {
        Connection connection = Connections.find(tx, connectionId).orElseThrow();
        ObjectNode payload = object();
        payload.set("referenceCompany", reference());
        ObjectNode json =
                payload.putObject("connection")
                        .put("id", connection.id())
                        .put("integrationId", connection.integrationId())
                        .put("integrationKey", connection.platformKey())
                        .put("sourceId", connection.sourceId())
                        .put("sourceType", "Accounting")
                        .put("platformName", connection.platformName())
                        .put(
                                "linkUrl",
                                address
                                        + "/link/companies/"
                                        + id
                                        + "/connections/"
                                        + connection.id()
                                        + "/start")
                        .put("status", connection.status().name())
                        .put("created", instant(connection.createdAt()));
        connection.lastSyncAt().ifPresent(at -> json.put("lastSync", instant(at)));
        if (!connection.statusReason().isEmpty()) {
            json.putObject("connectionInfo").put("statusReason", connection.statusReason());
        }
        return payload;
    }

    ObjectNode read(String connectionId, List<ReadType> types, Optional<Long> before) {
        ObjectNode payload = object();
        payload.set("referenceCompany", reference());
        payload.put("modifiedFromDate", before.map(CompanyFacts::instant).orElse(null));
        ArrayNode array = payload.putArray("dataTypes");
        for (ReadType type : types) {
            ObjectNode one =
                    array.addObject()
                            .put("connectionId", connectionId)
                            .put("dataType", type.dataType())
                            .put("recordsModified", type.modified())
                            .put("status", type.status());
            ArrayNode issues = one.putArray("issues");
            type.issue()
                    .ifPresent(
                            message ->
                                    issues.addObject()
                                            .put("type", "Incomplete")
                                            .put("message", message)
                                            .putObject("links")
                                            .put("portal", portal()));
        }
        return payload;
    }

    ObjectNode product(String productId) {
        ObjectNode payload = named().put("productId", productId).put("productName", productId);
        products.forEach(payload.putArray("products")::add);
        return payload;
    }

    ObjectNode written(Written written) {
        ObjectNode payload = object().put("id", written.operationId()).put("type", written.type());
        payload.set("referenceCompany", reference());
        payload.put("connectionId", written.connectionId())
                .put("requestedOnDate", instant(written.requestedAt()))
                .put("completedOnDate", instant(written.completedAt()))
                .put("status", written.status());
        if (written.recordId().isPresent()) {
            payload.putObject("record").put("id", written.recordId().get());
        } else {
            payload.putNull("record");
        }
        payload.putNull("attachmentId");
        return payload;
    }

    static ObjectNode rateLimit(long quota, long remaining, long resetAt) {
        return object().put("dailyQuota", quota)
                .put("quotaRemaining", remaining)
                .put("expiryDate", instant(resetAt));
    }

    /** Of a company that nobody has. */
    static ObjectNode example(String type) {
        CompanyFacts nobody =
                new CompanyFacts(
                        "",
                        "",
                        NOBODY,
                        "Example company",
                        Optional.of(type),
                        0,
                        Map.of(),
                        List.of());
        if (type.startsWith("company.")) {
            return nobody.details();
        }
        ObjectNode payload = object();
        payload.set("referenceCompany", nobody.reference());
        return payload;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String instant(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
