package fairlead.itests.kill;

import fairlead.itests.rig.Rig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of agent, platform or both at random moments of a sync, while somebody works in the
 * books. {@code fairlead.kill.seed} (0 for today's) and {@code fairlead.kill.count} choose which
 * kills, {@code fairlead.kill.seconds} how long new ones are begun; {@code fairlead.kill.results}
 * names a file that gets a line for each run, so that several runs add up.
 */
@Tag("slow")
class RandomKillsIT {
    private static final int KILLS_A_COMPANY = 25;
    private static final List<String> WORK =
            List.of("post 3", "post 40", "amend", "correct", "delete");

    private final long seed = seed();
    private final int count = Integer.getInteger("fairlead.kill.count", 4);
    private final long end =
            System.nanoTime()
                    + TimeUnit.SECONDS.toNanos(Long.getLong("fairlead.kill.seconds", 100_000));

    private static long seed() {
        long wanted = Long.getLong("fairlead.kill.seed", 1);
        return wanted == 0 ? LocalDate.now(ZoneOffset.UTC).toEpochDay() : wanted;
    }

    @Test
    void loseNothing(@TempDir Path directory) throws IOException, InterruptedException {
        int done = 0;
        try {
            while (done < count && isTime()) {
                int kills = Math.min(KILLS_A_COMPANY, count - done);
                done += killOne(directory.resolve("company-" + done), seed + done, kills);
            }
        } finally {
            record(done);
        }
    }

    private boolean isTime() {
        return System.nanoTime() - end < 0;
    }

    /** Says how many kills there was time for. */
    private int killOne(Path directory, long companySeed, int kills)
            throws IOException, InterruptedException {
        Random random = new Random(companySeed);
        try (Rig rig = new Rig(directory, 200 + random.nextInt(1500), companySeed)) {
            for (int kill = 0; kill < kills; kill++) {
                if (!isTime()) {
                    return kill;
                }
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
        return kills;
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
