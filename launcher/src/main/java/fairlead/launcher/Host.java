package fairlead.launcher;

import fairlead.gate.KillPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.log.LogService;
import org.osgi.service.log.LoggerFactory;
import org.slf4j.Logger;

/** Felix in this process, with one set of bundles on one data directory. */
final class Host {
    private static final Logger LOG = org.slf4j.LoggerFactory.getLogger(Host.class);

    /** These come first, so that settings are in place before a component of ours is active. */
    private static final Set<String> FIRST =
            Set.of("org.apache.felix.configadmin", "org.apache.felix.scr");

    private static final Duration COMPONENTS = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(10);

    /** What bundles get from the class path of the host. */
    private static final String EXPORTS =
            String.join(
                    ",",
                    // some bundles want SLF4J 1.7 (Health Check API), some 2.0: both get this one
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

    private final Framework framework;

    private Host(Framework framework) {
        this.framework = framework;
    }

    /**
     * Starts the bundles and returns when every component of ours is active.
     *
     * @param settings by PID: what the command line says goes into Configuration Admin
     * @throws LauncherException when a bundle does not start or a component is not active;
     *     everything is stopped again
     */
    static Host start(
            DataDirectory data, List<Path> bundles, Map<String, Map<String, Object>> settings)
            throws LauncherException {
        return start(data, bundles, Map.of(), settings);
    }

    /**
     * As {@link #start(DataDirectory, List, Map)}; what is installed is compared with its title.
     *
     * @param titles by jar: the name and version that have to be in it
     */
    static Host start(
            DataDirectory data,
            List<Path> bundles,
            Map<Path, String> titles,
            Map<String, Map<String, Object>> settings)
            throws LauncherException {
        Host host;
        try {
            host = new Host(new FrameworkFactory().newFramework(properties(data)));
            host.framework.init();
        } catch (IOException | BundleException e) {
            throw new LauncherException(
                    ExitCode.DATA_UNUSABLE,
                    "The framework cannot use its directory below "
                            + data.path()
                            + ": "
                            + e.getMessage(),
                    e);
        }
        try {
            host.run(bundles, titles, settings);
            return host;
        } catch (LauncherException | RuntimeException e) {
            host.stop();
            throw e;
        }
    }

    private static Map<String, String> properties(DataDirectory data) throws IOException {
        Map<String, Object> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, data.cache().toString());
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, EXPORTS);
        properties.put("felix.log.logger", new FrameworkLog());
        properties.put("fairlead.data", data.path().toString());
        properties.put("felix.cm.dir", data.config().toString());
        properties.put("ds.lock.timeout.milliseconds", "30000");
        properties.put("ds.delayed.keepInstances", "true");
        return withObjects(properties);
    }

    /** Felix takes its logger as an object among the strings. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map<String, String> withObjects(Map<String, Object> properties) {
        return (Map) properties;
    }

    private void run(
            List<Path> jars, Map<Path, String> titles, Map<String, Map<String, Object>> settings)
            throws LauncherException {
        BundleContext context = framework.getBundleContext();
        context.registerService(
                new String[] {LogService.class.getName(), LoggerFactory.class.getName()},
                BundleLog.service(),
                null);
        List<String> complaints = new ArrayList<>();
        List<Bundle> bundles = install(context, jars, titles, complaints);
        try {
            framework.start();
        } catch (BundleException e) {
            throw new LauncherException(ExitCode.NOT_STARTED, "The framework does not start.", e);
        }
        bundles.stream().filter(Host::comesFirst).forEach(b -> start(b, complaints));
        configure(context, settings);
        bundles.stream().filter(b -> !comesFirst(b)).forEach(b -> start(b, complaints));
        refuse("These bundles do not start", complaints);
        refuse("These components are not active", awaitComponents(context));
        LOG.info("{} bundles are started", bundles.size());
    }

    private static boolean comesFirst(Bundle bundle) {
        return FIRST.contains(bundle.getSymbolicName());
    }

    private static List<Bundle> install(
            BundleContext context,
            List<Path> jars,
            Map<Path, String> titles,
            List<String> complaints) {
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : jars) {
            try {
                Bundle bundle = context.installBundle("reference:" + jar.toUri());
                String title = title(bundle);
                if (!titles.getOrDefault(jar, title).equals(title)) {
                    complaints.add(titles.get(jar) + " should be in " + jar + ", not " + title);
                }
                bundles.add(bundle);
            } catch (BundleException e) {
                complaints.add(jar.getFileName() + ": " + e.getMessage());
                LOG.error("{} cannot be installed", jar, e);
            }
        }
        return bundles;
    }

    private static String title(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getHeaders("").get("Bundle-Version");
    }

    private static void start(Bundle bundle, List<String> complaints) {
        boolean fragment =
                (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
        try {
            if (!fragment) {
                KillPoint.reach("before-host-start-" + bundle.getSymbolicName());
                bundle.start();
                KillPoint.reach("after-host-start-" + bundle.getSymbolicName());
            }
        } catch (BundleException e) {
            complaints.add(bundle.getSymbolicName() + ": " + e.getMessage());
            LOG.error("{} does not start", bundle.getSymbolicName(), e);
        }
    }

    private static void configure(BundleContext context, Map<String, Map<String, Object>> settings)
            throws LauncherException {
        if (settings.isEmpty()) {
            return;
        }
        ServiceReference<ConfigurationAdmin> reference =
                context.getServiceReference(ConfigurationAdmin.class);
        if (reference == null) {
            throw new LauncherException(
                    ExitCode.NOT_STARTED,
                    "Configuration Admin is not there, so nothing can be set.");
        }
        ConfigurationAdmin admin = context.getService(reference);
        try {
            for (Map.Entry<String, Map<String, Object>> setting : settings.entrySet()) {
                Configuration configuration = admin.getConfiguration(setting.getKey(), "?");
                Map<String, Object> properties = new HashMap<>();
                var old = configuration.getProperties();
                if (old != null) {
                    old.keys().asIterator().forEachRemaining(k -> properties.put(k, old.get(k)));
                }
                properties.putAll(setting.getValue());
                configuration.updateIfDifferent(FrameworkUtil.asDictionary(properties));
            }
        } catch (IOException e) {
            throw new LauncherException(
                    ExitCode.DATA_UNUSABLE, "The settings cannot be written: " + e.getMessage(), e);
        } finally {
            context.ungetService(reference);
        }
    }

    private static List<String> awaitComponents(BundleContext context) {
        Components components = new Components(context);
        long end = System.nanoTime() + COMPONENTS.toNanos();
        List<String> complaints = components.notActive();
        try {
            while (!complaints.isEmpty() && System.nanoTime() < end) {
                Thread.sleep(50);
                complaints = components.notActive();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return complaints;
    }

    private static void refuse(String what, List<String> complaints) throws LauncherException {
        if (!complaints.isEmpty()) {
            throw new LauncherException(
                    ExitCode.NOT_STARTED, what + ":\n  " + String.join("\n  ", complaints));
        }
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    boolean isUp() {
        return framework.getState() == Bundle.ACTIVE;
    }

    /** Waits until the framework has stopped, whoever stops it. */
    void awaitStop() throws InterruptedException {
        framework.waitForStop(0);
    }

    /**
     * Stops everything.
     *
     * @return did it stop within 10 seconds?
     */
    boolean stop() {
        try {
            framework.stop();
            return framework.waitForStop(STOP.toMillis()).getType() != FrameworkEvent.WAIT_TIMEDOUT;
        } catch (BundleException e) {
            LOG.error("the framework does not stop", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
