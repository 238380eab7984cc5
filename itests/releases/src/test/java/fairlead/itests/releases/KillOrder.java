package fairlead.itests.releases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /**
     * Each step that was reached since {@link #trace}, in the process that ran then or in the next
     * one, as an order.
     */
    List<String> traced() throws IOException {
        Path trace = directory.resolve("trace");
        List<String> processes = new ArrayList<>();
        Map<String, Integer> times = new HashMap<>();
        Set<String> orders = new LinkedHashSet<>();
        for (String line : Files.readAllLines(trace)) {
            String process = line.substring(0, line.indexOf(' '));
            String name = line.substring(line.indexOf(' ') + 1);
            if (!processes.contains(process)) {
                processes.add(process);
                times.clear();
            }
            String order = name + "@" + times.merge(name, 1, Integer::sum);
            switch (processes.indexOf(process)) {
                case 0 -> orders.add(order);
                case 1 -> orders.add(order + "+1");
                default -> {} // the third process of a killed update is another one's than here
            }
        }
        Files.delete(trace);
        return List.copyOf(orders);
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
