package fairlead.platform.link;

import fairlead.platform.store.Connections;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Connections.Status;
import fairlead.platform.store.ReadingModes;
import java.util.List;
import java.util.Optional;

/** How far a company has come with being linked. */
sealed interface LinkState {
    /** Nothing was begun, or the company ended it itself: it may choose what to link. */
    record Choosing() implements LinkState {}

    /** The link can be used: it waits for a connector. */
    record Waiting(Connection connection) implements LinkState {}

    /** A connector has used the link; its books are not chosen yet. */
    record Registered(Connection connection) implements LinkState {}

    /** Done. */
    record Linked(Connection connection) implements LinkState {}

    /** Done, and over: the books were read once, as agreed. */
    record ReadOnce(Connection connection) implements LinkState {}

    /** Nobody used the link in time. */
    record Expired(Connection connection) implements LinkState {}

    /** The vendor has ended it. */
    record Ended() implements LinkState {}

    /** Of a company with these connections: the one that a connector would get decides. */
    static LinkState of(List<Connection> connections, long now) {
        Optional<Connection> newest = Connections.latest(connections);
        if (newest.isPresent() && ReadingModes.done(newest.get())) {
            return new ReadOnce(newest.get());
        }
        if (newest.isEmpty() || newest.get().status() == Status.Deauthorized) {
            return new Choosing();
        }
        Connection connection = newest.get();
        if (connection.status() == Status.Unlinked) {
            return new Ended();
        }
        if (connection.status() == Status.Linked) {
            return new Linked(connection);
        }
        if (connection.agentId().isPresent()) {
            return new Registered(connection);
        }
        return connection.linkExpiresAt() < now ? new Expired(connection) : new Waiting(connection);
    }
}
