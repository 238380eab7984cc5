package fairlead.platform.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Fields;
import fairlead.platform.http.Json;
import fairlead.platform.http.Problem;
import fairlead.platform.store.Companies.Company;
import fairlead.platform.store.Integrations.Integration;
import fairlead.platform.store.Store;
import fairlead.platform.store.SyncSettings.Setting;
import fairlead.platform.store.SyncSettings.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How often each data type is fetched, for all of a vendor's companies and for one of them. */
final class SyncSettingsApi {
    /** Ten years. */
    private static final long HOURS = 10L * 366 * 24;

    /** What may be said of a type; the last two cannot be done. */
    private static final String[] KNOWN = {
        "dataType",
        "fetchOnFirstLink",
        "syncSchedule",
        "syncOrder",
        "monthsToSync",
        "isLocked",
        "syncFromUtc",
        "syncFromWindow"
    };

    private final Store store;
    private final Access access;

    SyncSettingsApi(Store store, Access access) {
        this.store = store;
        this.access = access;
    }

    void routes(PublicApi.Routes routes) {
        routes.on("GET", "/profile/syncSettings", this::ofClient);
        routes.on("POST", "/profile/syncSettings", this::setClient);
        routes.on("GET", "/companies/{companyId}/syncSettings", this::ofCompany);
        routes.on("POST", "/companies/{companyId}/syncSettings", this::setCompany);
    }

    /** Every type of every integration, in order. */
    private List<String> types(String client) {
        return store.integrations().of(client).stream()
                .map(Integration::types)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private Answer ofClient(Call call) {
        String client = access.client(call);
        return Answer.ok(
                json(
                        Json.object().put("clientId", client),
                        store.syncSettings().ofClient(client, types(client))));
    }

    private Answer ofCompany(Call call) {
        Company company = access.company(call);
        String client = access.client(call);
        return Answer.ok(
                json(
                        Json.object().put("companyId", company.id()),
                        store.syncSettings().ofCompany(client, company.id(), types(client))));
    }

    private static ObjectNode json(ObjectNode json, Settings settings) {
        ArrayNode list = json.putArray("settings");
        for (Setting setting : settings.settings()) {
            ObjectNode one =
                    list.addObject()
                            .put("dataType", setting.dataType())
                            .put("fetchOnFirstLink", setting.onFirstLink())
                            .put("syncSchedule", setting.hours())
                            .put("syncOrder", setting.order());
            setting.months().ifPresent(months -> one.put("monthsToSync", months));
            one.put("isLocked", setting.locked());
        }
        return json.put("overridesDefaults", settings.own());
    }

    private Answer setClient(Call call) throws IOException {
        String client = access.client(call);
        set(call, client, "clientId", client);
        return Answer.empty(204);
    }

    private Answer setCompany(Call call) throws IOException {
        String company = access.company(call).id();
        set(call, access.client(call), "companyId", company);
        return Answer.empty(204);
    }

    private void set(Call call, String client, String field, String owner) throws IOException {
        Fields body = Fields.of(call.json()).only(field, "settings", "overridesDefaults");
        if (!body.text(field, 36).equals(owner)) {
            throw Problem.badRequest(field + " must be " + owner + ".");
        }
        boolean own = body.yes("overridesDefaults", true);
        List<String> types = types(client);
        Set<String> seen = new HashSet<>();
        List<Setting> settings = new ArrayList<>();
        for (Fields one : body.objects("settings", 100)) {
            Setting setting = setting(one, types);
            if (!seen.add(setting.dataType())) {
                throw Problem.badRequest("settings names " + setting.dataType() + " twice.");
            }
            settings.add(setting);
        }
        store.syncSettings().put(owner, own ? settings : List.of());
    }

    private static Setting setting(Fields one, List<String> types) {
        String type = one.only(KNOWN).text("dataType", 50);
        if (!types.contains(type)) {
            throw Problem.badRequest(
                    "Datatype " + Call.shortened(type) + " is not supported by any integration.");
        }
        for (String limit : new String[] {"syncFromUtc", "syncFromWindow"}) {
            if (one.has(limit)) {
                throw Problem.badRequest(
                        limit
                                + " cannot be set: the connector always reads a company's whole books.");
            }
        }
        return new Setting(
                type,
                one.yes("fetchOnFirstLink"),
                (int) one.number("syncSchedule", 0, HOURS),
                (int) one.number("syncOrder", 0, 10_000),
                one.optionalNumber("monthsToSync", 1, 1200).map(Long::intValue),
                one.yes("isLocked", false));
    }
}
