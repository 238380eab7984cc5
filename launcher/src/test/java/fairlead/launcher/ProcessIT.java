package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The built distribution, started as a person starts it. */
@DisabledOnOs(OS.WINDOWS)
class ProcessIT {
    private static final int TERMINATED = 128 + 15;

    @TempDir Path temporary;
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Process fairlead(String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of("./fairlead"));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).start();
        started.add(process);
        return process;
    }

    private static int exitCode(Process process) throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static String errors(Process process) throws Exception {
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Process runningAgent(Path data, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("agent", "--data", data.toString()));
        arguments.addAll(List.of("--platform", "http://127.0.0.1:1", "--headless"));
        arguments.addAll(List.of(more));
        Process agent = fairlead(arguments.toArray(String[]::new));
        BufferedReader out = agent.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        assertThat(line).as("%s", line == null ? errors(agent) : "").startsWith("The agent runs");
        return agent;
    }

    @Test
    void stopsCleanlyWhenItIsTerminated() throws Exception {
        Path data = temporary.resolve("agent");
        Process agent = runningAgent(data);
        agent.destroy();
        assertThat(exitCode(agent)).isEqualTo(TERMINATED);
        assertThat(Files.readString(data.resolve("logs").resolve("fairlead.log")))
                .contains("- stopped")
                .doesNotContain(" ERROR ");
        assertThat(data.resolve("control.sock")).doesNotExist();
    }

    @Test
    void stopsWhenStandardInputEndsIfThatWasAsked() throws Exception {
        Process agent = runningAgent(temporary.resolve("agent"), "--stop-with-stdin");
        agent.getOutputStream().close();
        assertThat(exitCode(agent)).isZero();
    }

    @Test
    void startsOnADirectoryWhoseProcessWasKilled() throws Exception {
        Path data = temporary.resolve("agent");
        runningAgent(data).destroyForcibly().waitFor();
        Process again = runningAgent(data);
        assertThat(exitCode(fairlead("status", "--data", data.toString()))).isZero();
        again.destroy();
        assertThat(exitCode(again)).isEqualTo(TERMINATED);
    }

    @Test
    void refusesASecondProcessOnOneDirectory() throws Exception {
        Path data = temporary.resolve("agent");
        runningAgent(data);
        Process second = fairlead("agent", "--data", data.toString());
        assertThat(exitCode(second)).isEqualTo(ExitCode.IN_USE.number);
        assertThat(errors(second).strip()).startsWith("Another Fairlead process").hasLineCount(1);
    }

    @Test
    void refusesADirectoryThatCannotBeWritten() throws Exception {
        Process agent = fairlead("agent", "--data", "/proc/fairlead");
        assertThat(exitCode(agent)).isEqualTo(ExitCode.DATA_UNUSABLE.number);
        assertThat(errors(agent).strip()).contains("choose another one").hasLineCount(1);
    }

    @Test
    void answersByHttpsWithTheKeyOfAKeystore() throws Exception {
        Keystore keystore = Keystore.in(temporary);
        Path data = temporary.resolve("platform");
        Process first =
                runningPlatform(
                        data,
                        "--keystore",
                        keystore.file().toString(),
                        "--keystore-password-file",
                        keystore.passwordFile().toString(),
                        "--https-port",
                        "0");
        first.destroy();
        assertThat(exitCode(first)).isEqualTo(TERMINATED);
        // what was said once is remembered
        runningPlatform(data);
        assertThat(get(keystore, data)).isEqualTo(200);
    }

    @Test
    void takesTheKeystoresPasswordFromStandardInputAndKeepsItNowhere() throws Exception {
        Keystore keystore = Keystore.in(temporary);
        Path data = temporary.resolve("platform");
        Process platform =
                platform(
                        data,
                        "--keystore",
                        keystore.file().toString(),
                        "--keystore-password-stdin",
                        "--https-port",
                        "0");
        platform.getOutputStream()
                .write((Keystore.PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
        platform.getOutputStream().flush();
        awaitPlatform(platform);
        assertThat(get(keystore, data)).isEqualTo(200);
        platform.destroy();
        assertThat(exitCode(platform)).isEqualTo(TERMINATED);
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain(Keystore.PASSWORD);
            }
        }
        Process again = platform(data);
        assertThat(exitCode(again)).isEqualTo(ExitCode.USAGE.number);
        assertThat(errors(again)).contains("its password was not kept: say --keystore");
    }

    private Process platform(Path data, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("platform", "--data", data.toString()));
        arguments.addAll(List.of("--port", "0"));
        arguments.addAll(List.of(more));
        return fairlead(arguments.toArray(String[]::new));
    }

    private Process runningPlatform(Path data, String... more) throws Exception {
        Process platform = platform(data, more);
        awaitPlatform(platform);
        return platform;
    }

    private static void awaitPlatform(Process platform) throws Exception {
        String line = platform.inputReader(StandardCharsets.UTF_8).readLine();
        assertThat(line)
                .as("%s", line == null ? errors(platform) : "")
                .startsWith("The platform runs at http://127.0.0.1:")
                .contains(", and by HTTPS on port ");
    }

    private static int get(Keystore keystore, Path data) throws Exception {
        String port = Settings.of(data, HttpsOptions.CONNECTOR).get("port");
        HttpRequest health =
                HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/health")).build();
        return keystore.trusting().send(health, BodyHandlers.ofString()).statusCode();
    }
}
