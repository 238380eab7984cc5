package fairlead.itests.releases;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.accounting.sage50.BadPackage;
import fairlead.itests.rig.Program;
import fairlead.launcher.release.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The release that the build makes: the factory's. */
class BuiltReleaseIT {
    private static final Path FACTORY = Program.launcher().resolve("target/dist/factory");

    private static Manifest manifest() throws Exception {
        Path file = FACTORY.resolve(Manifest.FILE);
        return Manifest.parse(Files.readAllBytes(file), file.toString());
    }

    @Test
    void saysWhichFormatsItWritesAndByWhichMapping() throws Exception {
        assertThat(manifest().stateFormats()).containsEntry("fairlead.outbox", 1);
        assertThat(manifest().mappingVersions())
                .isEqualTo(Map.of("sage50", BadPackage.mappingVersion()));
    }

    /** All but one, which holds a library for each kind of PC and would be three times as large. */
    @Test
    void itsJarsAreStored() throws Exception {
        List<Manifest.Bundle> all =
                manifest().bundles().stream()
                        .filter(bundle -> !bundle.name().equals("com.sun.jna"))
                        .toList();
        assertThat(all).hasSizeGreaterThan(15);
        for (Manifest.Bundle bundle : all) {
            assertThat(deflated(FACTORY.resolve("bundles/" + bundle.sha256() + ".jar")))
                    .as(bundle.title())
                    .isEmpty();
        }
    }

    private static List<String> deflated(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .filter(entry -> entry.getMethod() != ZipEntry.STORED && entry.getSize() > 0)
                    .map(ZipEntry::getName)
                    .toList();
        }
    }
}
