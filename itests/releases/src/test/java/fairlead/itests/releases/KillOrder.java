package fairlead.itests.releases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Orders a running agent to die at a named step; {@code fairlead.gate.KillPoint} obeys. */
final class KillOrder {
    private final Path directory;

    KillOrder(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    /** The option of the agent's Java by which it obeys. */
    String option() {
        return "-Dfairlead.kill.orders=" + directory;
    }

    /** From now on the names of all steps are written down. */
    void trace() throws IOException {
        Files.writeString(directory.resolve("trace"), "");
    }

    /** Each step that was reached since {@link #trace}, as an order. */
    List<String> traced() throws IOException {
        Path trace = directory.resolve("trace");
        Map<String, Integer> times = new HashMap<>();
        List<String> orders = new ArrayList<>();
        for (String name : Files.readAllLines(trace)) {
            orders.add(name + "@" + times.merge(name, 1, Integer::sum));
        }
        Files.delete(trace);
        return orders;
    }

    /** It dies when it comes there. */
    void give(String order) throws IOException {
        Files.deleteIfExists(directory.resolve("done"));
        Path written = directory.resolve("order.tmp");
        Files.writeString(written, order);
        Files.move(written, directory.resolve("order"));
    }

    /** It came there, and died. */
    boolean obeyed() {
        return Files.exists(directory.resolve("done"));
    }

    void takeBack() throws IOException {
        Files.deleteIfExists(directory.resolve("order"));
    }
}
