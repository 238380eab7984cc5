package fairlead.sync.api;

import java.time.Instant;
import java.util.Optional;

/**
 * How the line to the platform is.
 *
 * @param platform the platform's address
 * @param agentId the agent's id there; empty before the first registration
 * @param online did the last call get an answer?
 * @param lastContact when the platform last answered; empty when it never did since the start
 * @param message one plain sentence when it is not online, naming DNS, proxy or TLS where those are
 *     to blame; otherwise empty
 */
public record TransportStatus(
        String platform,
        Optional<String> agentId,
        boolean online,
        Optional<Instant> lastContact,
        String message) {}
