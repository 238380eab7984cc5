package fairlead.platform.connector;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.accounting.api.DataType;
import fairlead.gate.KillPoint;
import fairlead.platform.connector.ChunkReader.BrokenChunkException;
import fairlead.platform.connector.ChunkReader.TooLargeException;
import fairlead.platform.connector.Jwt.BadJwtException;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Fields;
import fairlead.platform.http.Json;
import fairlead.platform.http.Problem;
import fairlead.platform.http.Router;
import fairlead.platform.store.Agents;
import fairlead.platform.store.Agents.Agent;
import fairlead.platform.store.Agents.Registering;
import fairlead.platform.store.Chunk;
import fairlead.platform.store.Commits.Outcome;
import fairlead.platform.store.Connections.Books;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Connections.Status;
import fairlead.platform.store.Hash;
import fairlead.platform.store.Operations.Report;
import fairlead.platform.store.Orders.Order;
import fairlead.platform.store.SetEnd;
import fairlead.platform.store.SetEnd.DatasetEnd;
import fairlead.platform.store.Store;
import fairlead.platform.store.Updates.Update;
import fairlead.platform.store.Uploads.Address;
import fairlead.platform.store.Uploads.State;
import fairlead.platform.store.Uploads.Taking;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/** The platform's side of the connector protocol (docs/connector-protocol.yaml). */
public final class ConnectorApi implements AutoCloseable {
    private static final String ROOT = "/connector/v1";
    private static final String CONNECTION = ROOT + "/connections/{connectionId}";
    private static final String SET = CONNECTION + "/sets/{setId}";
    private static final int CHUNK_LIMIT = 8 << 20;
    private static final long UNPACKED_LIMIT = 64L << 20;
    private static final Pattern X = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String JWT_BEARER =
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final Set<String> REPORTED =
            Set.of(
                    "Queued",
                    "Fetching",
                    "MapQueued",
                    "Mapping",
                    "ProcessingQueued",
                    "Processing",
                    "FetchError",
                    "MapError",
                    "InternalError",
                    "ProcessingError",
                    "AuthError",
                    "Cancelled",
                    "NotSupported",
                    "RateLimitError",
                    "PermissionsError",
                    "PrerequisiteNotMet");

    private final Store store;
    private final Clock clock;
    private final Limits limits;
    private final LongPolls polls = new LongPolls();
    // what is unpacked lies in memory: so many at once, the others come again
    private final Semaphore uploads = new Semaphore(4);

    /** On this store; an agent may make so many calls a minute. */
    public ConnectorApi(Store store, Clock clock, int callsPerMinute) {
        this.store = store;
        this.clock = clock;
        this.limits = new Limits(clock, callsPerMinute);
    }

    /** Adds the protocol's operations. */
    public void routes(Router router) {
        on(router, "POST", ROOT + "/registrations", this::register);
        on(router, "POST", ROOT + "/token", this::token);
        on(router, "POST", ROOT + "/poll", this::poll);
        on(router, "POST", CONNECTION + "/link", this::link);
        on(router, "POST", CONNECTION + "/unlink", this::unlink);
        on(router, "POST", CONNECTION + "/requests", this::report);
        on(router, "PUT", SET + "/datasets/{datasetId}/chunks/{number}", this::putChunk);
        on(router, "POST", SET + "/end", this::endSet);
        on(router, "GET", SET, this::getSet);
    }

    private void on(Router router, String method, String path, Router.Handler handler) {
        router.on(
                method,
                path,
                call -> {
                    limits.count(call);
                    return handler.answer(call);
                });
    }

    /** There may be an order for this agent. */
    public void wake(String agentId) {
        polls.wake(agentId);
    }

    @Override
    public void close() {
        polls.close();
    }

    private Answer register(Call call) throws IOException {
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
        Registering result = store.agents().register(licenseKey, agentId, x);
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
        return call.platform() + ROOT + operation;
    }

