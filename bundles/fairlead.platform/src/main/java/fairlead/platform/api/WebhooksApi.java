package fairlead.platform.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Fields;
import fairlead.platform.http.Json;
import fairlead.platform.http.Problem;
import fairlead.platform.http.Urls;
import fairlead.platform.store.Store;
import fairlead.platform.store.Webhooks;
import fairlead.platform.store.Webhooks.Consumer;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** Where a vendor wants to be told what happens. */
final class WebhooksApi {
    private static final Pattern EVENT =
            Pattern.compile(
                    "company\\.(created|deleted|product\\.added|product\\.removed)"
                            + "|connection\\.(created|connected|failed|disconnected|reconnected|deleted)"
                            + "|read\\.completed(\\.initial)?"
                            + "|client\\.rateLimit\\.(reached|reset)"
                            + "|(\\{dataType}|[a-z][A-Za-z]{2,40})\\.write\\.(successful|unsuccessful)");

    private final Store store;
    private final Access access;

    WebhooksApi(Store store, Access access) {
        this.store = store;
        this.access = access;
    }

    void routes(PublicApi.Routes routes) {
        routes.on("GET", "/webhooks", this::list);
        routes.on("POST", "/webhooks", this::create);
        routes.on("DELETE", "/webhooks/{webhookId}", this::delete);
    }

    private Answer list(Call call) {
        ObjectNode answer = Json.object();
        ArrayNode results = answer.putArray("results");
        store.webhooks().of(access.client(call)).forEach(each -> results.add(json(each)));
        return Answer.ok(answer);
    }

    private static ObjectNode json(Consumer consumer) {
        ObjectNode json =
                Json.object()
                        .put("id", consumer.id())
                        .put("url", consumer.url())
                        .put("disabled", consumer.disabled());
        ArrayNode types = json.putArray("eventTypes");
        consumer.eventTypes().forEach(types::add);
        ArrayNode tags = json.putArray("companyTags");
        consumer.companyTags().forEach(tags::add);
        return json;
    }

    private Answer create(Call call) throws IOException {
        String client = access.client(call);
        Fields body = Fields.of(call.json()).only("url", "disabled", "eventTypes", "companyTags");
        String url = Urls.safe("url", body.text("url", 2000));
        List<String> types =
                body.has("eventTypes") ? body.texts("eventTypes", 100, 100) : List.of();
        for (String type : types) {
            if (!EVENT.matcher(type).matches()) {
                throw Problem.badRequest("There is no event type '" + Call.shortened(type) + "'.");
            }
        }
        List<String> tags =
                body.has("companyTags") ? body.texts("companyTags", 10, 128) : List.of();
        Consumer made =
                store.webhooks()
                        .create(client, url, body.yes("disabled", false), types, tags)
                        .orElseThrow(
                                () ->
                                        Problem.badRequest(
                                                "There are "
                                                        + Webhooks.MOST
                                                        + " webhook consumers already. Delete one"
                                                        + " first."));
        return Answer.json(201, json(made));
    }

    private Answer delete(Call call) {
        if (!store.webhooks().delete(access.client(call), call.variable("webhookId"))) {
            throw Problem.notFound("There is no such webhook consumer.");
        }
        return Answer.empty(204);
    }
}
