package fairlead.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks a running agent how it stands, again and again without a pause, on a thread of its own. Each
 * answer comes from the agent's parts themselves, the accounting package's version too.
 */
final class Asker implements AutoCloseable {
    /**
     * What one answer said.
     *
     * @param process the agent's process id
     * @param reader the version of the accounting package that answered
     * @param set the set under way; empty when none is
     * @param chunks how many of its chunks the platform has taken
     */
    record Answer(long process, String reader, String set, int chunks) {
        static Answer of(JsonNode status) {
            JsonNode company = status.path("companies").path(0);
            return new Answer(
                    status.path("process").asLong(),
                    status.path("packages").path(0).path("version").asText(),
                    company.path("set").asText(),
                    company.path("chunksTaken").asInt());
        }
    }

    /** Two answers in a row that came from different code. */
    record Change(Answer before, Answer after) {}

    private final Path data;
    private final Thread thread = new Thread(this::ask, "fairlead-demo-asker");
    private final List<String> failures = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private Optional<Answer> last = Optional.empty();
    private long calls;
    private long longestNanos;
    private boolean closed;

    Asker(Path data) {
        this.data = data;
        thread.setDaemon(true);
        thread.start();
    }

    private void ask() {
        while (!isClosed()) {
            try (ControlClient agent = ControlClient.open(data)) {
                while (!isClosed()) {
                    long begin = System.nanoTime();
                    JsonNode status = agent.ask("status");
                    answered(Answer.of(status), System.nanoTime() - begin);
                }
            } catch (LauncherException e) {
                failed(e.getMessage());
            }
        }
    }

    private synchronized void answered(Answer answer, long nanos) {
        calls++;
        longestNanos = Math.max(longestNanos, nanos);
        if (answer.reader().isEmpty()) {
            failures.add("no accounting package was there to answer");
            return;
        }
        last.filter(before -> !before.reader().equals(answer.reader()))
                .ifPresent(before -> changes.add(new Change(before, answer)));
        last = Optional.of(answer);
    }

    private synchronized void failed(String why) {
        calls++;
        if (!closed) {
            failures.add(why);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    synchronized Optional<Answer> last() {
        return last;
    }

    synchronized List<Change> changes() {
        return List.copyOf(changes);
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    synchronized long calls() {
        return calls;
    }

    synchronized long longestMillis() {
        return longestNanos / 1_000_000;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
