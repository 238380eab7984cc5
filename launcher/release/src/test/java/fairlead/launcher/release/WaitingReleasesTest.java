package fairlead.launcher.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitingReleasesTest {
    @TempDir private Path data;

    private ReleaseStore store() {
        return new ReleaseStore(new LocalDisk(), data, data.resolve("factory"));
    }

    @Test
    @DisplayName(
            "swap rule 4: a release that waits to be begun is not cleaned up by another process")
    void rule4WhatWaitsStays() throws Exception {
        Path manifest = data.resolve("releases").resolve("main-2.json");
        Files.createDirectories(manifest.getParent());
        Files.writeString(manifest, "{}");
        store().keepWaiting(Set.of("main-2"));
        store().clean(Set.of());
        assertThat(manifest).exists();
        store().keepWaiting(Set.of());
        store().clean(Set.of());
        assertThat(manifest).doesNotExist();
    }
}
