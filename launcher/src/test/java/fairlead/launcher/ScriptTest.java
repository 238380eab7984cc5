package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code fairlead} in a tree that was never built, with stand-ins for java and mvn. */
@DisabledOnOs(OS.WINDOWS)
class ScriptTest {
    private static final String BUILDING = "Building Fairlead, once: this takes a minute or two.\n";
    private static final String BUILDS = "mvn -B -q -DskipTests package in ";

    /** What the script and the stand-ins need of a system. */
    private static final List<String> TOOLS =
            List.of("sed", "head", "dirname", "readlink", "mkdir", "chmod");

    @TempDir Path temporary;
    private Path tree;
    private Path bin;
    private Path log;

    /** How it ended, and what it said. */
    private record Ended(int code, String errors) {}

    @BeforeEach
    void make() throws Exception {
        tree = Files.createDirectories(temporary.resolve("tree")).toRealPath();
        bin = Files.createDirectories(temporary.resolve("bin"));
        log = temporary.resolve("log");
        Files.createDirectories(tree.resolve("launcher"));
        Files.copy(
                Path.of("fairlead"),
                tree.resolve("launcher").resolve("fairlead"),
                StandardCopyOption.COPY_ATTRIBUTES);
        for (String tool : TOOLS) {
            program(tool, "exec " + onThePath(tool) + " \"$@\"\n");
        }
        java("17.0.13");
        program("javac", "");
    }

    private static Path onThePath(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private void program(String name, String lines) throws Exception {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + lines);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void java(String version) throws Exception {
        program(
                "java",
                "[ \"$1\" != -version ] || { echo 'openjdk version \""
                        + version
                        + "\" 2024-10-15' >&2; exit; }\n"
                        + "for word; do last=$word; done\n"
                        + "echo java ${4##*/} $last >> "
                        + log
                        + "\n");
    }

    /** Leaves so much of a distribution, then ends. */
    private void mvn(String status, String... made) throws Exception {
        StringBuilder lines = new StringBuilder("echo \"mvn $* in $PWD\" >> " + log + "\n");
        for (String file : made) {
            String path = "launcher/target/dist/" + file;
            lines.append("mkdir -p ").append(parent(path)).append('\n');
            lines.append(": > ").append(path).append("; chmod +x ").append(path).append('\n');
        }
        program("mvn", lines + "exit " + status + "\n");
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private Ended run() throws Exception {
        Path errors = temporary.resolve("errors");
        ProcessBuilder builder =
                new ProcessBuilder(tree.resolve("launcher/fairlead").toString(), "status")
                        .directory(temporary.toFile())
                        .redirectError(errors.toFile());
        Map<String, String> environment = builder.environment();
        environment.remove("JAVA_HOME");
        environment.put("PATH", bin.toString());
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(errors));
    }

    private List<String> called() throws Exception {
        return Files.exists(log)
                ? new ArrayList<>(Files.readAllLines(log, StandardCharsets.UTF_8))
                : List.of();
    }

    @Test
    void buildsWhatWasNeverBuiltOnceAndSaysSo() throws Exception {
        mvn("0", "lib/launcher.jar", "factory/release.json");
        assertThat(run()).isEqualTo(new Ended(0, BUILDING));
        assertThat(run()).isEqualTo(new Ended(0, ""));
        assertThat(called())
                .containsExactly(
                        BUILDS + tree, "java launcher.jar status", "java launcher.jar status");
    }

    @Test
    void buildsAgainWhatABuildThatFailedHasLeft() throws Exception {
        mvn("1", "lib/launcher.jar", "supervisor");
        assertThat(run())
                .isEqualTo(
                        new Ended(
                                7, BUILDING + "The build failed; what Maven says stands above.\n"));
        mvn("0", "factory/release.json");
        assertThat(run()).isEqualTo(new Ended(0, BUILDING));
        assertThat(called())
                .containsExactly(BUILDS + tree, BUILDS + tree, "java launcher.jar status");
    }

    @Test
    void saysThatThereIsNoMaven() throws Exception {
        assertThat(run())
                .isEqualTo(
                        new Ended(
                                7,
                                "Fairlead was never built, and there is no Maven (mvn) on the PATH"
                                        + " to build it: install Maven.\n"));
        assertThat(called()).isEmpty();
    }

    @Test
    void saysThatJavaComesWithoutACompiler() throws Exception {
        mvn("0");
        Files.delete(bin.resolve("javac"));
        assertThat(run())
                .isEqualTo(
                        new Ended(
                                6,
                                "Fairlead was never built, and "
                                        + bin.resolve("java")
                                        + " comes without a compiler (javac): install a JDK of 17"
                                        + " or later, or set JAVA_HOME to one.\n"));
        assertThat(called()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"11.0.25, 11", "1.8.0_432, 8"})
    void saysThatJavaIsTooOld(String version, String major) throws Exception {
        mvn("0");
        java(version);
        assertThat(run())
                .isEqualTo(
                        new Ended(
                                6,
                                "Fairlead needs Java 17 or later, and "
                                        + bin.resolve("java")
                                        + " is "
                                        + major
                                        + ": set JAVA_HOME.\n"));
        assertThat(called()).isEmpty();
    }

    @Test
    void saysThatThereIsNoJava() throws Exception {
        mvn("0");
        Files.delete(bin.resolve("java"));
        assertThat(run())
                .isEqualTo(
                        new Ended(
                                6,
                                "Fairlead needs Java 17 or later, and there is no java on the PATH:"
                                        + " install one, or set JAVA_HOME.\n"));
        assertThat(called()).isEmpty();
    }
}
