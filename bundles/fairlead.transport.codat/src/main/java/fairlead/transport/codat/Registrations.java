package fairlead.transport.codat;

import com.fasterxml.jackson.core.JsonGenerator;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyCheck;
import fairlead.sync.api.LinkException;
import fairlead.sync.api.LinkException.Reason;
import fairlead.sync.api.Transport.Registration;
import fairlead.transport.codat.Reply.NotNow;
import fairlead.transport.codat.Reply.Raw;
import fairlead.transport.codat.Reply.Said;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a person does: register, link, unlink. */
final class Registrations {
    private final Supplier<Session> session;
    private final Keys keys;
    private final Backoff backoff;

    Registrations(Supplier<Session> session, Keys keys, Backoff backoff) {
        this.session = session;
        this.keys = keys;
        this.backoff = backoff;
    }

    Registration register(String licenseKey, Checkpoint checkpoint)
            throws LinkException, InterruptedException {
        Session now = session.get();
        requirePlatform(now);
        AgentKey key = key(true);
        String url = now.url("/registrations");
        Call call =
                Call.post(
                        "/registrations",
                        "application/json",
                        () ->
                                Json.object(
                                        json -> {
                                            json.writeStringField("licenseKey", licenseKey.strip());
                                            json.writeObjectFieldStart("key");
                                            json.writeStringField("kty", "OKP");
                                            json.writeStringField("crv", "Ed25519");
                                            json.writeStringField("x", key.x());
                                            json.writeEndObject();
                                            json.writeStringField(
                                                    "proof",
                                                    key.assertion(
                                                            url,
                                                            now.platformTime(),
                                                            Map.of(
                                                                    "licenseKey",
                                                                    licenseKey.strip())));
                                        }));
        Raw raw =
                said(
                        now.open(
                                call,
                                Stop.of(checkpoint),
                                backoff,
                                r -> known(r, registration(r).isPresent())));
        switch (raw.status()) {
            case 200, 201 -> {
                return registration(raw).orElseThrow();
            }
            case 202 ->
                    throw new LinkException(
                            Reason.AWAITING_APPROVAL,
                            raw.text("message")
                                    .map(Raw::plain)
                                    .orElse(
                                            "Another PC holds this connection; its vendor was"
                                                    + " asked. Link again once they agreed."));
            case 404 ->
                    throw new LinkException(
                            Reason.UNKNOWN_LICENSE_KEY,
                            "The platform knows no company with this licence key; copy it from the"
                                    + " link page again.");
            case 409 -> throw new LinkException(Reason.LINK_EXPIRED, raw.error().orElseThrow());
            default -> throw new LinkException(Reason.PLATFORM_REFUSED, raw.error().orElseThrow());
        }
    }

    void linked(
            String connectionId,
            String packageKey,
            String platformKey,
            CompanyCheck check,
            Checkpoint checkpoint)
            throws LinkException, InterruptedException {
        Call call =
                Call.post(
                        path(connectionId, "link"),
                        json -> {
                            json.writeStringField("packageKey", packageKey);
                            json.writeStringField("platformKey", platformKey);
                            json.writeObjectFieldStart("company");
                            write(json, "id", check.pin().id());
                            json.writeStringField("name", check.pin().name());
                            json.writeStringField("baseCurrency", check.pin().baseCurrency());
                            json.writeStringField("packageVersion", check.packageVersion());
                            json.writeStringField("dataDirectory", check.dataDirectory());
                            json.writeNumberField("transactions", check.transactions());
                            write(
                                    json,
                                    "lastTransaction",
                                    check.lastTransaction().map(Object::toString));
                            json.writeEndObject();
                        });
        Raw raw = call(call, checkpoint);
        if (raw.status() == 409) {
            throw new LinkException(Reason.ALREADY_LINKED, raw.error().orElseThrow());
        }
        if (raw.status() != 200) {
            throw new LinkException(Reason.PLATFORM_REFUSED, raw.error().orElseThrow());
        }
    }

    void unlink(String connectionId, Checkpoint checkpoint)
            throws LinkException, InterruptedException {
        Call call =
                Call.post(
                        path(connectionId, "unlink"),
                        json -> json.writeStringField("reason", "Unlinked on the company's PC."));
        Raw raw = call(call, checkpoint);
        // of another computer, deleted, or over: it is not ours to end any more
        boolean ended = raw.status() == 403 || raw.status() == 404 || raw.status() == 410;
        if (raw.status() != 200 && !ended) {
            throw new LinkException(Reason.PLATFORM_REFUSED, raw.error().orElseThrow());
        }
    }

    private Raw call(Call call, Checkpoint checkpoint) throws LinkException, InterruptedException {
        Session now = session.get();
        requirePlatform(now);
        return said(
                now.call(
                        key(false),
                        call,
                        Stop.of(checkpoint),
                        backoff,
                        r -> known(r, r.text("status").isPresent())));
    }

    /** An error, or an answer that is complete. */
    private static Optional<Raw> known(Raw raw, boolean complete) {
        return raw.status() == 202 || (raw.status() < 300 && complete) || raw.error().isPresent()
                ? Optional.of(raw)
                : Optional.empty();
    }

    private static Optional<Registration> registration(Raw raw) {
        Optional<String> connection = raw.text("connectionId");
        Optional<String> company = raw.text("companyId");
        Optional<String> name = raw.text("companyName");
        return connection.isPresent() && company.isPresent() && name.isPresent()
                ? Optional.of(new Registration(connection.get(), company.get(), name.get()))
                : Optional.empty();
    }

    private static void requirePlatform(Session session) throws LinkException {
        String problem = session.line().settings().problem();
        if (!problem.isEmpty()) {
            throw new LinkException(Reason.PLATFORM_UNREACHABLE, problem);
        }
    }

    private AgentKey key(boolean create) throws LinkException {
        try {
            return create ? keys.findOrCreate() : keys.require();
        } catch (LineException e) {
            throw new LinkException(Reason.PLATFORM_UNREACHABLE, e.getMessage(), e);
        }
    }

    private static Raw said(Reply<Raw> reply) throws LinkException {
        if (reply instanceof NotNow<Raw> later) {
            throw new LinkException(Reason.PLATFORM_UNREACHABLE, later.reason());
        }
        return ((Said<Raw>) reply).value();
    }

    private static String path(String connectionId, String operation) {
        return "/connections/" + connectionId + "/" + operation;
    }

    private static void write(JsonGenerator json, String field, Optional<String> value)
            throws IOException {
        if (value.isPresent()) {
            json.writeStringField(field, value.get());
        }
    }
}
