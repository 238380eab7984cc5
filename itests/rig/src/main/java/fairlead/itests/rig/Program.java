package fairlead.itests.rig;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One real process of the launcher, with its output in a file. */
public final class Program implements AutoCloseable {
    private final String name;
    private final Path output;
    private final Process process;
    private final BufferedReader stdout;
    private final BufferedWriter stdin;

    private Program(String name, Path output, Process process) {
        this.name = name;
        this.output = output;
        this.process = process;
        this.stdout = process.inputReader();
        this.stdin = process.outputWriter();
    }

    /** Whatever ends so soon is not worth the second compiler. */
    private static final String SHORT = "-XX:TieredStopAtLevel=1 ";

    /**
     * Starts {@code launcher/fairlead} with these words; {@code kill} names the point at which it
     * dies by itself.
     */
    public static Program start(Path logs, String name, Optional<Kill> kill, String... words) {
        return start(logs, name, kill.map(Kill::options).orElse(""), words);
    }

    /**
     * Starts {@code launcher/fairlead} with these words.
     *
     * @param options of its Java, separated by spaces
     */
    public static Program start(Path logs, String name, String options, String... words) {
        return start(logs, name, options, Map.of(), words);
    }

    /**
     * Starts {@code launcher/fairlead} with these words.
     *
     * @param options of its Java, separated by spaces
     * @param environment variables that it has besides
     */
    public static Program start(
            Path logs,
            String name,
            String options,
            Map<String, String> environment,
            String... words) {
        try {
            List<String> command = new ArrayList<>();
            command.add(launcher().resolve("fairlead").toString());
            command.addAll(List.of(words));
            Path output = Files.createTempFile(logs, name + "-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(output.toFile());
            builder.environment().put("FAIRLEAD_CALM", "0"); // a killed agent is back at once
            builder.environment().put("FAIRLEAD_JAVA_OPTS", SHORT + options);
            builder.environment().putAll(environment);
            return new Program(name, output, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The project's {@code launcher} directory. */
    public static Path launcher() {
        return Path.of(System.getProperty("fairlead.root"), "launcher");
    }

    /** The next line that it prints; fails when it ends instead. */
    public String line() {
        try {
            String line = stdout.readLine();
            if (line == null) {
                throw new AssertionError(
                        name + " ended without a word: " + Files.readString(output));
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says a line to it and takes its answer. */
    public String ask(String line) {
        try {
            stdin.write(line + "\n");
            stdin.flush();
            return line();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Waits until it has died. */
    public boolean diesWithin(Duration deadline) throws InterruptedException {
        return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The process itself. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** kill -9. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, and at most half a minute to end. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError(name + " did not end within 30 s of SIGTERM");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /**
     * A point at which the process dies by itself.
     *
     * @param point its name in docs/sync.md
     * @param time the how many-th time it is reached
     * @param witness the file in which it says that it was reached
     */
    public record Kill(String point, int time, Path witness) {
        public String options() {
            return "-Dfairlead.kill=" + point + "@" + time + " -Dfairlead.kill.witness=" + witness;
        }

        public boolean reached() {
            return Files.exists(witness);
        }
    }
}
