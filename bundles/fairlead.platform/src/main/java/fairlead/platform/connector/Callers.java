package fairlead.platform.connector;

import fairlead.platform.http.Call;
import fairlead.platform.http.Fields;
import fairlead.platform.http.MinuteLimit;
import fairlead.platform.http.Problem;
import fairlead.platform.store.Agents.Agent;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Store;
import java.util.Optional;

/** Who calls: an agent with a good token, and the connection that it may work on. */
final class Callers {
    private final Store store;
    private final MinuteLimit limit;

    /** Each agent may make as many calls a minute as this limit has. */
    Callers(Store store, MinuteLimit limit) {
        this.store = store;
        this.limit = limit;
    }

    /** The agent that calls, if it may speak. */
    Agent agent(Call call) {
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
        limit.count(agent.id());
        if (agent.revoked()) {
            throw Problem.of(403, "Another computer has taken over; this key counts no more.");
        }
        String life = call.header("Fairlead-Life").orElse("");
        if (!Fields.ID.matcher(life).matches()) {
            throw Problem.badRequest("Fairlead-Life must be a UUID in lower case.");
        }
        if (agent.stopped().isEmpty() && agent.life().equals(Optional.of(life))) {
            return agent;
        }
        Optional<String> stopped =
                agent.stopped().isPresent()
                        ? agent.stopped()
                        : store.lives().hear(agent.id(), life);
        if (stopped.isPresent()) {
            throw Problem.of(423, stopped.get());
        }
        return agent;
    }

    /** The connection of this path, if it is the calling agent's. */
    Connection connection(Call call) {
        Agent agent = agent(call);
        Connection connection =
                store.connections()
                        .find(call.variable("connectionId"))
                        .orElseThrow(() -> Problem.notFound("There is no such connection."));
        if (!connection.agentId().equals(Optional.of(agent.id()))) {
            throw others();
        }
        return connection;
    }

    /** As {@link #connection}, and it has not ended. */
    Connection live(Call call) {
        Connection connection = connection(call);
        if (connection.ended()) {
            throw ended(connection);
        }
        return connection;
    }

    static Problem others() {
        return Problem.of(403, "This connection is another computer's.");
    }

    static Problem ended(Connection connection) {
        return Problem.of(
                410,
                connection.statusReason().isEmpty()
                        ? "The connection has ended."
                        : connection.statusReason());
    }
}