    private Answer token(Call call) throws IOException {
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

    /** The agent that calls, if it may speak. */
    private Agent agent(Call call) {
        String authorization = call.header("Authorization").orElse("");
        Optional<Agent> found =
                authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                        ? store.agents().ofToken(authorization.substring(7).strip())
                        : Optional.empty();
        if (found.isEmpty()) {
            throw Problem.of(
                    401,
                    "The access token is missing, unknown or expired.",
                    "WWW-Authenticate",
                    "Bearer");
        }
        Agent agent = found.get();
        if (agent.revoked()) {
            throw Problem.of(403, "Another computer has taken over; this key counts no more.");
        }
        String life = call.header("Fairlead-Life").orElse("");
        if (!Fields.ID.matcher(life).matches()) {
            throw Problem.badRequest("Fairlead-Life must be a UUID in lower case.");
        }
        Optional<String> stopped =
                agent.stopped().isPresent()
                        ? agent.stopped()
                        : store.agents().hear(agent.id(), life);
        if (stopped.isPresent()) {
            throw Problem.of(423, stopped.get());
        }
        return agent;
    }

    /** The connection of this path, if it is the calling agent's. */
    private Connection connection(Call call) {
        Agent agent = agent(call);
        Connection connection =
                store.connections()
                        .find(call.variable("connectionId"))
                        .orElseThrow(() -> Problem.notFound("There is no such connection."));
        if (!connection.agentId().equals(Optional.of(agent.id()))) {
            throw Problem.of(403, "This connection is another computer's.");
        }
        return connection;
    }

    private Connection live(Call call) {
        Connection connection = connection(call);
        if (connection.ended()) {
            throw ended(connection);
        }
        return connection;
    }

    private static Problem ended(Connection connection) {
        return Problem.of(
                410,
                connection.statusReason().isEmpty()
                        ? "The connection has ended."
                        : connection.statusReason());
    }

    private Answer poll(Call call) throws IOException {
        Agent agent = agent(call);
        Fields body = Fields.of(call.json());
        Fields about = body.object("agent");
        List<String> acknowledged = body.texts("acknowledged", 1000, 36);
        body.texts("companies", 1000, 36);
        long wait = body.number("waitSeconds", 0, 55);
        store.agents()
                .seen(
                        agent.id(),
                        about.text("version", 100),
                        about.text("java", 100),
                        about.text("os", 100));
        if (body.has("updates")) {
            store.updates()
                    .add(
                            agent.id(),
                            body.objects("updates", 50).stream()
                                    .map(ConnectorApi::update)
                                    .toList());
        }
        store.orders().acknowledge(agent.id(), acknowledged);
        List<Order> orders = store.orders().waiting(agent.id());
        if (!orders.isEmpty() || wait == 0) {
            return orders(orders);
        }
        AsyncContext context = call.request().startAsync();
        polls.hold(
                agent.id(),
                context,
                Duration.ofSeconds(wait),
                () -> orders(store.orders().waiting(agent.id())));
        if (!store.orders().waiting(agent.id()).isEmpty()) {
            polls.wake(agent.id()); // it came between the look and the wait
        }
        return Answer.LATER;
    }

    private static Update update(Fields told) {
        return new Update(
                told.text("release", 200),
                told.instant("at"),
                told.text("phase", 20),
                told.text("reason", 2000),
                optionalNumber(told, "swapMillis"),
                optionalNumber(told, "trialSeconds"));
    }

    private static Optional<Long> optionalNumber(Fields told, String field) {
        return told.has(field)
                ? Optional.of(told.number(field, 0, Long.MAX_VALUE))
                : Optional.empty();
    }

    private static Answer orders(List<Order> orders) {
        ArrayNode list = Json.array();
        for (Order order : orders) {
            ObjectNode one = list.addObject().put("id", order.id()).put("kind", order.kind());
            order.connectionId().ifPresent(id -> one.put("connectionId", id));
            order.until().ifPresent(until -> one.put("until", Json.instant(until)));
            if (!order.requests().isEmpty()) {
                ArrayNode requests = one.putArray("requests");
                order.requests()
                        .forEach(
                                wanted ->
                                        requests.addObject()
                                                .put("id", wanted.id())
                                                .put("dataType", wanted.dataType())
                                                .put(
                                                        "requestedAt",
                                                        Json.instant(wanted.requestedAt())));
            }
        }
        ObjectNode answer = Json.object();
        answer.set("orders", list);
        return Answer.ok(answer);
    }

    private Answer link(Call call) throws IOException {
        Connection connection = live(call);
        Fields body = Fields.of(call.json());
        Fields company = body.object("company");
        String packageKey = body.text("packageKey", 50);
        if (!packageKey.equals(connection.packageKey())
                || !body.text("platformKey", 10).equals(connection.platformKey())) {
            throw Problem.of(
                    409,
                    "This connection is for "
                            + connection.platformName()
                            + ", not for "
                            + packageKey
                            + ". Ask for a link to the right package.");
        }
        Books books =
                new Books(
                        company.optionalText("id", 500),
                        company.text("name", 500),
                        company.text("baseCurrency", Pattern.compile("[A-Z]{3}"), "like GBP"),
                        company.text("packageVersion", 200),
                        company.text("dataDirectory", 2000),
                        company.number("transactions", 0, Long.MAX_VALUE),
                        company.optionalText("lastTransaction", 10));
        switch (store.connections().link(connection.id(), books)) {
            case LINKED -> {
                wake(connection.agentId().orElseThrow());
                return Answer.ok(Json.object().put("status", Status.Linked.name()));
            }
            case OTHER_BOOKS ->
                    throw Problem.of(
                            409,
                            "Other books are linked already: "
                                    + connection.booksName().orElse("")
                                    + ". Link those, or ask for a new company.");
            case OTHER_CONNECTION ->
                    throw Problem.of(
                            409,
                            "The company has another accounting package linked already."
                                    + " It has to be unlinked first.");
            default -> throw ended(connection);
        }
    }

    private Answer unlink(Call call) throws IOException {
        Connection connection = connection(call);
        String reason = Fields.of(call.json()).text("reason", 2000);
        if (connection.status() == Status.Unlinked) {
            throw ended(connection);
        }
        if (!connection.ended()) {
            store.connections()
                    .end(
                            connection.id(),
                            Status.Deauthorized,
                            reason.isBlank() ? "The connector was unlinked." : reason);
        }
        return Answer.ok(Json.object().put("status", Status.Deauthorized.name()));
    }

    private Answer report(Call call) throws IOException {
        Connection connection = live(call);
        List<Report> reports =
                Fields.of(call.json()).objects("requests", 1000).stream()
                        .map(ConnectorApi::reported)
                        .toList();
        store.operations().report(connection.id(), reports);
        return Answer.empty(204);
    }

    private static Report reported(Fields request) {
        String origin = request.text("origin", 10);
        String status = request.text("status", 30);
        if (!Set.of("platform", "schedule", "person").contains(origin)) {
            throw Problem.badRequest("origin must be platform, schedule or person.");
        }
        if (!REPORTED.contains(status)) {
            throw Problem.badRequest(
                    "status must be one that an agent tells, not " + Call.shortened(status) + ".");
        }
        return new Report(
                request.id("id"),
                dataType(request.text("dataType", 50)),
                request.instant("requestedAt"),
                origin,
                status,
                request.text("description", 2000),
                (int) request.number("progress", 0, 100));
    }

    private static String dataType(String key) {
        return DataType.ofKey(key)
                .map(DataType::key)
                .orElseThrow(
                        () ->
                                Problem.badRequest(
                                        "dataType "
                                                + Call.shortened(key)
                                                + " is none that the platform knows."));
    }

    private static String id(Call call, String name) {
        String id = call.variable(name);
        if (!Fields.ID.matcher(id).matches()) {
            throw Problem.badRequest(name + " must be a UUID in lower case.");
        }
        return id;
    }

    private Answer putChunk(Call call) throws IOException {
        Connection connection = live(call);
        Address at =
                new Address(
                        connection.id(),
                        id(call, "setId"),
                        id(call, "datasetId"),
                        dataType(call.parameter("dataType").orElse("")),
                        chunkNumber(call.variable("number")));
        if (connection.status() != Status.Linked) {
            return ended("Rejected", "No books are linked yet.");
        }
        String sha256 = call.header("Fairlead-SHA256").orElse("");
        if (!Fields.SHA256.matcher(sha256).matches()) {
            throw Problem.badRequest("Fairlead-SHA256 must be 64 hexadecimal digits.");
        }
        if (!uploads.tryAcquire()) {
            throw Problem.later(1, "Too many chunks come at once. Try again in a moment.");
        }
        try {
            byte[] body = call.bytes(CHUNK_LIMIT);
            if (!HexFormat.of().formatHex(Hash.sha256(body)).equals(sha256)) {
                throw Problem.badRequest("The chunk's bytes do not have the hash of its header.");
            }
            Optional<Taking> known = store.uploads().known(at, sha256);
            return taking(
                    known.isPresent()
                            ? known.get()
                            : store.uploads().take(at, sha256, chunk(at, body)));
        } finally {
            uploads.release();
        }
    }

    private static int chunkNumber(String text) {
        if (!text.matches("[0-9]{1,6}")) {
            throw Problem.badRequest("A chunk's number is a whole number from 0 on.");
        }
        return Integer.parseInt(text);
    }

    private Chunk chunk(Address at, byte[] body) {
        try {
            return ChunkReader.read(body, at.dataType(), UNPACKED_LIMIT);
        } catch (TooLargeException e) {
            throw Problem.of(413, e.getMessage());
        } catch (BrokenChunkException e) {
            String reason = "Chunk " + at.number() + " is broken. " + e.getMessage();
            store.uploads().reject(at.connectionId(), at.setId(), reason);
            throw Problem.badRequest(reason);
        }
    }

    private static Answer taking(Taking taking) {
        if (taking instanceof Taking.Taken) {
            return Answer.ok(Json.object().put("state", "Taken"));
        }
        if (taking instanceof Taking.Conflict conflict) {
            return ended("Conflict", conflict.reason());
        }
        State state = ((Taking.Ended) taking).state();
        return Answer.json(409, state(state));
    }

    private static Answer ended(String state, String reason) {
        return Answer.json(409, reasoned(state, reason));
    }

    private static ObjectNode reasoned(String state, String reason) {
        return Json.object().put("state", state).put("reason", reason);
    }

    private Answer getSet(Call call) {
        Connection connection = live(call);
        return Answer.ok(state(store.uploads().state(connection.id(), id(call, "setId"))));
    }

    private static ObjectNode state(State state) {
        if (state instanceof State.Open open) {
            ObjectNode answer = Json.object().put("state", "Open");
            answer.set("taken", numbers(open.taken()));
            return answer;
        }
        if (state instanceof State.Committed committed) {
            return committed(committed.digests());
        }
        if (state instanceof State.Aborted aborted) {
            return reasoned("Aborted", aborted.reason());
        }
        if (state instanceof State.LooksWrong wrong) {
            return reasoned("Rejected", wrong.reason());
        }
        if (state instanceof State.Rejected rejected) {
            return reasoned("Rejected", rejected.reason());
        }
        return Json.object().put("state", "Unknown");
    }

    private static ObjectNode committed(Map<String, String> digests) {
        ObjectNode answer = Json.object().put("state", "Committed");
        ObjectNode list = answer.putObject("digests");
        new TreeMap<>(digests).forEach(list::put);
        return answer;
    }

    private static ObjectNode numbers(Map<String, List<Integer>> byDataset) {
        ObjectNode list = Json.object();
        new TreeMap<>(byDataset)
                .forEach(
                        (id, numbers) -> {
                            ArrayNode array = list.putArray(id);
                            numbers.forEach(number -> array.add(number));
                        });
        return list;
    }

    private Answer endSet(Call call) throws IOException {
        Connection connection = live(call);
        SetEnd end = end(connection.id(), id(call, "setId"), Fields.of(call.json()));
        if (connection.status() != Status.Linked) {
            return ended("Rejected", "No books are linked yet.");
        }
        Outcome outcome = store.commits().end(end);
        if (outcome instanceof Outcome.Committed committed) {
            return Answer.ok(committed(committed.digests()))
                    .then(() -> KillPoint.reach("answered"));
        }
        if (outcome instanceof Outcome.Busy) {
            throw Problem.later(2, "This set is being committed. Ask again in a moment.");
        }
        return Answer.json(409, refused(outcome));
    }

    private static ObjectNode refused(Outcome outcome) {
        if (outcome instanceof Outcome.Missing missing) {
            ObjectNode answer = Json.object().put("state", "Missing");
            answer.set("missing", numbers(missing.missing()));
            return answer;
        }
        if (outcome instanceof Outcome.BaseMismatch mismatch) {
            return mismatch("BaseMismatch", mismatch.bases(), mismatch.reason());
        }
        if (outcome instanceof Outcome.DigestMismatch mismatch) {
            return mismatch("DigestMismatch", mismatch.bases(), mismatch.reason());
        }
        if (outcome instanceof Outcome.LooksWrong wrong) {
            return reasoned("LooksWrong", wrong.reason());
        }
        if (outcome instanceof Outcome.Conflict conflict) {
            return reasoned("Conflict", conflict.reason());
        }
        return outcome instanceof Outcome.Aborted aborted
                ? reasoned("Aborted", aborted.reason())
                : reasoned("Rejected", ((Outcome.Rejected) outcome).reason());
    }

    private static ObjectNode mismatch(
            String state, Map<String, Optional<String>> bases, String reason) {
        ObjectNode answer = Json.object().put("state", state);
        ObjectNode list = answer.putObject("bases");
        new TreeMap<>(bases).forEach((type, base) -> list.put(type, base.orElse(null)));
        return answer.put("reason", reason);
    }

    private static SetEnd end(String connectionId, String setId, Fields body) {
        body.number("mappingVersion", 0, Integer.MAX_VALUE);
        body.instant("readFrom");
        body.instant("readTo");
        body.yes("moving");
        Map<String, String> omitted = new TreeMap<>();
        body.objects("omitted", 100)
                .forEach(
                        each ->
                                omitted.put(
                                        dataType(each.text("dataType", 50)),
                                        each.text("reason", 2000)));
        List<DatasetEnd> datasets =
                body.objects("datasets", 100).stream().map(ConnectorApi::datasetEnd).toList();
        if (datasets.isEmpty()) {
            throw Problem.badRequest("datasets must name at least one.");
        }
        Set<String> seen = new HashSet<>();
        for (DatasetEnd dataset : datasets) {
            if (!seen.add(dataset.dataType()) || !seen.add(dataset.datasetId())) {
                throw Problem.badRequest("datasets must name each dataset and each dataType once.");
            }
        }
        ArrayNode findings = Json.array();
        body.texts("findings", 400, 2000).forEach(text -> findings.add(text));
        return new SetEnd(
                connectionId,
                setId,
                body.texts("requestIds", 1000, 36),
                datasets,
                omitted,
                findings.toString());
    }

    private static DatasetEnd datasetEnd(Fields dataset) {
        String mode = dataset.text("mode", 10);
        if (!Set.of("Delta", "Replace", "Merge").contains(mode)) {
            throw Problem.badRequest("mode must be Delta, Replace or Merge.");
        }
        boolean merge = mode.equals("Merge");
        return new DatasetEnd(
                dataset.id("datasetId"),
                dataType(dataset.text("dataType", 50)),
                dataset.optionalId("base"),
                SetEnd.Mode.valueOf(mode),
                (int) dataset.number("chunks", 0, 1_000_000),
                dataset.text("chunksSha256", Fields.SHA256, "64 hexadecimal digits"),
                new Chunk.Totals(
                        dataset.number("upserts", 0, Long.MAX_VALUE),
                        dataset.number("deletes", 0, Long.MAX_VALUE),
                        dataset.number("keeps", 0, Long.MAX_VALUE),
                        dataset.decimal("debits"),
                        dataset.decimal("credits")),
                merge && !dataset.has("digest")
                        ? Optional.empty()
                        : Optional.of(
                                dataset.text("digest", Fields.SHA256, "64 hexadecimal digits")));
    }
}
