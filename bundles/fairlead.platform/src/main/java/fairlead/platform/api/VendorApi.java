package fairlead.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Fields;
import fairlead.platform.http.Json;
import fairlead.platform.http.Problem;
import fairlead.platform.http.Router;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Diagnostics.Report;
import fairlead.platform.store.Orders.Given;
import fairlead.platform.store.Registrations.Registration;
import fairlead.platform.store.Store;
import fairlead.platform.store.Updates.Agent;
import fairlead.platform.store.Updates.Update;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the vendor does that Codat's public API has no words for. */
public final class VendorApi {
    private static final Set<String> ORDERS =
            Set.of(
                    "cancel",
                    "pause",
                    "resume",
                    "restart",
                    "diagnostics",
                    "checkForUpdates",
                    "uninstall");

    private static final int UPDATES = 20;
    private static final int ORDERS_SHOWN = 20;

    private final Store store;
    private final Access access;
    private final Consumer<String> wake;
    private final Supplier<Answer> metrics;

    /**
     * On this store; agents are woken when there is something for them.
     *
     * @param metrics how this node stands, as Prometheus reads it
     */
    public VendorApi(Store store, Consumer<String> wake, Supplier<Answer> metrics) {
        this.store = store;
        this.access = new Access(store);
        this.wake = wake;
        this.metrics = metrics;
    }

    /** Adds the operations. */
    public void routes(Router router) {
        router.onOpen("GET", "/health", new Health(store.database())::answer)
                .on("GET", "/metrics", this::metrics)
                .on("GET", "/vendor/registrations", this::registrations)
                .on(
                        "POST",
                        "/vendor/registrations/{registrationId}/approve",
                        call -> decide(call, true))
                .on(
                        "POST",
                        "/vendor/registrations/{registrationId}/refuse",
                        call -> decide(call, false))
                .on("GET", "/vendor/agents", this::agents)
                .on("POST", "/vendor/agents/{agentId}/resume", this::resume)
                .on(
                        "POST",
                        "/vendor/companies/{companyId}/connections/{connectionId}/orders",
                        this::order)
                .on("GET", "/vendor/diagnostics/{orderId}", this::diagnostics)
                .on("GET", "/vendor/audit", this::audit)
                .on("GET", "/vendor/companies/{companyId}/trialBalance", this::trialBalance);
    }

    private Answer metrics(Call call) {
        access.client(call);
        return metrics.get();
    }

    private Answer registrations(Call call) {
        ArrayNode results = Json.array();
        store.registrations()
                .registrations(access.client(call))
                .forEach(each -> results.add(registration(each)));
        ObjectNode answer = Json.object();
        answer.set("results", results);
        return Answer.ok(answer);
    }

    private static ObjectNode registration(Registration registration) {
        return Json.object()
                .put("id", registration.id())
                .put("companyId", registration.companyId())
                .put("companyName", registration.companyName())
                .put("connectionId", registration.connectionId())
                .put("agentId", registration.agentId())
                .put("requested", Json.instant(registration.requestedAt()))
                .put("decision", registration.decision());
    }

    private Answer decide(Call call, boolean yes) {
        String client = access.client(call);
        Registration decided =
                store.registrations()
                        .decide(client, call.variable("registrationId"), yes)
                        .orElseThrow(() -> Problem.notFound("There is no such registration."));
        String wanted = yes ? "Approved" : "Refused";
        if (!decided.decision().equals(wanted)) {
            throw Problem.of(409, "It was decided already: " + decided.decision() + ".");
        }
        return Answer.ok(registration(decided));
    }

    private Answer agents(Call call) {
        Paging paging = Paging.of(call);
        String client = access.client(call);
        return paging.answer(
                call,
                store.updates().agents(client, "", paging.skip(), paging.size()),
                agent -> agent(client, agent));
    }

