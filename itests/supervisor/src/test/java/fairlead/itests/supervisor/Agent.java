package fairlead.itests.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One agent with its supervisor, as a person starts it. */
final class Agent implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final Program program;
    private final Path data;
    private final Path out;
    private final Process supervisor;
    private final long earlierStarts;
    private final long began = System.nanoTime();
    private Duration firstStart = Duration.ZERO;

    private Agent(Program program, Path data, Path out, Process supervisor, long earlierStarts) {
        this.program = program;
        this.data = data;
        this.out = out;
        this.supervisor = supervisor;
        this.earlierStarts = earlierStarts;
    }

    /** Starts it; its output is added to {@code <data>.out}. */
    static Agent start(Program program, Path data, String javaOptions) throws IOException {
        Path out = data.resolveSibling(data.getFileName() + ".out");
        Path errors = data.resolveSibling(data.getFileName() + ".err");
        List<String> line = new ArrayList<>(List.of(program.fairlead().toString(), "agent"));
        line.addAll(List.of("--data", data.toString(), "--headless"));
        line.addAll(List.of("--platform", "http://127.0.0.1:1"));
        ProcessBuilder builder =
                new ProcessBuilder(line)
                        .directory(data.getParent().toFile()) // where a crash leaves its report
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                        .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        builder.environment().put("FAIRLEAD_JAVA_OPTS", javaOptions);
        long before = starts(out);
        return new Agent(program, data, out, builder.start(), before);
    }

    private static long starts(Path out) throws IOException {
        return read(out).lines().filter(line -> line.startsWith("The agent runs")).count();
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Waits until its host has come up so many times. */
    Agent awaitStarts(int number) {
        await().atMost(START.multipliedBy(number))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> starts(out) - earlierStarts >= number);
        if (firstStart.isZero()) {
            firstStart = Duration.ofNanos(System.nanoTime() - began);
        }
        return this;
    }

    /** How long its first start took: what this machine needs now. */
    Duration firstStart() {
        return firstStart;
    }

    Process supervisor() {
        return supervisor;
    }

    /** The host that holds the data directory. */
    ProcessHandle host() {
        try {
            String holder = Files.readString(data.resolve("lock")).strip();
            return ProcessHandle.of(Long.parseLong(holder.replace("process ", ""))).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The slot that its host's own files lie in; 0 for the program's. */
    int slot() {
        String line = host().info().commandLine().orElseThrow();
        String before = data.resolve("slots") + "/";
        int at = line.indexOf(before);
        return at < 0
                ? 0
                : Integer.parseInt(
                        line.substring(
                                at + before.length(), line.indexOf('/', at + before.length())));
    }

    /** Does something to it and returns how long it takes until the next host is up. */
    Duration untilNextStart(Runnable what) throws IOException {
        int next = (int) (starts(out) - earlierStarts) + 1;
        long began = System.nanoTime();
        what.run();
        awaitStarts(next);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Makes the bundle {@code sick} fall ill. */
    void fallIll(String illness) {
        try {
            Path file = Files.writeString(data.resolve("illness.tmp"), illness);
            Files.move(file, data.resolve("illness"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void signal(String name) {
        try {
            Process kill =
                    new ProcessBuilder("kill", "-" + name, Long.toString(host().pid())).start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Does a bundle of this name run in the present host? */
    boolean runs(String bundle) {
        try {
            return read(data.resolve("runs-" + bundle)).startsWith(host().pid() + " ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a command of the command line's says; it has to succeed. */
    String say(String... words) throws IOException, InterruptedException {
        Process process = command(words);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** The same, whatever its exit code says of what came of it. */
    String order(String... words) throws IOException {
        return new String(command(words).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Process command(String... words) throws IOException {
        List<String> line = new ArrayList<>(List.of(program.fairlead().toString()));
        line.addAll(List.of(words));
        line.addAll(List.of("--data", data.toString()));
        return new ProcessBuilder(line).redirectErrorStream(true).start();
    }

    /** SIGTERM to the supervisor; returns its exit code. */
    int stop() throws InterruptedException {
        supervisor.destroy();
        assertThat(supervisor.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return supervisor.exitValue();
    }

    /** What went wrong and what was said, for messages. */
    @Override
    public String toString() {
        try {
            return read(data.resolveSibling(data.getFileName() + ".err"))
                    + read(data.resolve("logs").resolve("fairlead.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        supervisor.destroyForcibly(); // its host reads the end and stops
    }
}
