package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTest {
    @TempDir private Path directory;

    @Test
    @DisplayName("swap rule 5: the name and the version in a jar are compared with the release's")
    void rule5NameAndVersionAreCompared() throws Exception {
        Path jar = jar("fairlead.a", "0.2.0");
        try (DataDirectory data = DataDirectory.open(directory.resolve("data"))) {
            assertThatThrownBy(
                            () ->
                                    Host.start(
                                            data,
                                            List.of(jar),
                                            Map.of(jar, "fairlead.a 0.1.0"),
                                            Map.of()))
                    .isInstanceOfSatisfying(
                            LauncherException.class,
                            e -> assertThat(e.code()).isEqualTo(ExitCode.NOT_STARTED))
                    .hasMessageContaining(
                            "fairlead.a 0.1.0 should be in " + jar + ", not fairlead.a 0.2.0");
        }
    }

    private Path jar(String name, String version) throws Exception {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", version);
        Path jar = directory.resolve(name + "-" + version + ".jar");
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream closed = new JarOutputStream(bytes, manifest)) {
            closed.finish();
        }
        return jar;
    }
}
