package fairlead.platform.http;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many calls a minute one caller may make. Each node counts for itself: it protects itself, and
 * nothing depends on the numbers. Any thread.
 */
public final class MinuteLimit {
    private static final long MINUTE = 60_000;
    private static final int MOST_CALLERS = 100_000;

    /** Whoever comes after so many: they share one number, and take nothing from those before. */
    private static final String OTHERS = "";

    private final Clock clock;
    private final int perMinute;
    private final AtomicLong minute = new AtomicLong();
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();

    /** Lets so many calls a minute through. */
    public MinuteLimit(Clock clock, int perMinute) {
        this.clock = clock;
        this.perMinute = perMinute;
    }

    /**
     * Counts a call of this caller.
     *
     * @throws Problem 429 when it is one too many
     */
    public void count(String caller) {
        long now = clock.millis();
        long before = minute.get();
        if (now / MINUTE != before && minute.compareAndSet(before, now / MINUTE)) {
            calls.clear();
        }
        boolean room = calls.size() < MOST_CALLERS || calls.containsKey(caller);
        if (calls.merge(room ? caller : OTHERS, 1, Integer::sum) > perMinute) {
            throw Problem.tooMany((int) (60 - now % MINUTE / 1000));
        }
    }
}
