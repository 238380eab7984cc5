package fairlead.platform.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.api.DataTypes.DataType;
import fairlead.platform.api.query.Kind;
import fairlead.platform.api.query.Property;
import fairlead.platform.api.query.Query;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Json;
import fairlead.platform.http.Problem;
import fairlead.platform.store.Companies.Company;
import fairlead.platform.store.Condition;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Connections.Status;
import fairlead.platform.store.PushOperations;
import fairlead.platform.store.PushOperations.Push;
import fairlead.platform.store.PushOperations.Wanted;
import fairlead.platform.store.Store;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Writing into a company's books. The connector cannot do that yet: what is wanted is kept, and
 * refused with the reason.
 */
final class PushApi {
    private static final String COMPANY = "/companies/{companyId}";
    private static final String CONNECTION = COMPANY + "/connections/{connectionId}";
    private static final int YEAR = 366 * 24 * 60;

    private static final Map<String, Property> PROPERTIES =
            Query.byName(
                    Property.column("pushOperationKey", Kind.TEXT, "o.id"),
                    Property.column("companyId", Kind.TEXT, "c.company_id"),
                    Property.column("dataConnectionKey", Kind.TEXT, "o.connection_id"),
                    Property.column("dataType", Kind.TEXT, "o.data_type"),
                    Property.column("status", Kind.TEXT, "o.status"),
                    Property.column("statusCode", Kind.NUMBER, "o.status_code"),
                    Property.nullable("errorMessage", Kind.TEXT, "o.error_message"),
                    Property.column("requestedOnUtc", Kind.DATE, "o.requested_at"),
                    Property.nullable("completedOnUtc", Kind.DATE, "o.completed_at"),
                    Property.nullable("timeoutInMinutes", Kind.NUMBER, "o.timeout_minutes"));

    private final Store store;
    private final Access access;
    private final DataTypes types;
    private final PushFields fields = PushFields.all();

    PushApi(Store store, Access access, DataTypes types) {
        this.store = store;
        this.access = access;
        this.types = types;
    }

    void routes(PublicApi.Routes routes) {
        routes.on("GET", COMPANY + "/push", this::list);
        routes.on("GET", COMPANY + "/push/{pushOperationKey}", this::one);
        routes.on("GET", CONNECTION + "/options/{dataType}", this::options);
        String push = CONNECTION + "/push/{dataType}";
        routes.on("POST", push, call -> push(call, PushOperations.Kind.Create));
        routes.on("PUT", push + "/{id}", call -> push(call, PushOperations.Kind.Update));
        routes.on("DELETE", push + "/{id}", call -> push(call, PushOperations.Kind.Delete));
        String bank = CONNECTION + "/{what}/bankAccounts/{accountId}/bankTransactions";
        routes.on("GET", bank.replace("{what}", "options"), this::options);
        routes.on(
                "POST",
                bank.replace("{what}", "push"),
                call -> push(call, PushOperations.Kind.Create));
    }

    private static String reason(Connection connection) {
        return connection.platformName() + " cannot be written to: its connector only reads.";
    }

    /** The type of the path: by its key, or as the API's paths call it. */
    private DataType type(Call call) {
        String word = Optional.ofNullable(call.variable("dataType")).orElse("bankTransactions");
        return types.list().stream()
                .filter(type -> type.key().equals(word) || type.path().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                Problem.notFound(
                                        "There is no data type " + Call.shortened(word) + "."));
    }

    private Answer options(Call call) {
        Connection connection = access.connection(call);
        DataType type = type(call);
        ObjectNode json =
                Json.object()
                        .put("type", "Object")
                        .put("displayName", type.model())
                        .put("description", reason(connection))
                        .put("required", false);
        json.set("properties", fields.of(type.key()));
        ObjectNode validation = json.putObject("validation");
        validation
                .putArray("warnings")
                .addObject()
                .put("field", type.model())
                .put("details", reason(connection));
        validation.putArray("information");
        return Answer.ok(json);
    }

    private Answer push(Call call, PushOperations.Kind kind) throws IOException {
        Company company = access.company(call);
        Connection connection = access.connection(call);
        DataType type = type(call);
        Optional<String> id = Optional.ofNullable(call.variable("id"));
        if (id.isPresent() && id.get().length() > 255) {
            throw Problem.badRequest("A record's id has at most 255 characters.");
        }
        ObjectNode body = kind == PushOperations.Kind.Delete ? Json.object() : call.json();
        Optional<Integer> timeout =
                call.parameter("timeoutInMinutes").isPresent()
                        ? Optional.of(call.number("timeoutInMinutes", 1, 1, YEAR))
                        : Optional.empty();
        String reason =
                connection.status() == Status.Linked
                        ? reason(connection)
                        : "Nothing can be written: the connection is " + connection.status() + ".";
        Push push =
                store.pushOperations()
                        .refuse(
                                company.id(),
                                new Wanted(
                                        connection.id(),
                                        type.key(),
                                        kind,
                                        id,
                                        Json.write(body),
                                        timeout),
                                400,
                                reason);
        return Answer.ok(json(push));
    }

    private Answer list(Call call) {
        Company company = access.company(call);
        Paging paging = Paging.of(call);
        Condition condition =
                Query.of(call, "PushOperation", PROPERTIES, "-requestedOnUtc", "o.no").condition();
        return paging.answer(
                call,
                store.pushOperations().list(company.id(), condition, paging.skip(), paging.size()),
                PushApi::json);
    }

    private Answer one(Call call) {
        Company company = access.company(call);
        return store.pushOperations()
                .find(company.id(), call.variable("pushOperationKey"))
                .map(push -> Answer.ok(json(push)))
                .orElseThrow(() -> Problem.notFound("There is no such push operation."));
    }

    private static ObjectNode json(Push push) {
        ObjectNode json = Json.object();
        json.putArray("changes");
        json.put("dataType", push.dataType())
                .put("companyId", push.companyId())
                .put("pushOperationKey", push.id())
                .put("dataConnectionKey", push.connectionId())
                .put("requestedOnUtc", Json.instant(push.requestedAt()));
        push.completedAt().ifPresent(at -> json.put("completedOnUtc", Json.instant(at)));
        push.timeoutMinutes().ifPresent(minutes -> json.put("timeoutInMinutes", minutes));
        json.put("status", push.status());
        push.error().ifPresent(error -> json.put("errorMessage", error));
        ObjectNode validation = json.putObject("validation");
        ArrayNode errors = validation.putArray("errors");
        push.error()
                .ifPresent(
                        error ->
                                errors.addObject()
                                        .put("itemId", push.recordId().orElse(""))
                                        .put("message", error)
                                        .put("validatorName", "connector"));
        validation.putArray("warnings");
        return json.put("statusCode", push.statusCode());
    }
}
