package fairlead.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the agent did that people should know, in plain sentences: the host writes it into {@code
 * logs/activity.log}, a line a sentence, after its instant and a space; the file before it is
 * {@code activity.1.log}. Both are small.
 */
final class ActivityLog {
    private static final Logger LOG = LoggerFactory.getLogger(ActivityLog.class);

    private final Path directory;

    /** One line. */
    record Entry(String at, String message) {}

    ActivityLog(Path data) {
        this.directory = data.resolve("logs");
    }

    /** The last so many, the last one first; fewer when the log cannot be read. */
    List<Entry> last(int count) {
        List<Entry> entries = new ArrayList<>(entries("activity.log"));
        if (entries.size() < count) {
            entries.addAll(0, entries("activity.1.log"));
        }
        Collections.reverse(entries);
        return entries.subList(0, Math.min(count, entries.size()));
    }

    private List<Entry> entries(String name) {
        try {
            return Files.readAllLines(directory.resolve(name), StandardCharsets.UTF_8).stream()
                    .filter(line -> line.indexOf(' ') > 0)
                    .map(line -> line.split(" ", 2))
                    .map(parts -> new Entry(parts[0], parts[1]))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            LOG.warn("the activity log cannot be read", e);
            return List.of();
        }
    }
}
