package fairlead.platform.api;

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
import fairlead.platform.http.Router;
import fairlead.platform.store.Integrations.Integration;
import fairlead.platform.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What companies can be connected to, and how it looks. */
final class IntegrationsApi {
    private static final Map<String, Property> PROPERTIES =
            Query.byName(
                    Property.read("key", Kind.TEXT),
                    Property.read("logoUrl", Kind.TEXT),
                    Property.read("name", Kind.TEXT),
                    Property.read("enabled", Kind.FLAG),
                    Property.read("sourceId", Kind.TEXT),
                    Property.read("sourceType", Kind.TEXT),
                    Property.read("integrationId", Kind.TEXT),
                    Property.read("isOfflineConnector", Kind.FLAG),
                    Property.read("isBeta", Kind.FLAG),
                    Property.read("dataProvidedBy", Kind.TEXT));

    private final Store store;
    private final Access access;

    IntegrationsApi(Store store, Access access) {
        this.store = store;
        this.access = access;
    }

    void routes(PublicApi.Routes routes) {
        routes.on("GET", "/integrations", this::list);
        routes.on(
                "GET",
                "/integrations/{platformKey}",
                call -> Answer.ok(integration(call, find(call))));
        routes.on("GET", "/integrations/{platformKey}/branding", this::branding);
        routes.on("PUT", "/vendor/integrations/{platformKey}", this::enable);
    }

    /** The pictures that the answers above name; they are for everybody. */
    static void pictures(Router router) {
        router.onOpen("GET", "/logos/{name}", IntegrationsApi::picture);
    }

    private Answer list(Call call) {
        return Lists.page(
                call,
                "Integration",
                PROPERTIES,
                "name",
                store.integrations().of(access.client(call)).stream()
                        .map(each -> integration(call, each))
                        .toList());
    }

    private Integration find(Call call) {
        return store.integrations()
                .find(access.client(call), call.variable("platformKey"))
                .orElseThrow(() -> Problem.notFound("There is no such integration."));
    }

    private static ObjectNode integration(Call call, Integration integration) {
        ObjectNode json =
                Json.object()
                        .put("key", integration.key())
                        .put("logoUrl", picture(call, integration, "full"))
                        .put("name", integration.name())
                        .put("enabled", integration.enabled())
                        .put("sourceId", integration.sourceId())
                        .put("sourceType", "Accounting")
                        .put("integrationId", integration.integrationId())
                        .put("isOfflineConnector", true)
                        .put("isBeta", false)
                        .put("dataProvidedBy", integration.name());
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

    private Answer branding(Call call) {
        Integration integration = find(call);
        ObjectNode json = Json.object();
        ObjectNode logo = json.putObject("logo");
        logo.set("full", image(call, integration, "full"));
        logo.set("square", image(call, integration, "square"));
        ObjectNode button = json.putObject("button");
        button.set("default", image(call, integration, "full"));
        button.set("hover", image(call, integration, "full"));
        return Answer.ok(json.put("sourceId", integration.sourceId()));
    }

    private static ObjectNode image(Call call, Integration integration, String form) {
        ObjectNode json = Json.object();
        json.putObject("image")
                .put("src", picture(call, integration, form))
                .put("alt", integration.name());
        return json;
    }

    private static String picture(Call call, Integration integration, String form) {
        return call.platform() + "/logos/" + integration.key() + "-" + form + ".svg";
    }

    /** Plain words in a frame: the packages' own marks are not ours to give away. */
    private static Answer picture(Call call) {
        String name = call.variable("name");
        if (!name.matches("[a-z]{4}-(full|square)\\.svg")) {
            throw Problem.notFound("There is no such picture.");
        }
        boolean square = name.endsWith("square.svg");
        String text = name.startsWith("hbql") ? "Sage 50" : "Accounting";
        String svg =
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "
                        + (square ? "100 100" : "240 60")
                        + "\" role=\"img\"><title>"
                        + text
                        + "</title><rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#f2f4f5\"/>"
                        + "<text x=\"50%\" y=\"50%\" fill=\"#1b2a34\" font-family=\"sans-serif\""
                        + " font-size=\""
                        + (square ? 20 : 28)
                        + "\" text-anchor=\"middle\" dominant-baseline=\"central\">"
                        + text
                        + "</text></svg>\n";
        return new Answer(
                200,
                Map.of(
                        "Content-Type",
                        "image/svg+xml",
                        "Content-Security-Policy",
                        "default-src 'none'"),
                out -> out.write(svg.getBytes(StandardCharsets.UTF_8)),
                () -> {});
    }

    /** Codat's API has no words for this; its portal does it. */
    private Answer enable(Call call) throws IOException {
        Integration integration = find(call);
        boolean enabled = Fields.of(call.json()).only("enabled").yes("enabled");
        store.integrations().enable(access.client(call), integration.key(), enabled);
        return Answer.ok(integration(call, find(call)));
    }
}
