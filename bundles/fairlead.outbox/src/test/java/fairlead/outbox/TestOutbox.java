package fairlead.outbox;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/** Makes outboxes for tests, of this bundle and of others. */
public final class TestOutbox {
    private TestOutbox() {}

    public static FileOutbox on(
            Path data, ForgetfulDisk disk, Clock clock, Consumer<String> killPoint) {
        return new FileOutbox(data, disk, Duration.ofMillis(200), clock, killPoint);
    }

    public static FileOutbox on(Path data, FullDisk disk) {
        return new FileOutbox(data, disk, Duration.ofMillis(200), Clock.systemUTC(), point -> {});
    }

    public static FileOutbox on(Path data) {
        return new FileOutbox(
                data, new Disk(), Duration.ofMillis(200), Clock.systemUTC(), point -> {});
    }

    /** As a kill leaves it. */
    public static void abandon(FileOutbox outbox) {
        outbox.abandon();
    }

    /** As a stop leaves it. */
    public static void close(FileOutbox outbox) {
        outbox.close();
    }
}
