package fairlead.platform.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Fields;
import fairlead.platform.http.Json;
import fairlead.platform.http.Problem;
import fairlead.platform.http.Urls;
import fairlead.platform.store.ApiKeys;
import fairlead.platform.store.ApiKeys.Made;
import fairlead.platform.store.Companies.Company;
import fairlead.platform.store.Profiles.Profile;
import fairlead.platform.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The vendor's API keys, the tokens that it gives to pages, and what it says about itself. */
final class SettingsApi {
    private final Store store;
    private final Access access;

    SettingsApi(Store store, Access access) {
        this.store = store;
        this.access = access;
    }

    void routes(PublicApi.Routes routes) {
        routes.on("GET", "/apiKeys", this::keys);
        routes.on("POST", "/apiKeys", this::make);
        routes.on("DELETE", "/apiKeys/{apiKeyId}", this::delete);
        routes.on("GET", "/companies/{companyId}/accessToken", this::token);
        routes.on("GET", "/profile", call -> Answer.ok(profile(access.client(call))));
        routes.on("PUT", "/profile", this::change);
    }

    private Answer keys(Call call) {
        ObjectNode answer = Json.object();
        ArrayNode results = answer.putArray("results");
        store.apiKeys().of(access.client(call)).forEach(each -> results.add(key(each)));
        return Answer.ok(answer);
    }

    private static ObjectNode key(ApiKeys.Key key) {
        return Json.object()
                .put("id", key.id())
                .put("name", key.name())
                .put("createdDate", Json.instant(key.createdAt()));
    }

    private Answer make(Call call) throws IOException {
        String client = access.client(call);
        Optional<String> name = Fields.of(call.json()).only("name").optionalText("name", 50);
        Made made =
                store.apiKeys()
                        .make(client, name.orElse("API key"))
                        .orElseThrow(
                                () ->
                                        Problem.of(
                                                409,
                                                "There are "
                                                        + ApiKeys.MOST
                                                        + " API keys already. Delete one first."));
        return Answer.json(201, key(made.key()).put("apiKey", made.text()));
    }

    private Answer delete(Call call) {
        return switch (store.apiKeys().delete(access.client(call), call.variable("apiKeyId"))) {
            case YES -> Answer.empty(204);
            case UNKNOWN -> throw Problem.notFound("There is no such API key.");
            case LAST ->
                    throw Problem.of(
                            409, "The last API key cannot be deleted. Make another one first.");
        };
    }

    private Answer token(Call call) {
        Company company = access.company(call);
        return Answer.ok(
                Json.object()
                        .put("expiresIn", ApiKeys.TOKEN_VALID.toSeconds())
                        .put("accessToken", store.apiKeys().newToken(company.id()))
                        .put("tokenType", "Bearer"));
    }

    private ObjectNode profile(String client) {
        Profile profile = store.profiles().of(client);
        ObjectNode json = Json.object().put("name", profile.name());
        profile.logoUrl().ifPresent(url -> json.put("logoUrl", url));
        profile.iconUrl().ifPresent(url -> json.put("iconUrl", url));
        json.put("redirectUrl", profile.redirectUrl().orElse(""));
        try {
            json.set(
                    "whiteListUrls",
                    Json.read(profile.whiteList().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException("the list was stored as JSON", e);
        }
        return json.put("confirmCompanyName", profile.confirmCompanyName());
    }

    private Answer change(Call call) throws IOException {
        String client = access.client(call);
        Fields body =
                Fields.of(call.json())
                        .only(
                                "name",
                                "logoUrl",
                                "iconUrl",
                                "redirectUrl",
                                "whiteListUrls",
                                "apiKey",
                                "confirmCompanyName");
        if (body.has("apiKey")) {
            throw Problem.badRequest("apiKey cannot be set here: POST /apiKeys makes a new one.");
        }
        List<String> urls =
                body.has("whiteListUrls") ? body.texts("whiteListUrls", 50, 2000) : List.of();
        ArrayNode list = Json.array();
        urls.forEach(url -> list.add(Urls.web("whiteListUrls", url)));
        if (list.toString().length() > 100_000) {
            throw Problem.badRequest("whiteListUrls is longer than 100000 characters in all.");
        }
        store.profiles()
                .put(
                        client,
                        new Profile(
                                body.text("name", 200),
                                body.optionalText("logoUrl", 2000)
                                        .map(url -> Urls.web("logoUrl", url)),
                                body.optionalText("iconUrl", 2000)
                                        .map(url -> Urls.web("iconUrl", url)),
                                Optional.of(body.text("redirectUrl", 2000))
                                        .filter(url -> !url.isEmpty()),
                                list.toString(),
                                body.yes("confirmCompanyName", false)));
        return Answer.ok(profile(client));
    }
}
