package fairlead.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.api.DataTypes.DataType;
import fairlead.platform.api.query.Property;
import fairlead.platform.api.query.Query;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Problem;
import fairlead.platform.store.Condition;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Page;
import fairlead.platform.store.RecordSearch.Search;
import fairlead.platform.store.Records.Stored;
import fairlead.platform.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reading a company's records: every type in the same way. */
final class DataApi {
    private static final List<String> PREFIXES =
            List.of("/companies/{companyId}", "/companies/{companyId}/connections/{connectionId}");

    private final Store store;
    private final DataTypes types;
    private final Sources sources;

    DataApi(Store store, Access access, DataTypes types) {
        this.store = store;
        this.types = types;
        this.sources = new Sources(store, access);
    }

    void routes(PublicApi.Routes routes) {
        for (String prefix : PREFIXES) {
            for (DataType type : types.list()) {
                String path = prefix + "/data/" + type.path();
                routes.on("GET", path, call -> list(call, type));
                routes.on("GET", path + "/{id}", call -> one(call, type));
                if (type.key().equals("bankTransactions")) {
                    routes.on(
                            "GET",
                            prefix + "/data/bankAccounts/{accountId}/bankTransactions",
                            call -> ofAccount(call, type));
                }
            }
            routes.on("GET", prefix + "/data/info", this::info);
        }
    }

    private Answer list(Call call, DataType type) {
        Connection connection = sources.withData(call, type.key());
        return list(call, type, connection, Optional.empty());
    }

    private Answer ofAccount(Call call, DataType type) {
        Connection connection = sources.withData(call, type.key());
        String account = call.variable("accountId");
        if (store.records().find(connection.id(), "bankAccounts", account).isEmpty()) {
            throw Problem.notFound("There is no such bank account.");
        }
        return list(
                call,
                type,
                connection,
                Optional.of(json -> json.path("accountId").asText("").equals(account)));
    }

    private Answer list(
            Call call, DataType type, Connection connection, Optional<Predicate<JsonNode>> also) {
        Paging paging = Paging.of(call);
        Query query = Query.of(call, type.model(), type.properties(), "id", "r.id");
        Page<Stored> page =
                also.isEmpty() && query.inSql()
                        ? store.records()
                                .list(
                                        connection.id(),
                                        type.key(),
                                        query.condition(),
                                        paging.skip(),
                                        paging.size())
                        : store.recordSearch()
                                .list(
                                        connection.id(),
                                        type.key(),
                                        search(query, also.orElse(json -> true)),
                                        paging.skip(),
                                        paging.size());
        String around = paging.around(call, page.total()).toString();
        return Answer.stream(
                out -> {
                    out.write("{\"results\":[".getBytes(StandardCharsets.UTF_8));
                    boolean first = true;
                    for (Stored record : page.items()) {
                        if (!first) {
                            out.write(',');
                        }
                        RecordJson.write(record, out);
                        first = false;
                    }
                    out.write(("]," + around.substring(1)).getBytes(StandardCharsets.UTF_8));
                });
    }

    private static Search<Optional<Comparable<?>>> search(Query query, Predicate<JsonNode> also) {
        Predicate<Stored> wanted =
                record -> {
                    JsonNode json = RecordJson.read(record);
                    return also.test(json)
                            && query.test(property -> RecordJson.value(record, json, property));
                };
        Function<Stored, Optional<Comparable<?>>> key = record -> key(record, query.order());
        return new Search<>(query.condition(), wanted, key, query.comparator());
    }

    private static Optional<Comparable<?>> key(Stored record, Property order) {
        return order.name().equals("id")
                ? Optional.of(record.id())
                : RecordJson.value(record, RecordJson.read(record), order);
    }

    private Answer one(Call call, DataType type) {
        Connection connection = sources.withData(call, type.key());
        Stored record =
                store.records()
                        .find(connection.id(), type.key(), call.variable("id"))
                        .orElseThrow(
                                () ->
                                        Problem.notFound(
                                                "There is no such record of " + type.key() + "."));
        return Answer.stream(out -> RecordJson.write(record, out));
    }

    private Answer info(Call call) {
        Connection connection = sources.withData(call, "company");
        Condition live = new Condition("r.state <> 'D'", List.of(), "r.series_no, r.id");
        List<Stored> found = store.records().list(connection.id(), "company", live, 0, 1).items();
        if (found.isEmpty()) {
            throw Problem.notFound("No data available for company.");
        }
        return Answer.stream(out -> out.write(found.get(0).json()));
    }
}
