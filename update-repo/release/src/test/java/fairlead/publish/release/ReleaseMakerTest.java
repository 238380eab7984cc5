package fairlead.publish.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.launcher.release.Kind;
import fairlead.launcher.release.Manifest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseMakerTest {
    @TempDir Path directory;
    private final Map<String, Kind> declared = new HashMap<>();
    private Set<Path> repositories = Set.of();
    private int made;

    @Test
    void holdsEachJarUnderItsHashAndSaysWhatItIs() throws Exception {
        Path api = jar("a.api", "1.0.0", "Export-Package: a.api;version=\"1.0.0\"", "x");
        Path provider =
                jar(
                        "a",
                        "0.1.0",
                        """
                        Import-Package: a.api;version="[1.0,1.1)",org.slf4j
                        Fairlead-State-Format: 3
                        Fairlead-Mapping-Version: sage50=7
                        """,
                        "y");
        Path user = jar("b", "0.1.0", "Import-Package: org.slf4j", "z");
        Path release = make("0.1.0", Optional.empty(), provider, api, user);

        Manifest manifest = ReleaseCheck.check(release);
        assertThat(manifest.bundles()).extracting("name").containsExactly("a", "a.api", "b");
        assertThat(manifest.bundles())
                .extracting("kind")
                .containsExactly(Kind.BESIDE, Kind.REFRESH, Kind.BESIDE);
        assertThat(manifest.bundles().get(1).refreshes()).containsExactly("a");
        assertThat(manifest.stateFormats()).containsExactly(Map.entry("a", 3));
        assertThat(manifest.mappingVersions()).containsExactly(Map.entry("sage50", 7));
        assertThat(release.resolve("bundles").resolve(manifest.bundles().get(0).sha256() + ".jar"))
                .hasSameBinaryContentAs(StoredJar.of(BundleJar.read(provider), directory).file());
    }

    @Test
    void jarsAreStoredWithTheSameEntriesInTheSameOrder() throws Exception {
        Path built = jar("a", "0.1.0", "", "x".repeat(5000), "META-INF/0.txt", "earlier by name");
        Path stored = onlyJar(make("0.1.0", Optional.empty(), built));
        assertThat(Files.size(stored)).isGreaterThan(5000);
        try (ZipFile before = new ZipFile(built.toFile());
                ZipFile after = new ZipFile(stored.toFile())) {
            assertThat(after.stream()).allMatch(entry -> entry.getMethod() == ZipEntry.STORED);
            assertThat(after.stream().map(ZipEntry::getName))
                    .containsExactly("META-INF/MANIFEST.MF", "content", "META-INF/0.txt");
            for (ZipEntry entry : before.stream().toList()) {
                assertThat(after.getInputStream(after.getEntry(entry.getName())))
                        .hasSameContentAs(before.getInputStream(entry));
            }
        }
        assertThat(onlyJar(make("0.1.1", Optional.empty(), stored)))
                .as("what is stored stays as it is")
                .hasSameBinaryContentAs(stored);
        String longer = "x".repeat((int) StoredJar.MOST_MORE + 5000);
        Path large = jar("a", "0.1.0", "", longer);
        assertThat(onlyJar(make("0.1.0", Optional.empty(), large)))
                .as("each start would hash a MB more")
                .hasSameBinaryContentAs(large);
    }

    @Test
    void aSignatureHoldsWhenTheJarIsStored() throws Exception {
        Path signed = directory.resolve("signed.jar");
        try (ZipFile jar = new ZipFile(jar("a", "0.1.0", "", "x").toFile());
                OutputStream out = Files.newOutputStream(signed)) {
            new JarSigner.Builder(somebody()).build().sign(jar, out);
        }
        Path stored = onlyJar(make("0.1.0", Optional.empty(), signed));
        try (JarFile jar = new JarFile(stored.toFile(), true)) {
            JarEntry content = jar.getJarEntry("content");
            assertThat(jar.getInputStream(content)).hasContent("x");
            assertThat(content.getMethod()).isEqualTo(ZipEntry.STORED);
            assertThat(content.getCodeSigners()).hasSize(1);
        }
    }

    private KeyStore.PrivateKeyEntry somebody() throws Exception {
        Path store = directory.resolve("keys");
        Process made =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-alias",
                                "somebody",
                                "-dname",
                                "CN=Somebody",
                                "-storepass",
                                "secret",
                                "-keystore",
                                store.toString())
                        .start();
        assertThat(made.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
        return (KeyStore.PrivateKeyEntry)
                keys.getEntry("somebody", new KeyStore.PasswordProtection("secret".toCharArray()));
    }

    private static Path onlyJar(Path release) throws IOException {
        try (Stream<Path> jars = Files.list(release.resolve("bundles"))) {
            List<Path> all = jars.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    @Test
    void twoRunsAreByteEqual() throws Exception {
        Path a = jar("a", "0.1.0", "", "x");
        Path b = jar("b", "0.1.0", "", "y");
        Path one = make("0.1.0", Optional.empty(), a, b);
        Path other = make("0.1.0", Optional.empty(), b, a);
        assertThat(tree(one)).isEqualTo(tree(other)).hasSize(3);
    }

    @Test
    void aJarThatDiffersInItsVersionAloneIsTakenOverByteForByte() throws Exception {
        Path one =
                make(
                        "0.1.0",
                        Optional.empty(),
                        jar("a", "0.1.0", "", "x", "META-INF/maven/pom.xml", "1"),
                        jar("b", "0.1.0", "", "y"));
        Path two =
                make(
                        "0.2.0",
                        Optional.of(one),
                        jar("a", "0.2.0", "", "x", "META-INF/maven/pom.xml", "2"),
                        jar("b", "0.2.0", "", "changed"));
        Manifest before = ReleaseCheck.check(one);
        Manifest after = ReleaseCheck.check(two);
        assertThat(after.bundles().get(0)).isEqualTo(before.bundles().get(0));
        assertThat(after.bundles().get(1).version()).isEqualTo("0.2.0");
        assertThat(after.id()).startsWith("main-0.2.0-");
    }

    @Test
    void anotherHeaderIsAnotherJar() throws Exception {
        Path one = make("0.1.0", Optional.empty(), jar("a", "0.1.0", "Import-Package: b", "x"));
        Path two = make("0.2.0", Optional.of(one), jar("a", "0.2.0", "Import-Package: c", "x"));
        assertThat(ReleaseCheck.check(two).bundles().get(0).version()).isEqualTo("0.2.0");
    }

    @Test
    void aReusedNameAndVersionWithOtherBytesIsRefused() throws Exception {
        Path one = make("0.1.0", Optional.empty(), jar("a", "0.1.0", "", "x"));
        assertThatThrownBy(() -> make("0.2.0", Optional.of(one), jar("a", "0.1.0", "", "changed")))
                .isInstanceOf(RefusedException.class)
                .hasMessageMatching(
                        "The bundle a 0.1.0 has other bytes than in main-0.1.0-[0-9a-f]{12}"
                                + " \\([0-9a-f]{12}, now [0-9a-f]{12}\\); give it a new version.");
        assertThat(directory.resolve("release2")).doesNotExist();
    }

    @Test
    void aVersionIsUsedOnceOverAllReleasesThatLieThere() throws Exception {
        Path one = make("0.1.1", Optional.empty(), jar("a", "1.0.1", "", "x"));
        Path two = make("0.1.2", Optional.of(one), jar("a", "1.0.2", "", "y"));
        make("0.1.3", Optional.of(two), jar("a", "1.0.1", "", "x")); // the very same again
        Path other = jar("a", "1.0.1", "", "z");
        repositories = Set.of(directory);
        assertThatThrownBy(() -> make("0.1.4", Optional.of(two), other))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "The bundle a 1.0.1 has other bytes than in "
                                + ReleaseCheck.check(one).id()
                                + " ("
                                + BundleJar.read(onlyJar(one)).sha256().substring(0, 12)
                                + ", now "
                                + StoredJar.of(BundleJar.read(other), directory)
                                        .sha256()
                                        .substring(0, 12)
                                + "); give it a new version.");
    }

    @Test
    void theCommandLooksBesideWhatItMakesAndBesideTheFormerRelease() throws Exception {
        Path before = Files.createDirectories(directory.resolve("before"));
        Path here = Files.createDirectories(directory.resolve("here"));
        assertThat(made(before.resolve("1"), "x", "1.0.1")).isZero();
        assertThat(made(here.resolve("1.tmp"), "y", "1.0.1")).as("never made").isZero();
        assertThat(made(before.resolve("2"), "y", "1.0.2")).isZero();
        String former = before.resolve("2").toString();
        assertThat(made(here.resolve("3"), "z", "1.0.1", "--previous", former)).isEqualTo(1);
        assertThat(made(here.resolve("3"), "z", "1.0.3", "--previous", former)).isZero();
        assertThat(made(here.resolve("4"), "w", "1.0.3")).isEqualTo(1);
        assertThat(made(here.resolve("3"), "w", "1.0.3", "--overwrite")).isZero();
        assertThat(made(here.resolve("4"), "v", "1.0.1")).isZero();
    }

    private int made(Path out, String content, String version, String... more) throws Exception {
        List<String> make = new ArrayList<>(List.of("make", "--version", version));
        make.addAll(List.of("--created", "2026-11-24T00:00:00Z", "--out", out.toString()));
        make.addAll(List.of(more));
        make.add(jar("a", version, "", content).toString());
        return Main.run(make.toArray(String[]::new));
    }

    @Test
    void anOlderFormatOfStateIsRefused() throws Exception {
        String header = "Fairlead-State-Format: ";
        Path one = make("0.1.0", Optional.empty(), jar("a", "0.1.0", header + 2, "x"));
        assertThatThrownBy(
                        () -> make("0.2.0", Optional.of(one), jar("a", "0.2.0", header + 1, "y")))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "The bundle a writes its state in format 1, in the former release in format"
                                + " 2, which it would not understand: give it that format or a"
                                + " later one.");
        make("0.2.0", Optional.of(one), jar("a", "0.2.0", header + 3, "y"));
    }

    @Test
    void aDeclaredKindThatIsNotTheRealOneIsRefused() throws Exception {
        declared.put("a", Kind.BESIDE);
        Path exporting = jar("a", "0.1.0", "Export-Package: a", "x");
        assertThatThrownBy(() -> make("0.1.0", Optional.empty(), exporting))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "The bundle a 0.1.0 is declared as beside, its own manifest makes it"
                                + " refresh.");
        declared.put("a", Kind.REFRESH);
        make("0.1.0", Optional.empty(), exporting);
        declared.put("c", Kind.BESIDE);
        assertThatThrownBy(() -> make("0.1.0", Optional.empty(), exporting))
                .hasMessageContaining("declared for c");
    }

    @Test
    void whatIsTouchedByARefreshIsFoundThroughOthers() throws Exception {
        List<BundleJar> all =
                List.of(
                        BundleJar.read(jar("a", "1.0.0", "Export-Package: a;uses:=\"x,y\"", "")),
                        BundleJar.read(
                                jar("b", "1.0.0", "Import-Package: a\nExport-Package: b,b2", "")),
                        BundleJar.read(jar("c", "1.0.0", "Import-Package: b2;version=1", "")),
                        BundleJar.read(jar("d", "1.0.0", "Import-Package: x", "")));
        assertThat(ReleaseMaker.users(all.get(0), all)).containsExactly("b", "c");
        assertThat(ReleaseMaker.users(all.get(1), all)).containsExactly("c");
    }

    @Test
    void oneBundleTwiceIsRefusedWithBothFiles() throws Exception {
        Path one = jar("a", "0.1.0", "", "x");
        Path other = jar("a", "0.2.0", "", "x");
        assertThatThrownBy(() -> make("0.1.0", Optional.empty(), one, other))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll(one.toString(), other.toString());
    }

    @Test
    void aSlotTravelsWithTheRelease() throws Exception {
        Path slot = Files.createDirectories(directory.resolve("host-files"));
        Path host = Files.writeString(slot.resolve("host"), "#!/bin/sh\n");
        assertThat(host.toFile().setExecutable(true)).isTrue();
        Files.writeString(slot.resolve("lib.jar"), "lib");
        Path out = directory.resolve("slotted");
        new ReleaseMaker(settings("0.3.0", 2, Optional.of(slot)), Optional.empty(), Set.of())
                .make(List.of(jar("a", "0.3.0", "", "x")), out);
        Manifest manifest = ReleaseCheck.check(out);
        assertThat(manifest.slot()).isEqualTo(2);
        assertThat(manifest.slotFiles()).extracting("path").containsExactly("host", "lib.jar");
        assertThat(manifest.slotFiles()).extracting("executable").containsExactly(true, false);
    }

    @Test
    void theSlotOfTheFormerReleaseIsTakenOver() throws Exception {
        Path slot = Files.createDirectories(directory.resolve("host-files"));
        Path host = Files.writeString(slot.resolve("host"), "#!/bin/sh\n");
        assertThat(host.toFile().setExecutable(true)).isTrue();
        Path one = directory.resolve("one");
        new ReleaseMaker(settings("0.3.0", 2, Optional.of(slot)), Optional.empty(), Set.of())
                .make(List.of(jar("a", "0.3.0", "", "x")), one);
        Manifest next = madeAfter(one, "next");
        assertThat(next.slot()).isEqualTo(2);
        assertThat(next.slotFiles()).isEqualTo(ReleaseCheck.check(one).slotFiles());
        assertThat(madeAfter(one, "factory", "--slot", "0").slot()).as("when it is said").isZero();
    }

    @Test
    void aSlotWithoutAHostIsRefused() throws Exception {
        Path slot = Files.createDirectories(directory.resolve("host-files"));
        Path host = Files.writeString(slot.resolve("host"), "#!/bin/sh\n");
        Path jar = jar("a", "0.3.0", "", "x");
        assertThatThrownBy(
                        () ->
                                new ReleaseMaker(
                                                settings("0.3.0", 2, Optional.of(slot)),
                                                Optional.empty(),
                                                Set.of())
                                        .make(List.of(jar), directory.resolve("slotted")))
                .hasMessageContaining("expected an executable host for slot 2, found host");
        String[] make = {
            "make",
            jar.toString(),
            "--out",
            directory.resolve("by-command").toString(),
            "--version",
            "0.3.0",
            "--created",
            "2026-11-24T00:00:00Z",
            "--slot",
            "2",
            "--slot-files",
            slot.toString()
        };
        assertThat(Main.run(make)).isEqualTo(1);
        assertThat(host.toFile().setExecutable(true)).isTrue();
        assertThat(Main.run(make)).isZero();
    }

    private Manifest madeAfter(Path former, String name, String... more) throws Exception {
        Path out = directory.resolve(name);
        List<String> make =
                new ArrayList<>(
                        List.of(
                                "make",
                                jar("a", "0.3.1", "", "y").toString(),
                                "--out",
                                out.toString(),
                                "--version",
                                "0.3.1",
                                "--created",
                                "2026-11-24T00:00:00Z",
                                "--previous",
                                former.toString()));
        make.addAll(List.of(more));
        assertThat(Main.run(make.toArray(String[]::new))).isZero();
        return ReleaseCheck.check(out);
    }

    @Test
    void theCommandSaysOneSentenceAndItsExitCode() throws Exception {
        Path jar = jar("a", "0.1.0", "", "x");
        Path out = directory.resolve("by-command");
        String[] make = {
            "make",
            jar.toString(),
            "--out",
            out.toString(),
            "--version",
            "0.1.0",
            "--created",
            "2026-11-24T00:00:00Z"
        };
        assertThat(Main.run(make)).isZero();
        assertThat(Main.run("check", out.toString())).isZero();
        assertThat(Main.run(make)).as("it is there already").isEqualTo(1);
        assertThat(Main.run("check", directory.toString())).isEqualTo(1);
        assertThat(Main.run("make")).isEqualTo(2);
        make[7] = "yesterday";
        assertThat(Main.run(make)).isEqualTo(1);
    }

    private Path make(String version, Optional<Path> previous, Path... jars) throws Exception {
        Path out = directory.resolve("release" + ++made);
        new ReleaseMaker(settings(version, 0, Optional.empty()), previous, repositories)
                .make(List.of(jars), out);
        return out;
    }

    private ReleaseMaker.Settings settings(String version, int slot, Optional<Path> files) {
        return new ReleaseMaker.Settings(
                "main", version, "0.1.0", "2026-11-24T00:00:00Z", slot, files, declared);
    }

    private Path jar(String name, String version, String headers, String content, String... more)
            throws IOException {
        java.util.jar.Manifest manifest = new java.util.jar.Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", version);
        headers.lines()
                .map(header -> header.split(": ", 2))
                .forEach(parts -> main.putValue(parts[0], parts[1]));
        Path file = Files.createTempFile(directory, name + "-" + version, ".jar");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            entry(zip, "META-INF/MANIFEST.MF");
            manifest.write(zip);
            entry(zip, "content");
            zip.write(content.getBytes(StandardCharsets.UTF_8));
            if (more.length == 2) {
                entry(zip, more[0]);
                zip.write(more[1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private static void entry(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2026, 11, 24, 0, 0));
        zip.putNextEntry(entry);
    }

    private static Map<String, String> tree(Path root) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                tree.put(
                        root.relativize(file).toString(),
                        BundleJar.sha256(Files.readAllBytes(file)));
            }
        }
        return tree;
    }
}
