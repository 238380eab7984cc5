package fairlead.platform.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.store.Webhooks.Consumer;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What happened, for the webhooks of whoever wants to know. An event is written in the transaction
 * in which it happens: it is told when that is committed, and never otherwise. The types are those
 * of Codat's event catalogue.
 */
public final class Events {
    private static final String ANY_WRITE = "{dataType}";

    private final Database database;
    private final Clock clock;

    /** On this database. */
    public Events(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Whose event it is: the client, and the company where it is one company's. */
    record Whose(String clientId, Optional<String> companyId, Map<String, String> tags) {
        Whose {
            tags = Map.copyOf(tags);
        }
    }

    /** Makes the payload; asked only when somebody wants the event. */
    @FunctionalInterface
    interface Payload {
        ObjectNode of(Tx tx) throws SQLException;
    }

    /** {@code company.created} or {@code company.deleted}; while the company is there. */
    static void company(Tx tx, String companyId, String type, long now) throws SQLException {
        CompanyFacts company = CompanyFacts.of(tx, companyId);
        raise(tx, company.whose(), type, t -> company.details(), now);
    }

    /** {@code connection.*}; while the connection is there. */
    static void connection(Tx tx, String connectionId, String type, long now) throws SQLException {
        CompanyFacts company = CompanyFacts.ofConnection(tx, connectionId);
        raise(tx, company.whose(), type, t -> company.connection(t, connectionId), now);
    }

    /**
     * {@code read.completed}, and {@code read.completed.initial} before it when it was the first
     * read of this connection.
     *
     * @param before when this connection was last read; empty when it never was
     */
    static void read(
            Tx tx, String connectionId, List<ReadType> types, Optional<Long> before, long now)
            throws SQLException {
        CompanyFacts company = CompanyFacts.ofConnection(tx, connectionId);
        Payload payload = t -> company.read(connectionId, types, before);
        if (before.isEmpty()) {
            raise(tx, company.whose(), "read.completed.initial", payload, now);
        }
        raise(tx, company.whose(), "read.completed", payload, now);
    }

    /** {@code read.completed} of a read that ended without a set: each type's status says how. */
    static void notRead(Tx tx, String connectionId, List<ReadType> types, long now)
            throws SQLException {
        CompanyFacts company = CompanyFacts.ofConnection(tx, connectionId);
        raise(
                tx,
                company.whose(),
                "read.completed",
                t -> company.read(connectionId, types, Connections.lastSync(t, connectionId)),
                now);
    }

    /** What a read brought of one data type; the issue is one plain sentence. */
    record ReadType(String dataType, boolean modified, String status, Optional<String> issue) {}

    /**
     * A product was added to a company or removed from it: {@code company.product.added} or {@code
     * company.product.removed}.
     */
    static void product(Tx tx, String companyId, boolean added, String productId, long now)
            throws SQLException {
        CompanyFacts company = CompanyFacts.of(tx, companyId);
        raise(
                tx,
                company.whose(),
                added ? "company.product.added" : "company.product.removed",
                t -> company.product(productId),
                now);
    }

    /** What came of a push operation; {@code status} is the operation's. */
    record Written(
            String operationId,
            String type,
            String dataType,
            String connectionId,
            long requestedAt,
            long completedAt,
            String status,
            Optional<String> recordId) {
        boolean successful() {
            return status.equals("Success");
        }
    }

    /** {@code {dataType}.write.successful} or {@code .unsuccessful}. */
    static void written(Tx tx, Written written, long now) throws SQLException {
        CompanyFacts company = CompanyFacts.ofConnection(tx, written.connectionId());
        raise(
                tx,
                company.whose(),
                written.dataType()
                        + (written.successful() ? ".write.successful" : ".write.unsuccessful"),
                t -> company.written(written),
                now);
    }

    /**
     * {@code client.rateLimit.reached} or {@code client.rateLimit.reset}.
     *
     * @param resetAt when the quota begins anew, in milliseconds since 1970
     */
    static void rateLimit(
            Tx tx,
            String clientId,
            boolean reached,
            long quota,
            long remaining,
            long resetAt,
            long now)
            throws SQLException {
        raise(
                tx,
                new Whose(clientId, Optional.empty(), Map.of()),
                reached ? "client.rateLimit.reached" : "client.rateLimit.reset",
                t -> CompanyFacts.rateLimit(quota, remaining, resetAt),
                now);
    }

    /** An example of an event, to this consumer alone, whatever it wants otherwise. */
    public void example(Consumer consumer, String type) {
        long now = clock.millis();
        database.run(
                tx -> {
                    ObjectNode payload = CompanyFacts.example(type);
                    String id =
                            write(tx, consumer.clientId(), Optional.empty(), type, payload, now);
                    queue(tx, id, consumer, now);
                });
    }

    private static void raise(Tx tx, Whose whose, String type, Payload payload, long now)
            throws SQLException {
        List<Consumer> wanting =
                Webhooks.of(tx, whose.clientId()).stream()
                        .filter(consumer -> wants(consumer, type))
                        .filter(consumer -> whose.companyId().isEmpty() || tagged(consumer, whose))
                        .toList();
        if (wanting.isEmpty()) {
            return;
        }
        String id = write(tx, whose.clientId(), whose.companyId(), type, payload.of(tx), now);
        for (Consumer consumer : wanting) {
            queue(tx, id, consumer, now);
        }
    }

    private static boolean wants(Consumer consumer, String type) {
        int write = type.indexOf(".write.");
        return consumer.eventTypes().contains(type)
                || (write > 0 && consumer.eventTypes().contains(ANY_WRITE + type.substring(write)));
    }

    /** One tag of the consumer's is enough, and no tag at all means every company. */
    private static boolean tagged(Consumer consumer, Whose whose) {
        return consumer.companyTags().isEmpty()
                || whose.tags().entrySet().stream()
                        .map(tag -> tag.getKey() + ":" + tag.getValue())
                        .anyMatch(consumer.companyTags()::contains);
    }

    private static String write(
            Tx tx,
            String clientId,
            Optional<String> companyId,
            String type,
            ObjectNode payload,
            long now)
            throws SQLException {
        String id = UUID.randomUUID().toString();
        tx.update(
                "INSERT INTO webhook_event (id, client_id, company_id, event_type, generated_at,"
                        + " body) VALUES (?, ?, ?, ?, ?, ?)",
                id,
                clientId,
                companyId.orElse(null),
                type,
                now,
                CompanyFacts.envelope(id, type, payload, now));
        return id;
    }

    private static void queue(Tx tx, String eventId, Consumer consumer, long now)
            throws SQLException {
        tx.update(
                "INSERT INTO webhook_delivery (event_id, consumer_id, state, attempts, due_at)"
                        + " VALUES (?, ?, ?, 0, ?)",
                eventId,
                consumer.id(),
                consumer.disabled() ? "Held" : "Waiting",
                now);
    }
}
