package fairlead.platform.api;

import fairlead.platform.http.Actor;
import fairlead.platform.http.Call;
import fairlead.platform.http.Problem;
import fairlead.platform.store.ApiKeys.Holder;
import fairlead.platform.store.Companies.Company;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who calls, and what of this platform is theirs: nobody learns that there is anything else. */
final class Access {
    private static final Pattern PRODUCT = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private final Store store;

    Access(Store store) {
        this.store = store;
    }

    /**
     * The client whose API key the call carries: {@code Authorization: Basic base64(key)}. A
     * company's access token counts for that company and its connections. That the call begins is
     * written down.
     */
    String client(Call call) {
        String client = caller(call);
        call.begin();
        return client;
    }

    /** As {@link #client}, of a call that is perhaps refused before it begins. */
    String caller(Call call) {
        return call.actor().orElseGet(() -> identified(call)).client();
    }

    private Actor identified(Call call) {
        Actor actor =
                actor(call)
                        .orElseThrow(
                                () ->
                                        Problem.of(
                                                401,
                                                "The API key is missing or unknown. Send it as"
                                                        + " Authorization: Basic, in base64.",
                                                "WWW-Authenticate",
                                                "Basic"));
        store.clients().reachedAt(actor.client(), call.platform());
        call.by(actor);
        return actor;
    }

    private Optional<Actor> actor(Call call) {
        String authorization = call.header("Authorization").orElse("");
        if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            String key = decoded(authorization.substring(6).strip());
            // some programs put the colon of user and password behind it
            return store.clients()
                    .holderOf(key.endsWith(":") ? key.substring(0, key.length() - 1) : key)
                    .map(holder -> new Actor(holder.client(), "Key “" + holder.keyName() + "”"));
        }
        if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return store.apiKeys()
                    .ofToken(authorization.substring(7).strip())
                    .map(holder -> allowed(call, holder));
        }
        return Optional.empty();
    }

    private static Actor allowed(Call call, Holder holder) {
        String path = "/companies/" + holder.company();
        boolean company = call.request().getMethod().equals("GET") && call.path().equals(path);
        boolean connections =
                call.path().matches(path + "/connections(/[^/]+)?")
                        && !call.request().getMethod().equals("DELETE");
        if (!company && !connections) {
            throw Problem.of(
                    403, "A company's access token is for that company and its connections only.");
        }
        return new Actor(holder.client(), "Access token of company " + holder.company());
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** The client's company of this path. */
    Company company(Call call) {
        return store.companies()
                .find(client(call), call.variable("companyId"))
                .orElseThrow(() -> Problem.notFound("There is no such company."));
    }

    /**
     * The product of this path, which the company may have or not.
     *
     * @throws Problem 400 when it cannot be one
     */
    static String product(Call call) {
        String product = call.variable("productIdentifier");
        if (!PRODUCT.matcher(product).matches()) {
            throw Problem.badRequest(
                    "A product's identifier has 1 to 100 letters of a to z, digits, dots, dashes and"
                            + " underscores.");
        }
        return product;
    }

    /** The company's connection of this path. */
    Connection connection(Call call) {
        Company company = company(call);
        return store.connections()
                .find(call.variable("connectionId"))
                .filter(connection -> connection.companyId().equals(company.id()))
                .orElseThrow(() -> Problem.notFound("There is no such connection."));
    }
}
