package fairlead.platform.connector;

import fairlead.platform.connector.Jwt.BadJwtException;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Fields;
import fairlead.platform.http.Json;
import fairlead.platform.http.Problem;
import fairlead.platform.store.Agents;
import fairlead.platform.store.Agents.Agent;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Registrations.Registering;
import fairlead.platform.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where an agent makes its key known and fetches tokens for it. */
final class RegistrationApi {
    private static final Pattern X = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String JWT_BEARER =
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final Store store;
    private final Clock clock;

    RegistrationApi(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    Answer register(Call call) throws IOException {
        Fields body = Fields.of(call.json());
        String licenseKey = body.text("licenseKey", 200).strip();
        Fields key = body.object("key");
        String x = key.text("x", X, "a public key of Ed25519 in base64url");
        if (!key.text("kty", 10).equals("OKP") || !key.text("crv", 10).equals("Ed25519")) {
            throw Problem.badRequest("key must be one of Ed25519 (kty OKP, crv Ed25519).");
        }
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(decoded(x)).equals(x)) {
            throw Problem.badRequest("key.x is not written as base64url has it.");
        }
        String agentId = Jwt.thumbprint(x);
        try {
            Jwt proof = Jwt.parse(body.text("proof", 4096));
            proof.verify(x, agentId, audience(call, "/registrations"), clock.millis());
            if (!proof.text("licenseKey").equals(licenseKey)) {
                throw new BadJwtException("It is for another licence key.");
            }
            if (!store.agents().takeOnce(agentId, proof.text("jti"), proof.expiresAt())) {
                throw new BadJwtException("It was used before.");
            }
        } catch (BadJwtException e) {
            throw Problem.badRequest("The proof is not good. " + e.getMessage());
        }
        Registering result = store.registrations().register(licenseKey, agentId, x);
        if (result instanceof Registering.Registered registered) {
            Connection connection = registered.connection();
            return Answer.json(
                    registered.isNew() ? 201 : 200,
                    Json.object()
                            .put("agentId", agentId)
                            .put("connectionId", connection.id())
                            .put("companyId", connection.companyId())
                            .put("companyName", registered.companyName())
                            .put("platformKey", connection.platformKey()));
        }
        if (result instanceof Registering.Waiting waiting) {
            return Answer.json(
                    202,
                    Json.object()
                            .put("registrationId", waiting.registrationId())
                            .put(
                                    "message",
                                    "This company is connected from another computer already."
                                            + " Ask your provider to agree to the change."));
        }
        if (result instanceof Registering.TooLate late) {
            throw Problem.of(409, late.reason());
        }
        throw result instanceof Registering.Refused
                ? Problem.of(403, "Your provider did not agree to connecting this computer.")
                : Problem.notFound("No company has this licence key.");
    }

    private static byte[] decoded(String base64url) {
        try {
            return Base64.getUrlDecoder().decode(base64url);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static String audience(Call call, String operation) {
        return call.platform() + ConnectorApi.ROOT + operation;
    }

    Answer token(Call call) throws IOException {
        Map<String, String> form = call.form();
        if (!form.getOrDefault("grant_type", "").equals("client_credentials")) {
            return tokenError("unsupported_grant_type", "grant_type must be client_credentials.");
        }
        if (!form.getOrDefault("client_assertion_type", "").equals(JWT_BEARER)) {
            return tokenError("invalid_request", "client_assertion_type must be " + JWT_BEARER);
        }
        try {
            Jwt assertion = Jwt.parse(form.getOrDefault("client_assertion", ""));
            Optional<Agent> agent = store.agents().find(assertion.text("sub"));
            if (agent.isEmpty()) {
                throw new BadJwtException("No agent has this id.");
            }
            String id = agent.get().id();
            assertion.verify(agent.get().publicKey(), id, audience(call, "/token"), clock.millis());
            if (agent.get().revoked()) {
                return tokenError(
                        "unauthorized_client",
                        "Another computer has taken over; this key counts" + " no more.");
            }
            if (!store.agents().takeOnce(id, assertion.text("jti"), assertion.expiresAt())) {
                throw new BadJwtException("The assertion was used before.");
            }
            return Answer.ok(
                    Json.object()
                            .put("access_token", store.agents().newToken(id))
                            .put("token_type", "Bearer")
                            .put("expires_in", Agents.TOKEN_VALID.toSeconds()));
        } catch (BadJwtException e) {
            return tokenError("invalid_client", e.getMessage());
        }
    }

    private static Answer tokenError(String error, String description) {
        return Answer.json(
                400, Json.object().put("error", error).put("error_description", description));
    }
}
