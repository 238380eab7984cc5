package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @TempDir Path temporary;
    private final PrintStream oldOut = System.out;
    private final PrintStream oldErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void listen() throws Exception {
        Path dist = temporary.resolve("dist");
        for (String set : List.of("agent", "platform", "demo")) {
            Files.createDirectories(dist.resolve("bundles").resolve(set));
        }
        System.setProperty("fairlead.dist", dist.toString());
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.clearProperty("fairlead.dist");
        System.setOut(oldOut);
        System.setErr(oldErr);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dance",
                "agent",
                "agent --data",
                "platform",
                "platform --data d --port many",
                "platform --data d --database jdbc:h2:./file",
                "platform --data d --database postgresql://host/name",
                "platform --data d --database jdbc:postgresql://me:hush@host/name",
                "platform --data d --database jdbc:postgresql://host/name?user=me&password=hush",
                "platform --data d --database-credentials no-such-file",
                "platform --data d --keystore no-such-file",
                "platform --data d --keystore no-such-file --keystore-password-file no-such-file",
                "platform --data d --keystore-password-file no-such-file",
                "platform --data d --https-port 8443",
                "link --data d",
                "status",
                "unlink --data d",
                "cancel --data d",
                "pause --data d",
                "pause --data d --for ever",
                "pause --data d --for 1h --until 18:00",
                "pause --data d --until then",
                "resume",
                "demo --transactions few",
                "platform approve"
            })
    void refusesWrongUsageWithTwoAndSaysWhatToTry(String line) {
        assertThat(Main.run(words(line))).isEqualTo(2);
        assertThat(said().lines().count()).isLessThanOrEqualTo(2);
        assertThat(said()).isNotBlank().doesNotContain("Exception").doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "demo ",
                "platform ",
                "platform approve ",
                "agent ",
                "demo-company ",
                "discover ",
                "link ",
                "unlink ",
                "sync ",
                "cancel ",
                "status ",
                "pause ",
                "resume ",
                "jobs ",
                "update ",
                "doctor "
            })
    void hasHelpForEveryCommand(String command) {
        assertThat(Main.run(words(command + "--help"))).isZero();
        assertThat(said()).startsWith("Usage: fairlead " + command.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "sync",
                "link --license-key k --company /books --yes",
                "unlink --company k --yes",
                "cancel --company k",
                "pause --for 2h",
                "resume",
                "jobs",
                "discover",
                "update --status"
            })
    void saysThatNoAgentRunsThere(String command) {
        int code = Main.run(words(command + " --data " + temporary.resolve("nothing")));
        assertThat(code).isEqualTo(ExitCode.NO_AGENT.number);
        assertThat(said()).contains("No agent runs on").contains("fairlead agent --data");
    }

    @Test
    void saysThatAnotherProcessUsesTheDirectory() throws Exception {
        Path data = temporary.resolve("data");
        try (DataDirectory held = DataDirectory.open(data)) {
            int code = Main.run("agent", "--data", data.toString());
            assertThat(code).isEqualTo(ExitCode.IN_USE.number);
            assertThat(said())
                    .contains("Another Fairlead process")
                    .contains(held.path().toString());
        }
    }

    @Test
    void saysThatThePortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            int code =
                    Main.run(
                            "platform",
                            "--data",
                            temporary.resolve("p").toString(),
                            "--port",
                            port);
            assertThat(code).isEqualTo(ExitCode.PORT_IN_USE.number);
            assertThat(said()).contains("127.0.0.1:" + port).contains("--port");
        }
    }

    @Test
    void saysThatThePlatformDoesNotAnswer() throws Exception {
        Path key = Files.writeString(temporary.resolve("key"), "k");
        int code =
                Main.run(
                        "platform",
                        "approve",
                        "--platform",
                        "http://127.0.0.1:1",
                        "--api-key-file",
                        key.toString());
        assertThat(code).isEqualTo(ExitCode.PLATFORM_UNREACHABLE.number);
    }

    @Test
    void looksForWhatIsWrongWhenNothingRuns() {
        int code = Main.run("doctor", "--data", temporary.toString());
        assertThat(code).isEqualTo(ExitCode.UNHEALTHY.number);
        assertThat(said())
                .contains("ok    Java")
                .contains("ok    Data directory")
                .contains("FAIL  Agent")
                .contains("FAIL  Platform");
    }

    private static String[] words(String line) {
        return line.isBlank() ? new String[0] : line.strip().split(" ");
    }
}
