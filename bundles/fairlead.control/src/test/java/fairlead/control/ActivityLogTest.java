package fairlead.control;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.control.ActivityLog.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivityLogTest {
    @TempDir Path data;

    @Test
    void isEmptyWhereThereIsNone() {
        assertThat(new ActivityLog(data).last(5)).isEmpty();
    }

    @Test
    void givesTheLastLineFirstAndGoesBackIntoTheFormerFile() throws Exception {
        Path logs = Files.createDirectories(data.resolve("logs"));
        Files.writeString(
                logs.resolve("activity.1.log"),
                "2026-11-24T00:00:01Z One.\n2026-11-24T00:00:02Z Two.\n");
        Files.writeString(logs.resolve("activity.log"), "2026-11-24T00:00:03Z Three.\nhalf");
        assertThat(new ActivityLog(data).last(2))
                .containsExactly(
                        new Entry("2026-11-24T00:00:03Z", "Three."),
                        new Entry("2026-11-24T00:00:02Z", "Two."));
    }
}