    private ObjectNode agent(String client, Agent agent) {
        ObjectNode json = Json.object().put("id", agent.id());
        agent.version().ifPresent(version -> json.put("version", version));
        agent.java().ifPresent(java -> json.put("java", java));
        agent.os().ifPresent(os -> json.put("os", os));
        agent.lastSeenAt().ifPresent(at -> json.put("lastSeen", Json.instant(at)));
        ArrayNode orders = json.putArray("orders");
        for (Given given : store.orders().given(client, agent.id(), ORDERS_SHOWN)) {
            ObjectNode one =
                    orders.addObject()
                            .put("id", given.id())
                            .put("kind", given.kind())
                            .put("companyName", given.companyName())
                            .put("ordered", Json.instant(given.givenAt()));
            given.doneAt().ifPresent(at -> one.put("done", Json.instant(at)));
        }
        ArrayNode updates = json.putArray("updates");
        for (Update update : store.updates().of(agent.id(), UPDATES)) {
            ObjectNode one =
                    updates.addObject()
                            .put("release", update.release())
                            .put("at", Json.instant(update.at()))
                            .put("phase", update.phase())
                            .put("reason", update.reason());
            update.swapMillis().ifPresent(millis -> one.put("swapMillis", millis));
            update.backMillis().ifPresent(millis -> one.put("backMillis", millis));
            update.trialSeconds().ifPresent(seconds -> one.put("trialSeconds", seconds));
        }
        return json;
    }

    private Answer resume(Call call) {
        if (!store.lives().goOn(access.client(call), call.variable("agentId"))) {
            throw Problem.notFound("There is no such agent.");
        }
        return Answer.empty(204);
    }

    private Answer order(Call call) throws IOException {
        Connection connection = access.connection(call);
        Fields body = Fields.of(call.json());
        String kind = body.text("kind", 20);
        if (!ORDERS.contains(kind)) {
            throw Problem.badRequest("kind must be one of " + String.join(", ", ORDERS) + ".");
        }
        boolean pause = kind.equals("pause");
        body.only(pause ? new String[] {"kind", "until"} : new String[] {"kind"});
        Optional<Long> until = pause ? Optional.of(body.instant("until")) : Optional.empty();
        String agent =
                connection
                        .agentId()
                        .orElseThrow(() -> Problem.of(409, "No agent has registered yet."));
        if (connection.ended()) {
            throw Problem.of(409, "The connection has ended, so nothing can be ordered.");
        }
        String id = store.orders().add(agent, Optional.of(connection.id()), kind, until);
        wake.accept(agent);
        return Answer.ok(Json.object().put("id", id).put("kind", kind));
    }

    private Answer audit(Call call) {
        Paging paging = Paging.of(call);
        return paging.answer(
                call,
                store.audit().list(access.client(call), paging.skip(), paging.size()),
                entry ->
                        Json.object()
                                .put("at", Json.instant(entry.madeAt()))
                                .put("who", entry.who())
                                .put("what", entry.what())
                                .put("call", entry.call())
                                .put("outcome", entry.outcome().name()));
    }

    private Answer diagnostics(Call call) {
        Report report =
                store.diagnostics()
                        .find(access.client(call), call.variable("orderId"))
                        .orElseThrow(() -> Problem.notFound("No such report has come yet."));
        return Answer.ok(
                Json.object()
                        .put("orderId", report.orderId())
                        .put("agentId", report.agentId())
                        .put("received", Json.instant(report.receivedAt()))
                        .put("report", report.text()));
    }

    /**
     * The sum over every line of every journal entry that readers see, in all and by account. Books
     * that were linked again count once.
     */
    private Answer trialBalance(Call call) {
        Connection books = new Sources(store, access).of(call, access.company(call));
        Balances balances = new Balances();
        store.records()
                .each(
                        books.id(),
                        "journalEntries",
                        record -> RecordJson.read(record, balances::add));
        return Answer.ok(balances.json());
    }

    private static final class Balances {
        private final Map<String, BigDecimal> byAccount = new TreeMap<>();
        private long entries;
        private BigDecimal debits = new BigDecimal("0.00");
        private BigDecimal credits = new BigDecimal("0.00");

        void add(JsonNode entry) {
            entries++;
            for (JsonNode line : entry.path("journalLines")) {
                BigDecimal amount = line.path("netAmount").decimalValue();
                byAccount.merge(
                        line.path("accountRef").path("id").asText(""), amount, BigDecimal::add);
                if (amount.signum() > 0) {
                    debits = debits.add(amount);
                } else {
                    credits = credits.subtract(amount);
                }
            }
        }

        ObjectNode json() {
            ObjectNode json =
                    Json.object()
                            .put("entries", entries)
                            .put("debits", debits)
                            .put("credits", credits)
                            .put("total", debits.subtract(credits));
            ArrayNode accounts = json.putArray("accounts");
            byAccount.forEach(
                    (id, balance) -> accounts.addObject().put("id", id).put("balance", balance));
            return json;
        }
    }
}
