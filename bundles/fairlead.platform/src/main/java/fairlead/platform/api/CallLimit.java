package fairlead.platform.api;

import fairlead.platform.http.Call;
import fairlead.platform.http.Problem;
import fairlead.platform.store.CallCounts;
import fairlead.platform.store.CallCounts.Grant;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the calls of each vendor's day, over all nodes: a node takes a few calls at a time out of
 * the database. Nobody gets more than the limit; a node that is killed takes its last few with it.
 */
final class CallLimit {
    private final CallCounts counts;
    private final Clock clock;
    private final long perCompany;
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

    CallLimit(CallCounts counts, Clock clock, long perCompany) {
        this.counts = counts;
        this.clock = clock;
        this.perCompany = perCompany;
    }

    /**
     * Counts one call of this vendor, and tells in the answer's headers how many are left.
     *
     * @throws Problem 429 when there is none
     */
    void count(String client, Call call) {
        long today = counts.today();
        Held now =
                held.compute(
                        client,
                        (id, before) -> {
                            Held usable =
                                    before != null
                                                    && before.day() == today
                                                    && before.used() < before.until()
                                            ? before
                                            : new Held(counts.take(client, perCompany));
                            return usable.used() < usable.until()
                                    ? usable.next()
                                    : new Held(usable.day(), usable.limit(), usable.limit() + 1, 0);
                        });
        long reset = CallCounts.end(now.day()) / 1000;
        call.answerHeader("X-Rate-Limit-Limit", Long.toString(now.limit()));
        call.answerHeader(
                "X-Rate-Limit-Remaining", Long.toString(Math.max(0, now.limit() - now.used())));
        call.answerHeader("X-Rate-Limit-Reset", java.time.Instant.ofEpochSecond(reset).toString());
        if (now.used() > now.limit()) {
            throw Problem.tooMany((int) Math.max(1, reset - clock.millis() / 1000));
        }
    }
}
