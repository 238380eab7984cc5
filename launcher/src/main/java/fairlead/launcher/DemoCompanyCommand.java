package fairlead.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo-company",
        description = {
            "Makes a demo company, where the directory is new, and serves it.",
            "Reads commands from standard input: post N, amend, correct, delete, rate N, truth, busy,"
                    + " in-use, free, slow MILLIS, vanish, return."
        })
final class DemoCompanyCommand implements Callable<Integer> {
    private static final String MAIN = "fairlead.demo.DemoCompany";

    @Mixin ServerOptions server;

    @Option(
            names = "--transactions",
            defaultValue = "2000",
            paramLabel = "N",
            description = "How many transactions a new company has; 2000 unless said otherwise.")
    int transactions;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description =
                    "Which company it is: the same seed, the same company; 1 unless said otherwise.")
    long seed;

    @Option(
            names = "--post-per-second",
            defaultValue = "0",
            paramLabel = "N",
            description = "Post so many transactions a second from the start.")
    int postPerSecond;

    @Override
    public Integer call() throws LauncherException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--data", server.data().toString(),
                                "--transactions", Integer.toString(transactions),
                                "--seed", Long.toString(seed),
                                "--post-per-second", Integer.toString(postPerSecond)));
        if (!server.stopWithStdin) {
            arguments.add("--keep");
        }
        if (!server.readyJson) {
            Making making = new Making(System.err);
            System.setErr(new PrintStream(making, true, StandardCharsets.UTF_8));
            System.setOut(
                    new PrintStream(
                            new Friendly(System.out, making), true, StandardCharsets.UTF_8));
        }
        return main(Dist.ofThisProcess().bundles(List.of("demo")), arguments);
    }

    /** By reflection, since this program knows no bundle's package; it ends by itself. */
    @SuppressWarnings("resource") // the loader lives as long as the process
    private static int main(List<Path> jars, List<String> arguments) throws LauncherException {
        URL[] urls = jars.stream().map(DemoCompanyCommand::url).toArray(URL[]::new);
        ClassLoader loader = new URLClassLoader(urls, DemoCompanyCommand.class.getClassLoader());
        try {
            Thread.currentThread().setContextClassLoader(loader);
            loader.loadClass(MAIN)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments.toArray(String[]::new));
            return ExitCode.OK.number;
        } catch (InvocationTargetException e) {
            throw new LauncherException(
                    ExitCode.FAILED, "The demo company failed: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new LauncherException(
                    ExitCode.NOT_STARTED, "There is no demo company in this installation.", e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says the first line, which is for programs, in words. */
    private static final class Friendly extends java.io.OutputStream {
        private final PrintStream out;
        private final Making making;
        private java.io.ByteArrayOutputStream first = new java.io.ByteArrayOutputStream();

        Friendly(PrintStream out, Making making) {
            this.out = out;
            this.making = making;
        }

        @Override
        public void write(int next) throws IOException {
            if (first == null) {
                out.write(next);
            } else if (next == '\n') {
                making.close();
                say(new ObjectMapper().readTree(first.toByteArray()));
                first = null;
            } else {
                first.write(next);
            }
        }

        @Override
        public void flush() {
            out.flush();
        }

        private void say(JsonNode ready) {
            out.println("The demo company is served. Ctrl-C ends it.");
            out.println();
            out.println("  Company   " + ready.path("url").asText());
            out.println("  User      " + ready.path("user").asText());
            out.println("  Password  in " + ready.path("passwordFile").asText());
            out.println("  Truth     " + ready.path("truth").asText());
            out.println();
            out.println("Link it, with the licence key that the platform gave:");
            out.println();
            out.println(
                    "  "
                            + Dist.command()
                            + " link --data AGENT-DIR --license-key ID --company "
                            + ready.path("url").asText()
                            + " --user "
                            + ready.path("user").asText()
                            + " --password-stdin < "
                            + ready.path("passwordFile").asText());
        }
    }
}
