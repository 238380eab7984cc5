package fairlead.itests.swap;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.itests.rig.Control;
import fairlead.launcher.Swap;
import fairlead.launcher.release.LocalDisk;
import fairlead.launcher.release.Manifest;
import fairlead.launcher.release.ReleaseState;
import fairlead.launcher.release.ReleaseStore;
import fairlead.launcher.release.StartDecision;
import fairlead.launcher.release.StateFile;
import fairlead.launcher.swap.DurableLog;
import fairlead.launcher.swap.HostSwap;
import fairlead.launcher.swap.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;

/** The agent's bundles in a framework in this process, with the host's own swap. */
final class Agent implements AutoCloseable {
    private static final String TRANSPORT = "fairlead.transport.codat.CodatTransport";

    private static final String EXPORTS =
            String.join(
                    ",",
                    "org.slf4j;version=1.7.36,org.slf4j;version=2.0.17",
                    "org.slf4j.event;version=2.0.17",
                    "org.slf4j.helpers;version=1.7.36,org.slf4j.helpers;version=2.0.17",
                    "org.slf4j.spi;version=1.7.36,org.slf4j.spi;version=2.0.17",
                    "fairlead.launcher;version=1.0",
                    "org.osgi.service.component;version=1.5.1",
                    "org.osgi.service.component.propertytypes;version=1.5",
                    "org.osgi.service.component.runtime;version=1.5",
                    "org.osgi.service.component.runtime.dto;version=1.5",
                    "org.osgi.util.promise;version=1.3,org.osgi.util.function;version=1.2",
                    "org.osgi.service.cm;version=1.6.1,org.osgi.service.log;version=1.5");

    /** What restarts the process here fails the test: a swap in the process needs none. */
    final List<String> restarts = new CopyOnWriteArrayList<>();

    private final Path data;
    private final Path factory;
    private final Framework framework;
    private final HostSwap swap;
    private final ServiceTracker<Object, Object> caller;

    Agent(Path data, Path factory, String platform) throws Exception {
        this.data = data;
        this.factory = factory;
        LocalDisk disk = new LocalDisk();
        ReleaseStore store = new ReleaseStore(disk, data, factory);
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, data.resolve("cache").toString());
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, EXPORTS);
        properties.put("fairlead.data", data.toString());
        properties.put("felix.cm.dir", data.resolve("config").toString());
        properties.put("ds.lock.timeout.milliseconds", "30000");
        properties.put("ds.delayed.keepInstances", "true");
        properties.put("felix.log.level", "1");
        framework = new FrameworkFactory().newFramework(properties);
        framework.start();
        List<Bundle> bundles = new ArrayList<>();
        for (Manifest.Bundle bundle : store.factory().orElseThrow().bundles()) {
            Path jar = store.jar(Optional.empty(), bundle);
            bundles.add(system().installBundle("reference:" + jar.toUri()));
        }
        for (Bundle bundle : bundles) {
            bundle.start(Bundle.START_TRANSIENT);
        }
        configure(platform);
        DurableLog log =
                new DurableLog(
                        new StateFile(disk, data.resolve("release.state")),
                        store,
                        new StartDecision.Run(ReleaseState.FACTORY, Optional.empty(), Map.of()),
                        0);
        Map<String, String> times = Map.of("fairlead.trial.window", "0");
        swap = new HostSwap(system(), log, Timing.of(times::get), restarts::add);
        system().registerService(Swap.class, swap, null);
        caller =
                new ServiceTracker<>(system(), system().createFilter("(test=every-service)"), null);
        caller.open(true);
        if (caller.waitForService(60_000) == null) {
            throw new IllegalStateException("the calling component is not there");
        }
    }

    private void configure(String platform) throws IOException {
        ServiceReference<ConfigurationAdmin> reference =
                system().getServiceReference(ConfigurationAdmin.class);
        system().getService(reference)
                .getConfiguration(TRANSPORT, "?")
                .update(FrameworkUtil.asDictionary(Map.of("platform", platform)));
        system().ungetService(reference);
    }

    BundleContext system() {
        return framework.getBundleContext();
    }

    /** The component that calls everything; empty while it is stopped with what it is wired to. */
    @SuppressWarnings("unchecked")
    Optional<Supplier<String>> caller() {
        return Optional.ofNullable((Supplier<String>) caller.getService());
    }

    /** Asks over the control socket, as the command line does. */
    JsonNode ask(String command, Map<String, String> arguments)
            throws IOException, Control.RefusedException {
        return new Control(data).ask(command, arguments);
    }

    /** Takes a release in, as the updater does. */
    Manifest take(Path release) throws Exception {
        // a store of its own, as the updater has one: the host's keeps what it took in itself
        return new ReleaseStore(new LocalDisk(), data, factory).add(release);
    }

    /** Is a company's books being read or sent just now, as the command line's status says? */
    boolean isSyncing() throws Control.RefusedException {
        try {
            for (JsonNode company : ask("status", Map.of()).get("companies")) {
                if (Set.of("READING", "SENDING").contains(company.get("phase").asText())) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false; // whoever answers is being started
        }
    }

    /** Swaps to a release that was taken in, and returns once it is committed. */
    Map<String, String> swapTo(Manifest manifest) throws Exception {
        swap.begin(data.resolve("releases").resolve(manifest.id() + ".json").toString());
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> isCommitted(manifest.id()));
        return swap.state();
    }

    /** The updater's job commits it, or this test when the updater is away for the moment. */
    private boolean isCommitted(String release) {
        Map<String, String> state = swap.state();
        if (state.get("phase").equals("idle")) {
            if (!release.equals(state.get("release"))) {
                throw new AssertionError(release + " is not in use: " + state);
            }
            return true;
        }
        return false;
    }

    Bundle bundle(String name) {
        return Arrays.stream(system().getBundles())
                .filter(b -> b.getSymbolicName().equals(name) && b.getState() == Bundle.ACTIVE)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " does not run"));
    }

    ClassLoader loader(String name) {
        return bundle(name).adapt(BundleWiring.class).getClassLoader();
    }

    @Override
    public void close() throws Exception {
        caller.close();
        swap.close();
        framework.stop();
        framework.waitForStop(10_000);
    }
}
