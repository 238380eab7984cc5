package fairlead.platform.api;

import fairlead.platform.http.AtOnce;
import fairlead.platform.http.Call;
import fairlead.platform.http.MinuteLimit;
import fairlead.platform.http.Problem;
import fairlead.platform.store.CallCounts;
import fairlead.platform.store.CallCounts.Grant;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the calls of each vendor: those of its day over all nodes (a node takes a few calls at a
 * time out of the database; nobody gets more than the limit, and a node that is killed takes its
 * last few with it), those of the minute and those that are under way on this node alone.
 */
final class CallLimit {
    private final CallCounts counts;
    private final Clock clock;
    private final Quota quota;
    private final MinuteLimit minute;
    private final AtOnce atOnce = new AtOnce();
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    /** What a node may still let through. */
    private record Held(long day, long limit, long used, long until) {
        Held(Grant grant) {
            this(grant.day(), grant.limit(), grant.before(), grant.before() + grant.granted());
        }

        Held next() {
            return new Held(day, limit, used + 1, until);
        }
    }

    CallLimit(CallCounts counts, Clock clock, Quota quota) {
        this.counts = counts;
        this.clock = clock;
        this.quota = quota;
        this.minute = new MinuteLimit(clock, quota.perMinute());
    }

    /**
     * Counts one call of this vendor, and tells in the answer's headers how many are left today.
     *
     * @throws Problem 429 when there is none, or when it is one too many in this minute or at a
     *     time
     */
    void count(String client, Call call) {
        long today = counts.today();
        Held now = take(client, today);
        long reset = CallCounts.end(now.day()) / 1000;
        call.answerHeader("X-Rate-Limit-Limit", Long.toString(now.limit()));
        call.answerHeader(
                "X-Rate-Limit-Remaining", Long.toString(Math.max(0, now.limit() - now.used())));
        call.answerHeader("X-Rate-Limit-Reset", Instant.ofEpochSecond(reset).toString());
        if (now.used() > now.limit()) {
            throw Problem.tooMany((int) Math.max(1, reset - clock.millis() / 1000));
        }
        minute.count(client);
        long companies = now.limit() / Math.max(1, quota.perDay()) - 1;
        atOnce.enter(client, quota.atOnce() * Math.max(1, companies), call);
    }

    private Held take(String client, long today) {
        return held.compute(
                client,
                (id, before) -> {
                    Held usable =
                            before != null
                                            && before.day() == today
                                            && before.used() < before.until()
                                    ? before
                                    : new Held(counts.take(client, quota.perDay()));
                    return usable.used() < usable.until()
                            ? usable.next()
                            : new Held(usable.day(), usable.limit(), usable.limit() + 1, 0);
                });
    }
}
