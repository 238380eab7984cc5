package fairlead.itests.releases;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.itests.releases.KilledAgent.Death;
import fairlead.itests.releases.KilledAgent.Kill;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 before and after the steps of a swap (each write, rename, fsync and call into a bundle,
 * by the host or by the supervisor), and at random moments, half of them while a sync runs. {@code
 * fairlead.swapkill.seed}, {@code .points} and {@code .moments} choose which kills; {@code
 * .scenarios} names some kinds of update instead of all; {@code .part} k of {@code .parts} n takes
 * every nth point, so that n runs take all; {@code .known} names a file with a line for each point
 * that was tried, which gets those of this run and spares it them; {@code .results} names one that
 * gets a line for each run: so several runs add up. Without a seed it is the day's, which is
 * printed: each day kills at other points.
 */
@Tag("slow")
@DisplayName("killed at any instruction, the next start runs one whole release, old or new")
class SwapKillsIT {
    private static final List<Scenario> SCENARIOS =
            Arrays.stream(Scenario.values()).filter(SwapKillsIT::isWanted).toList();

    private static final int LONGEST = 5000;

    /** Between kills of two scenarios an update has to pass undisturbed. */
    private static final int OF_A_KIND = 5;

    private final long seed =
            Long.getLong("fairlead.swapkill.seed", LocalDate.now(ZoneOffset.UTC).toEpochDay());
    private final int parts = Integer.getInteger("fairlead.swapkill.parts", 1);
    private final int part = Integer.getInteger("fairlead.swapkill.part", 1);
    private final Random random = new Random(seed);

    /** A step of a scenario. */
    private record Point(Scenario scenario, String order) {
        @Override
        public String toString() {
            return scenario + " " + order;
        }
    }

    /**
     * The points that were tried, by this run or by others beside it: killed at once, or missed
     * three times. No two updates take exactly the same steps.
     */
    private static final class Known {
        private static final String MISSED = ", not reached";
        private static final int TRIES = 3;

        private final String file = System.getProperty("fairlead.swapkill.known", "");
        private final Map<String, Integer> tries = new HashMap<>();

        Known() throws IOException {
            if (!file.isEmpty() && Files.exists(Path.of(file))) {
                for (String line : Files.readAllLines(Path.of(file))) {
                    int counts = line.endsWith(MISSED) ? 1 : TRIES;
                    tries.merge(line.replace(MISSED, ""), counts, Integer::sum);
                }
            }
        }

        boolean has(Point point) {
            return tries.getOrDefault(point.toString(), 0) >= TRIES;
        }

        boolean missed(Point point) {
            return tries.containsKey(point.toString()) && !has(point);
        }

        void add(Point point, boolean died) throws IOException {
            if (!file.isEmpty()) {
                Files.writeString(
                        Path.of(file),
                        point + (died ? "" : MISSED) + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        }
    }

    private static boolean isWanted(Scenario scenario) {
        return wanted().isEmpty() || List.of(wanted().split(",")).contains(scenario.name());
    }

    private static String wanted() {
        return System.getProperty("fairlead.swapkill.scenarios", "");
    }

    @Test
    void atEachStep(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        int wanted = Integer.getInteger("fairlead.swapkill.points", 4);
        System.out.println("fairlead.swapkill.seed=" + seed);
        int done = 0;
        int there = 0;
        int syncing = 0;
        int first = 0;
        List<String> missedAtFirst = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        Known known = new Known();
        try (KilledAgent agent = new KilledAgent(directory, seed)) {
            List<Scenario> scenarios = new ArrayList<>(SCENARIOS);
            Collections.shuffle(scenarios, random);
            int each = (wanted + SCENARIOS.size() - 1) / SCENARIOS.size();
            for (Scenario scenario : scenarios.subList(0, Math.min(wanted, scenarios.size()))) {
                List<Point> points = new ArrayList<>();
                agent.steps(scenario).forEach(order -> points.add(new Point(scenario, order)));
                there += points.size();
                System.out.println(scenario + " has " + points.size() + " points");
                points.removeIf(point -> !isInPart(point) || known.has(point));
                Collections.shuffle(points, random);
                int share = Math.min(points.size(), each);
                for (Point point : points.subList(0, share)) {
                    Kill atStep = new KilledAgent.AtStep(point.order());
                    Death death = agent.killed(scenario, done % 2 == 1, "killed " + point, atStep);
                    if (death == Death.NONE) {
                        missed.add(point.toString().replace(' ', '/'));
                    }
                    if (!known.missed(point)) {
                        first++;
                        if (death == Death.NONE) {
                            missedAtFirst.add(point.toString());
                        }
                    }
                    known.add(point, death != Death.NONE);
                    done++;
                    syncing += death == Death.DURING_SYNC ? 1 : 0;
                    System.out.println("killed " + point + death.inWords());
                }
            }
        } finally {
            String which = parts == 1 ? "" : " part " + part + " of " + parts;
            String only = wanted().isEmpty() ? "" : " of " + wanted().replace(',', ' ');
            record("points of " + there + only + which, done, missed, syncing);
        }
        int most = Math.max(first / 4, Math.min(first / 2, 4)); // of a few chance may miss as many
        assertThat(missedAtFirst)
                .as("points that were not reached when tried first")
                .hasSizeLessThanOrEqualTo(most);
    }

    /** By its name, so that a point is in one part only, whatever else a run traced. */
    private boolean isInPart(Point point) {
        return Math.floorMod(point.toString().hashCode(), parts) == part - 1;
    }

    @Test
    void atRandomMoments(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws Exception {
        int wanted = Integer.getInteger("fairlead.swapkill.moments", 3);
        int done = 0;
        int syncing = 0;
        try (KilledAgent agent = new KilledAgent(directory, seed)) {
            Scenario scenario = SCENARIOS.get(0);
            while (done < wanted) {
                if (done % OF_A_KIND == 0) {
                    scenario = SCENARIOS.get(random.nextInt(SCENARIOS.size()));
                }
                int millis = random.nextInt(LONGEST);
                boolean all = random.nextInt(3) == 0;
                String when =
                        "killed "
                                + (all ? "with its supervisor " : "")
                                + millis
                                + " ms after an offer of "
                                + scenario;
                Kill afterMillis =
                        (victim, offer) -> {
                            MILLISECONDS.sleep(millis); // the moment itself
                            if (all) {
                                victim.killAll();
                            } else {
                                victim.killHost();
                            }
                            return true;
                        };
                Death death = agent.killed(scenario, done % 2 == 1, when, afterMillis);
                done++;
                syncing += death == Death.DURING_SYNC ? 1 : 0;
                System.out.println(when + death.inWords());
            }
        } finally {
            record("moments", done, List.of(), syncing);
        }
    }

    private void record(String what, int done, List<String> missed, int syncing)
            throws IOException {
        String results = System.getProperty("fairlead.swapkill.results", "");
        if (!results.isEmpty()) {
            String line =
                    String.join(
                                    ",",
                                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                                    Long.toString(seed),
                                    what,
                                    Integer.toString(done),
                                    Integer.toString(done - missed.size()),
                                    String.join(" ", missed),
                                    Integer.toString(syncing))
                            + "\n";
            Files.writeString(
                    Path.of(results), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
