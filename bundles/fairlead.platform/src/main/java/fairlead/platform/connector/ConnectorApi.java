package fairlead.platform.connector;

import fairlead.platform.http.MinuteLimit;
import fairlead.platform.http.Router;
import fairlead.platform.store.Orders;
import fairlead.platform.store.Store;
import java.time.Clock;

/** The platform's side of the connector protocol (docs/connector-protocol.yaml). */
public final class ConnectorApi implements AutoCloseable {
    static final String ROOT = "/connector/v1";

    private static final String CONNECTION = ROOT + "/connections/{connectionId}";
    private static final String SET = CONNECTION + "/sets/{setId}";

    private final LongPolls polls = new LongPolls();
    private final RegistrationApi registrations;
    private final PollApi poll;
    private final ConnectionApi connections;
    private final SetApi sets;

    /** On this store; an agent may make so many calls a minute. */
    public ConnectorApi(Store store, Clock clock, int callsPerMinute) {
        Callers callers = new Callers(store, new MinuteLimit(clock, callsPerMinute));
        registrations = new RegistrationApi(store, clock);
        poll = new PollApi(store, callers, polls);
        connections = new ConnectionApi(store, callers, polls);
        sets = new SetApi(store, callers, clock);
    }

    /** Adds the protocol's operations. */
    public void routes(Router router) {
        router.onOpen("POST", ROOT + "/registrations", registrations::register);
        router.onOpen("POST", ROOT + "/token", registrations::token);
        router.on("POST", ROOT + "/poll", poll::poll);
        router.on("POST", CONNECTION + "/link", connections::link);
        router.on("POST", CONNECTION + "/unlink", connections::unlink);
        router.on("POST", CONNECTION + "/requests", connections::report);
        router.on("POST", CONNECTION + "/diagnostics", connections::diagnostics);
        router.on("PUT", SET + "/datasets/{datasetId}/chunks/{number}", sets::putChunk);
        router.on("POST", SET + "/end", sets::endSet);
        router.on("GET", SET, sets::getSet);
    }

    /** There may be an order for this agent. */
    public void wake(String agentId) {
        polls.wake(agentId);
    }

    /** How many agents wait for orders. */
    public int waiting() {
        return polls.waiting();
    }

    /** Some node has changed this. */
    public void changed(String what) {
        if (what.startsWith(Orders.CHANGED)) {
            polls.wake(what.substring(Orders.CHANGED.length()));
        }
    }

    /** What other nodes have changed was perhaps not heard. */
    public void missedSome() {
        polls.wakeAll();
    }

    @Override
    public void close() {
        polls.close();
    }
}
