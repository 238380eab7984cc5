package fairlead.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.api.Query.Kind;
import fairlead.platform.api.Query.Property;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Fields;
import fairlead.platform.http.Json;
import fairlead.platform.http.Problem;
import fairlead.platform.http.Router;
import fairlead.platform.store.Companies;
import fairlead.platform.store.Companies.Change;
import fairlead.platform.store.Companies.Company;
import fairlead.platform.store.Condition;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Connections.Failure;
import fairlead.platform.store.Connections.Integration;
import fairlead.platform.store.Connections.Status;
import fairlead.platform.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Companies, their connections, and what can be connected. */
public final class CompaniesApi {
    private static final String COMPANY = "/companies/{companyId}";
    private static final String CONNECTION = COMPANY + "/connections/{connectionId}";
    private static final Map<String, Property> PROPERTIES =
            Map.of(
                    "id", new Property("id", Kind.TEXT),
                    "name", new Property("name", Kind.TEXT),
                    "description", new Property("description", Kind.TEXT),
                    "created", new Property("created_at", Kind.INSTANT));

    private final Store store;
    private final Access access;
    private final Consumer<String> wake;

    /** On this store; agents are woken when there is something for them. */
    public CompaniesApi(Store store, Consumer<String> wake) {
        this.store = store;
        this.access = new Access(store);
        this.wake = wake;
    }

    /** Adds the operations. */
    public void routes(Router router) {
        router.on("GET", "/companies", this::list)
                .on("POST", "/companies", this::create)
                .on("GET", COMPANY, call -> Answer.ok(company(call, access.company(call))))
                .on("PUT", COMPANY, call -> change(call, true))
                .on("PATCH", COMPANY, call -> change(call, false))
                .on("DELETE", COMPANY, this::delete)
                .on("GET", COMPANY + "/connections", this::connections)
                .on("POST", COMPANY + "/connections", this::connect)
                .on("GET", CONNECTION, call -> Answer.ok(connection(call, access.connection(call))))
                .on("PATCH", CONNECTION, this::unlink)
                .on("DELETE", CONNECTION, this::deleteConnection)
                .on("GET", "/integrations", this::integrations)
                .on("GET", "/integrations/{platformKey}", this::integration);
    }

    private Answer list(Call call) {
        String client = access.client(call);
        Paging paging = Paging.of(call);
        Condition condition = Query.of(call, "Company", PROPERTIES, "created", "id");
        Companies.Page page =
                store.companies().list(client, condition, paging.skip(), paging.size());
        ObjectNode answer = paging.around(call, page.total());
        ArrayNode results = answer.putArray("results");
        page.companies().forEach(company -> results.add(company(call, company)));
        return Answer.ok(answer);
    }

    private Answer create(Call call) throws IOException {
        String client = access.client(call);
        ObjectNode body = call.json();
        Company company =
                store.companies()
                        .create(
                                client,
                                name(Fields.of(body).text("name", 500)),
                                Fields.of(body).optionalText("description", 2000),
                                tags(body).orElse(Map.of()));
        return Answer.ok(company(call, company));
    }

    /** What is no letter, digit, space or one of a few marks is taken out, as Codat does. */
    private static String name(String name) {
        String kept = name.replaceAll("[^\\p{L}\\p{N}\\s\\-',&@.?!]", "").strip();
        if (kept.isEmpty()) {
            throw Problem.badRequest("name must have at least one letter or digit.");
        }
        return kept;
    }

    private static Optional<Map<String, String>> tags(ObjectNode body) {
        if (!body.hasNonNull("tags")) {
            return Optional.empty();
        }
        JsonNode tags = body.get("tags");
        if (!tags.isObject() || tags.size() > 10) {
            throw Problem.badRequest("tags must be an object with at most 10 entries.");
        }
        Map<String, String> found = new TreeMap<>();
        for (Map.Entry<String, JsonNode> tag : tags.properties()) {
            if (tag.getKey().isEmpty()
                    || tag.getKey().length() > 27
                    || !tag.getValue().isTextual()
                    || tag.getValue().textValue().length() > 100) {
                throw Problem.badRequest(
                        "A tag has a key of 1 to 27 and a value of at most 100 characters.");
            }
            found.put(tag.getKey(), tag.getValue().textValue());
        }
        return Optional.of(found);
    }

    private Answer change(Call call, boolean whole) throws IOException {
        Company company = access.company(call);
        ObjectNode body = call.json();
        Fields fields = Fields.of(body);
        Optional<String> name =
                whole ? Optional.of(fields.text("name", 500)) : fields.optionalText("name", 500);
        Change change =
                new Change(
                        name.map(CompaniesApi::name),
                        whole || body.has("description")
                                ? Optional.of(fields.optionalText("description", 2000))
                                : Optional.empty(),
                        whole ? Optional.of(tags(body).orElse(Map.of())) : tags(body));
        return store.companies()
                .change(access.client(call), company.id(), change)
                .map(changed -> Answer.ok(company(call, changed)))
                .orElseThrow(() -> Problem.notFound("There is no such company."));
    }

