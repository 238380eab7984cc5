package fairlead.platform.connector;

import fairlead.platform.http.Call;
import fairlead.platform.http.Problem;
import fairlead.platform.store.Hash;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many calls a minute one agent, or one address that has no token yet, may make. Each node
 * counts for itself: it protects itself, and nothing depends on the numbers.
 */
final class Limits {
    private static final long MINUTE = 60_000;
    private static final int MOST_KEYS = 100_000;

    private final Clock clock;
    private final int perMinute;
    private final AtomicLong minute = new AtomicLong();
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();

    Limits(Clock clock, int perMinute) {
        this.clock = clock;
        this.perMinute = perMinute;
    }

    /**
     * Counts a call.
     *
     * @throws Problem 429 when it is one too many
     */
    void count(Call call) {
        long now = clock.millis();
        long before = minute.get();
        if (now / MINUTE != before && minute.compareAndSet(before, now / MINUTE)) {
            calls.clear();
        }
        Optional<String> token = call.header("Authorization");
        String key = token.isPresent() ? Hash.hex(token.get()) : call.request().getRemoteAddr();
        if (calls.size() >= MOST_KEYS || calls.merge(key, 1, Integer::sum) > perMinute) {
            throw Problem.tooMany((int) (60 - now % MINUTE / 1000));
        }
    }
}
