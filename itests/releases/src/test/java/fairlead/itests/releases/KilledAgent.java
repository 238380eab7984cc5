package fairlead.itests.releases;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.itests.releases.Updating.Status;
import fairlead.itests.rig.Control;
import fairlead.itests.rig.Program;
import fairlead.itests.rig.Rig;
import fairlead.launcher.release.LocalDisk;
import fairlead.launcher.release.Manifest;
import fairlead.launcher.release.ReleaseState;
import fairlead.launcher.release.ReleaseStore;
import fairlead.launcher.release.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An agent that is killed while it updates itself, and what has to hold afterwards: the next start
 * runs one whole release, old or new; without help it comes to where it was to go; and the platform
 * holds exactly the company's records.
 */
final class KilledAgent implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Pattern STARTS = Pattern.compile("the host of slot (\\d+),");
    private static final Pattern RUNS = Pattern.compile("ReleasedStart - release (\\S+) runs");

    /** Each question takes so much longer: a sync lasts about as long as an update. */
    private static final int SLOW_MILLIS = 60;

    private static final Path FACTORY = Program.launcher().resolve("target/dist/factory");

    private final Releases releases;
    private final Rig rig;
    private final KillOrder order;
    private final Updating updating;
    private final Map<String, Path> made = new HashMap<>();

    /** By release; the factory's needs the program's own. */
    private final Map<String, Integer> slots = new HashMap<>();

    private final Map<Scenario, Integer> times = new EnumMap<>(Scenario.class);

    /** Since something was committed. Four and the release would be left for another (rule 12). */
    private final AtomicInteger deaths = new AtomicInteger();

    private Scenario last = Scenario.BESIDE;

    /** How a kill is done. */
    @FunctionalInterface
    interface Kill {
        /** Called when all is well before the release is offered. */
        default void prepare(KilledAgent agent) throws IOException {}

        /**
         * Called when the release is offered or just being offered.
         *
         * @return false: it did not happen in this update
         */
        boolean kill(KilledAgent agent, Thread offer) throws IOException, InterruptedException;
    }

    KilledAgent(Path directory, long seed) throws IOException, InterruptedException {
        releases = new Releases(directory.resolve("releases"));
        order = new KillOrder(directory.resolve("orders"));
        rig =
                new Rig(
                        directory,
                        300,
                        seed,
                        Optional.of(
                                "-Dfairlead.trial.window=0 -Dfairlead.trial.deadline=60 "
                                        + order.option()),
                        order.environment());
        updating = new Updating(rig.control());
        updating.await("the agent is up", Status::rests);
    }

    Rig rig() {
        return rig;
    }

    private Path next(Scenario scenario) throws Exception {
        int nth = times.merge(scenario, 1, Integer::sum);
        String version = scenario.version(nth);
        if (!made.containsKey(version)) {
            int slot = scenario.slot(nth);
            Path release =
                    slot == 0
                            ? releases.make(version, scenario.bundle(), scenario.change())
                            : releases.make(
                                    version,
                                    scenario.bundle(),
                                    scenario.change(),
                                    slot,
                                    scenario.host());
            made.put(version, release);
            slots.put(id(release), slot);
        }
        return made.get(version);
    }

    /** The steps of one such update, each as an order to die there. */
    List<String> steps(Scenario scenario) throws Exception {
        calm(scenario);
        update(scenario, "to begin with");
        order.trace();
        update(scenario, "the traced one");
        return order.traced();
    }

    /** Some writes happen only when a PC changes its slot for the first time. */
    private void forgetSlot(Scenario scenario) throws IOException {
        if (scenario == Scenario.SLOT_BACK) {
            assertThat(slotRecorded()).as("the slot that is forgotten").isZero();
            Files.deleteIfExists(rig.agentData().resolve("slot.state"));
            Files.deleteIfExists(rig.agentData().resolve("slot.state.2"));
        }
    }

    /** An update that nobody kills. */
    private void update(Scenario scenario, String when) throws Exception {
        Path release = next(scenario);
        forgetSlot(scenario);
        String id = updating.offer(release);
        if (scenario.isStaged()) {
            updating.await(when, s -> s.phase().equals("staged"));
            killHost();
        }
        arrive(scenario, release, id, when, true);
    }

    /** What came of an order to die. */
    enum Death {
        NONE(", which was not reached"),
        AT_REST(""),
        /** A set was asked for, and the platform did not have it. */
        DURING_SYNC(" during a sync");

        private final String words;

        Death(String words) {
            this.words = words;
        }

        String inWords() {
            return words;
        }
    }

    /** Kills one update. */
    Death killed(Scenario scenario, boolean duringSync, String when, Kill kill) throws Exception {
        calm(scenario);
        String before = updating.await(when, Status::rests).release();
        Path release = next(scenario);
        forgetSlot(scenario);
        String id = id(release);
        int line = log().size();
        kill.prepare(this);
        if (duringSync) {
            rig.change("post 20");
            rig.company().ask("slow " + SLOW_MILLIS);
            rig.requestSync();
        }
        AtomicBoolean taken = new AtomicBoolean();
        boolean reached = offerAndKill(scenario, release, kill, taken);
        boolean syncing = !rig.isSynced();
        rig.company().ask("slow 0");
        arrive(scenario, release, id, when, taken.get());
        for (Start start : starts(line)) {
            assertThat(start.release()).as("what a start ran %s", when).isIn(before, id);
            assertThat(start.slot())
                    .as("the host that ran %s %s", start.release(), when)
                    .isEqualTo(slotOf(start.release()));
        }
        rig.change("amend");
        rig.syncToNow();
        rig.assertBooksEqual(when);
        return !reached ? Death.NONE : syncing ? Death.DURING_SYNC : Death.AT_REST;
    }

    /**
     * What a day without a death is for others: the next kill is as the first one. And the next
     * release is of its own kind: where only its bundle changes, not the last one's back as well.
     */
    private void calm(Scenario next) throws Exception {
        int most = next.isStaged() ? 0 : 1; // a restart takes up to three
        if (deaths.get() > most || (last != next && last != Scenario.BESIDE)) {
            update(Scenario.BESIDE, "between two kills");
        }
    }

    /**
     * @param taken becomes true when the agent has said that it took the offer
     */
    private boolean offerAndKill(Scenario scenario, Path release, Kill kill, AtomicBoolean taken)
            throws IOException, InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread offer =
                new Thread(
                        () -> {
                            try {
                                updating.offerOnce(release);
                                taken.set(true);
                                if (scenario.isStaged()) {
                                    killOnceStaged(over);
                                }
                            } catch (IOException | Control.RefusedException e) {
                                // it died while it was asked; whoever offers offers again
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "offer");
        offer.start();
        boolean reached = kill.kill(this, offer);
        over.set(true);
        offer.join();
        return reached;
    }

    private void killOnceStaged(AtomicBoolean over) throws InterruptedException {
        while (!over.get()) {
            if (updating.status().filter(s -> s.phase().equals("staged")).isPresent()) {
                killHost();
                return;
            }
            MILLISECONDS.sleep(150); // between two looks
        }
    }

    /**
     * Waits until the update is where it was to go, and looks at what lies on the disk then.
     *
     * @param taken has the agent said that it took the offer? Then nobody offers again.
     */
    private void arrive(Scenario scenario, Path release, String id, String when, boolean taken)
            throws Exception {
        boolean known = taken;
        long end = System.nanoTime() + PATIENCE.toNanos();
        Optional<Status> seen = updating.status();
        while (seen.filter(s -> hasArrived(scenario, s, id)).isEmpty()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(when + ": at last it was " + seen);
            }
            if (seen.isPresent()) {
                known |= helpAlong(seen.get(), release, id, known);
            }
            MILLISECONDS.sleep(150); // between two looks
            seen = updating.status();
        }
        if (scenario.isGood()) {
            deaths.set(0);
            last = scenario;
        }
        assertWhole(scenario.isGood() ? id : seen.orElseThrow().release(), when);
    }

    /**
     * What somebody does who knows of no kill: switches the PC off and on, and offers again what
     * was not taken.
     *
     * @return was it taken now?
     */
    private boolean helpAlong(Status now, Path release, String id, boolean taken) {
        if (now.phase().equals("staged")) {
            killHost();
        } else if (!taken && now.rests() && !now.waiting().contains(id)) {
            try {
                updating.offerOnce(release); // it was killed before it was noted
                return true;
            } catch (IOException | Control.RefusedException e) {
                // asked at a bad moment; the state tells
            }
        }
        return false;
    }

    private static boolean hasArrived(Scenario scenario, Status now, String id) {
        return now.rests()
                && now.waiting().isEmpty()
                && (scenario.isGood()
                        ? now.release().equals(id)
                        : now.blocked().contains(id) && !now.release().equals(id));
    }

    private void assertWhole(String current, String when) throws IOException {
        LocalDisk disk = new LocalDisk();
        StateFile file = new StateFile(disk, rig.agentData().resolve("release.state"));
        List<StateFile.Content> copies = file.readAll();
        assertThat(copies).as("copies of the state %s", when).hasSize(2);
        assertThat(copies.get(0)).as("the copies %s", when).isEqualTo(copies.get(1));
        ReleaseState state = ReleaseState.of(copies.get(0).values());
        ReleaseStore store = new ReleaseStore(disk, rig.agentData(), FACTORY);
        for (String id : state.named()) {
            assertThat(store.verifier().slotIfWhole(id))
                    .as("the bytes of %s %s", id, when)
                    .isPresent();
        }
        assertThat(slotThatRuns()).as("the slot that runs %s", when).isEqualTo(slotOf(current));
        assertThat(slotRecorded()).as("slot.state %s", when).isEqualTo(slotOf(current));
        Set<String> blocked = Set.copyOf(updating.status().map(Status::blocked).orElse(List.of()));
        assertThat(blocked).as("no good release is blocked %s", when).doesNotContain(current);
    }

    private int slotOf(String release) {
        return slots.getOrDefault(release, 0);
    }

    /** The slot that the running host's own files lie in; 0 for the program's. */
    private int slotThatRuns() {
        String line = rig.host().flatMap(host -> host.info().commandLine()).orElse("no host");
        Matcher slot =
                Pattern.compile(Pattern.quote(rig.agentData() + "/slots/") + "(\\d+)/")
                        .matcher(line);
        return slot.find() ? Integer.parseInt(slot.group(1)) : 0;
    }

    /** What the copy of {@code slot.state} with the higher serial says; 0 while there is none. */
    private int slotRecorded() throws IOException {
        int serial = -1;
        int slot = 0;
        for (String name : List.of("slot.state", "slot.state.2")) {
            Path file = rig.agentData().resolve(name);
            if (!Files.exists(file)) {
                continue;
            }
            Map<String, String> values = new HashMap<>();
            for (String line : Files.readAllLines(file)) {
                values.put(line.replaceFirst("=.*", ""), line.replaceFirst("[^=]*=", ""));
            }
            if (Integer.parseInt(values.get("serial")) > serial) {
                serial = Integer.parseInt(values.get("serial"));
                slot = Integer.parseInt(values.get("slot"));
            }
        }
        return slot;
    }

    private static String id(Path release) throws Exception {
        Path file = release.resolve(Manifest.FILE);
        return Manifest.parse(Files.readAllBytes(file), file.toString()).id();
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(rig.agentData().resolve("logs").resolve("fairlead.log"));
    }

    /** A start, and the slot of its host. */
    private record Start(String release, int slot) {}

    private List<Start> starts(int fromLine) throws IOException {
        List<String> lines = log();
        List<Start> starts = new ArrayList<>();
        int slot = -1;
        for (String line : lines.subList(Math.min(fromLine, lines.size()), lines.size())) {
            Matcher begins = STARTS.matcher(line);
            if (begins.find()) {
                slot = Integer.parseInt(begins.group(1));
            }
            Matcher runs = RUNS.matcher(line);
            if (runs.find()) {
                starts.add(new Start(runs.group(1), slot));
            }
        }
        return starts;
    }

    /** kill -9 of the agent's Java; its supervisor starts it again. */
    void killHost() {
        deaths.incrementAndGet();
        rig.host().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** kill -9 of both, as a PC does that is switched off. */
    void killAll() throws InterruptedException {
        deaths.incrementAndGet();
        Optional<ProcessHandle> host = rig.host();
        rig.agent().kill();
        host.ifPresent(ProcessHandle::destroyForcibly);
        rig.restartAgent(Optional.empty());
    }

    /** At a step, if the update comes there. */
    record AtStep(String step) implements Kill {
        @Override
        public void prepare(KilledAgent agent) throws IOException {
            agent.order.give(step, agent.rig.agent().handle());
        }

        @Override
        public boolean kill(KilledAgent agent, Thread offer)
                throws IOException, InterruptedException {
            boolean died = agent.dies(offer);
            if (died && KillOrder.isSupervisors(step)) {
                agent.rig.restartAgent(Optional.empty()); // its host reads the end and stops
            } else if (died) {
                agent.deaths.incrementAndGet();
            }
            return died;
        }
    }

    /** Waits until the order is obeyed, or the update is over without it. */
    private boolean dies(Thread offer) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        int atRest = 0;
        while (!order.obeyed() && System.nanoTime() < end && atRest < 10) {
            MILLISECONDS.sleep(100); // between two looks
            boolean rests =
                    !offer.isAlive()
                            && updating.status()
                                    .filter(s -> s.rests() && s.waiting().isEmpty())
                                    .isPresent();
            atRest = rests ? atRest + 1 : 0;
        }
        order.takeBack();
        return order.obeyed();
    }

    @Override
    public void close() {
        rig.close();
    }
}
