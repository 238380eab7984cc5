package fairlead.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.api.query.Kind;
import fairlead.platform.api.query.Property;
import fairlead.platform.api.query.Query;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Fields;
import fairlead.platform.http.Json;
import fairlead.platform.http.Problem;
import fairlead.platform.store.Companies.Company;
import fairlead.platform.store.Condition;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Connections.Status;
import fairlead.platform.store.Operations;
import fairlead.platform.store.Operations.Operation;
import fairlead.platform.store.Operations.Queued;
import fairlead.platform.store.Rejects.Reject;
import fairlead.platform.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Asking for a company's books, and how that stands. */
final class SyncApi {
    private static final String COMPANY = "/companies/{companyId}";

    private static final Map<String, Property> OPERATION =
            Query.byName(
                    Property.column("id", Kind.TEXT, "o.id"),
                    Property.column("companyId", Kind.TEXT, "c.company_id"),
                    Property.column("connectionId", Kind.TEXT, "o.connection_id"),
                    Property.column("dataType", Kind.TEXT, "o.data_type"),
                    Property.column("status", Kind.TEXT, "o.status"),
                    Property.nullable("statusDescription", Kind.TEXT, "o.description"),
                    Property.nullable(
                            "errorMessage",
                            Kind.TEXT,
                            "CASE WHEN " + Operations.FAILED + " THEN o.description END"),
                    Property.column("requested", Kind.DATE, "o.requested_at"),
                    Property.nullable("completed", Kind.DATE, "o.completed_at"),
                    Property.column("progress", Kind.NUMBER, "o.progress"),
                    Property.column("isCompleted", Kind.FLAG, "o.status = 'Complete'"),
                    Property.column("isErrored", Kind.FLAG, Operations.FAILED));

    private final Store store;
    private final Access access;
    private final Sources sources;
    private final Consumer<String> wake;

    SyncApi(Store store, Access access, Consumer<String> wake) {
        this.store = store;
        this.access = access;
        this.sources = new Sources(store, access);
        this.wake = wake;
    }

    void routes(PublicApi.Routes routes) {
        routes.on("POST", COMPANY + "/data/all", this::queueAll);
        routes.on("POST", COMPANY + "/products/{productIdentifier}/refresh", this::refreshProduct);
        routes.on(
                "POST",
                COMPANY + "/data/queue/{dataType}",
                call -> Answer.ok(operation(queue(call, call.variable("dataType")))));
        routes.on("POST", COMPANY + "/data/info", this::refreshInfo);
        routes.on("GET", COMPANY + "/dataStatus", this::status);
        routes.on("GET", COMPANY + "/data/history", this::history);
        routes.on(
                "GET",
                COMPANY + "/data/history/{datasetId}",
                call -> Answer.ok(operation(find(call))));
        routes.on("GET", COMPANY + "/sync/{datasetId}/validation", this::validation);
    }

    private Connection linked(Call call, Company company) {
        Connection connection =
                call.parameter("connectionId").isEmpty()
                        ? sources.of(call, company)
                        : store.connections().of(company.id()).stream()
                                .filter(
                                        each ->
                                                call.parameter("connectionId")
                                                        .get()
                                                        .equals(each.id()))
                                .findFirst()
                                .orElseThrow(
                                        () -> Problem.notFound("There is no such connection."));
        if (connection.status() != Status.Linked) {
            throw Problem.of(
                    409,
                    "No data can be read: the connection is "
                            + connection.status()
                            + ", not Linked.");
        }
        return connection;
    }

    private Answer queueAll(Call call) {
        Company company = access.company(call);
        Connection connection = linked(call, company);
        queue(connection, onFirstLink(connection));
        return Answer.empty(204);
    }

    private List<String> onFirstLink(Connection connection) {
        return store.syncSettings()
                .onFirstLink(
                        connection.companyId(),
                        store.integrations().types(connection.platformKey()));
    }

    private void queue(Connection connection, List<String> types) {
        store.operations().queue(connection.id(), types);
        connection.agentId().ifPresent(wake);
    }

    /** A product needs no data of its own: without {@code dataTypes} it is as {@code data/all}. */
    private Answer refreshProduct(Call call) throws IOException {
        Company company = access.company(call);
        if (!company.products().contains(Access.product(call))) {
            throw Problem.notFound("The company has no such product.");
        }
        ObjectNode body = call.bytes().length == 0 ? Json.object() : call.json();
        Fields fields = Fields.of(body).only("dataTypes");
        Optional<List<String>> wanted =
                fields.has("dataTypes")
                        ? Optional.of(fields.texts("dataTypes", 100, 100))
                        : Optional.empty();
        Connection connection = linked(call, company);
        wanted.orElse(List.of()).forEach(type -> sources.supported(connection, type));
        queue(connection, wanted.orElseGet(() -> onFirstLink(connection)));
        return Answer.empty(202);
    }

