package fairlead.platform.connector;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Fields;
import fairlead.platform.http.Json;
import fairlead.platform.store.Agents.Agent;
import fairlead.platform.store.Heartbeats.About;
import fairlead.platform.store.Orders.Order;
import fairlead.platform.store.Store;
import fairlead.platform.store.Updates.Update;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The heartbeat of an agent, and its wait for orders. */
final class PollApi {
    private final Store store;
    private final Callers callers;
    private final LongPolls polls;

    PollApi(Store store, Callers callers, LongPolls polls) {
        this.store = store;
        this.callers = callers;
        this.polls = polls;
    }

    Answer poll(Call call) throws IOException {
        Agent agent = callers.agent(call);
        Fields body = Fields.of(call.json());
        Fields about = body.object("agent");
        List<String> acknowledged = body.texts("acknowledged", 1000, 36);
        body.texts("companies", 1000, 36);
        long wait = body.number("waitSeconds", 0, 55);
        store.heartbeats()
                .heard(
                        agent.id(),
                        new About(
                                about.text("version", 100),
                                about.text("java", 100),
                                about.text("os", 100)));
        if (body.has("updates")) {
            store.updates()
                    .add(
                            agent.id(),
                            body.objects("updates", 50).stream().map(PollApi::update).toList());
        }
        store.orders().acknowledge(agent.id(), acknowledged);
        if (wait == 0) {
            return orders(store.orders().waiting(agent.id()));
        }
        AsyncContext context = call.request().startAsync();
        polls.hold(
                agent.id(),
                context,
                Duration.ofSeconds(wait),
                () -> Optional.of(store.orders().waiting(agent.id())).filter(o -> !o.isEmpty()));
        return Answer.LATER;
    }

    private static Update update(Fields told) {
        return new Update(
                told.text("release", 200),
                told.instant("at"),
                told.text("phase", 20),
                told.text("reason", 2000),
                optionalNumber(told, "swapMillis"),
                optionalNumber(told, "backMillis"),
                optionalNumber(told, "trialSeconds"));
    }

    private static Optional<Long> optionalNumber(Fields told, String field) {
        return told.has(field)
                ? Optional.of(told.number(field, 0, Long.MAX_VALUE))
                : Optional.empty();
    }

    /** The protocol's answer. */
    static Answer orders(List<Order> orders) {
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
}
