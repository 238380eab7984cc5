package fairlead.launcher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The platform over HTTPS, beside plain HTTP. What was said once is remembered in its directory,
 * but for a password that came from standard input.
 */
final class HttpsOptions {
    /** Whose settings these are. */
    static final String CONNECTOR = "fairlead.platform.HttpsConnector";

    /** The system property by which the connector gets a password that lies in no file. */
    private static final String PASSWORD = CONNECTOR + ".password";

    private static final String KEYSTORE = "keystore";
    private static final String PASSWORD_FILE = "keystorePasswordFile";
    private static final int USUAL_PORT = 8443;

    @Option(
            names = "--keystore",
            paramLabel = "FILE",
            description = {
                "Also speak HTTPS, to every PC that reaches this one, with the certificate and the"
                        + " key in this PKCS #12 file.",
                "Its password never stands here: say --keystore-password-file or"
                        + " --keystore-password-stdin."
            })
    Path keystore;

    @Option(
            names = "--keystore-password-file",
            paramLabel = "FILE",
            description = "A file whose first line is the keystore's password.")
    Path passwordFile;

    @Option(
            names = "--keystore-password-stdin",
            description =
                    "Read the keystore's password from standard input (asked for on a terminal).")
    boolean passwordStdin;

    @Option(
            names = "--https-port",
            paramLabel = "N",
            description = "Where HTTPS listens; 8443 unless it was ever said, 0 for any free port.")
    Integer port;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    /**
     * What goes into Configuration Admin, but for the port; empty where HTTPS was never asked for.
     *
     * @param data the data directory, with what was said before
     * @throws ParameterException when the key cannot be used; its message says what to do
     */
    Optional<Map<String, Object>> settings(Path data) throws LauncherException {
        Map<String, String> before = Settings.of(data, CONNECTOR);
        if (keystore == null) {
            return remembered(before);
        }
        if (passwordStdin == (passwordFile != null)) {
            throw wrong(
                    "--keystore takes its password from --keystore-password-file or from"
                            + " --keystore-password-stdin: say one of the two.");
        }
        char[] password = passwordStdin ? Terminal.password() : firstLine(passwordFile);
        check(keystore, password);
        Map<String, Object> settings = new HashMap<>();
        settings.put(KEYSTORE, keystore.toAbsolutePath().toString());
        settings.put(PASSWORD_FILE, passwordStdin ? "" : passwordFile.toAbsolutePath().toString());
        if (passwordStdin) {
            System.setProperty(PASSWORD, new String(password));
        }
        return Optional.of(settings);
    }

    private Optional<Map<String, Object>> remembered(Map<String, String> before) {
        if (passwordFile != null || passwordStdin || port != null) {
            throw wrong("Say --keystore FILE as well: HTTPS needs a certificate and its key.");
        }
        if (!before.containsKey(KEYSTORE)) {
            return Optional.empty();
        }
        String file = before.getOrDefault(PASSWORD_FILE, "");
        if (file.isEmpty()) {
            throw wrong(
                    "HTTPS was asked for before, and its password was not kept: say --keystore "
                            + before.get(KEYSTORE)
                            + " --keystore-password-stdin again, or name a file with"
                            + " --keystore-password-file.");
        }
        check(Path.of(before.get(KEYSTORE)), firstLine(Path.of(file)));
        return Optional.of(Map.of());
    }

    /** What was said or remembered, once it is free. */
    int port(Path data) throws LauncherException {
        int wanted =
                port != null
                        ? port
                        : Optional.ofNullable(Settings.of(data, CONNECTOR).get("port"))
                                .map(Integer::valueOf)
                                .orElse(USUAL_PORT);
        return PlatformCommand.free(Optional.empty(), wanted, "--https-port");
    }

    private char[] firstLine(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.lines().findFirst().orElse("").toCharArray();
        } catch (IOException e) {
            throw wrong("The keystore's password cannot be read from " + file + ".");
        }
    }

    private void check(Path file, char[] password) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw wrong("The keystore " + file + " is not there, or cannot be read.");
        }
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(new ByteArrayInputStream(bytes), password);
            if (!hasKey(keys, password)) {
                throw wrong(
                        "There is no key in the keystore "
                                + file
                                + ": export the certificate together with its private key, as"
                                + " 'openssl pkcs12 -export' does.");
            }
        } catch (UnrecoverableKeyException e) {
            throw wrong("The key in the keystore " + file + " has a password of its own.");
        } catch (IOException e) {
            throw wrong(
                    e.getCause() instanceof UnrecoverableKeyException
                            ? "The password does not open the keystore " + file + "."
                            : file + " is no PKCS #12 keystore.");
        } catch (GeneralSecurityException e) {
            throw wrong("The keystore " + file + " cannot be used: " + e.getMessage() + ".");
        }
    }

    private static boolean hasKey(KeyStore keys, char[] password) throws GeneralSecurityException {
        for (String alias : Collections.list(keys.aliases())) {
            if (keys.isKeyEntry(alias) && keys.getKey(alias, password) != null) {
                return true;
            }
        }
        return false;
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
