package fairlead.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import fairlead.itests.swap.caller.EveryService;
import fairlead.launcher.release.Kind;
import fairlead.launcher.release.LocalDisk;
import fairlead.launcher.release.Manifest;
import fairlead.launcher.release.ReleaseStore;
import fairlead.publish.release.NextRelease;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.LoggerFactory;

/**
 * Every bundle of the agent is changed in turn, while it syncs with a platform and a thread calls
 * all of its services without a pause.
 */
class SwapUnderLoadIT {
    private static final String SCHEDULER = "fairlead.schedule";
    private static final String H2 = "com.h2database";
    private static final String CALLER = "fairlead.itests.caller";

    /** Read and driven, but no bundles of the agent's. */
    private static final Set<String> NOT_THE_AGENTS = Set.of(CALLER, "fairlead.demo", H2);

    private static final int SWAPS = Integer.getInteger("fairlead.swap.count", 20);
    private static final int TRANSACTIONS = Integer.getInteger("fairlead.swap.transactions", 3000);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private final Errors errors = new Errors();
    private final Set<String> stopped = ConcurrentHashMap.newKeySet();
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    private final Map<Kind, List<Long>> micros = new TreeMap<>();
    private final Map<String, Integer> versions = new HashMap<>();
    private FarSide farSide;
    private Agent agent;
    private Path factory;
    private Path release;

