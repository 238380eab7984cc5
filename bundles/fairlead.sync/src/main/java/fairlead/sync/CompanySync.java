package fairlead.sync;

import fairlead.accounting.api.Checkpoint;
import fairlead.sync.api.OpenSet;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One company's way from requests to a committed set, as far as one run of the job takes it. What
 * is remembered here lasts as long as the process; everything else is in the outbox.
 */
final class CompanySync {
    final String connectionId;
    final Progress progress;
    final Clock clock;
    final Consumer<String> killPoint;
    private final RandomGenerator random;

    private String asked = ""; // the set that was asked for, or begun, in this life (rule 18)
    private String condemned = ""; // the set that is to be given up
    private int setbacks; // sets that came to nothing since the last good one

    CompanySync(
            String connectionId,
            Progress progress,
            Clock clock,
            RandomGenerator random,
            Consumer<String> killPoint) {
        this.connectionId = connectionId;
        this.progress = progress;
        this.clock = clock;
        this.random = random;
        this.killPoint = killPoint;
    }

    /**
     * Goes on until there is nothing to do, or nothing can be done now.
     *
     * @return when to try again; empty: when somebody asks
     */
    Optional<Duration> run(Services services, Settings settings, Checkpoint checkpoint)
            throws InterruptedException {
        return new CompanyRun(this, services, settings, checkpoint).go();
    }

    /** Something between nothing and this, so that many agents do not come at once. */
    Duration jitter(Duration most) {
        return Duration.ofMillis(1 + random.nextLong(Math.max(1, most.toMillis())));
    }

    /** A set came to nothing: so long is to be waited, longer each time. */
    Duration setback(Settings settings) {
        setbacks++;
        if (setbacks < 3) {
            return Duration.ofMillis(1);
        }
        Duration most = Duration.ofSeconds(1L << Math.min(20, setbacks));
        return jitter(most.compareTo(settings.retry()) < 0 ? most : settings.retry());
    }

    /** Its set was committed. */
    void wentWell() {
        setbacks = 0;
    }

    /** This set was begun, or asked for and found open. */
    void knows(OpenSet set) {
        asked = set.setId();
    }

    boolean isKnown(OpenSet set) {
        return asked.equals(set.setId());
    }

    /** This set is to be given up, once the platform was asked whether it was committed. */
    void condemn(OpenSet set) {
        condemned = set.setId();
    }

    boolean isCondemned(OpenSet set) {
        return condemned.equals(set.setId());
    }
}
