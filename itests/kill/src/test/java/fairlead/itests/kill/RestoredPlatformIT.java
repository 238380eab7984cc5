package fairlead.itests.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real agent meets its platform as it was yesterday (sync rule 23): it sends everything, once,
 * and the platform holds exactly the company's records.
 */
@Tag("slow")
class RestoredPlatformIT extends KilledBooks {
    RestoredPlatformIT() {
        super(7);
    }

    @Test
    void aPlatformOfYesterdayIsSentEverythingOnce(@TempDir Path directory)
            throws IOException, InterruptedException {
        Path database = rig.platformData().resolve("platform/platform.mv.db");
        Path backup = directory.resolve("backup");
        rig.platform().stop();
        Files.copy(database, backup);
        rig.restartPlatform(Optional.empty());
        rig.workInTheBooks();
        rig.syncToNow();
        rig.assertBooksEqual("before the restore");
        assertThat(sentOnceMore()).isZero();

        rig.platform().stop();
        Files.copy(backup, database, StandardCopyOption.REPLACE_EXISTING);
        rig.restartPlatform(Optional.empty());
        rig.syncToNow();
        rig.assertBooksEqual("after the restore");
        rig.workInTheBooks();
        rig.syncToNow();
        rig.assertBooksEqual("as if nothing had been");
        assertThat(sentOnceMore()).isEqualTo(1);
    }

    /** How often the agent was told that its bases are not the platform's. */
    private long sentOnceMore() throws IOException {
        try (Stream<String> lines = Files.lines(rig.agentData().resolve("logs/fairlead.log"))) {
            return lines.filter(line -> line.contains("Everything is read and sent once more."))
                    .count();
        }
    }
}
