package fairlead.platform.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.api.query.Kind;
import fairlead.platform.api.query.Property;
import fairlead.platform.api.query.Query;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Fields;
import fairlead.platform.http.Problem;
import fairlead.platform.store.Companies.Company;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Connections.Status;
import fairlead.platform.store.Integrations.Integration;
import fairlead.platform.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The connections of a company to its accounting package. */
final class ConnectionsApi {
    private static final String CONNECTIONS = "/companies/{companyId}/connections";
    private static final String CONNECTION = CONNECTIONS + "/{connectionId}";

    private static final Map<String, Property> PROPERTIES =
            Query.byName(
                    Property.read("id", Kind.TEXT),
                    Property.read("integrationId", Kind.TEXT),
                    Property.read("integrationKey", Kind.TEXT),
                    Property.read("sourceId", Kind.TEXT),
                    Property.read("sourceType", Kind.TEXT),
                    Property.read("platformName", Kind.TEXT),
                    Property.read("linkUrl", Kind.TEXT),
                    Property.read("status", Kind.TEXT),
                    Property.read("lastSync", Kind.DATE),
                    Property.read("created", Kind.DATE));

    private final Store store;
    private final Access access;
    private final Consumer<String> wake;
    private final ConnectionJson json;

    ConnectionsApi(Store store, Access access, Consumer<String> wake) {
        this.store = store;
        this.access = access;
        this.wake = wake;
        this.json = new ConnectionJson(store.connectionErrors());
    }

    void routes(PublicApi.Routes routes) {
        routes.on("GET", CONNECTIONS, this::list);
        routes.on("POST", CONNECTIONS, this::create);
        routes.on("GET", CONNECTION, call -> Answer.ok(json.of(call, access.connection(call))));
        routes.on("PATCH", CONNECTION, this::unlink);
        routes.on("DELETE", CONNECTION, this::delete);
        routes.on("PUT", CONNECTION + "/authorization", this::authorize);
    }

    private Answer list(Call call) {
        Company company = access.company(call);
        List<ObjectNode> all = json.of(call, store.connections().of(company.id()));
        return Lists.page(call, "Connection", PROPERTIES, "created", all);
    }

    private Answer create(Call call) throws IOException {
        Company company = access.company(call);
        String key = Fields.of(call.json()).only("platformKey").text("platformKey", 10);
        Integration integration =
                store.integrations()
                        .find(access.client(call), key)
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
                json.of(call, store.connections().create(company.id(), integration.key())));
    }

    private Answer unlink(Call call) throws IOException {
        Connection connection = access.connection(call);
        String status = Fields.of(call.json()).only("status").text("status", 20);
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
        return Answer.ok(json.of(call, store.connections().find(connection.id()).orElseThrow()));
    }

    private Answer delete(Call call) {
        Connection connection = access.connection(call);
        store.connections().delete(connection.id());
        connection.agentId().ifPresent(wake);
        return Answer.empty(200);
    }

    private Answer authorize(Call call) {
        Connection connection = access.connection(call);
        throw Problem.badRequest(
                connection.platformName()
                        + " is authorised on the company's own PC, by whoever follows its linkUrl;"
                        + " its credentials never come here.");
    }
}