    /** Jobs that fail say so in the log. */
    private static final class Errors extends AppenderBase<ILoggingEvent> {
        final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
                seen.add(event.getLoggerName() + ": " + event.getFormattedMessage());
            }
        }
    }

    @BeforeEach
    void start() throws Exception {
        errors.start();
        ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(errors);
        farSide = new FarSide(directory, TRANSACTIONS);
        release = directory.resolve("release-0");
        Path dist = Path.of(System.getProperty("fairlead.root"), "launcher/target/dist");
        NextRelease first = NextRelease.after(dist.resolve("factory"), "0.1.0").add(callerBundle());
        for (Path jar : driver(dist)) {
            first.add(jar);
        }
        first.make(release);
        factory = release;
        agent = new Agent(directory.resolve("agent"), factory, farSide.platform());
        Class.forName("org.h2.message.DbException", true, agent.loader(H2));
        agent.system()
                .addBundleListener(
                        (SynchronousBundleListener)
                                event -> {
                                    if (event.getType() == BundleEvent.STOPPED) {
                                        stopped.add(event.getBundle().getSymbolicName());
                                    }
                                });
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Files.exists(directory.resolve("agent/control.sock")));
        agent.ask("link", farSide.linking());
    }

    @AfterEach
    void stop() throws Exception {
        ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(errors);
        if (agent != null) {
            agent.close();
        }
        farSide.close();
    }

    /**
     * What it takes to read a demo company: no part of the agent's set. H2 is left alone by the
     * swaps: it would stand in for the store of the outbox, which it exports as well, and it keeps
     * exceptions in static fields, with the classes of whoever called first.
     */
    private List<Path> driver(Path dist) throws Exception {
        List<Path> driver = new ArrayList<>();
        try (Stream<Path> jars = Files.list(dist.resolve("bundles/demo"))) {
            for (Path built : jars.toList()) {
                try (Jar jar = new Jar(built.toFile())) {
                    if (jar.getBsn().equals(H2)) {
                        Attributes headers = jar.getManifest().getMainAttributes();
                        headers.remove(new Attributes.Name("Bundle-Activator"));
                        keep(headers, "Export-Package", name -> !name.startsWith("org.h2.mvstore"));
                        keep(
                                headers,
                                "Import-Package",
                                name -> !name.startsWith("org.osgi.service"));
                    }
                    Path copy = directory.resolve(built.getFileName());
                    jar.write(copy.toFile());
                    driver.add(copy);
                }
            }
        }
        return driver;
    }

    private static void keep(Attributes headers, String header, Predicate<String> packages) {
        Parameters all = new Parameters(headers.getValue(header));
        all.keySet().removeIf(packages.negate());
        headers.putValue(header, all.toString());
    }

    private Path callerBundle() throws Exception {
        try (Builder builder = new Builder()) {
            builder.setClasspath(
                    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                            .map(File::new)
                            .filter(File::exists)
                            .toArray(File[]::new));
            builder.set("Bundle-SymbolicName", CALLER);
            builder.set("Bundle-Version", "0.1.0");
            builder.set("Private-Package", EveryService.class.getPackageName());
            builder.set("-noimportjava", "true");
            Path jar = directory.resolve("caller.jar");
            builder.build().write(jar.toFile());
            assertThat(builder.getErrors()).isEmpty();
            return jar;
        }
    }

    @Test
    @DisplayName("swap under load: no call fails, no record is lost, nothing stays behind")
    void everyBundleIsSwappedInTurn() throws Exception {
        List<Manifest.Bundle> bundles = swappable();
        int warm = Math.min(bundles.size(), SWAPS / 2); // what one round leaves is no leak yet
        int threads = 0;
        long disk = 0;
        long calls;
        List<Duration> outages;
        Duration longestCall;
        try (Load load = new Load(agent::caller)) {
            for (int i = 0; i < SWAPS; i++) {
                if (i == warm) {
                    threads = Thread.activeCount();
                    disk = size(directory.resolve("agent"));
                }
                swap(bundles.get(i % bundles.size()), load);
                assertThat(load.failures).as("calls that failed").isEmpty();
                assertThat(agent.restarts).isEmpty();
            }
            farSide.assertBooksEqual();
            assertThat(load.failures).as("calls that failed").isEmpty();
            calls = load.calls.get();
            outages = load.outages();
            longestCall = load.longestCall();
        }
        assertThat(errors.seen).as("jobs that failed").isEmpty();
        assertNoLoaderStays();
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 3);
        assertNoReleaseStays();
        assertThat(size(directory.resolve("agent"))).isLessThan(2 * disk + (8 << 20));
        report(calls, longestCall, outages);
    }

    /** All that is changed in the running process: not what belongs to the host. */
    private List<Manifest.Bundle> swappable() throws Exception {
        return manifest(release).bundles().stream()
                .filter(b -> b.kind() != Kind.RESTART && !NOT_THE_AGENTS.contains(b.name()))
                .toList();
    }

    private static Manifest manifest(Path release) throws Exception {
        return Manifest.parse(Files.readAllBytes(release.resolve(Manifest.FILE)), "a release");
    }

    /** Waits for a sync that runs, and asks for one whenever none is under way. */
    private void awaitSyncing() {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            boolean syncing = agent.isSyncing();
                            if (!syncing && farSide.isSynced()) {
                                farSide.post(20);
                                farSide.requestSync();
                            }
                            return syncing;
                        });
    }

    private void swap(Manifest.Bundle bundle, Load load) throws Exception {
        Manifest before = manifest(release);
        String version = nextVersion(before, bundle.name());
        Path next = directory.resolve("release-" + version + "-" + bundle.name());
        NextRelease.after(release, before.version())
                .change(bundle.name(), jar -> jar.version(version))
                .make(next);
        Set<String> touched = new HashSet<>(bundle.refreshes());
        touched.add(bundle.name());
        for (String name : touched) {
            loaders.add(new WeakReference<>(agent.loader(name)));
        }
        touched.add(SCHEDULER);
        Manifest taken = agent.take(next);
        awaitSyncing();
        stopped.clear();
        load.allowOutage(bundle.kind() == Kind.REFRESH);
        Map<String, String> state = agent.swapTo(taken);
        if (bundle.kind() == Kind.REFRESH) {
            long calls = load.calls.get();
            await().until(() -> load.calls.get() > calls + 1);
            load.allowOutage(false);
        }
        micros.computeIfAbsent(bundle.kind(), k -> new ArrayList<>())
                .add(Long.parseLong(state.get("swapMicros")));
        assertThat(touched).as("what stopped for %s", bundle.title()).containsAll(stopped);
        assertThat(agent.bundle(bundle.name()).getVersion().toString()).isEqualTo(version);
        if (!release.equals(factory)) {
            new LocalDisk().deleteTree(release);
        }
        release = next;
    }

    private String nextVersion(Manifest before, String name) {
        String version =
                before.bundles().stream()
                        .filter(b -> b.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .version();
        int nth = versions.merge(name, 1, Integer::sum);
        String[] parts = version.split("\\.");
        // the digits of the fourth part sort as text
        return String.join(".", Arrays.copyOf(parts, 3)) + ".s" + String.format("%05d", nth);
    }

    private void assertNoLoaderStays() {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> {
                            System.gc();
                            assertThat(
                                            loaders.stream()
                                                    .map(WeakReference::get)
                                                    .filter(l -> l != null)
                                                    .map(Object::toString))
                                    .as(
                                            "class loaders of old bundles; threads: %s",
                                            Thread.getAllStackTraces().keySet())
                                    .isEmpty();
                        });
    }

    /** What the present release and the one before it are made of, and nothing else. */
    private void assertNoReleaseStays() throws Exception {
        Path data = directory.resolve("agent");
        Set<String> jars = new HashSet<>();
        Set<String> releases = new HashSet<>();
        for (Path file : files(data.resolve("releases"))) {
            releases.add(ReleaseStore.release(file));
            if (file.toString().endsWith(".json")) {
                Manifest kept = Manifest.parse(Files.readAllBytes(file), file.toString());
                kept.bundles().forEach(bundle -> jars.add(bundle.sha256() + ".jar"));
            }
        }
        assertThat(releases).hasSize(2);
        assertThat(files(data.resolve("store")))
                .as("stored jars")
                .isNotEmpty()
                .allSatisfy(jar -> assertThat(jars).contains(jar.getFileName().toString()));
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static long size(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
        }
    }

    private void report(long calls, Duration longestCall, List<Duration> outages) {
        System.out.printf(
                "%d swaps, %,d calls of all services, 0 failed; the longest call %d ms%n",
                SWAPS, calls, longestCall.toMillis());
        micros.forEach(
                (kind, all) -> {
                    List<Long> sorted = all.stream().sorted().toList();
                    System.out.printf(
                            "  %s: %d, p50 %d ms, p99 %d ms%n",
                            kind.word(),
                            all.size(),
                            sorted.get(sorted.size() / 2) / 1000,
                            sorted.get(sorted.size() * 99 / 100) / 1000);
                });
        System.out.printf(
                "  refresh: callers were without services for at most %d ms%n",
                outages.stream().mapToLong(Duration::toMillis).max().orElse(0));
    }
}
