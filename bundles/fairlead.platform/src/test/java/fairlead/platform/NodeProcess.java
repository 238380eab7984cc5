package fairlead.platform;

import fairlead.platform.store.DatabaseAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own, which dies where the test wants it to. */
final class NodeProcess implements AutoCloseable {
    private final Process process;
    final String url;

    /** On the same database as the tests' own node on this directory. */
    static NodeProcess start(Path data, String killPoint) throws IOException {
        return new NodeProcess(data, TestDatabase.postgres(data).url(), killPoint);
    }

    private NodeProcess(Path data, String database, String killPoint) throws IOException {
        process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx256m",
                                        "-XX:TieredStopAtLevel=1",
                                        "-Dfairlead.kill=" + killPoint,
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        NodeProcess.class.getName(),
                                        data.resolve("other-node").toString(),
                                        database))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String line =
                new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8))
                        .lines()
                        .filter(said -> said.startsWith("URL "))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("the node does not start"));
        url = line.substring(4);
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
                        new DatabaseAddress.Postgres(args[1], Optional.empty()));
        System.out.println("URL " + server.url);
        System.in.read();
        server.close();
    }
}
