package fairlead.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a test orders while the process runs. */
class KillOrdersTest {
    @TempDir Path directory;
    private KillOrders orders;

    @BeforeEach
    void make() {
        orders = new KillOrders(directory);
    }

    private Path give(String order) throws IOException {
        return Files.writeString(directory.resolve("order"), order);
    }

    @Test
    void nothingIsOrdered() {
        assertThat(orders.obeyed("a")).isFalse();
    }

    @Test
    void theThirdTimeCountsFromTheOrder() throws IOException {
        orders.obeyed("a");
        give("a@3");
        assertThat(orders.obeyed("a")).isFalse();
        assertThat(orders.obeyed("b")).isFalse();
        assertThat(orders.obeyed("a")).isFalse();
        assertThat(orders.obeyed("a")).isTrue();
        assertThat(directory.resolve("done")).hasContent("a@3");
        assertThat(orders.obeyed("a")).isFalse();
    }

    @Test
    void anotherOrderCountsAnew() throws IOException {
        give("a@2");
        orders.obeyed("a");
        give("a@1");
        assertThat(orders.obeyed("a")).isTrue();
    }

    @Test
    void whatIsForTheNextProcessIsLeftToIt() throws IOException {
        give("a@1+1");
        assertThat(orders.obeyed("a")).isFalse();
        Instant before = ProcessHandle.current().info().startInstant().orElseThrow();
        Files.setLastModifiedTime(
                directory.resolve("order"), FileTime.from(before.minusSeconds(1)));
        assertThat(new KillOrders(directory).obeyed("a")).isTrue();
    }

    @Test
    void whatIsForTheSecondProcessAfterIsNotForTheFirst() throws IOException {
        Instant before = ProcessHandle.current().info().startInstant().orElseThrow();
        FileTime earlier = FileTime.from(before.minusSeconds(1));
        Files.setLastModifiedTime(give("a@1+2"), earlier);
        assertThat(orders.obeyed("a")).as("the first, by what is kept here").isFalse();
        assertThat(new KillOrders(directory).obeyed("a")).as("in another bundle").isFalse();

        Files.writeString(directory.resolve("started"), "1\n");
        assertThat(new KillOrders(directory).obeyed("a")).as("the second").isTrue();
    }

    @Test
    void whatIsForTheProcessThatRanIsNotForTheNextOne() throws IOException {
        Instant before = ProcessHandle.current().info().startInstant().orElseThrow();
        Files.setLastModifiedTime(give("a@1"), FileTime.from(before.minusSeconds(1)));
        assertThat(orders.obeyed("a")).isFalse();
    }

    @Test
    void theTraceSaysWhichProcessCameThere() throws IOException {
        Files.createFile(directory.resolve("trace"));
        orders.obeyed("a");
        orders.obeyed("b");
        String pid = Long.toString(ProcessHandle.current().pid());
        assertThat(Files.readAllLines(directory.resolve("trace")))
                .containsExactly(pid + " a", pid + " b");
    }
}
