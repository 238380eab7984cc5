package fairlead.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxCheckTest {
    @TempDir private Path data;
    private FileOutbox outbox;

    @BeforeEach
    void open() {
        outbox =
                new FileOutbox(
                        data, new Disk(), Duration.ofSeconds(1), Clock.systemUTC(), point -> {});
    }

    private OutboxCheck check() {
        return check(new Disk());
    }

    private OutboxCheck check(Disk disk) {
        OutboxCheck check = new OutboxCheck(data.resolve("companies"), disk, Clock.systemUTC());
        check.connections = outbox;
        return check;
    }

    private List<Path> files() {
        return new Disk().list(data.resolve("companies"));
    }

    @Test
    void aDiskThatWorksIsHealthyAndNothingIsLeftOnIt() {
        assertThat(check().execute().getStatus()).isEqualTo(Result.Status.OK);
        assertThat(files()).noneMatch(file -> file.toString().contains("health-check"));
    }

    @Test
    void twoRunsAtOnceDoNotMeet() {
        OutboxCheck other = check();
        Disk meanwhile =
                new Disk() {
                    @Override
                    void write(Path file, byte[] bytes) {
                        super.write(file, bytes);
                        assertThat(other.execute().getStatus()).isEqualTo(Result.Status.OK);
                    }
                };
        assertThat(check(meanwhile).execute().getStatus()).isEqualTo(Result.Status.OK);
    }

    @Test
    void whatAKilledRunHasLeftGoesAfterAnHour() throws Exception {
        Path directory = Files.createDirectories(data.resolve("companies"));
        Path old = Files.writeString(directory.resolve("health-check-1.tmp"), "x");
        Files.setLastModifiedTime(
                old, FileTime.from(Clock.systemUTC().instant().minus(Duration.ofMinutes(61))));
        Path young = Files.writeString(directory.resolve("health-check-2"), "x");
        assertThat(check().execute().getStatus()).isEqualTo(Result.Status.OK);
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void aDiskThatTakesNothingIsTheSurroundingsFault() {
        Disk full =
                new Disk() {
                    @Override
                    void force(FileChannel channel, Path file) throws IOException {
                        throw new IOException("No space left on device");
                    }
                };
        assertThat(check(full).execute().getStatus())
                .isEqualTo(Result.Status.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    void aListThatCannotBeReadIsOurs() throws Exception {
        OutboxCheck check = check();
        check.connections = null;
        assertThat(check.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
    }
}
