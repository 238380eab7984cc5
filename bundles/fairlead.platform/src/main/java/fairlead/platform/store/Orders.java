package fairlead.platform.store;

import fairlead.gate.KillPoint;
import fairlead.platform.store.Connections.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the platform wants of agents: each order is given again until it is acknowledged. */
public final class Orders {
    /** What every node is told when there may be an order, before the agent's id. */
    public static final String CHANGED = "orders of ";

    private final Database database;
    private final Clock clock;

    /** On this database. */
    public Orders(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** One order. */
    public record Order(
            String id,
            String kind,
            Optional<String> connectionId,
            List<Wanted> requests,
            Optional<Long> until) {
        public Order {
            requests = List.copyOf(requests);
        }
    }

    /** What is to be read. */
    public record Wanted(String id, String dataType, long requestedAt) {}

    /**
     * Orders something. A {@code cancel} ends what is in no order yet by itself: the agent would
     * hear of that after it.
     */
    public String add(
            String agentId, Optional<String> connectionId, String kind, Optional<Long> until) {
        String id =
                database.call(tx -> add(tx, agentId, connectionId, kind, until, clock.millis()));
        database.sync();
        return id;
    }

    static String add(
            Tx tx,
            String agentId,
            Optional<String> connectionId,
            String kind,
            Optional<Long> until,
            long now)
            throws SQLException {
        if (kind.equals("cancel") && connectionId.isPresent()) {
            lock(tx, connectionId.get()); // or an order is made of them at this moment
            Operations.cancelUnordered(tx, connectionId.get(), now);
        }
        String id = UUID.randomUUID().toString();
        tx.update(
                "INSERT INTO agent_order (id, agent_id, connection_id, kind, until_at, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                id,
                agentId,
                connectionId.orElse(null),
                kind,
                until.orElse(null),
                now);
        wake(tx, agentId);
        return id;
    }

    /** The connection has ended here: whichever agent serves it has to hear that. */
    static void unlink(Tx tx, Connection connection, long now) throws SQLException {
        if (connection.agentId().isPresent()) {
            add(
                    tx,
                    connection.agentId().get(),
                    Optional.of(connection.id()),
                    "unlink",
                    Optional.empty(),
                    now);
        }
    }

    private static void lock(Tx tx, String connectionId) throws SQLException {
        tx.first("SELECT id FROM connection WHERE id = ? FOR UPDATE", r -> "", connectionId);
    }

    private static void wake(Tx tx, String agentId) throws SQLException {
        tx.tell(CHANGED + agentId);
    }

    /** There is something to be read for whichever agent holds this connection. */
    static void wakeAgentOf(Tx tx, String connectionId) throws SQLException {
        Optional<String> agent =
                tx.first(
                        "SELECT agent_id FROM connection WHERE id = ? AND agent_id IS NOT NULL",
                        r -> r.getString(1),
                        connectionId);
        if (agent.isPresent()) {
            wake(tx, agent.get());
        }
    }

    /**
     * An order, as whoever gave it sees it.
     *
     * @param doneAt when the agent said that it had done it
     */
    public record Given(
            String id, String kind, String companyName, long givenAt, Optional<Long> doneAt) {}

    /** What this client ordered of this agent beside syncs, the latest first. */
    public List<Given> given(String client, String agentId, int most) {
        return database.read(
                tx ->
                        tx.list(
                                "SELECT o.id, o.kind, p.name, o.created_at, o.acknowledged_at"
                                        + " FROM agent_order o"
                                        + " JOIN connection c ON c.id = o.connection_id"
                                        + " JOIN company p ON p.id = c.company_id"
                                        + " WHERE o.agent_id = ? AND p.client_id = ?"
                                        + " AND o.kind <> 'sync' ORDER BY o.no DESC"
                                        + " FETCH FIRST ? ROWS ONLY",
                                r ->
                                        new Given(
                                                r.getString(1),
                                                r.getString(2),
                                                r.getString(3),
                                                r.getLong(4),
                                                Optional.ofNullable(r.getObject(5, Long.class))),
                                agentId,
                                client,
                                most));
    }

    /** Is this ordered of the connection's agent, and not done yet? */
    public boolean isOpen(String connectionId, String kind) {
        return database.read(
                        tx ->
                                tx.number(
                                        "SELECT COUNT(*) FROM agent_order WHERE connection_id = ?"
                                                + " AND kind = ? AND acknowledged_at IS NULL",
                                        connectionId,
                                        kind))
                > 0;
    }

    /** The agent has done these. */
    public void acknowledge(String agentId, List<String> orderIds) {
        if (!orderIds.isEmpty()) {
            long now = clock.millis();
            database.run(
                    tx ->
                            tx.update(
                                    "UPDATE agent_order SET acknowledged_at = ? WHERE agent_id = ?"
                                            + " AND acknowledged_at IS NULL AND id = ANY (?)",
                                    now,
                                    agentId,
                                    orderIds.toArray(String[]::new)));
        }
    }

    /**
     * What is not acknowledged yet, oldest first. Requests that wait and are in no order yet become
     * one order for each connection; what an order says never changes, since the agent remembers
     * the ids that it has done.
     */
    public List<Order> waiting(String agentId) {
        Awaiting awaiting = database.read(tx -> awaiting(tx, agentId));
        if (awaiting.requests()) {
            database.run(tx -> gather(tx, agentId, clock.millis()));
            database.sync();
            KillPoint.reach("order-made");
        }
        return awaiting.requests() || awaiting.orders()
                ? database.read(tx -> list(tx, agentId))
                : List.of();
    }

    /** Is there a request that is in no order yet, or an order that is not acknowledged? */
    private record Awaiting(boolean requests, boolean orders) {}

    /** By one statement: of a thousand agents that poll, hardly any has something waiting. */
    private static Awaiting awaiting(Tx tx, String agentId) throws SQLException {
        return tx.first(
                        "SELECT EXISTS (SELECT 1 FROM pull_operation o JOIN connection c"
                                + " ON c.id = o.connection_id WHERE c.agent_id = ?"
                                + " AND c.status = 'Linked' AND c.deleted_at IS NULL"
                                + " AND o.completed_at IS NULL AND o.origin = 'platform'"
                                + " AND o.order_id IS NULL),"
                                + " EXISTS (SELECT 1 FROM agent_order WHERE agent_id = ?"
                                + " AND acknowledged_at IS NULL)",
                        r -> new Awaiting(r.getBoolean(1), r.getBoolean(2)),
                        agentId,
                        agentId)
                .orElseThrow();
    }

    private static void gather(Tx tx, String agentId, long now) throws SQLException {
        List<String> connections =
                tx.list(
                        "SELECT id FROM connection WHERE agent_id = ? AND status = 'Linked'"
                                + " AND deleted_at IS NULL ORDER BY id FOR UPDATE",
                        r -> r.getString(1),
                        agentId);
        for (String connection : connections) {
            String order = UUID.randomUUID().toString();
            int requests =
                    tx.update(
                            "UPDATE pull_operation SET order_id = ? WHERE connection_id = ? AND"
                                    + " completed_at IS NULL AND origin = 'platform' AND order_id IS"
                                    + " NULL",
                            order,
                            connection);
            if (requests > 0) {
                tx.update(
                        "INSERT INTO agent_order (id, agent_id, connection_id, kind, created_at)"
                                + " VALUES (?, ?, ?, 'sync', ?)",
                        order,
                        agentId,
                        connection,
                        now);
            }
        }
    }

    /**
     * Requests whose order was taken before then, and of which the agent has told nothing since:
     * its state was lost, or set back. They are ordered once more.
     */
    public void orderAgain(long before) {
        database.run(
                tx ->
                        tx.update(
                                "UPDATE pull_operation SET order_id = NULL"
                                        + " WHERE completed_at IS NULL"
                                        + " AND (told_at IS NULL OR told_at < ?) AND order_id IN"
                                        + " (SELECT id FROM agent_order WHERE acknowledged_at < ?)",
                                before,
                                before));
    }

    /**
     * Another agent does from now on what the one before it has not acknowledged: but the requests,
     * which are ordered anew unless they were to be cancelled, and to uninstall, which was meant
     * for the other computer.
     */
    static void handOver(Tx tx, String connectionId, String agentId, long now) throws SQLException {
        Optional<Long> cancelled =
                tx.first(
                        "SELECT created_at FROM agent_order WHERE connection_id = ?"
                                + " AND kind = 'cancel' AND acknowledged_at IS NULL"
                                + " ORDER BY no DESC",
                        r -> r.getLong(1),
                        connectionId);
        if (cancelled.isPresent()) {
            Operations.cancelUpTo(tx, connectionId, cancelled.get(), now);
        }
        tx.update(
                "UPDATE agent_order SET acknowledged_at = ? WHERE connection_id = ?"
                        + " AND kind = 'sync' AND acknowledged_at IS NULL",
                now,
                connectionId);
        tx.update(
                "UPDATE agent_order SET agent_id = ? WHERE connection_id = ?"
                        + " AND kind <> 'uninstall' AND acknowledged_at IS NULL",
                agentId,
                connectionId);
    }

    /** What was ordered of this connection's agent and not done yet is wanted no more. */
    static void takeBack(Tx tx, String connectionId) throws SQLException {
        tx.update(
                "DELETE FROM agent_order WHERE connection_id = ? AND acknowledged_at IS NULL",
                connectionId);
    }

    /**
     * Removes some of what was done before then, unless something of it is still to come.
     *
     * @return how many; 0 when none is left
     */
    static int forget(Tx tx, long before) throws SQLException {
        return tx.update(
                "DELETE FROM agent_order WHERE no IN (SELECT a.no FROM agent_order a"
                        + " WHERE a.acknowledged_at < ? AND NOT EXISTS (SELECT 1"
                        + " FROM pull_operation o WHERE o.order_id = a.id"
                        + " AND o.completed_at IS NULL) FETCH FIRST 1000 ROWS ONLY)",
                before);
    }

    private static List<Order> list(Tx tx, String agentId) throws SQLException {
        List<Order> bare =
                tx.list(
                        "SELECT id, kind, connection_id, until_at FROM agent_order"
                                + " WHERE agent_id = ? AND acknowledged_at IS NULL ORDER BY no",
                        r ->
                                new Order(
                                        r.getString(1),
                                        r.getString(2),
                                        Optional.ofNullable(r.getString(3)),
                                        List.of(),
                                        Optional.ofNullable(r.getObject(4, Long.class))),
                        agentId);
        List<Order> orders = new ArrayList<>();
        for (Order order : bare) {
            if (order.kind().equals("sync")) {
                List<Wanted> wanted =
                        tx.list(
                                "SELECT id, data_type, requested_at FROM pull_operation"
                                        + " WHERE order_id = ? ORDER BY no",
                                r -> new Wanted(r.getString(1), r.getString(2), r.getLong(3)),
                                order.id());
                if (!wanted.isEmpty()) {
                    orders.add(
                            new Order(
                                    order.id(),
                                    order.kind(),
                                    order.connectionId(),
                                    wanted,
                                    order.until()));
                }
            } else {
                orders.add(order);
            }
        }
        return orders;
    }
}
