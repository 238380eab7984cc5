package fairlead.odbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The bad driver of shim.c, compiled. */
final class Shim {
    static final String PASSWORD = "sesame 1={}";

    private Shim() {}

    /**
     * Compiles the driver; skips the test where there is no compiler or no driver manager.
     *
     * @param options for example {@code -DBLOCKS=1}
     */
    static Path compile(Path directory, String... options) throws IOException {
        Sources.needDriverManager();
        Path source = directory.resolve("shim.c");
        Files.createDirectories(directory);
        try (InputStream in = Shim.class.getResourceAsStream("shim.c")) {
            Files.write(source, in.readAllBytes());
        }
        Path driver = directory.resolve("shim" + String.join("", options).hashCode() + ".so");
        List<String> command = new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-O1"));
        command.addAll(List.of(options));
        command.addAll(List.of("-o", driver.toString(), source.toString()));
        Process gcc;
        try {
            gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, "apt-get install -y gcc libc6-dev brings what this test needs");
            throw e;
        }
        String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(gcc.onExit().join().exitValue()).as(said).isZero();
        return driver;
    }

    static String url(Path driver, String fault) {
        return Logon.PREFIX + "Driver=" + driver + ";FAULT=" + fault;
    }

    static Properties logon() {
        Properties logon = new Properties();
        logon.setProperty("user", "MANAGER");
        logon.setProperty("password", PASSWORD);
        return logon;
    }
}
