package fairlead.itests.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.itests.rig.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code launcher/fairlead demo --no-link}, and what it prints for whoever started it. */
final class Demo implements AutoCloseable {
    private static final Pattern LABELLED = Pattern.compile("  ([A-Z][A-Za-z ]*?) {2,}(\\S+)");

    private final Path directory;
    private final Program demo;
    private final Map<String, String> told = new HashMap<>();

    Demo(Path directory) {
        this.directory = directory;
        demo =
                Program.start(
                        directory,
                        "demo",
                        Optional.empty(),
                        "demo",
                        "--no-link",
                        "--data",
                        directory.resolve("demo").toString());
        for (String line = ""; !line.startsWith("Everything stays up"); line = demo.line()) {
            Matcher labelled = LABELLED.matcher(line);
            if (labelled.matches()) {
                told.put(labelled.group(1), labelled.group(2));
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

    /** Links the demo company, as the page says. */
    void link(String licenceKey) throws IOException, InterruptedException {
        Path log = directory.resolve("link.log");
        Process link =
                new ProcessBuilder(
                                Program.launcher().resolve("fairlead").toString(),
                                "link",
                                "--data",
                                directory.resolve("demo/agent").toString(),
                                "--license-key",
                                licenceKey,
                                "--package",
                                "sage50",
                                "--company",
                                told("Company"),
                                "--user",
                                told("User"),
                                "--password-stdin",
                                "--yes")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try (var password = link.getOutputStream()) {
            password.write((told("Password") + "\n").getBytes(StandardCharsets.UTF_8));
        }
        if (link.waitFor() != 0) {
            throw new AssertionError("linking failed: " + Files.readString(log));
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
