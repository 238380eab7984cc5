package fairlead.launcher;

import fairlead.launcher.swap.DurableLog;
import fairlead.launcher.swap.HostSwap;
import fairlead.launcher.swap.Timing;
import fairlead.launcher.swap.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "agent",
        description =
                "Runs the agent: what reads the books on this PC and sends them to the platform.")
final class AgentCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(AgentCommand.class);

    private static final Logger ACTIVITY = LoggerFactory.getLogger(Logs.ACTIVITY);

    /** Longer than a stop takes: the host before may not be gone yet (swap rule 9). */
    private static final Duration FORMER_HOST = Duration.ofSeconds(20);

    private static final Duration LONGEST_START =
            Duration.ofSeconds(Integer.getInteger("fairlead.start.longest", 90));

    private static final String RESTART = "fairlead.restart";

    static final String TRANSPORT = "fairlead.transport.codat.CodatTransport";

    @Mixin ServerOptions server;

    @Option(
            names = "--platform",
            paramLabel = "URL",
            description = "The platform's address; remembered, so it is needed once.")
    String platform;

    @Option(names = "--headless", description = "No tray icon: for servers. There is none yet.")
    boolean headless;

    @Option(
            names = "--set",
            hidden = true,
            description = "The bundle sets, instead of all that are there.")
    List<String> sets;

    @Option(
            names = "--no-supervisor",
            hidden = true,
            description = "For tests: it is not started again when it dies.")
    boolean unsupervised;

    @Mixin Supervision supervision;

    private final StopOrders orders = new StopOrders();

    @Override
    public Integer call() throws LauncherException, InterruptedException {
        listen();
        Dist dist = Dist.ofThisProcess();
        try (DataDirectory data = open()) {
            orders.then(() -> {}); // until all is up
            Logs.start(data.logs(), server.verbose);
            LOG.info("the host of slot {}, {}", supervision.slot(), Main.Version.line());
            supervision.lastEnd().ifPresent(ACTIVITY::warn);
            return sets == null ? runReleases(data, dist) : runSets(data, dist);
        }
    }

    private void listen() {
        if (server.stopWithStdin || supervision.isThere()) {
            orders.listen(System.in, () -> {});
        }
        supervision.input().ifPresent(in -> orders.listen(in, supervision::asked));
        orders.then(() -> System.exit(ExitCode.OK.number)); // nothing is held yet
    }

    private DataDirectory open() throws LauncherException, InterruptedException {
        if (!supervision.isThere()) {
            return DataDirectory.open(server.data());
        }
        try {
            return DataDirectory.open(server.data(), FORMER_HOST);
        } catch (LauncherException e) {
            if (e.code() == ExitCode.IN_USE) {
                supervision.second();
            }
            throw e;
        }
    }

    private int runSets(DataDirectory data, Dist dist)
            throws LauncherException, InterruptedException {
        Host host = Host.start(data, dist.bundles(sets), settings());
        ready(data);
        return new Lifetime(host).await(orders, () -> {}).number;
    }

    private int runReleases(DataDirectory data, Dist dist)
            throws LauncherException, InterruptedException {
        ReleasedStart start = ReleasedStart.choose(data, dist, supervision);
        Host host = startInTime(start, data, dist);
        DurableLog log =
                new DurableLog(
                        start.file(),
                        start.store(),
                        start.run(),
                        supervision.slot(),
                        supervision.isThere());
        Lifetime lifetime = new Lifetime(host);
        BundleContext system = host.context();
        Timing timing = Timing.of(System::getProperty);
        try (HostSwap swap =
                        new HostSwap(
                                system, log, timing, lifetime::restart, supervision.isThere());
                Watchdog watchdog = new Watchdog(system, patience(), Hang::end)) {
            system.registerService(Swap.class, swap, null);
            if (supervision.isThere()) {
                letRestart(system, swap);
            }
            watchdog.start();
            ready(data);
            return lifetime.await(orders, swap::endsByChoice).number;
        }
    }

    /** A door of JDK types, like those of the heart: a bundle may ask to be started again. */
    private static void letRestart(BundleContext system, HostSwap swap) {
        Consumer<String> restart = swap::restartFor;
        system.registerService(
                Consumer.class, restart, FrameworkUtil.asDictionary(Map.of(RESTART, true)));
    }

    /** How long a heart may stand still: with looks and a start within the 3 minutes of rule 6. */
    private static Duration patience() {
        return Duration.ofSeconds(Integer.getInteger("fairlead.hang", 120));
    }

    /** A start that fails or hangs is the trial's fault, if there is one. */
    private Host startInTime(ReleasedStart start, DataDirectory data, Dist dist)
            throws LauncherException {
        AtomicBoolean judged = new AtomicBoolean();
        Thread watch =
                new Thread(
                        () -> {
                            try {
                                Thread.sleep(LONGEST_START.toMillis());
                            } catch (InterruptedException e) {
                                return; // it has started
                            }
                            if (judged.compareAndSet(false, true)) {
                                LOG.error("no start within {}, so it is halted", LONGEST_START);
                                Runtime.getRuntime()
                                        .halt(
                                                ReleasedStart.startFailed(
                                                                start, ExitCode.NOT_STARTED)
                                                        .number);
                            }
                        },
                        "fairlead-launcher-start");
        watch.setDaemon(true);
        watch.start();
        List<Path> jars = new ArrayList<>(start.jars().keySet());
        jars.addAll(extra(dist));
        try {
            return Host.start(data, jars, start.jars(), settings());
        } catch (LauncherException e) {
            if (judged.compareAndSet(false, true)) {
                ExitCode code = ReleasedStart.startFailed(start, e.code());
                throw new LauncherException(code, e.getMessage(), e);
            }
            throw e;
        } finally {
            judged.set(true);
            watch.interrupt();
        }
    }

    /** What is beside the release: the demo's bundles, in the project. */
    private static List<Path> extra(Dist dist) throws LauncherException {
        if (!dist.has("demo")) {
            return List.of();
        }
        List<Path> extra = new ArrayList<>(dist.bundles(List.of("agent", "demo")));
        extra.removeAll(dist.bundles(List.of("agent")));
        return extra;
    }

    private Map<String, Map<String, Object>> settings() {
        return platform == null ? Map.of() : Map.of(TRANSPORT, Map.of("platform", platform));
    }

    private void ready(DataDirectory data) {
        server.ready(
                Map.of("data", data.path().toString()),
                "The agent runs on " + data.path() + ". Ctrl-C stops it.");
    }
}
