package fairlead.platform;

import fairlead.platform.store.DatabaseAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own, which dies where the test wants it to. */
final class NodeProcess implements AutoCloseable {
    /** As the platform ships: its Java's options, from the project's root. */
    static final String AS_SHIPPED = "@launcher/src/main/dist/platform.options";

    private final Process process;
    final String url;

    /** On the same database as the tests' own node on this directory. */
    static NodeProcess start(Path data, String killPoint) throws IOException {
        return start(
                data.resolve("other-node"),
                TestDatabase.postgres(data).url(),
                killPoint,
                "-XX:TieredStopAtLevel=1");
    }

    /** On this PostgreSQL, or when it is empty on H2. */
    static NodeProcess start(Path data, String database, String killPoint, String... options)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(
                List.of(
                        "-Dfairlead.kill=" + killPoint,
                        "-cp",
                        System.getProperty("java.class.path"),
                        NodeProcess.class.getName(),
                        data.toString(),
                        database));
        return new NodeProcess(command);
    }

    private NodeProcess(List<String> command) throws IOException {
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        while (line != null && !line.startsWith("URL ")) {
            line = said.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("the node does not start");
        }
        url = line.substring(4);
        Thread listening =
                new Thread(
                        () -> // or it would stand still once nobody reads what it says
                        said.lines()
                                        .filter(each -> each.contains("committed in"))
                                        .forEach(System.out::println));
        listening.setDaemon(true);
        listening.start();
    }

    /** Lets it work for so long. */
    void sleep(Duration time) throws InterruptedException {
        if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("the node has ended");
        }
    }

    /** What it has used of the processor so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Lets it do nothing more, without a word to anybody: its connections stay open. */
    void freeze() throws IOException, InterruptedException {
        Process stop = new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start();
        if (stop.waitFor() != 0) {
            throw new AssertionError("the node cannot be stopped");
        }
    }

    /** Kills it, as the machine's end would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits until it has died. */
    void awaitDeath() throws InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the node did not reach the point at which it should die");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The other process: a data directory, and the database's address. */
    public static void main(String[] args) throws IOException {
        Server server =
                Server.start(
                        Path.of(args[0]),
                        Clock.systemUTC(),
                        1_000_000,
                        args[1].isEmpty()
                                ? new DatabaseAddress.H2(Path.of(args[0]).resolve("platform"))
                                : new DatabaseAddress.Postgres(args[1], Optional.empty()));
        System.out.println("URL " + server.url);
        System.in.read();
        server.close();
    }
}