    private Answer delete(Call call) {
        Company company = access.company(call);
        List<Connection> connections = store.connections().of(company.id());
        store.companies().delete(access.client(call), company.id());
        connections.forEach(connection -> connection.agentId().ifPresent(wake));
        return Answer.empty(204);
    }

    private ObjectNode company(Call call, Company company) {
        ObjectNode json =
                Json.object()
                        .put("id", company.id())
                        .put("name", company.name())
                        .put("description", company.description().orElse(null))
                        .put("redirect", call.platform() + "/link/company/" + company.id());
        company.lastSyncAt().ifPresent(at -> json.put("lastSync", Json.instant(at)));
        json.put("created", Json.instant(company.createdAt()));
        json.putArray("products");
        ObjectNode tags = json.putObject("tags");
        company.tags().forEach(tags::put);
        ArrayNode connections = json.putArray("dataConnections");
        store.connections()
                .of(company.id())
                .forEach(connection -> connections.add(connection(call, connection)));
        return json;
    }

    private Answer connections(Call call) {
        Company company = access.company(call);
        Paging paging = Paging.of(call);
        List<Connection> all = store.connections().of(company.id());
        ObjectNode answer = paging.around(call, all.size());
        ArrayNode results = answer.putArray("results");
        all.stream()
                .skip(paging.skip())
                .limit(paging.size())
                .forEach(connection -> results.add(connection(call, connection)));
        return Answer.ok(answer);
    }

    private Answer connect(Call call) throws IOException {
        Company company = access.company(call);
        String key = Fields.of(call.json()).text("platformKey", 10);
        Integration integration =
                find(key)
                        .orElseThrow(
                                () ->
                                        Problem.badRequest(
                                                "There is no integration "
                                                        + Call.shortened(key)
                                                        + "."));
        if (!integration.enabled()) {
            throw Problem.badRequest(integration.name() + " is switched off.");
        }
        return Answer.ok(
                connection(call, store.connections().create(company.id(), integration.key())));
    }

    private Answer unlink(Call call) throws IOException {
        Connection connection = access.connection(call);
        String status = Fields.of(call.json()).text("status", 20);
        if (!status.equals("Unlinked")) {
            throw Problem.badRequest("status can only be set to Unlinked.");
        }
        if (connection.status() != Status.Linked) {
            throw Problem.badRequest(
                    "Only a linked connection can be unlinked; this one is "
                            + connection.status()
                            + ".");
        }
        store.connections()
                .end(connection.id(), Status.Unlinked, "Your provider has ended the connection.");
        connection.agentId().ifPresent(wake);
        return Answer.ok(connection(call, store.connections().find(connection.id()).orElseThrow()));
    }

    private Answer deleteConnection(Call call) {
        Connection connection = access.connection(call);
        store.connections().delete(connection.id());
        connection.agentId().ifPresent(wake);
        return Answer.empty(200);
    }

    private ObjectNode connection(Call call, Connection connection) {
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
        for (Failure failure : store.connections().failures(connection.id())) {
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
                                        Json.read(
                                                findings.getBytes(
                                                        java.nio.charset.StandardCharsets.UTF_8)));
                            } catch (IOException e) {
                                throw new IllegalStateException("findings were stored as JSON", e);
                            }
                        });
        return info;
    }

    private Answer integrations(Call call) {
        access.client(call);
        Paging paging = Paging.of(call);
        List<Integration> all = store.connections().integrations();
        ObjectNode answer = paging.around(call, all.size());
        ArrayNode results = answer.putArray("results");
        all.stream()
                .skip(paging.skip())
                .limit(paging.size())
                .forEach(integration -> results.add(integration(call, integration)));
        return Answer.ok(answer);
    }

    private Answer integration(Call call) {
        access.client(call);
        return find(call.variable("platformKey"))
                .map(integration -> Answer.ok(integration(call, integration)))
                .orElseThrow(() -> Problem.notFound("There is no such integration."));
    }

    private Optional<Integration> find(String key) {
        return store.connections().integrations().stream()
                .filter(integration -> integration.key().equals(key))
                .findFirst();
    }

    private static ObjectNode integration(Call call, Integration integration) {
        ObjectNode json =
                Json.object()
                        .put("key", integration.key())
                        .put("logoUrl", call.platform() + "/logos/" + integration.key())
                        .put("name", integration.name())
                        .put("enabled", integration.enabled())
                        .put("sourceId", integration.sourceId())
                        .put("sourceType", "Accounting")
                        .put("integrationId", integration.integrationId())
                        .put("isOfflineConnector", true)
                        .put("isBeta", false);
        ArrayNode features = json.putArray("datatypeFeatures");
        for (String type : integration.types()) {
            features.addObject()
                    .put("dataType", type)
                    .putArray("supportedFeatures")
                    .addObject()
                    .put("featureType", "Get")
                    .put("featureState", "Release");
        }
        return json;
    }
}
