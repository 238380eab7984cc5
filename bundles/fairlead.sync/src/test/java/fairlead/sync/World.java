package fairlead.sync;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.DataType;
import fairlead.outbox.TestOutbox;
import fairlead.sync.api.Digest;
import fairlead.sync.api.Held;
import fairlead.sync.api.Known;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.OpenSet;
import fairlead.sync.api.SetEnd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The model of the rules, around the real engine and the real outbox: a ledger that changes while
 * it is read, kills and power cuts, a network that loses, repeats and delays, restored backups on
 * every side, a cloned disk, a driver that shows an empty table. One seed gives one run.
 */
final class World {
    /** A rule was broken. */
    static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1;

        Violation(String what) {
            super(what);
        }
    }

    static final List<String> OPERATIONS =
            List.of("post", "amend", "cross", "memo", "delete", "correct");
    static final List<String> EVENTS =
            List.of(
                    "late",
                    "abackup",
                    "arestore",
                    "pbackup",
                    "prestore",
                    "lbackup",
                    "lrestore",
                    "clone",
                    "day",
                    "cancel",
                    "pause",
                    "power",
                    "week",
                    "swap",
                    "idless",
                    "short",
                    "cust",
                    "bad");
    private static final Set<String> WITH_SHORT =
            Set.of(
                    "late",
                    "abackup",
                    "arestore",
                    "pbackup",
                    "prestore",
                    "lbackup",
                    "lrestore",
                    "day",
                    "cancel",
                    "pause",
                    "power",
                    "week",
                    "short");
    private static final long DAY = 1_000_000;

    final Set<String> reached = new TreeSet<>();
    final List<String> trace = new ArrayList<>();
    private final Random random;
    private final double rate;
    private final Path home;
    private final Set<String> features = new HashSet<>();
    private final FakeLedger ledger = new FakeLedger();
    private final FakePlatform platform = new FakePlatform();
    private final List<Agent> agents = new ArrayList<>();
    private final List<FakePlatform.Call> late = new ArrayList<>();
    private final Map<String, Object> backups = new HashMap<>();
    private final Settings settings;
    private List<String> operations = OPERATIONS;
    private final Set<String> spoken = new HashSet<>(); // lives
    private String speaking = "";
    private boolean stopsTwoLives;
    private boolean twoLives;
    private boolean calm = true;
    private boolean mayKill;
    private int days;
    private int directories;
    private String shortTable = "none";

    World(Path home, long seed) {
        this.home = home;
        this.random = new Random(seed);
        this.rate = List.of(.5, 1., 1., 2.).get(random.nextInt(4));
        int kept = 1 + random.nextInt(EVENTS.size());
        List<String> shuffled = new ArrayList<>(EVENTS);
        java.util.Collections.shuffle(shuffled, random);
        features.addAll(shuffled.subList(0, kept));
        if (features.contains("short")) { // one honest look tells nothing where little is left
            features.retainAll(WITH_SHORT);
            operations = List.of("post", "amend", "cross", "memo");
        }
        if (random.nextInt(4) > 0) {
            features.add("net");
        }
        if (random.nextInt(4) > 0) {
            features.add("kill");
        }
        if (random.nextInt(4) == 0) {
            features.add("fail");
        }
        this.settings =
                new Settings(
                        List.of(1, 100, 1 << 20).get(random.nextInt(3)),
                        64L << 20,
                        3,
                        Duration.ofSeconds(1),
                        Duration.ofDays(100_000),
                        1,
                        25,
                        Duration.ofMillis(1),
                        Duration.ofDays(1),
                        Duration.ofDays(7),
                        Duration.ofSeconds(1));
        ledger.customer();
        ledger.post();
        ledger.post();
        ledger.remember();
        ledger.meanwhile = this::meanwhile;
        ledger.opening = this::opening;
        platform.endSent = () -> agents.get(running).killPoint.accept("end-sent");
        ledger.failing =
                () -> {
                    if (features.contains("fail") && chance(.02)) {
                        trace("driver fails");
                        throw new AccountingException(
                                AccountingException.Kind.UNAVAILABLE, "The driver failed.");
                    }
                };
        platform.network = this::carry;
        platform.committing = this::check;
        agents.add(agent(home.resolve("a0")));
        agents.get(0).link();
    }

    private Agent agent(Path data) {
        Agent agent = new Agent(data, ledger, platform, new LedgerClock());
        agent.settings = settings;
        agent.killPoint =
                point -> {
                    reached.add(point);
                    if (mayKill && features.contains("kill") && chance(.03)) {
                        boolean power = random.nextBoolean();
                        trace((power ? "power cut at " : "kill at ") + point);
                        throw agent.die(point, power);
                    }
                };
        return agent;
    }

    /** Seconds count the ledger's states, so that a set's readFrom says which one it began with. */
    private final class LedgerClock extends Clock {
        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(days * DAY + ledger.history.size() - 1);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private boolean chance(double p) {
        return !calm && random.nextDouble() < p * rate;
    }

    private void trace(String what) {
        trace.add(what);
    }

    // --- what happens in between

    private void meanwhile() {
        if (chance(.08)) {
            operation(operations.get(random.nextInt(operations.size())));
        }
        if (chance(.03)) {
            late();
        }
    }

    private void operation(String kind) {
        trace(kind);
        switch (kind) {
            case "post" -> ledger.post();
            case "cust" -> ledger.customer();
            default -> ledger.change(kind, random::nextInt);
        }
        ledger.remember();
    }

    private void opening() {
        Agent reading = agents.get(running);
        if (reading.outbox.openSet(Agent.CONNECTION).isEmpty()) { // the set begins now
            if (shortTable.equals("now")) {
                shortTable = "over";
            } else if (shortTable.equals("next")) {
                shortTable = "now";
                trace("the driver shows an empty table");
            }
            ledger.emptyTable = shortTable.equals("now");
        }
    }

    /** As the platform sees lives (rule 27): A, B, A is two PCs, A, B, C is one that restarts. */
    private boolean stoppedForTwoLives() {
        String life = agents.get(running).life;
        if (!life.equals(speaking) && !spoken.add(life)) {
            if (agents.size() == 1) {
                throw new Violation("I6 one PC was taken for two");
            }
            reached.add("two lives");
            twoLives |= stopsTwoLives;
        }
        speaking = life;
        return twoLives;
    }

    /** From now on a cloned disk happens, and is stopped when both speak. */
    void stopTwoLives() {
        stopsTwoLives = true;
        features.add("clone");
        features.remove("short");
    }

    /** A person keeps the last PC and switches the other one off. */
    private void choose() {
        for (Agent agent : agents) {
            agent.request();
            for (int k = 0; k < 3; k++) { // a loss that looks unusual is read twice
                agent.run();
            }
            if (agent.company().state() != LinkedCompany.State.STOPPED) {
                throw new Violation("I6 a PC goes on beside its clone");
            }
        }
        Agent last = agents.get(agents.size() - 1);
        last.outbox.put(last.company().with(LinkedCompany.State.LINKED, ""));
        twoLives = false;
        spoken.clear();
    }

    private fairlead.sync.api.SetAnswer carry(FakePlatform.Call call) {
        if (stoppedForTwoLives()) {
            return new fairlead.sync.api.SetAnswer.Gone("Two PCs use one key.", true);
        }
        int fate = features.contains("net") && chance(.1) ? 1 + random.nextInt(4) : 0;
        if (fate > 0) {
            trace(List.of("request lost", "answer lost", "arrives twice", "delayed").get(fate - 1));
        }
        if (fate >= 3) {
            late.add(call);
        }
        if (fate == 1 || fate == 4) {
            return FakePlatform.lost();
        }
        fairlead.sync.api.SetAnswer answer = call.get();
        return fate == 2 ? FakePlatform.lost() : answer;
    }

    private void late() {
        if (!late.isEmpty()) {
            trace("late message");
            late.remove(0).get();
        }
    }

    private void event(String event) {
        trace("* " + event);
        Agent agent = agents.get(agents.size() - 1);
        switch (event) {
            case "late" -> late();
            case "abackup" -> {
                delete(home.resolve("backup"));
                copy(files(agent), home.resolve("backup"));
                backups.put("a", home);
            }
            case "arestore" -> {
                if (backups.containsKey("a")) {
                    TestOutbox.close(agent.outbox);
                    delete(files(agent));
                    copy(home.resolve("backup"), files(agent));
                    agent.disk.forget();
                    agent.start();
                }
            }
            case "pbackup" -> backups.put("p", platform.disk.copy());
            case "prestore" -> {
                if (backups.get("p") instanceof FakePlatform.Disk old) {
                    platform.disk = old.copy();
                }
            }
            case "lbackup" -> backups.put("l", ledger.history.get(ledger.history.size() - 1));
            case "lrestore" -> {
                if (backups.get("l") instanceof FakeLedger.State old) {
                    ledger.restore(old);
                    ledger.remember();
                }
            }
            case "clone" -> {
                if (agents.size() == 1) {
                    Path other = home.resolve("a" + ++directories);
                    TestOutbox.close(agent.outbox);
                    copy(agent.data, other);
                    agent.start();
                    agents.add(agent(other));
                }
            }
            case "day" -> days++;
            case "cancel" -> agent.outbox.cancel(Agent.CONNECTION);
            case "power" -> {
                agent.die("rest", true);
                agent.start();
            }
            case "week" -> {
                for (var set : platform.disk.sets.values()) {
                    if (set.state.equals("Open")) {
                        set.state = "Aborted";
                        set.chunks.clear();
                    }
                }
            }
            case "swap" -> {
                ledger.mappingVersion++;
                agents.forEach(World::restart);
            }
            case "idless" -> {
                ledger.idless = !ledger.idless;
                ledger.clock++;
                ledger.remember();
            }
            case "short" -> {
                if (shortTable.equals("none")) {
                    shortTable = "next";
                }
            }
            case "pause" -> {
                int[] left = {random.nextInt(30)};
                run(
                        agents.size() - 1,
                        () -> {
                            if (left[0]-- <= 0) {
                                throw new InterruptedException();
                            }
                        });
                restart(agent);
            }
            default -> operation(event);
        }
    }

    private static void restart(Agent agent) {
        TestOutbox.close(agent.outbox);
        agent.start();
    }

    private static Path files(Agent agent) {
        return agent.data.resolve("companies").resolve(Agent.CONNECTION);
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.exists(from) ? Files.walk(from) : Stream.of()) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path directory) {
        try (Stream<Path> all = Files.exists(directory) ? Files.walk(directory) : Stream.of()) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // --- the run

    private int running;

    private void run(int which, fairlead.accounting.api.Checkpoint checkpoint) {
        Agent agent = agents.get(which);
        running = which;
        mayKill = true;
        try {
            agent.run(checkpoint);
        } catch (Agent.Killed e) {
            agent.start();
        } finally {
            mayKill = false;
        }
        Object message = agent.companies.progress(Agent.CONNECTION).now().message();
        if (String.valueOf(message).startsWith("The sync failed")) {
            throw new Violation(message.toString());
        }
    }

    void go(int steps) {
        agents.get(0).sync();
        calm = false;
        List<String> events = EVENTS.stream().filter(features::contains).toList();
        for (int k = 0; k < steps; k++) {
            if (random.nextDouble() < .3) {
                event(
                        random.nextBoolean()
                                ? operations.get(random.nextInt(operations.size()))
                                : events.get(random.nextInt(events.size())));
            } else {
                int which = random.nextInt(agents.size());
                Agent agent = agents.get(which);
                if (agent.outbox.requests(Agent.CONNECTION).isEmpty()) {
                    agent.request();
                }
                trace("run " + which);
                run(which, () -> {});
            }
        }
        trace("== faults stop");
        calm = true;
        running = agents.size() - 1;
        if (twoLives) {
            choose();
        }
        stopsTwoLives = false;
        Agent last = agents.get(running);
        if (shortTable.equals("next")) {
            shortTable = "over";
        }
        for (int k = 0; k < 4; k++) {
            last.sync();
        }
        compare(last);
    }

    private void compare(Agent agent) {
        int now = ledger.history.size() - 1;
        if (!matches(now, FakeLedger.TYPES, ledger.idless)) {
            throw new Violation("I2 platform differs from the ledger at the end");
        }
        if (ledger.idless) {
            return;
        }
        Map<DataType, OpenSet.Dataset> datasets = new EnumMap<>(DataType.class);
        for (DataType type : FakeLedger.TYPES) {
            Held held = agent.outbox.held(Agent.CONNECTION, type);
            if (held.replace()) {
                throw new Violation("I5 full uploads without end");
            }
            if (!held.base().equals(Optional.ofNullable(platform.disk.bases.get(type)))) {
                throw new Violation("I4 bases differ at the end");
            }
            if (!held.digest().equals(FakePlatform.digest(platform.disk.visible.get(type)))) {
                throw new Violation("I4 digests differ at the end");
            }
            datasets.put(type, OpenSet.Dataset.onto(Ids.random(), held));
        }
        agent.outbox.begin(
                Agent.CONNECTION,
                new OpenSet(
                        "look",
                        1,
                        Instant.EPOCH,
                        Optional.empty(),
                        datasets,
                        Map.of(),
                        Set.of(),
                        Optional.empty(),
                        true));
        for (DataType type : FakeLedger.TYPES) {
            Digest digest = Digest.EMPTY;
            int records = 0;
            for (Known known : agent.outbox.entries(Agent.CONNECTION, type, "")) {
                digest = digest.plus(known.id(), known.entry().hash());
                records += known.entry().isKept() ? 0 : 1;
            }
            Held held = agent.outbox.held(Agent.CONNECTION, type);
            if (!digest.equals(held.digest()) || records != held.records()) {
                throw new Violation("I4 the index is not what its digest says");
            }
        }
    }

    void close() {
        agents.forEach(agent -> TestOutbox.abandon(agent.outbox));
    }

    // --- what must hold at each commit

    private void check(SetEnd end, Map<DataType, Map<String, FakePlatform.Seen>> before) {
        int from = (int) (end.readFrom().getEpochSecond() % DAY);
        trace("committed, read from state " + from);
        List<DataType> types = end.datasets().stream().map(SetEnd.DatasetEnd::type).toList();
        for (DataType type : types) {
            for (String id : before.getOrDefault(type, Map.of()).keySet()) {
                if (!platform.disk.visible.get(type).containsKey(id)) {
                    boolean gone = false;
                    for (int k = from; k < ledger.history.size(); k++) {
                        gone |=
                                !ledger.history
                                        .get(k)
                                        .rows()
                                        .get(type)
                                        .containsKey(Integer.valueOf(id));
                    }
                    if (!gone) {
                        throw new Violation("I3 false deletion of " + type + " " + id);
                    }
                }
            }
        }
        boolean idless = false;
        for (int k = from; k < ledger.history.size(); k++) {
            idless |= ledger.idlessThen.get(k);
        }
        for (int k = from; k < ledger.history.size(); k++) {
            if (matches(k, types, idless)) {
                return;
            }
        }
        throw new Violation("I1 readers see a mixture: " + platform.disk.visible);
    }

    /** Do readers see exactly this state of the ledger, mapped by one version? */
    private boolean matches(int state, List<DataType> types, boolean idless) {
        Set<String> maps = new HashSet<>();
        for (DataType type : types) {
            Map<Integer, FakeLedger.Row> rows = ledger.history.get(state).rows().get(type);
            Map<String, FakePlatform.Seen> seen =
                    platform.disk.visible.getOrDefault(type, Map.of());
            for (var row : rows.entrySet()) {
                FakePlatform.Seen shown = seen.get(String.valueOf(row.getKey()));
                if (row.getValue().bad()) {
                    if (shown != null && !shown.stale()) {
                        return false;
                    }
                } else if (shown == null
                        || shown.stale()
                        || !stripped(shown.json())
                                .equals(
                                        stripped(
                                                FakeLedger.json(
                                                        type, row.getKey(), row.getValue(), 0)))) {
                    return false;
                }
            }
            for (var shown : seen.entrySet()) {
                if (!shown.getValue().stale()) {
                    maps.add(shown.getValue().json().replaceAll(".*\"map\":", ""));
                }
                if (!rows.containsKey(Integer.valueOf(shown.getKey()))
                        && shown.getValue().json() != null
                        && !(shown.getValue().stale() && idless)) {
                    return false;
                }
            }
        }
        return maps.size() < 2;
    }

    private static String stripped(String json) {
        return json.replaceAll(",\"map\":.*", "");
    }
}
