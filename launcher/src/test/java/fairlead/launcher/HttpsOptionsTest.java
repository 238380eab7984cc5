package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A keystore that cannot be used is refused before anything starts, in one sentence. */
class HttpsOptionsTest {
    @TempDir Path temporary;
    private final PrintStream oldErr = System.err;
    private final InputStream oldIn = System.in;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Keystore keystore;
    private Path data;

    @BeforeEach
    void listen() throws Exception {
        keystore = Keystore.in(temporary);
        data = temporary.resolve("data");
        Path dist = temporary.resolve("dist");
        Files.createDirectories(dist.resolve("bundles").resolve("platform"));
        System.setProperty("fairlead.dist", dist.toString());
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.clearProperty("fairlead.dist");
        System.setErr(oldErr);
        System.setIn(oldIn);
    }

    private int platform(Object... more) {
        List<String> line = new ArrayList<>(List.of("platform", "--data", data.toString()));
        for (Object word : more) {
            line.add(word.toString());
        }
        return Main.run(line.toArray(String[]::new));
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("");
    }

    private void isRefused(int code, String sentence) {
        assertThat(code).isEqualTo(ExitCode.USAGE.number);
        assertThat(said()).isEqualTo(sentence);
        assertThat(data).doesNotExist();
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path none = temporary.resolve("none.p12");
        isRefused(
                platform("--keystore", none, "--keystore-password-file", keystore.passwordFile()),
                "The keystore " + none + " is not there, or cannot be read.");
    }

    @Test
    void aPasswordFileThatIsNotThereIsNamed() {
        Path none = temporary.resolve("none");
        isRefused(
                platform("--keystore", keystore.file(), "--keystore-password-file", none),
                "The keystore's password cannot be read from " + none + ".");
    }

    @Test
    void anotherPasswordIsRefusedWhereverItComesFrom() throws Exception {
        String sentence = "The password does not open the keystore " + keystore.file() + ".";
        Path other = Files.writeString(temporary.resolve("other"), "another\n");
        isRefused(
                platform("--keystore", keystore.file(), "--keystore-password-file", other),
                sentence);
        err.reset();
        System.setIn(new ByteArrayInputStream("another\n".getBytes(StandardCharsets.UTF_8)));
        isRefused(platform("--keystore", keystore.file(), "--keystore-password-stdin"), sentence);
    }

    @Test
    void aKeystoreWithoutAKeyIsRefused() throws Exception {
        Path certificate = keystore.withoutKey();
        isRefused(
                platform(
                        "--keystore",
                        certificate,
                        "--keystore-password-file",
                        keystore.passwordFile()),
                "There is no key in the keystore "
                        + certificate
                        + ": export the certificate together with its private key, as 'openssl"
                        + " pkcs12 -export' does.");
    }

    @Test
    void whatIsNoKeystoreIsRefused() {
        Path password = keystore.passwordFile();
        isRefused(
                platform("--keystore", password, "--keystore-password-file", password),
                password + " is no PKCS #12 keystore.");
    }

    @Test
    void thePasswordComesFromOnePlace() {
        isRefused(
                platform("--keystore", keystore.file()),
                "--keystore takes its password from --keystore-password-file or from"
                        + " --keystore-password-stdin: say one of the two.");
    }

    @Test
    void saysThatThePortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            int code =
                    platform(
                            "--port",
                            0,
                            "--keystore",
                            keystore.file(),
                            "--keystore-password-file",
                            keystore.passwordFile(),
                            "--https-port",
                            taken.getLocalPort());
            assertThat(code).isEqualTo(ExitCode.PORT_IN_USE.number);
            assertThat(said()).contains("port " + taken.getLocalPort()).contains("--https-port");
        }
    }
}
