package fairlead.platform.api;

import fairlead.platform.http.Call;
import fairlead.platform.http.Problem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many calls of one vendor are answered at a time. Each node counts for itself. */
final class AtOnce {
    private final Map<String, Long> open = new ConcurrentHashMap<>();

    /**
     * Counts this call until it is answered.
     *
     * @throws Problem 429 when there are so many already
     */
    void enter(String client, long most, Call call) {
        if (open.merge(client, 1L, Long::sum) > most) {
            leave(client);
            throw Problem.tooMany(1);
        }
        call.atTheEnd(() -> leave(client));
    }

    private void leave(String client) {
        open.computeIfPresent(client, (id, count) -> count > 1 ? count - 1 : null);
    }
}
