package fairlead.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Kills that a test orders while the process runs, by files in one directory. {@code trace}, where
 * it is there, gets a line for each point that is reached: the number of the process, a blank, the
 * name. {@code order} is {@code name@3}: the process dies when that point is reached for the third
 * time after the order was given, once: the file is called {@code done} from then on. {@code
 * name@3+1} is for the first process that was started since, {@code +2} for the second.
 */
final class KillOrders {
    private final Path trace;
    private final Path order;
    private final Path done;
    private final Path started;
    private final Optional<Instant> born = ProcessHandle.current().info().startInstant();
    private final Map<String, Integer> reached = new HashMap<>();
    private String given = "";
    private String whose = "";

    KillOrders(Path directory) {
        trace = directory.resolve("trace");
        order = directory.resolve("order");
        done = directory.resolve("done");
        started = directory.resolve("started");
    }

    /** Is the process to die here? */
    synchronized boolean obeyed(String name) {
        try {
            if (Files.exists(trace)) {
                String line = ProcessHandle.current().pid() + " " + name + "\n";
                Files.writeString(trace, line, StandardOpenOption.APPEND);
            }
            if (!Files.exists(order)) {
                return false;
            }
            String now = Files.readString(order).strip();
            String giving = now + " " + Files.getLastModifiedTime(order);
            if (!giving.equals(given)) {
                whose = isOlder(order) ? "+" + number() : "";
                reached.clear();
                given = giving;
            }
            String here = name + "@" + reached.merge(name, 1, Integer::sum) + whose;
            if (!now.equals(here)) {
                return false;
            }
            Files.move(order, done, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            return false; // it was taken back just now
        }
    }

    /** Which of those is this process that were started since the order was given? */
    private int number() throws IOException {
        String me = Long.toString(ProcessHandle.current().pid());
        Files.writeString(started, me + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        // once for each bundle that has this class
        return Files.readAllLines(started).stream().distinct().toList().indexOf(me) + 1;
    }

    private boolean isOlder(Path file) throws IOException {
        Instant written = Files.getLastModifiedTime(file).toInstant();
        return born.filter(written::isBefore).isPresent();
    }
}
