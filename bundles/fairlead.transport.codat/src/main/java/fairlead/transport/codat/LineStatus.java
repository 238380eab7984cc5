package fairlead.transport.codat;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was last seen of the platform. Any thread. */
final class LineStatus {
    private static final Logger LOG = LoggerFactory.getLogger(LineStatus.class);

    /**
     * @param lastContact when the platform last answered
     * @param message why it is not well; empty when it is
     */
    record Seen(boolean online, Optional<Instant> lastContact, String message) {}

    private final Clock clock;
    private volatile Seen seen = new Seen(false, Optional.empty(), "");

    LineStatus(Clock clock) {
        this.clock = clock;
    }

    Seen seen() {
        return seen;
    }

    void answered() {
        set(true, Optional.of(clock.instant()), "");
    }

    /** It answered, but a person has to act. */
    void refused(String sentence) {
        set(false, Optional.of(clock.instant()), sentence);
    }

    void failed(String sentence) {
        set(false, seen.lastContact(), sentence);
    }

    private synchronized void set(boolean online, Optional<Instant> contact, String message) {
        Seen before = seen;
        seen = new Seen(online, contact, message);
        if (online && !before.online()) {
            LOG.info("The platform answers");
        } else if (!online && !message.equals(before.message())) {
            LOG.warn("{}", message);
        }
    }
}
