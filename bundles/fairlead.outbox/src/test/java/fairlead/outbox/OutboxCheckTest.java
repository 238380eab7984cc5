package fairlead.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxCheckTest {
    @TempDir private Path data;

    private OutboxCheck check() {
        OutboxCheck check = new OutboxCheck(data.resolve("companies"));
        check.connections =
                new FileOutbox(
                        data, new Disk(), Duration.ofSeconds(1), Clock.systemUTC(), point -> {});
        return check;
    }

    @Test
    void aDiskThatWorksIsHealthyAndNothingIsLeftOnIt() throws Exception {
        assertThat(check().execute().getStatus()).isEqualTo(Result.Status.OK);
        assertThat(Files.exists(data.resolve("companies").resolve("health-check.tmp"))).isFalse();
    }

    @Test
    void aDiskThatTakesNothingIsTheSurroundingsFault() throws Exception {
        Files.createDirectories(data.resolve("companies").resolve("health-check.tmp"));
        assertThat(check().execute().getStatus()).isEqualTo(Result.Status.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    void aListThatCannotBeReadIsOurs() throws Exception {
        OutboxCheck check = check();
        check.connections = null;
        assertThat(check.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
    }
}
