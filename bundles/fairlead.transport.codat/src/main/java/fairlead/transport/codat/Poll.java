package fairlead.transport.codat;

import fairlead.accounting.api.DataType;
import fairlead.schedule.api.JobContext;
import fairlead.sync.api.Connections;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Order;
import fairlead.sync.api.OrderHandler;
import fairlead.sync.api.SyncRequest;
import fairlead.transport.codat.Reply.NotNow;
import fairlead.transport.codat.Reply.Raw;
import fairlead.transport.codat.Reply.Said;
import fairlead.update.api.UpdateOutcome;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.framework.ServiceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The long poll: one call after the other as long as something is registered. An order is
 * acknowledged with the next poll once the handler says that it is done. When the last company was
 * uninstalled and the platform knows it, the agent's key goes. Used by the poll job's thread.
 */
final class Poll {
    private static final Logger LOG = LoggerFactory.getLogger(Poll.class);
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration WHEN_REFUSED = Duration.ofMinutes(5);
    private static final Duration WHEN_STOPPED = Duration.ofMinutes(1);
    private static final Map<String, Order.Kind> KINDS =
            Map.of(
                    "sync", Order.Kind.SYNC,
                    "cancel", Order.Kind.CANCEL,
                    "pause", Order.Kind.PAUSE,
                    "resume", Order.Kind.RESUME,
                    "restart", Order.Kind.RESTART,
                    "diagnostics", Order.Kind.DIAGNOSTICS,
                    "checkForUpdates", Order.Kind.CHECK_FOR_UPDATES,
                    "unlink", Order.Kind.UNLINK,
                    "uninstall", Order.Kind.UNINSTALL);

    /** An order as it came; empty when this release does not know its kind. */
    private record Came(String id, Optional<Order> order) {}

    /** What a poll brought: orders, or a refusal with its status. */
    private record Brought(int status, List<Came> orders) {}

    private final Supplier<Session> session;
    private final Keys keys;
    private final Supplier<Connections> connections;
    private final Supplier<OrderHandler> handler;
    private final Told told;
    private final String version;
    private final Backoff backoff;
    private final Backoff unhandled;
    private final Set<String> acknowledged = new LinkedHashSet<>(); // the job's thread only
    private final Set<String> uninstalled = new LinkedHashSet<>(); // of those; likewise
    private boolean asked; // was the platform asked in this life? likewise
    private boolean unfinished; // is an order under way that the platform repeats? likewise
    private volatile boolean registered;

    /**
     * @param connections gives null while there is no such service
     * @param handler gives null while there is no such service
     * @param unhandled for orders that nobody takes
     */
    Poll(
            Supplier<Session> session,
            Keys keys,
            Supplier<Connections> connections,
            Supplier<OrderHandler> handler,
            Told told,
            String version,
            Backoff backoff,
            Backoff unhandled) {
        this.session = session;
        this.keys = keys;
        this.connections = connections;
        this.handler = handler;
        this.told = told;
        this.version = version;
        this.backoff = backoff;
        this.unhandled = unhandled;
    }

    /** Something was registered, even when it is not among the connections yet. */
    void registered() {
        registered = true;
    }

    /**
     * @return when to poll again; empty when there is nothing to poll for
     */
    Optional<Duration> run(JobContext context) throws InterruptedException {
        Session now = session.get();
        List<String> companies = companies().orElse(List.of());
        boolean alone = companies.isEmpty() && !registered;
        if (now.line().settings().platform().isEmpty() || (alone && !owesAnAnswer())) {
            return Optional.empty();
        }
        if (!companies.isEmpty()) {
            registered = false; // the list of companies is the truth from now on
        }
        List<String> done = List.copyOf(acknowledged);
        List<UpdateOutcome> updates = told.next();
        Duration held = alone ? Duration.ZERO : now.line().settings().poll();
        Reply<Brought> reply;
        try {
            reply =
                    now.call(
                            keys.require(),
                            request(done, updates, companies, held),
                            Stop.of(context),
                            backoff,
                            Poll::read);
        } catch (LineException e) {
            LOG.warn("Not polling: {}", e.getMessage());
            return Optional.of(WHEN_STOPPED);
        }
        if (reply instanceof NotNow<Brought> later) {
            return Optional.of(later.after());
        }
        Brought brought = ((Said<Brought>) reply).value();
        if (brought.status() != 200) {
            asked |= brought.status() == 403; // it will not say anything else
            return Optional.of(brought.status() == 423 ? WHEN_STOPPED : WHEN_REFUSED);
        }
        acknowledged.removeAll(done);
        told.done(updates);
        asked = true;
        if (uninstalled.removeAll(done) && brought.orders().isEmpty()) {
            forgetKey();
        }
        boolean all = true;
        for (Came came : brought.orders()) {
            context.checkpoint();
            all &= handled(came);
        }
        unfinished = !all;
        if (all || !acknowledged.isEmpty()) {
            if (all) {
                unhandled.reset();
            }
            return Optional.of(AT_ONCE);
        }
        return Optional.of(unhandled.next()); // the platform would repeat them at once
    }

