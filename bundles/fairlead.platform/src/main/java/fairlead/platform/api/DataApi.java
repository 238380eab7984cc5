package fairlead.platform.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.api.Query.Kind;
import fairlead.platform.api.Query.Property;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Json;
import fairlead.platform.http.Problem;
import fairlead.platform.http.Router;
import fairlead.platform.store.Companies.Company;
import fairlead.platform.store.Condition;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Connections.Status;
import fairlead.platform.store.Operations;
import fairlead.platform.store.Operations.Operation;
import fairlead.platform.store.Operations.Queued;
import fairlead.platform.store.Records;
import fairlead.platform.store.Records.Stored;
import fairlead.platform.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Asking for a company's books, how that stands, and reading them. */
public final class DataApi {
    private static final String COMPANY = "/companies/{companyId}";

    /** Paths that are not called as their data type is. */
    private static final Map<String, String> PATHS =
            Map.of("accounts", "chartOfAccounts", "info", "company");

    private static final List<String> LISTS =
            List.of("accounts", "customers", "suppliers", "taxRates", "invoices", "journalEntries");

    private static final Map<String, Property> RECORD =
            Map.of(
                    // as the index has it, or the database would sort a million records
                    "id", new Property("r.id", Kind.TEXT, List.of("r.series_no", "r.id")),
                    "modifiedDate", new Property("r.modified_at", Kind.INSTANT),
                    "metadata.isDeleted", new Property("r.state = 'D'", Kind.FLAG));

    private static final Map<String, Property> OPERATION =
            Map.of(
                    "id", new Property("o.id", Kind.TEXT),
                    "connectionId", new Property("o.connection_id", Kind.TEXT),
                    "dataType", new Property("o.data_type", Kind.TEXT),
                    "status", new Property("o.status", Kind.TEXT),
                    "requested", new Property("o.requested_at", Kind.INSTANT),
                    "completed", new Property("o.completed_at", Kind.INSTANT));

    private final Store store;
    private final Access access;
    private final Consumer<String> wake;

    /** On this store; agents are woken when there is something for them. */
    public DataApi(Store store, Consumer<String> wake) {
        this.store = store;
        this.access = new Access(store);
        this.wake = wake;
    }

    /** Adds the operations. */
    public void routes(Router router) {
        router.on("POST", COMPANY + "/data/all", this::queueAll)
                .on("POST", COMPANY + "/data/queue/{dataType}", this::queue)
                .on("GET", COMPANY + "/dataStatus", this::status)
                .on("GET", COMPANY + "/data/history", this::history)
                .on("GET", COMPANY + "/data/history/{datasetId}", this::operation)
                .on("GET", COMPANY + "/data/info", this::info);
        for (String path : LISTS) {
            String type = PATHS.getOrDefault(path, path);
            for (String prefix : List.of(COMPANY, COMPANY + "/connections/{connectionId}")) {
                router.on("GET", prefix + "/data/" + path, call -> list(call, type))
                        .on("GET", prefix + "/data/" + path + "/{id}", call -> one(call, type));
            }
        }
    }

    /** The connection whose books are the company's: the linked one, or else the latest one. */
    private Connection source(Call call, Company company) {
        if (call.variable("connectionId") != null) {
            return access.connection(call);
        }
        return store.connections().of(company.id()).stream()
                .max(
                        Comparator.comparing((Connection c) -> c.status() == Status.Linked)
                                .thenComparing(c -> c.lastSyncAt().orElse(0L))
                                .thenComparing(Connection::createdAt))
                .orElseThrow(
                        () ->
                                Problem.notFound(
                                        "No data available: the company has no connection."));
    }

    private Connection linked(Call call, Company company) {
        Connection connection =
                call.parameter("connectionId").isEmpty()
                        ? source(call, company)
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
        for (String type : store.connections().types(connection.platformKey())) {
            store.operations().queue(company.id(), connection.id(), type);
        }
        connection.agentId().ifPresent(wake);
        return Answer.empty(204);
    }

