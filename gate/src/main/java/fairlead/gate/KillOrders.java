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
 * name@3+1} is for a process that was started since.
 */
final class KillOrders {
    private final Path trace;
    private final Path order;
    private final Path done;
    private final Optional<Instant> born = ProcessHandle.current().info().startInstant();
    private final Map<String, Integer> reached = new HashMap<>();
    private String given = "";

    KillOrders(Path directory) {
        trace = directory.resolve("trace");
        order = directory.resolve("order");
        done = directory.resolve("done");
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
            if (!now.equals(given)) {
                given = now;
                reached.clear();
            }
            String here = name + "@" + reached.merge(name, 1, Integer::sum);
            if (!now.equals(isOlder(order) ? here + "+1" : here)) {
                return false;
            }
            Files.move(order, done, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            return false; // it was taken back just now
        }
    }

    private boolean isOlder(Path file) throws IOException {
        Instant written = Files.getLastModifiedTime(file).toInstant();
        return born.filter(written::isBefore).isPresent();
    }
}
