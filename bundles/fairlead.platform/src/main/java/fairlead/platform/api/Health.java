package fairlead.platform.api;

import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Json;
import fairlead.platform.http.Problem;
import fairlead.platform.store.Database;
import fairlead.platform.store.DatabaseException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Does the database answer? It is asked once a second, however many want to know. Any thread. */
final class Health {
    private static final long KEPT = Duration.ofSeconds(1).toNanos();

    private final Database database;
    private final AtomicLong asked = new AtomicLong(System.nanoTime() - KEPT);
    private volatile boolean good = true;

    Health(Database database) {
        this.database = database;
    }

    Answer answer(Call call) {
        long now = System.nanoTime();
        long before = asked.get();
        if (now - before >= KEPT && asked.compareAndSet(before, now)) {
            ask();
        }
        if (!good) {
            throw Problem.later(1, "The platform's database failed. Try again later.");
        }
        return Answer.ok(Json.object().put("status", "ok"));
    }

    private void ask() {
        try {
            database.read(tx -> tx.number("SELECT COUNT(*) FROM integration"));
            good = true;
        } catch (DatabaseException e) {
            good = false;
            throw e;
        }
    }
}
