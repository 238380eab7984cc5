package fairlead.itests.journey;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;

/** The bundle sets of the distribution, in one framework. */
final class FairleadOptions {
    private FairleadOptions() {}

    static Option fairlead(Path data, String... sets) {
        return composite(base(data), composite(jars(sets)));
    }

    private static Option base(Path data) {
        return composite(
                junitBundles(),
                systemPackages(
                        "org.slf4j;version=1.7.36",
                        "org.slf4j;version=2.0.17",
                        "org.slf4j.event;version=2.0.17",
                        "org.slf4j.helpers;version=1.7.36",
                        "org.slf4j.helpers;version=2.0.17",
                        "org.slf4j.spi;version=1.7.36",
                        "org.slf4j.spi;version=2.0.17",
                        "org.osgi.service.component;version=1.5.1",
                        "org.osgi.service.component.propertytypes;version=1.5",
                        "org.osgi.service.component.runtime;version=1.5",
                        "org.osgi.service.component.runtime.dto;version=1.5",
                        "org.osgi.util.promise;version=1.3",
                        "org.osgi.util.function;version=1.2",
                        "org.osgi.service.cm;version=1.6.1",
                        "org.osgi.service.log;version=1.5",
                        "fairlead.launcher;version=1.0.0"),
                frameworkProperty("fairlead.data").value(data.toString()),
                frameworkProperty("felix.cm.dir").value(data.resolve("config").toString()),
                frameworkProperty("org.osgi.service.http.port").value("0"),
                frameworkProperty("org.apache.felix.http.host").value("127.0.0.1"),
                frameworkProperty("ds.lock.timeout.milliseconds").value("30000"),
                frameworkProperty("ds.delayed.keepInstances").value("true"));
    }

    private static Option[] jars(String... sets) {
        Map<String, Path> byName = new TreeMap<>(); // a bundle of several sets is installed once
        for (String set : sets) {
            Path folder =
                    Path.of(
                            System.getProperty("fairlead.root"),
                            "launcher/target/dist/bundles",
                            set);
            try (Stream<Path> jars = Files.list(folder)) {
                jars.forEach(jar -> byName.put(jar.getFileName().toString(), jar));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return byName.values().stream()
                .map(jar -> bundle(jar.toUri().toString()))
                .toArray(Option[]::new);
    }
}