    private Answer queue(Call call) {
        Company company = access.company(call);
        Connection connection = linked(call, company);
        String type = call.variable("dataType");
        if (!store.connections().types(connection.platformKey()).contains(type)) {
            throw Problem.notFound(
                    "Datatype "
                            + Call.shortened(type)
                            + " not supported by platform(s) "
                            + connection.platformName()
                            + ".");
        }
        Queued queued = store.operations().queue(company.id(), connection.id(), type);
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
        return Answer.ok(operation(queued.operation()));
    }

    private Answer status(Call call) {
        Company company = access.company(call);
        Map<String, Operation> latest = latest(company, false);
        Map<String, Operation> successful = latest(company, true);
        TreeSet<String> types = new TreeSet<>(latest.keySet());
        store.connections()
                .of(company.id())
                .forEach(each -> types.addAll(store.connections().types(each.platformKey())));
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
        Condition condition = Query.of(call, "PullOperation", OPERATION, "-requested", "o.no");
        Operations.Page page =
                store.operations().list(company.id(), condition, paging.skip(), paging.size());
        ObjectNode answer = paging.around(call, page.total());
        ArrayNode results = answer.putArray("results");
        page.operations().forEach(operation -> results.add(operation(operation)));
        return Answer.ok(answer);
    }

    private Answer operation(Call call) {
        Company company = access.company(call);
        return store.operations()
                .find(company.id(), call.variable("datasetId"))
                .map(operation -> Answer.ok(operation(operation)))
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

    private Connection withData(Call call, String type) {
        Company company = access.company(call);
        Connection connection = source(call, company);
        if (!store.records().committed(connection.id(), type)) {
            boolean asked = latest(company, false).containsKey(type);
            throw Problem.of(
                    409,
                    asked
                            ? "The " + type + " of this company are still syncing."
                            : "The " + type + " of this company were never asked for.");
        }
        return connection;
    }

    private Answer list(Call call, String type) {
        Connection connection = withData(call, type);
        Paging paging = Paging.of(call);
        Condition condition = Query.of(call, type, RECORD, "id", "r.id");
        Records.Page page =
                store.records()
                        .list(connection.id(), type, condition, paging.skip(), paging.size());
        String around = paging.around(call, page.total()).toString();
        return Answer.stream(
                out -> {
                    out.write("{\"results\":[".getBytes(StandardCharsets.UTF_8));
                    boolean first = true;
                    for (Stored record : page.records()) {
                        if (!first) {
                            out.write(',');
                        }
                        write(record, out);
                        first = false;
                    }
                    out.write(("]," + around.substring(1)).getBytes(StandardCharsets.UTF_8));
                });
    }

    /** The record as the agent sent it, and what the platform adds to it. */
    private static void write(Stored record, OutputStream out) throws IOException {
        byte[] json = record.json();
        ObjectNode added = Json.object().put("modifiedDate", Json.instant(record.modifiedAt()));
        ObjectNode metadata = added.putObject("metadata").put("isDeleted", record.deleted());
        record.stale()
                .ifPresent(reason -> metadata.put("isStale", true).put("staleReason", reason));
        boolean empty = new String(json, StandardCharsets.UTF_8).replaceAll("\\s", "").equals("{}");
        out.write(json, 0, json.length - 1);
        out.write(
                ((empty ? "" : ",") + added.toString().substring(1))
                        .getBytes(StandardCharsets.UTF_8));
    }

    private Answer one(Call call, String type) {
        Connection connection = withData(call, type);
        Stored record =
                store.records()
                        .find(connection.id(), type, call.variable("id"))
                        .orElseThrow(
                                () -> Problem.notFound("There is no such record of " + type + "."));
        return Answer.stream(out -> write(record, out));
    }

    private Answer info(Call call) {
        Connection connection = withData(call, "company");
        Condition live = new Condition("r.state <> 'D'", List.of(), "r.series_no, r.id");
        List<Stored> found = store.records().list(connection.id(), "company", live, 0, 1).records();
        if (found.isEmpty()) {
            throw Problem.notFound("No data available for company.");
        }
        return Answer.stream(out -> out.write(found.get(0).json()));
    }
}
