package fairlead.itests.kill;

import fairlead.itests.rig.Rig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** One company, platform and agent, in which a class kills one of them again and again. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class KilledBooks {
    static final Duration UNTIL_DEATH = Duration.ofMinutes(2);

    private final long seed;
    Rig rig;

    KilledBooks(long seed) {
        this.seed = seed;
    }

    @BeforeAll
    void startAll(@TempDir Path directory) throws IOException, InterruptedException {
        rig = new Rig(directory, 400, seed);
        rig.assertBooksEqual("after the first sync");
    }

    @AfterAll
    void stopAll() {
        if (rig != null) {
            rig.close();
        }
    }
}
