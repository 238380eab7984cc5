package fairlead.platform.store;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What agents tell of themselves, and when each was last heard. A change is written at once; that
 * an agent is still there is written for all of them together, since a thousand that wait would
 * otherwise keep the database busy with nothing. A node that dies forgets some seconds of that.
 */
public final class Heartbeats {
    private final Database database;
    private final Clock clock;
    private final Map<String, About> written = new ConcurrentHashMap<>();
    private final Map<String, Beat> waiting = new ConcurrentHashMap<>();

    /** What runs on an agent's PC. */
    public record About(String version, String java, String os) {}

    private record Beat(long at, About about) {
        Object[] row(String agentId) {
            return new Object[] {at, about.version(), about.java(), about.os(), agentId, at};
        }
    }

    /** On this database. */
    public Heartbeats(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** An agent has spoken. */
    public void heard(String agentId, About about) {
        Beat beat = new Beat(clock.millis(), about);
        if (about.equals(written.get(agentId))) {
            waiting.put(agentId, beat);
        } else {
            write(List.<Object[]>of(beat.row(agentId)));
            written.put(agentId, about);
        }
    }

    /** Writes what waits; what cannot be written waits on. */
    public void write() {
        Map<String, Beat> beats = Map.copyOf(waiting);
        write(beats.entrySet().stream().map(beat -> beat.getValue().row(beat.getKey())).toList());
        beats.forEach(waiting::remove);
    }

    private void write(List<Object[]> rows) {
        // where an agent has spoken to another node since, that node knows better
        database.run(
                tx ->
                        tx.batch(
                                "UPDATE agent SET last_seen_at = ?, version = ?, java = ?, os = ?"
                                        + " WHERE id = ?"
                                        + " AND (last_seen_at IS NULL OR last_seen_at <= ?)",
                                rows));
    }
}