    /** An order may have been done just before the last life of this process ended. */
    private boolean owesAnAnswer() {
        try {
            return unfinished || !acknowledged.isEmpty() || (!asked && keys.find().isPresent());
        } catch (LineException e) {
            LOG.warn("Not polling: {}", e.getMessage());
            return false;
        }
    }

    private void forgetKey() {
        if (registered || !companies().equals(Optional.of(List.of()))) {
            return;
        }
        try {
            keys.forget();
        } catch (LineException e) {
            LOG.warn("The key of this PC stays: {}", e.getMessage());
        }
    }

    private Call request(
            List<String> done, List<UpdateOutcome> updates, List<String> companies, Duration held) {
        return Call.post(
                        "/poll",
                        json -> {
                            json.writeObjectFieldStart("agent");
                            json.writeStringField("version", version);
                            json.writeStringField("java", System.getProperty("java.version"));
                            json.writeStringField(
                                    "os",
                                    System.getProperty("os.name")
                                            + " "
                                            + System.getProperty("os.version"));
                            json.writeEndObject();
                            json.writeArrayFieldStart("acknowledged");
                            for (String id : done) {
                                json.writeString(id);
                            }
                            json.writeEndArray();
                            json.writeArrayFieldStart("companies");
                            for (String id : companies) {
                                json.writeString(id);
                            }
                            json.writeEndArray();
                            json.writeNumberField("waitSeconds", held.toSeconds());
                            Told.write(json, updates);
                        })
                .held(held);
    }

    /** Empty while nobody knows. */
    private Optional<List<String>> companies() {
        Connections now = connections.get();
        if (now == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ids(now));
        } catch (ServiceException e) { // swapped meanwhile
            return Optional.ofNullable(connections.get()).map(Poll::ids);
        }
    }

    private static List<String> ids(Connections connections) {
        return connections.all().stream()
                .filter(company -> company.state() != LinkedCompany.State.ENDED)
                .map(LinkedCompany::connectionId)
                .toList();
    }

    private boolean handled(Came came) {
        if (came.order().isEmpty()) {
            LOG.warn("Order {} is of a kind that this release does not know", came.id());
            return false;
        }
        try {
            if (!hand(came.order().get())) {
                LOG.debug("Order {} waits, since it is not done yet", came.id());
                return false;
            }
            acknowledged.add(came.id());
            if (came.order().get().kind() == Order.Kind.UNINSTALL) {
                uninstalled.add(came.id());
            }
            return true;
        } catch (RuntimeException e) {
            LOG.error("Order {} was not taken", came.id(), e);
            return false;
        }
    }

    /** Is it done? */
    private boolean hand(Order order) {
        OrderHandler now = handler.get();
        if (now == null) {
            return false;
        }
        try {
            now.handle(order);
            return now.isDone(order.id());
        } catch (ServiceException e) {
            OrderHandler next = handler.get();
            if (e.getType() != ServiceException.UNREGISTERED || next == null) {
                throw e;
            }
            next.handle(order); // swapped meanwhile
            return next.isDone(order.id());
        }
    }

    private static Optional<Brought> read(Raw raw) {
        if (raw.status() != 200) {
            return raw.error().map(e -> new Brought(raw.status(), List.of()));
        }
        if (!(raw.body().get("orders") instanceof List<?> list)) {
            return Optional.empty();
        }
        List<Came> orders = new ArrayList<>();
        try {
            for (Object element : list) {
                orders.add(order(element));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
        return Optional.of(new Brought(200, orders));
    }

    private static Came order(Object element) {
        String id = text(element, "id").orElseThrow(() -> missing("id"));
        Order.Kind kind = KINDS.get(text(element, "kind").orElseThrow(() -> missing("kind")));
        if (kind == null) {
            return new Came(id, Optional.empty());
        }
        Optional<String> connection = text(element, "connectionId");
        List<SyncRequest> requests = new ArrayList<>();
        if (kind == Order.Kind.SYNC) {
            String company = connection.orElseThrow(() -> missing("connectionId"));
            if (!(member(element, "requests") instanceof List<?> list)) {
                throw missing("requests");
            }
            for (Object one : list) {
                String type = text(one, "dataType").orElseThrow(() -> missing("dataType"));
                Optional<DataType> known = DataType.ofKey(type);
                if (known.isEmpty()) {
                    LOG.warn("Order {} asks for {}, which is not known here", id, Raw.plain(type));
                    continue;
                }
                requests.add(
                        new SyncRequest(
                                text(one, "id").orElseThrow(() -> missing("requests.id")),
                                company,
                                known.get(),
                                SyncRequest.Origin.PLATFORM,
                                text(one, "requestedAt")
                                        .map(Instant::parse)
                                        .orElseThrow(() -> missing("requestedAt"))));
            }
        }
        return new Came(
                id,
                Optional.of(
                        new Order(
                                id,
                                kind,
                                connection,
                                requests,
                                text(element, "until").map(Instant::parse))));
    }

    private static Object member(Object object, String field) {
        return object instanceof Map<?, ?> map ? map.get(field) : null;
    }

    private static Optional<String> text(Object object, String field) {
        return member(object, field) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static IllegalArgumentException missing(String field) {
        return new IllegalArgumentException(field + " is missing");
    }
}
