package fairlead.itests.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.itests.rig.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code launcher/fairlead demo}, and what it prints for whoever started it. */
final class Demo implements AutoCloseable {
    private static final Pattern LABELLED = Pattern.compile("  ([A-Z][A-Za-z ]*?) {2,}(\\S+)");
    private static final Pattern COMMAND = Pattern.compile("  \\S+ (link|unlink) --data .*");

    private final Path directory;
    private final Program demo;
    private final Map<String, String> told = new HashMap<>();
    private final Map<String, String> commands = new HashMap<>();

    Demo(Path directory) {
        this.directory = directory;
        demo =
                Program.start(
                        directory,
                        "demo",
                        Optional.empty(),
                        "demo",
                        "--data",
                        directory.resolve("demo").toString());
        for (String line = ""; !line.startsWith("Everything stays up"); line = demo.line()) {
            Matcher labelled = LABELLED.matcher(line);
            if (labelled.matches()) {
                told.put(labelled.group(1), labelled.group(2));
            }
            Matcher command = COMMAND.matcher(line);
            if (command.matches()) {
                commands.put(command.group(1), line.strip());
            }
        }
    }

    /** What stands behind this word. */
    String told(String label) {
        return Optional.ofNullable(told.get(label))
                .orElseThrow(() -> new AssertionError("the demo told no " + label + ": " + told));
    }

    /** The vendor gets an installer for Sage 50's connector, with this in it. */
    void installer(String content) throws IOException {
        Path installers = directory.resolve("demo/platform/installers");
        Files.createDirectories(installers);
        Files.writeString(installers.resolve("sage50.exe"), content);
    }

    /** Links the demo company by the two commands that were printed, to whoever has this key. */
    void link(String licenceKey) throws IOException, InterruptedException {
        run("unlink", command("unlink"));
        String link =
                command("link").replace("--license-key KEY ", "--license-key " + licenceKey + " ");
        run("link", link);
    }

    private String command(String name) {
        return Optional.ofNullable(commands.get(name))
                .orElseThrow(() -> new AssertionError("the demo told no command " + name));
    }

    /** As somebody would who needs not be asked. */
    private void run(String name, String command) throws IOException, InterruptedException {
        Path log = directory.resolve(name + ".log");
        Process process =
                new ProcessBuilder("sh", "-c", command + " --yes")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (process.waitFor() != 0) {
            throw new AssertionError(command + " failed: " + Files.readString(log));
        }
    }

    /** What the company's generator wrote down about this type, by itself. */
    JsonNode truth(String type) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("demo/demo-company"), 3)) {
            Path truth =
                    files.filter(file -> file.getFileName().toString().equals("truth.json"))
                            .findFirst()
                            .orElseThrow();
            return new ObjectMapper().readTree(truth.toFile()).path("types").path(type);
        }
    }

    @Override
    public void close() {
        try {
            demo.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
