package fairlead.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Another process of this program. It stops when its standard input ends, so it ends with this
 * process even when that is killed.
 */
final class Child {
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(12);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final String name;
    private final Process process;
    private final Path errors;
    private final BufferedReader out;

    private Child(String name, Process process, Path errors) {
        this.name = name;
        this.process = process;
        this.errors = errors;
        this.out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts {@code fairlead <command> <arguments>}; what it complains about goes into a file. */
    static Child start(Dist dist, String command, Path directory, List<String> arguments)
            throws LauncherException {
        return start(dist, command, directory, List.of(), arguments);
    }

    /** As {@link #start(Dist, String, Path, List)}, with options of Java's own. */
    static Child start(
            Dist dist,
            String command,
            Path directory,
            List<String> javaOptions,
            List<String> arguments)
            throws LauncherException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path data = directory.resolve(command);
        List<String> line = new ArrayList<>();
        if (command.equals("agent") && dist.hasSupervisor()) {
            line.add(dist.supervisor().toString());
            line.addAll(List.of(dist.root().toString(), data.toString()));
        } else {
            Path lib = dist.root().resolve("lib");
            line.addAll(List.of(java, "@" + lib.resolve(command + ".options")));
            line.addAll(javaOptions);
            line.addAll(List.of("-jar", lib.resolve("launcher.jar").toString(), command));
        }
        line.addAll(List.of("--data", data.toString()));
        line.addAll(List.of("--ready-json", "--stop-with-stdin"));
        line.addAll(arguments);
        try {
            Path errors = directory.resolve(command + ".err");
            ProcessBuilder builder = new ProcessBuilder(line).redirectError(errors.toFile());
            builder.environment().put("FAIRLEAD_JAVA", java);
            builder.environment().put("FAIRLEAD_COMMAND", Dist.command());
            builder.environment()
                    .merge(
                            "FAIRLEAD_JAVA_OPTS", // what the supervisor's host is started with
                            String.join(" ", javaOptions),
                            (given, ours) -> given + " " + ours);
            return new Child(command, builder.start(), errors);
        } catch (IOException e) {
            throw new LauncherException(
                    ExitCode.FAILED, "The " + command + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** Waits for the line in which it says that it is up; a supervisor would try for ever. */
    JsonNode ready() throws LauncherException, InterruptedException {
        CompletableFuture<Void> tooLate =
                CompletableFuture.runAsync(
                        process::destroy,
                        CompletableFuture.delayedExecutor(
                                LONGEST_START.toMillis(), TimeUnit.MILLISECONDS));
        try {
            String line = out.readLine();
            tooLate.cancel(false);
            if (line == null) {
                throw failed();
            }
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new LauncherException(
                    ExitCode.NOT_STARTED, "The " + name + " said what is not understood.", e);
        }
    }

    /** As {@link #ready()}; meanwhile tells the last line that it has said for people. */
    JsonNode ready(Consumer<String> said) throws LauncherException, InterruptedException {
        try {
            while (process.isAlive() && !out.ready()) {
                List<String> lines = Files.readAllLines(errors);
                if (!lines.isEmpty()) {
                    said.accept(lines.get(lines.size() - 1));
                }
                Thread.sleep(LOOK.toMillis());
            }
        } catch (IOException e) {
            throw new LauncherException(
                    ExitCode.NOT_STARTED, "What the " + name + " says cannot be read.", e);
        }
        return ready();
    }

    private LauncherException failed() throws IOException, InterruptedException {
        int code = process.waitFor();
        String said = Files.readString(errors).strip();
        return new LauncherException(
                ExitCode.NOT_STARTED,
                "The "
                        + name
                        + " did not start (exit code "
                        + code
                        + ")"
                        + (said.isEmpty() ? "." : ":\n" + said));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String name() {
        return name;
    }

    /** Stops it cleanly, or after 12 seconds anyhow. */
    void stop() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
