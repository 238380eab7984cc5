package fairlead.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.api.query.Kind;
import fairlead.platform.api.query.Property;
import fairlead.platform.api.query.Query;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Fields;
import fairlead.platform.http.Json;
import fairlead.platform.http.Problem;
import fairlead.platform.store.Companies;
import fairlead.platform.store.Companies.Change;
import fairlead.platform.store.Companies.Company;
import fairlead.platform.store.Condition;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Page;
import fairlead.platform.store.Products;
import fairlead.platform.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A vendor's companies. */
final class CompaniesApi {
    private static final String COMPANY = "/companies/{companyId}";
    private static final String PRODUCT = COMPANY + "/products/{productIdentifier}";

    private static final String CONNECTED =
            "EXISTS (SELECT 1 FROM connection d JOIN integration i"
                    + " ON i.platform_key = d.platform_key WHERE d.company_id = company.id"
                    + " AND d.deleted_at IS NULL AND %s)";

    private static final String TAGGED =
            "EXISTS (SELECT 1 FROM company_tag t WHERE t.company_id = company.id"
                    + " AND t.tag_key = ? AND %s)";

    private static final Map<String, Property> PROPERTIES =
            Query.byName(
                    Property.column("id", Kind.TEXT, "id"),
                    Property.column("name", Kind.TEXT, "name"),
                    Property.nullable("description", Kind.TEXT, "description"),
                    Property.column("created", Kind.DATE, "created_at"),
                    Property.nullable("lastSync", Kind.DATE, Companies.LAST_SYNC),
                    connected("id", Kind.TEXT, "d.id"),
                    connected("integrationId", Kind.TEXT, "i.integration_id"),
                    connected("integrationKey", Kind.TEXT, "d.platform_key"),
                    connected("sourceId", Kind.TEXT, "i.source_id"),
                    connected("platformName", Kind.TEXT, "i.name"),
                    connected("sourceType", Kind.TEXT, "'Accounting'"),
                    connected("status", Kind.TEXT, "d.status"),
                    connected("created", Kind.DATE, "d.created_at"),
                    connected("lastSync", Kind.DATE, "d.last_sync_at"));

    private final Store store;
    private final Access access;
    private final Consumer<String> wake;
    private final ConnectionJson connectionJson;

    CompaniesApi(Store store, Access access, Consumer<String> wake) {
        this.store = store;
        this.access = access;
        this.wake = wake;
        this.connectionJson = new ConnectionJson(store.connectionErrors());
    }

    private static Property connected(String name, Kind kind, String column) {
        return Property.ofOthers("dataConnections." + name, kind, column, CONNECTED);
    }

    void routes(PublicApi.Routes routes) {
        routes.on("GET", "/companies", this::list);
        routes.on("POST", "/companies", this::create);
        routes.on("GET", COMPANY, call -> Answer.ok(company(call, access.company(call))));
        routes.on("PUT", COMPANY, call -> change(call, true));
        routes.on("PATCH", COMPANY, call -> change(call, false));
        routes.on("DELETE", COMPANY, this::delete);
        routes.on("PUT", PRODUCT, this::addProduct);
        routes.on("DELETE", PRODUCT, this::removeProduct);
    }

    private Answer list(Call call) {
        String client = access.client(call);
        Paging paging = Paging.of(call);
        Condition condition =
                Query.of(call, "Company", PROPERTIES, "created", "id")
                        .condition()
                        .and(tagged(call));
        Page<Company> page =
                store.companies().list(client, condition, paging.skip(), paging.size());
        return paging.answer(
                call, new Page<>(companies(call, page.items()), page.total()), each -> each);
    }

    /** The parameter {@code tags}, in the query's language: the properties are the tags' keys. */
    private static Condition tagged(Call call) {
        return Query.condition(
                "tags",
                key -> Optional.of(Property.ofOthers(key, Kind.TEXT, "t.tag_value", TAGGED, key)),
                call.parameter("tags").orElse(""));
    }

    private Answer create(Call call) throws IOException {
        String client = access.client(call);
        ObjectNode body = call.json();
        Fields.of(body).only("name", "description", "tags");
        String name = name(Fields.of(body).text("name", 500));
        Optional<String> description = Fields.of(body).optionalText("description", 2000);
        Map<String, String> tags = tags(body).orElse(Map.of());
        try {
            return Answer.ok(
                    company(call, store.companies().create(client, name, description, tags)));
        } catch (Companies.TooManyException e) {
            throw Problem.of(402, e.getMessage());
        }
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
        Fields fields = Fields.of(body).only("name", "description", "tags");
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

    private Answer addProduct(Call call) {
        Company company = access.company(call);
        if (!store.products().add(company.id(), Access.product(call))) {
            throw Problem.badRequest("A company has at most " + Products.MOST + " products.");
        }
        return Answer.empty(204);
    }

    private Answer removeProduct(Call call) {
        Company company = access.company(call);
        if (!store.products().remove(company.id(), Access.product(call))) {
            throw Problem.notFound("The company has no such product.");
        }
        return Answer.empty(204);
    }

    private ObjectNode company(Call call, Company company) {
        return companies(call, List.of(company)).get(0);
    }

    /** By as many statements as for one. */
    private List<ObjectNode> companies(Call call, List<Company> companies) {
        List<Connection> all = store.connections().of(companies.stream().map(Company::id).toList());
        Map<String, List<ObjectNode>> connections = new HashMap<>();
        Iterator<ObjectNode> json = connectionJson.of(call, all).iterator();
        for (Connection each : all) {
            connections.computeIfAbsent(each.companyId(), id -> new ArrayList<>()).add(json.next());
        }
        return companies.stream()
                .map(each -> json(call, each, connections.getOrDefault(each.id(), List.of())))
                .toList();
    }

    private static ObjectNode json(Call call, Company company, List<ObjectNode> connections) {
        ObjectNode json =
                Json.object()
                        .put("id", company.id())
                        .put("name", company.name())
                        .put("redirect", call.platform() + "/link/company/" + company.id());
        company.description().ifPresent(text -> json.put("description", text));
        company.lastSyncAt().ifPresent(at -> json.put("lastSync", Json.instant(at)));
        json.put("created", Json.instant(company.createdAt()));
        company.products().forEach(json.putArray("products")::add);
        ObjectNode tags = json.putObject("tags");
        company.tags().forEach(tags::put);
        json.putArray("dataConnections").addAll(connections);
        return json;
    }
}
