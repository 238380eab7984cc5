package fairlead.publish.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.launcher.release.Manifest;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NextReleaseTest {
    @TempDir Path directory;
    private Path factory;

    @BeforeEach
    void makeTheFormerRelease() throws Exception {
        factory = directory.resolve("factory");
        ReleaseMaker.Settings settings =
                new ReleaseMaker.Settings(
                        "main",
                        "0.1.0",
                        "0.1.0",
                        "2026-11-24T00:00:00Z",
                        0,
                        Optional.empty(),
                        Map.of());
        new ReleaseMaker(settings, Optional.empty(), Set.of())
                .make(List.of(bundle("a"), bundle("b"), bundle("c")), factory);
    }

    private Path bundle(String name) throws Exception {
        Path jar = directory.resolve(name + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(JarFile.MANIFEST_NAME));
            zip.write(
                    ("Manifest-Version: 1.0\nBundle-SymbolicName: "
                                    + name
                                    + "\nBundle-Version: 0.1.0\n")
                            .getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("x"));
            zip.write('x');
        }
        return jar;
    }

    @Test
    void changesWhatIsNamedAndTakesTheRestOver() throws Exception {
        Path out = directory.resolve("next");
        String id =
                NextRelease.after(factory, "0.1.1")
                        .change("b", jar -> jar.version("0.1.1"))
                        .make(out);
        Manifest before = ReleaseCheck.check(factory);
        Manifest after = ReleaseCheck.check(out);
        assertThat(id).startsWith("main-0.1.1-").isEqualTo(after.id());
        assertThat(after.bundles())
                .extracting("version")
                .containsExactly("0.1.0", "0.1.1", "0.1.0");
        assertThat(after.bundles().get(0)).isEqualTo(before.bundles().get(0));
        assertThat(after.bundles().get(2)).isEqualTo(before.bundles().get(2));
    }

    @Test
    void theSameChangesGiveTheSameBytes() throws Exception {
        String one =
                NextRelease.after(factory, "0.1.1")
                        .change("b", jar -> jar.version("0.1.1"))
                        .make(directory.resolve("one"));
        String other =
                NextRelease.after(factory, "0.1.1")
                        .change("b", jar -> jar.version("0.1.1"))
                        .make(directory.resolve("other"));
        assertThat(one).isEqualTo(other);
    }

    @Test
    void putsClassesFilesAndHeadersInAndTakesThemOut() throws Exception {
        Path out = directory.resolve("next");
        NextRelease.after(factory, "0.1.1")
                .change(
                        "b",
                        jar ->
                                jar.version("0.1.1")
                                        .header("Bundle-Activator", "x.Y")
                                        .put(NextReleaseTest.class)
                                        .put("y", jar.get("x").orElseThrow())
                                        .remove("x"))
                .without("c")
                .add(bundle("d"))
                .make(out);
        Manifest after = ReleaseCheck.check(out);
        assertThat(after.bundles()).extracting("name").containsExactly("a", "b", "d");
        Path changed = out.resolve("bundles/" + after.bundles().get(1).sha256() + ".jar");
        try (JarFile jar = new JarFile(changed.toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Bundle-Activator"))
                    .isEqualTo("x.Y");
            assertThat(jar.getEntry("fairlead/publish/release/NextReleaseTest.class")).isNotNull();
            assertThat(jar.getEntry("y").getMethod()).isEqualTo(ZipEntry.STORED);
            assertThat(jar.getEntry("x")).isNull();
        }
    }

    @Test
    void aChangeOfABundleThatIsNotThereIsRefused() {
        assertThatThrownBy(
                        () ->
                                NextRelease.after(factory, "0.1.1")
                                        .change("nobody", jar -> jar.version("0.1.1"))
                                        .make(directory.resolve("next")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("has no bundle nobody");
    }

    @Test
    void otherBytesUnderTheSameVersionAreRefused() {
        assertThatThrownBy(
                        () ->
                                NextRelease.after(factory, "0.1.1")
                                        .change("a", jar -> jar.put("y", new byte[1]))
                                        .make(directory.resolve("next")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("give it a new version");
    }
}
