package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.launcher.release.Manifest;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Releases that are not what they say, offered to a running agent as a person offers them: each is
 * refused with one sentence that names both values, and nothing is changed.
 */
@Tag("slow")
@DisabledOnOs(OS.WINDOWS)
class UpdateRefusalsIT {
    private static final Path FACTORY = Path.of("target", "dist", "factory");
    private static final String BUNDLE = "fairlead.schedule";

    @TempDir static Path temporary;
    private static Path data;
    private static Process agent;

    @BeforeAll
    static void startAnAgent() throws Exception {
        data = temporary.resolve("agent");
        agent =
                process(
                        "agent",
                        "--data",
                        data.toString(),
                        "--platform",
                        "http://127.0.0.1:1",
                        "--headless");
        BufferedReader out = agent.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).startsWith("The agent runs");
    }

    @AfterAll
    static void stopIt() throws Exception {
        agent.destroy();
        agent.waitFor(20, TimeUnit.SECONDS);
    }

    private static Process process(String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of("./fairlead"));
        line.addAll(List.of(arguments));
        return new ProcessBuilder(line).start();
    }

    /** How a command ended. */
    private record Ended(int code, String out, String errors) {}

    private static Ended update(String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of("update", "--data", data.toString()));
        line.addAll(List.of(arguments));
        Process process = process(line.toArray(String[]::new));
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out.strip(), err.strip());
    }

    private static String hex(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** The factory's release, with another scheduler of this name, in version 0.2.0. */
    private static Path release(String name, String insideName) throws Exception {
        Path directory = temporary.resolve(name);
        try (Stream<Path> all = Files.walk(FACTORY)) {
            for (Path from : all.sorted().toList()) {
                Files.copy(from, directory.resolve(FACTORY.relativize(from).toString()));
            }
        }
        String old = value(entry(directory), "sha256");
        byte[] jar = jar(FACTORY.resolve("bundles").resolve(old + ".jar"), insideName);
        Files.write(directory.resolve("bundles").resolve(hex(jar) + ".jar"), jar);
        String sha256 = hex(jar);
        edit(
                directory,
                e ->
                        e.replace(old, sha256)
                                .replaceFirst("(\"version\"\\s*:\\s*)\"[^\"]*\"", "$1\"0.2.0\"")
                                .replaceFirst("(\"size\"\\s*:\\s*)[0-9]+", "$1" + jar.length));
        return directory;
    }

    private static byte[] jar(Path from, String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarInputStream in = new JarInputStream(Files.newInputStream(from))) {
            java.util.jar.Manifest manifest = in.getManifest();
            manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
            manifest.getMainAttributes().putValue("Bundle-Version", "0.2.0");
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
                    out.putNextEntry(new ZipEntry(e.getName()));
                    in.transferTo(out);
                }
            }
        }
        return bytes.toByteArray();
    }

    private static String text(Path directory) throws IOException {
        return Files.readString(directory.resolve(Manifest.FILE));
    }

    private static String entry(Path directory) throws IOException {
        return entry(directory, BUNDLE);
    }

    private static String entry(Path directory, String name) throws IOException {
        Matcher found =
                Pattern.compile("\\{[^{}]*\"name\"\\s*:\\s*\"" + Pattern.quote(name) + "\"[^{}]*}")
                        .matcher(text(directory));
        assertThat(found.find()).isTrue();
        return found.group();
    }

    private static String value(String entry, String field) {
        Matcher found = Pattern.compile("\"" + field + "\"\\s*:\\s*\"([^\"]*)\"").matcher(entry);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    /** Changes the scheduler's entry, and the id with it, as a publisher would who lies well. */
    private static void edit(Path directory, UnaryOperator<String> change) throws IOException {
        String entry = entry(directory);
        sign(directory, text(directory).replace(entry, change.apply(entry)));
    }

    private static void sign(Path directory, String text) throws IOException {
        String id = value(text, "id");
        String right = Manifest.idOf(text.getBytes(StandardCharsets.UTF_8), id);
        Files.writeString(directory.resolve(Manifest.FILE), text.replace(id, right));
    }

    /** What may not change: the state, the store, and what the agent says of both. */
    private static Map<String, String> standing() throws Exception {
        Map<String, String> standing = new TreeMap<>();
        for (String name : List.of("store", "releases", "release.state", "update")) {
            Path from = data.resolve(name);
            if (Files.exists(from)) {
                try (Stream<Path> files = Files.walk(from)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        standing.put(file.toString(), hex(Files.readAllBytes(file)));
                    }
                }
            }
        }
        standing.put("history", update("--history").out());
        standing.put("status", update("--status").out());
        return standing;
    }

    private static void isRefused(Path release, String... both) throws Exception {
        Map<String, String> before = standing();
        for (String[] how : List.of(new String[] {"--dry-run"}, new String[] {})) {
            List<String> arguments = new ArrayList<>(List.of("--from", release.toString()));
            arguments.addAll(List.of(how));
            Ended ended = update(arguments.toArray(String[]::new));
            assertThat(ended.errors()).hasLineCount(1).contains(both).endsWith(".");
            assertThat(ended.code()).isEqualTo(ExitCode.UPDATE_REFUSED.number);
        }
        assertThat(standing()).isEqualTo(before);
    }

    @Test
    void aManifestThatLiesAboutAKind() throws Exception {
        Path release = release("kind", BUNDLE);
        edit(release, e -> e.replace("\"beside\"", "\"refresh\""));
        isRefused(release, BUNDLE + " 0.2.0", "refresh", "beside");
    }

    @Test
    void aManifestThatNamesAMissingJar() throws Exception {
        Path release = release("missing", BUNDLE);
        String jar = value(entry(release), "sha256") + ".jar";
        Files.delete(release.resolve("bundles").resolve(jar));
        isRefused(release, BUNDLE + " 0.2.0", jar);
    }

    @Test
    void aJarThatIsGoneWhenTheOthersWereRead() throws Exception {
        Path release = release("gone", BUNDLE);
        String sync = entry(release, "fairlead.sync");
        String jar = value(sync, "sha256") + ".jar";
        Files.delete(release.resolve("bundles").resolve(jar));
        isRefused(release, "fairlead.sync 0.1.0", jar);
    }

    @Test
    void aManifestThatRepeatsABundle() throws Exception {
        Path release = release("repeated", BUNDLE);
        edit(release, e -> e + "," + e.replace("0.2.0", "0.3.0"));
        isRefused(release, BUNDLE, "0.2.0", "0.3.0");
    }

    @Test
    void aManifestOfAFormatFromTheFuture() throws Exception {
        Path release = release("future", BUNDLE);
        sign(release, text(release).replaceFirst("(\"format\"\\s*:\\s*)1", "$12"));
        isRefused(release, "format 2", "format 1");
    }

    @Test
    void aJarWithAnotherNameInside() throws Exception {
        Path release = release("name", "fairlead.other");
        isRefused(release, BUNDLE + " 0.2.0", "fairlead.other 0.2.0");
    }

    @Test
    void aDirectoryThatIsNoRelease() throws Exception {
        isRefused(temporary.resolve("nowhere"), "nowhere", Manifest.FILE);
    }

    @Test
    void theDryRunSaysWhatChangesHowAndForHowLong() throws Exception {
        Map<String, String> before = standing();
        Ended ended = update("--from", release("good", BUNDLE).toString(), "--dry-run");
        assertThat(ended.code()).as(ended.errors()).isZero();
        assertThat(ended.out())
                .contains(
                        BUNDLE + " 0.1.0 becomes 0.2.0 (beside)",
                        "beside the old ones, in some milliseconds: nobody waits",
                        "on trial for 60 s, for 600 s at most",
                        "nothing was changed");
        assertThat(standing()).isEqualTo(before);
    }
}
