package fairlead.platform.store;

import fairlead.platform.store.Connections.Status;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** The agents: their keys, tokens and heartbeats. */
public final class Agents {
    /** How long an access token is good for. */
    public static final Duration TOKEN_VALID = Duration.ofHours(1);

    private final Database database;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** On this database. */
    public Agents(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** One agent. */
    public record Agent(
            String id,
            String publicKey,
            boolean revoked,
            Optional<String> stopped,
            Optional<String> life) {}

    /** The agent with this id. */
    public Optional<Agent> find(String agentId) {
        return database.read(
                tx ->
                        tx.first(
                                "SELECT id, public_key, revoked_at, stopped_reason, life FROM agent"
                                        + " WHERE id = ?",
                                Agents::agent,
                                agentId));
    }

    private static Agent agent(ResultSet r) throws SQLException {
        return new Agent(
                r.getString(1),
                r.getString(2),
                r.getObject(3) != null,
                Optional.ofNullable(r.getString(4)),
                Optional.ofNullable(r.getString(5)));
    }

    /** Takes an assertion's id, once. */
    public boolean takeOnce(String agentId, String jti, long expiresAt) {
        try {
            database.run(
                    tx ->
                            tx.update(
                                    "INSERT INTO used_jti (agent_id, jti, expires_at)"
                                            + " VALUES (?, ?, ?)",
                                    agentId,
                                    jti,
                                    expiresAt));
            return true;
        } catch (DatabaseException e) {
            if (e.duplicate()) {
                return false;
            }
            throw e;
        }
    }

    /** A new access token of this agent. */
    public String newToken(String agentId) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        database.run(
                tx ->
                        tx.update(
                                "INSERT INTO access_token (sha256, agent_id, expires_at)"
                                        + " VALUES (?, ?, ?)",
                                Hash.hex(token),
                                agentId,
                                clock.millis() + TOKEN_VALID.toMillis()));
        return token;
    }

    /**
     * The agent has to fetch a new token. What it sent under a former linking of a connection, and
     * what comes late, says nothing about the new one.
     */
    static void withdrawTokens(Tx tx, String agentId) throws SQLException {
        tx.update("DELETE FROM access_token WHERE agent_id = ?", agentId);
    }

    /** Whose token this is; empty when it is nobody's, or not any more. */
    public Optional<Agent> ofToken(String token) {
        return database.read(
                tx ->
                        tx.first(
                                "SELECT a.id, a.public_key, a.revoked_at, a.stopped_reason, a.life"
                                        + " FROM access_token t JOIN agent a ON a.id = t.agent_id"
                                        + " WHERE t.sha256 = ? AND t.expires_at > ?",
                                Agents::agent,
                                Hash.hex(token),
                                clock.millis()));
    }

    /** Removes tokens and assertion ids that count no more. */
    public void forget() {
        long now = clock.millis();
        database.run(
                tx -> {
                    tx.update("DELETE FROM access_token WHERE expires_at < ?", now);
                    tx.update("DELETE FROM used_jti WHERE expires_at < ?", now);
                });
    }

    /** Connection Status that an agent may still work on. */
    public static boolean works(Status status) {
        return status == Status.PendingAuth || status == Status.Linked;
    }
}
