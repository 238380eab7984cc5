package fairlead.itests.arrows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md, over the manifests of the jars that ship. */
class ArrowsTest {
    private static final Map<String, Attributes> BUNDLES = new TreeMap<>();
    private static final Map<String, List<String>> REFERENCES = new TreeMap<>();
    private static final Pattern REFERENCE = Pattern.compile("<reference\\s[^>]*>");

    @BeforeAll
    static void readManifests() throws IOException {
        Path bundles = Path.of(System.getProperty("fairlead.bundles"));
        try (Stream<Path> folders = Files.list(bundles)) {
            for (Path folder :
                    folders.filter(f -> Files.exists(f.resolve("pom.xml"))).sorted().toList()) {
                Path jar = builtJar(folder);
                try (JarFile file = new JarFile(jar.toFile())) {
                    BUNDLES.put(
                            folder.getFileName().toString(),
                            file.getManifest().getMainAttributes());
                    REFERENCES.put(folder.getFileName().toString(), references(file));
                }
            }
        }
    }

    /** As its components' descriptions declare them. */
    private static List<String> references(JarFile jar) throws IOException {
        List<String> references = new ArrayList<>();
        for (JarEntry entry : jar.stream().toList()) {
            if (entry.getName().matches("OSGI-INF/[^/]+\\.xml")) {
                String xml =
                        new String(
                                jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                REFERENCE.matcher(xml).results().map(MatchResult::group).forEach(references::add);
            }
        }
        return references;
    }

    private static Path builtJar(Path folder) throws IOException {
        String name = folder.getFileName().toString();
        try (Stream<Path> jars = Files.list(folder.resolve("target"))) {
            return jars.filter(
                            j ->
                                    j.getFileName()
                                            .toString()
                                            .matches("\\Q" + name + "\\E-[0-9.]+\\.jar"))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalStateException(
                                            name + " was not built before this test"));
        }
    }

    @Test
    void theFolderIsTheSymbolicName() {
        BUNDLES.forEach(
                (folder, manifest) ->
                        assertThat(clauses(manifest, "Bundle-SymbolicName"))
                                .containsExactly(folder));
    }

    @Test
    void onlyApiBundlesExport() {
        assertThat(BUNDLES.keySet().stream().filter(b -> !isApi(b) && !exports(b).isEmpty()))
                .isEmpty();
    }

    @Test
    void anApiExportsItsOwnPackageAndNothingElse() {
        apis().forEach(api -> assertThat(exports(api)).as(api).containsExactly(api));
    }

    @Test
    void anApiNeverRuns() {
        for (String api : apis()) {
            assertThat(BUNDLES.get(api).getValue("Service-Component")).as(api).isNull();
        }
    }

    @Test
    void noBundleHasAnActivator() {
        BUNDLES.forEach(
                (name, manifest) ->
                        assertThat(manifest.getValue("Bundle-Activator")).as(name).isNull());
    }

    /** A static one would create its component anew at each swap; the platform swaps nothing. */
    @Test
    void everyReferenceOfTheAgentIsDynamicAndGreedy() {
        List<String> all = new ArrayList<>();
        for (String bundle : BUNDLES.keySet()) {
            if (!bundle.equals("fairlead.platform")) {
                all.addAll(REFERENCES.get(bundle));
                assertThat(REFERENCES.get(bundle))
                        .as(bundle)
                        .allSatisfy(
                                reference ->
                                        assertThat(reference)
                                                .contains("policy=\"dynamic\"")
                                                .contains("policy-option=\"greedy\""));
            }
        }
        assertThat(all).hasSizeGreaterThan(20);
    }

    @Test
    void providersImportApisAndNeverProviders() {
        for (String provider : providers()) {
            assertThat(
                            imports(provider).stream()
                                    .filter(p -> p.startsWith("fairlead."))
                                    .filter(p -> !isTheHostsDoor(provider, p)))
                    .as(provider)
                    .allMatch(BUNDLES::containsKey)
                    .allMatch(ArrowsTest::isApi);
        }
    }

    @Test
    void accountingPackagesImportTheirSpiOnly() {
        for (String bundle : BUNDLES.keySet()) {
            if (!isApi(bundle) && bundle.startsWith("fairlead.accounting.")) {
                assertThat(ours(bundle)).as(bundle).containsExactly("fairlead.accounting.api");
            }
        }
    }

    @Test
    void apisImportNothingOfOursButSyncTheSpi() {
        for (String api : apis()) {
            assertThat(ours(api))
                    .as(api)
                    .isEqualTo(
                            api.equals("fairlead.sync.api")
                                    ? Set.of("fairlead.accounting.api")
                                    : Set.of());
        }
    }

    @Test
    void anApisVersionIsItsPackagesVersion() {
        for (String api : apis()) {
            assertThat(BUNDLES.get(api).getValue("Export-Package"))
                    .as(api)
                    .contains("version=\"" + BUNDLES.get(api).getValue("Bundle-Version") + "\"");
        }
    }

    @Test
    void everyImportOfOursNamesAVersionRange() {
        for (Map.Entry<String, Attributes> bundle : BUNDLES.entrySet()) {
            assertThat(
                            rawClauses(bundle.getValue(), "Import-Package").stream()
                                    .filter(c -> c.startsWith("fairlead.")))
                    .as(bundle.getKey())
                    .allMatch(c -> c.contains("version="));
        }
    }

    /** The one service that the host shares, with the one bundle that calls it. */
    private static boolean isTheHostsDoor(String bundle, String imported) {
        return bundle.equals("fairlead.update") && imported.equals("fairlead.launcher");
    }

    private static Set<String> ours(String bundle) {
        return imports(bundle).stream()
                .filter(p -> p.startsWith("fairlead."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> apis() {
        return BUNDLES.keySet().stream().filter(ArrowsTest::isApi).toList();
    }

    private static List<String> providers() {
        return BUNDLES.keySet().stream().filter(b -> !isApi(b)).toList();
    }

    private static boolean isApi(String bundle) {
        return bundle.endsWith(".api");
    }

    private static List<String> exports(String bundle) {
        return clauses(BUNDLES.get(bundle), "Export-Package");
    }

    private static List<String> imports(String bundle) {
        return clauses(BUNDLES.get(bundle), "Import-Package");
    }

    private static List<String> clauses(Attributes manifest, String header) {
        return rawClauses(manifest, header).stream().map(c -> c.split(";", -1)[0].trim()).toList();
    }

    /** Splits a header at the commas outside quotes. */
    private static List<String> rawClauses(Attributes manifest, String header) {
        String value = manifest.getValue(header);
        List<String> clauses = new ArrayList<>();
        if (value == null) {
            return clauses;
        }
        StringBuilder clause = new StringBuilder();
        boolean quoted = false;
        for (char c : (value + ",").toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            }
            if (c == ',' && !quoted) {
                clauses.add(clause.toString().trim());
                clause.setLength(0);
            } else {
                clause.append(c);
            }
        }
        return clauses;
    }
}
