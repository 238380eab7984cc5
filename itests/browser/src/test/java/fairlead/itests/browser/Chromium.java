package fairlead.itests.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The browser, and the script that moves it. */
final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path log;
    private final Process script;
    private final BufferedReader answers;
    private final BufferedWriter orders;

    private Chromium(Path log, Process script) {
        this.log = log;
        this.script = script;
        this.answers = script.inputReader();
        this.orders = script.outputWriter();
    }

    private static Optional<Path> program(String... names) {
        return Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator))
                .flatMap(
                        directory ->
                                Arrays.stream(names).map(name -> Path.of(directory).resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it, or skips the test and says what is missing. */
    static Chromium start(Path screenshots) throws IOException {
        Path module = Path.of(System.getProperty("fairlead.root"), "itests", "browser");
        Optional<Path> chromium = program("chromium", "chromium-browser", "google-chrome");
        Optional<Path> node = program("node");
        assumeTrue(chromium.isPresent(), "no Chromium is installed: apt-get install chromium");
        assumeTrue(node.isPresent(), "no Node is installed");
        assumeTrue(
                Files.isDirectory(module.resolve("node_modules/playwright-core")),
                "its packages are not installed: npm ci --prefix itests/browser");
        Files.createDirectories(screenshots);
        Path log = screenshots.resolve("script.log");
        ProcessBuilder script =
                new ProcessBuilder(
                                node.get().toString(),
                                module.resolve("src/test/browser/journey.mjs").toString(),
                                chromium.get().toString(),
                                screenshots.toString())
                        .redirectError(log.toFile());
        return new Chromium(log, script.start());
    }

    /**
     * Has the script do something.
     *
     * @return what came of it; nothing on any of the pages was wrong
     */
    JsonNode does(String what, Map<String, String> how) throws IOException {
        ObjectNode order = JSON.createObjectNode().put("do", what);
        how.forEach(order::put);
        orders.write(order + "\n");
        orders.flush();
        String line = answers.readLine();
        if (line == null) {
            throw new AssertionError("the script has ended: " + Files.readString(log));
        }
        JsonNode answer = JSON.readTree(line);
        if (answer.has("failed")) {
            throw new AssertionError(what + ": " + answer.path("failed").asText());
        }
        List<JsonNode> faults = JSON.convertValue(answer.path("faults"), new Faults());
        if (!faults.isEmpty()) {
            throw new AssertionError(what + ": " + faults);
        }
        return answer;
    }

    private static final class Faults
            extends com.fasterxml.jackson.core.type.TypeReference<List<JsonNode>> {}

    @Override
    public void close() throws IOException {
        orders.close();
        try {
            if (!script.waitFor(10, TimeUnit.SECONDS)) {
                script.descendants().forEach(ProcessHandle::destroyForcibly);
                script.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
