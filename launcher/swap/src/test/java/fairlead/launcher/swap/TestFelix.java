package fairlead.launcher.swap;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import fairlead.gate.Gate;
import fairlead.launcher.plan.Part;
import fairlead.launcher.release.Kind;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/** A real framework with Declarative Services in this process, and bundles made on the fly. */
final class TestFelix implements AutoCloseable {
    static final Timing QUICK =
            new Timing(
                    "fairlead.schedule",
                    Duration.ofMillis(1500),
                    Duration.ofMillis(300),
                    Duration.ofMillis(300),
                    Duration.ofMillis(20),
                    Duration.ZERO,
                    Timing.DEFAULT.deadline(),
                    Timing.DEFAULT.grace(),
                    Timing.DEFAULT.silence(),
                    Timing.DEFAULT.staged(),
                    Timing.DEFAULT.stagedCritical());

    private static final String EXPORTS =
            "org.osgi.service.component;version=1.5.1,"
                    + "org.osgi.service.component.runtime;version=1.5,"
                    + "org.osgi.service.component.runtime.dto;version=1.5,"
                    + "org.osgi.util.promise;version=1.3,org.osgi.util.function;version=1.2,"
                    + "swaptest.api";

    private final Path directory;
    private final Framework framework;

    TestFelix(Path directory) throws BundleException, URISyntaxException {
        this.directory = directory;
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, directory.resolve("cache").toString());
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, EXPORTS);
        properties.put("ds.lock.timeout.milliseconds", "30000");
        properties.put("ds.delayed.keepInstances", "true");
        properties.put("felix.log.level", "0");
        framework = new FrameworkFactory().newFramework(properties);
        framework.start();
        Path scr = jarOf(org.apache.felix.scr.info.ScrInfo.class);
        system().installBundle("reference:" + scr.toUri()).start();
    }

    BundleContext system() {
        return framework.getBundleContext();
    }

    private static Path jarOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** A bundle of one package of the fixtures. */
    final class Maker {
        private final String name;
        private final String version;
        private final Map<String, String> headers = new HashMap<>();
        private Kind kind = Kind.BESIDE;
        private Set<String> refreshes = Set.of();

        private Maker(String name, String version) {
            this.name = name;
            this.version = version;
        }

        Maker holds(String fixture) {
            headers.put("Private-Package", "swaptest." + fixture);
            return this;
        }

        Maker exports(String fixture) {
            headers.put(Constants.EXPORT_PACKAGE, "swaptest." + fixture + ";version=" + version);
            return this;
        }

        Maker with(String header, String value) {
            headers.put(header, value);
            return this;
        }

        Maker refreshes(String... names) {
            kind = Kind.REFRESH;
            refreshes = Set.of(names);
            return this;
        }

        Part make() {
            try (Builder builder = new Builder()) {
                builder.setClasspath(classPath());
                builder.set(Constants.BUNDLE_SYMBOLICNAME, name);
                builder.set(Constants.BUNDLE_VERSION, version);
                builder.set("-conditionalpackage", "fairlead.gate");
                builder.set("-noimportjava", "true");
                headers.forEach(builder::set);
                Jar jar = builder.build();
                if (!builder.getErrors().isEmpty()) {
                    throw new IllegalStateException(builder.getErrors().toString());
                }
                Path file = Files.createTempFile(directory, name + "-", ".jar");
                jar.write(file.toFile());
                return new Part(
                        name, Version.parseVersion(version), sha256(file), file, kind, refreshes);
            } catch (IllegalStateException e) {
                throw e;
            } catch (Exception e) { // bnd's own signature
                throw new IllegalStateException(e);
            }
        }

        /** The API's jar first, since its version is wanted in the imports of who uses it. */
        private File[] classPath() throws URISyntaxException {
            List<File> path = new ArrayList<>();
            if (lastShapes != null) {
                path.add(lastShapes.jar().toFile());
            }
            path.add(jarOf(TestFelix.class).toFile());
            path.add(jarOf(Gate.class).toFile());
            return path.toArray(File[]::new);
        }
    }

    /** What the fixtures are compiled against. */
    private Part lastShapes;

    Maker bundle(String name, String version) {
        return new Maker(name, version);
    }

    Part shapes(String version, String... refreshes) {
        Part made =
                bundle("swaptest.shapes", version).exports("shapes").refreshes(refreshes).make();
        lastShapes = made;
        return made;
    }

    static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Bundle run(Part part) throws BundleException {
        Bundle bundle = system().installBundle(part.location());
        bundle.start(Bundle.START_TRANSIENT);
        return bundle;
    }

    /** The consumer among the fixtures that has this property. */
    @SuppressWarnings("unchecked")
    Supplier<String> consumer(String test) throws InvalidSyntaxException, InterruptedException {
        Filter filter =
                system().createFilter(
                                "(&(objectClass=java.util.function.Supplier)(test=" + test + "))");
        ServiceTracker<Object, Object> tracker = new ServiceTracker<>(system(), filter, null);
        tracker.open();
        return (Supplier<String>) tracker.waitForService(5000);
    }

    Bundle find(Part part) {
        return fairlead.launcher.plan.SwapPlan.running(system(), part);
    }

    @Override
    public void close() throws BundleException, InterruptedException {
        System.setProperty("swaptest.release", "true");
        try {
            framework.stop();
            framework.waitForStop(10_000);
        } finally {
            System.clearProperty("swaptest.release");
            System.clearProperty("swaptest.checkpoint.millis");
        }
    }
}
