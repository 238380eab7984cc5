package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sets are described once, in {@code cnf/*.bndrun}; the distribution holds just these. */
class DistIT {
    private static final Path DIST = Path.of("target", "dist");
    private static final Pattern BUNDLE = Pattern.compile("([\\w.-]+);version='\\[([\\d.]+),");

    @ParameterizedTest
    @CsvSource({"agent,agent", "platform,platform", "demo,agent demo"})
    void holdsTheBundlesOfEachDescriptorAndNoOther(String descriptor, String sets)
            throws Exception {
        Set<String> held = new TreeSet<>();
        for (Path jar : new Dist(DIST).bundles(List.of(sets.split(" ")))) {
            held.add(identity(jar));
        }
        assertThat(held).isEqualTo(described(Path.of("..", "cnf", descriptor + ".bndrun")));
    }

    private static Set<String> described(Path file) throws IOException {
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        Set<String> bundles = new TreeSet<>();
        Matcher matcher = BUNDLE.matcher(properties.getProperty("-runbundles"));
        while (matcher.find()) {
            bundles.add(matcher.group(1) + " " + matcher.group(2));
        }
        return bundles;
    }

    private static String identity(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            var main = file.getManifest().getMainAttributes();
            String version =
                    Stream.of(main.getValue("Bundle-Version").split("\\."))
                            .limit(3)
                            .reduce((a, b) -> a + "." + b)
                            .orElseThrow();
            return main.getValue("Bundle-SymbolicName").split(";")[0] + " " + version;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