    private Operation queue(Call call, String type) {
        Company company = access.company(call);
        Connection connection = linked(call, company);
        sources.supported(connection, type);
        Queued queued =
                store.operations()
                        .queue(company.id(), connection.id(), type)
                        .orElseThrow(
                                () ->
                                        Problem.of(
                                                409,
                                                "No data can be read: the connection has just"
                                                        + " ended."));
        if (!queued.isNew()) {
            throw Problem.of(
                    409,
                    "DatasetAlreadyInProgressException: Cannot queue "
                            + type
                            + " sync for "
                            + company.id()
                            + " as previous sync "
                            + queued.operation().id()
                            + " is still in progress");
        }
        connection.agentId().ifPresent(wake);
        return queued.operation();
    }

    private Answer status(Call call) {
        Company company = access.company(call);
        Map<String, Operation> latest = latest(company, false);
        Map<String, Operation> successful = latest(company, true);
        TreeSet<String> types = new TreeSet<>(latest.keySet());
        store.connections()
                .of(company.id())
                .forEach(each -> types.addAll(store.integrations().types(each.platformKey())));
        ObjectNode answer = Json.object();
        for (String type : types) {
            ObjectNode entry = answer.putObject(type).put("dataType", type);
            Optional<Operation> good = Optional.ofNullable(successful.get(type));
            Optional<Operation> last = Optional.ofNullable(latest.get(type));
            good.flatMap(Operation::completedAt)
                    .ifPresent(at -> entry.put("lastSuccessfulSync", Json.instant(at)));
            entry.put("currentStatus", last.map(Operation::status).orElse("Initial"));
            last.ifPresent(operation -> entry.put("latestSyncId", operation.id()));
            good.ifPresent(operation -> entry.put("latestSuccessfulSyncId", operation.id()));
        }
        return Answer.ok(answer);
    }

    private Map<String, Operation> latest(Company company, boolean successful) {
        return store.operations().latest(company.id(), successful).stream()
                .collect(Collectors.toMap(Operation::dataType, Function.identity()));
    }

    private Answer history(Call call) {
        Company company = access.company(call);
        Paging paging = Paging.of(call);
        Condition condition =
                Query.of(call, "PullOperation", OPERATION, "-requested", "o.no").condition();
        return paging.answer(
                call,
                store.operations().list(company.id(), condition, paging.skip(), paging.size()),
                SyncApi::operation);
    }

    private Operation find(Call call) {
        Company company = access.company(call);
        return store.operations()
                .find(company.id(), call.variable("datasetId"))
                .orElseThrow(() -> Problem.notFound("There is no such pull operation."));
    }

    private static ObjectNode operation(Operation operation) {
        ObjectNode json =
                Json.object()
                        .put("id", operation.id())
                        .put("companyId", operation.companyId())
                        .put("connectionId", operation.connectionId())
                        .put("dataType", operation.dataType())
                        .put("status", operation.status());
        operation
                .description()
                .ifPresent(
                        text -> {
                            json.put("statusDescription", text);
                            if (operation.failed()) {
                                json.put("errorMessage", text);
                            }
                        });
        json.put("requested", Json.instant(operation.requestedAt()));
        operation.completedAt().ifPresent(at -> json.put("completed", Json.instant(at)));
        return json.put("progress", operation.progress())
                .put("isCompleted", operation.completed())
                .put("isErrored", operation.failed());
    }

    /** The answer has another shape than a pull operation, but says the same. */
    private Answer refreshInfo(Call call) {
        Operation operation = queue(call, "company");
        return Answer.ok(operation(operation));
    }

    /** What could not be mapped is an error; what is odd about the books themselves a warning. */
    private Answer validation(Call call) {
        Operation operation = find(call);
        ObjectNode answer = Json.object();
        ArrayNode errors = answer.putArray("errors");
        for (Reject reject : store.rejects().of(operation.connectionId(), operation.id())) {
            errors.addObject()
                    .put("ruleId", reject.field())
                    .put("itemId", reject.recordId())
                    .put("message", reject.reason())
                    .put("validatorName", operation.dataType());
        }
        ArrayNode warnings = answer.putArray("warnings");
        store.rejects()
                .findings(operation.connectionId(), operation.id())
                .ifPresent(findings -> warnings.addAll(warnings(findings)));
        return Answer.ok(answer);
    }

    private static List<ObjectNode> warnings(String findings) {
        List<ObjectNode> warnings = new ArrayList<>();
        try {
            for (JsonNode finding : Json.read(findings.getBytes(StandardCharsets.UTF_8))) {
                warnings.add(
                        Json.object()
                                .put("message", finding.asText())
                                .put("validatorName", "books"));
            }
        } catch (IOException e) {
            throw new IllegalStateException("findings were stored as JSON", e);
        }
        return warnings;
    }
}
