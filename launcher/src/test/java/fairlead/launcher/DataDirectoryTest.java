package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir Path temporary;

    @Test
    void isMadeForItsOwnerOnly() throws Exception {
        Path path = temporary.resolve("deep").resolve("data");
        try (DataDirectory data = DataDirectory.open(path)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void belongsToOneProcessAtATime() throws Exception {
        try (DataDirectory data = DataDirectory.open(temporary)) {
            assertThatThrownBy(() -> DataDirectory.open(temporary))
                    .isInstanceOfSatisfying(
                            LauncherException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(ExitCode.IN_USE);
                                assertThat(e)
                                        .hasMessageContaining(
                                                "process " + ProcessHandle.current().pid())
                                        .hasMessageContaining("stop it first");
                            });
            assertThat(data.path()).isEqualTo(temporary);
        }
        DataDirectory.open(temporary).close();
    }

    @Test
    void refusesWhatIsNoDirectory() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOfSatisfying(
                        LauncherException.class,
                        e -> assertThat(e.code()).isEqualTo(ExitCode.DATA_UNUSABLE))
                .hasMessageContaining("there is a file of that name");
    }

    @Test
    @DisplayName("swap rule 5: the framework's cache is new and empty at each start")
    void rule5ANewEmptyCacheAtEachStart() throws Exception {
        try (DataDirectory data = DataDirectory.open(temporary)) {
            Path first = data.newCache();
            Files.createDirectories(first.resolve("bundle1"));
            Files.writeString(first.resolve("bundle1").resolve("data"), "old");
            Path second = data.newCache();
            assertThat(second).isNotEqualTo(first).isEmptyDirectory();
            assertThat(first).doesNotExist();
        }
    }
}
