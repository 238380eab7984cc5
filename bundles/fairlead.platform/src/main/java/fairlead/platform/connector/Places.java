package fairlead.platform.connector;

import fairlead.platform.http.Problem;
import java.util.HashMap;
import java.util.Map;

/**
 * Room that senders of chunks have at a time. Whatever one vendor, or one connection, does, some of
 * it is left to others. Each node has its own.
 */
final class Places {
    private final int all;
    private final int ofVendor;
    private final int ofConnection;
    private final Map<String, Integer> taken = new HashMap<>();
    private int sum;

    /** So much room; what one vendor, and one connection, may have of it at most. */
    Places(int all, int ofVendor, int ofConnection) {
        this.all = all;
        this.ofVendor = ofVendor;
        this.ofConnection = ofConnection;
    }

    /** Whose chunk it is. */
    record Sender(String vendor, String connection) {}

    /**
     * Takes room, to be given back.
     *
     * @throws Problem 503 when there is not enough of it
     */
    synchronized void enter(Sender sender, int wanted) {
        if (sum + wanted > all
                || taken(sender.vendor()) + wanted > ofVendor
                || taken(sender.connection()) + wanted > ofConnection) {
            throw Problem.later(1, "Too many chunks come at once. Try again in a moment.");
        }
        add(sender, wanted);
    }

    synchronized void leave(Sender sender, int had) {
        add(sender, -had);
    }

    private int taken(String id) {
        return taken.getOrDefault(id, 0);
    }

    private void add(Sender sender, int more) {
        sum += more;
        for (String id : new String[] {sender.vendor(), sender.connection()}) {
            taken.merge(id, more, (a, b) -> a + b == 0 ? null : a + b);
        }
    }
}
