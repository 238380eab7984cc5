package fairlead.transport.codat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
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

    /** So that a line on which some calls fail and others do not wakes nobody all the time. */
    private static final Duration PEACE = Duration.ofSeconds(10);

    private final Clock clock;
    private final LongSupplier nanos;
    private final Runnable back;
    private volatile Seen seen = new Seen(false, Optional.empty(), "");
    private boolean silent; // guarded by this: the last call got no answer
    private long quietUntil; // guarded by this

    /**
     * @param nanos a clock that nobody sets
     * @param back called when the platform answers again: nobody need wait any more
     */
    LineStatus(Clock clock, LongSupplier nanos, Runnable back) {
        this.clock = clock;
        this.nanos = nanos;
        this.back = back;
        this.quietUntil = nanos.getAsLong();
    }

    Seen seen() {
        return seen;
    }

    void answered() {
        set(true, Optional.of(clock.instant()), "");
        if (isBack()) {
            back.run();
        }
    }

    private synchronized boolean isBack() {
        boolean returned = silent && nanos.getAsLong() - quietUntil >= 0;
        silent = false;
        if (returned) {
            quietUntil = nanos.getAsLong() + PEACE.toNanos();
        }
        return returned;
    }

    /** It answered, but a person has to act. */
    void refused(String sentence) {
        set(false, Optional.of(clock.instant()), sentence);
    }

    /** It answered that it cannot now. */
    void failed(String sentence) {
        set(false, seen.lastContact(), sentence);
    }

    /** Nobody answered, or somebody else did. */
    synchronized void silent(String sentence) {
        silent = true;
        failed(sentence);
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
