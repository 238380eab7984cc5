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
import fairlead.platform.store.RecordSearch.Search;
import fairlead.platform.store.Records.Found;
import fairlead.platform.store.Records.Stored;
import fairlead.platform.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reading a company's records: every type in the same way. */
final class DataApi {
    private static final List<String> PREFIXES =
            List.of("/companies/{companyId}", "/companies/{companyId}/connections/{connectionId}");

    private static final int SORTED_BY = 200;

    private final Store store;
    private final DataTypes types;
    private final Sources sources;

    /** How a record is written. */
    @FunctionalInterface
    private interface Writer {
        void write(Stored record, OutputStream out) throws IOException;
    }

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
                            call -> ofAccount(call, type, RecordJson::write));
                    routes.on(
                            "GET",
                            prefix + "/data/bankAccounts/{accountId}/transactions",
                            call -> ofAccount(call, type, RecordJson::writeDated));
                }
            }
            routes.on("GET", prefix + "/data/info", this::info);
        }
    }

    private Answer list(Call call, DataType type) {
        Connection connection = sources.withData(call, type.key());
        return list(call, type, connection, Optional.empty(), RecordJson::write);
    }

    private Answer ofAccount(Call call, DataType type, Writer writer) {
        Connection connection = sources.withData(call, type.key());
        String account = call.variable("accountId");
        if (store.records().find(connection.id(), "bankAccounts", account).isEmpty()) {
            throw Problem.notFound("There is no such bank account.");
        }
        return list(
                call,
                type,
                connection,
                Optional.of(json -> json.path("accountId").asText("").equals(account)),
                writer);
    }

    private Answer list(
            Call call,
            DataType type,
            Connection connection,
            Optional<Predicate<JsonNode>> also,
            Writer writer) {
        Paging paging = Paging.of(call);
        Query query = Query.of(call, type.model(), type.properties(), "id", "r.id");
        Found found =
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
        String around = paging.around(call, found.total()).toString();
        return Answer.stream(
                out -> {
                    out.write("{\"results\":[".getBytes(StandardCharsets.UTF_8));
                    byte[] comma = {','};
                    byte[][] between = {new byte[0]};
                    found.each(
                            record -> {
                                out.write(between[0]);
                                writer.write(record, out);
                                between[0] = comma;
                            });
                    out.write(("]," + around.substring(1)).getBytes(StandardCharsets.UTF_8));
                });
    }

    private static Search<Optional<Comparable<?>>> search(Query query, Predicate<JsonNode> also) {
        return new Search<>(
                query.condition(),
                record -> RecordJson.find(record, json -> key(record, json, query, also)),
                query.order().name().equals("id") && !query.descending()
                        ? Optional.empty()
                        : Optional.of(query.comparator()));
    }

    /** By what the record is sorted; empty when it is not wanted. */
    private static Optional<Optional<Comparable<?>>> key(
            Stored record, JsonNode json, Query query, Predicate<JsonNode> also) {
        Function<Property, Optional<Comparable<?>>> values =
                property -> RecordJson.value(record, json, property);
        return also.test(json) && query.test(values)
                ? Optional.of(values.apply(query.order()).map(DataApi::shortened))
                : Optional.empty();
    }

    /** Long texts are sorted by their beginning, which is what is held of them. */
    private static Comparable<?> shortened(Comparable<?> value) {
        return value instanceof String text && text.length() > SORTED_BY
                ? text.substring(0, SORTED_BY)
                : value;
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
        if (type.key().equals(CategoryTree.TYPE)) {
            CategoryTree tree = new CategoryTree(store.records(), connection.id());
            return Answer.stream(out -> tree.write(record, out));
        }
        return Answer.stream(out -> RecordJson.write(record, out));
    }

    private Answer info(Call call) {
        Connection connection = sources.withData(call, "company");
        Condition live = new Condition("r.state <> 'D'", List.of(), "r.series_no, r.id");
        Found found = store.records().list(connection.id(), "company", live, 0, 1);
        if (found.total() == 0) {
            throw Problem.notFound("No data available for company.");
        }
        return Answer.stream(
                out ->
                        found.each(
                                record -> {
                                    try (InputStream json = record.json()) {
                                        json.transferTo(out);
                                    }
                                }));
    }
}
