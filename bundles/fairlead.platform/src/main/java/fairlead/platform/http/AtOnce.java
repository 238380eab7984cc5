package fairlead.platform.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many calls of one caller are answered at a time. Each node counts for itself. */
public final class AtOnce {
    private final Map<String, Long> open = new ConcurrentHashMap<>();

    /**
     * Counts this call until it is answered.
     *
     * @throws Problem 429 when there are so many already
     */
    public void enter(String caller, long most, Call call) {
        if (open.merge(caller, 1L, Long::sum) > most) {
            leave(caller);
            throw Problem.tooMany(1);
        }
        call.atTheEnd(() -> leave(caller));
    }

    private void leave(String caller) {
        open.computeIfPresent(caller, (id, count) -> count > 1 ? count - 1 : null);
    }
}
