package fairlead.itests.kill;

import fairlead.itests.rig.Rig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of agent, platform or both at random moments of a sync, while somebody works in the
 * books. {@code fairlead.kill.seed} and {@code fairlead.kill.count} choose which kills; {@code
 * fairlead.kill.results} names a file that gets a line for each run, so that several runs add up.
 */
class RandomKillsIT {
    private static final int KILLS_A_COMPANY = 25;
    private static final List<String> WORK =
            List.of("post 3", "post 40", "amend", "correct", "delete");

    private final long seed = Long.getLong("fairlead.kill.seed", 1);
    private final int count = Integer.getInteger("fairlead.kill.count", 4);

    @Test
    void loseNothing(@TempDir Path directory) throws IOException, InterruptedException {
        int done = 0;
        try {
            while (done < count) {
                int kills = Math.min(KILLS_A_COMPANY, count - done);
                killOne(directory.resolve("company-" + done), seed + done, kills);
                done += kills;
            }
        } finally {
            record(done);
        }
    }

    private void killOne(Path directory, long companySeed, int kills)
            throws IOException, InterruptedException {
        Random random = new Random(companySeed);
        try (Rig rig = new Rig(directory, 200 + random.nextInt(1500), companySeed)) {
            for (int kill = 0; kill < kills; kill++) {
                String when = "seed " + companySeed + ", kill " + kill;
                for (int change = random.nextInt(4); change > 0; change--) {
                    rig.change(WORK.get(random.nextInt(WORK.size())));
                }
                rig.requestSync();
                killAtSomeMoment(rig, random);
                if (random.nextBoolean()) {
                    rig.change(WORK.get(random.nextInt(WORK.size())));
                }
                rig.syncToNow();
                rig.assertBooksEqual(when);
            }
        }
    }

    private static void killAtSomeMoment(Rig rig, Random random) throws InterruptedException {
        boolean agent = random.nextInt(3) != 0;
        boolean platform = !agent || random.nextInt(4) == 0;
        TimeUnit.MILLISECONDS.sleep(
                random.nextInt(2500)); // the moment itself, not a wait for anything
        if (agent) {
            rig.agent().kill();
        }
        if (platform) {
            rig.platform().kill();
            rig.restartPlatform(Optional.empty());
        }
        if (agent) {
            rig.restartAgent(Optional.empty());
        }
    }

    private void record(int done) throws IOException {
        String results = System.getProperty("fairlead.kill.results", "");
        if (!results.isEmpty()) {
            String line =
                    String.join(
                                    ",",
                                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                                    Long.toString(seed),
                                    Integer.toString(count),
                                    Integer.toString(done))
                            + "\n";
            Files.writeString(
                    Path.of(results), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
