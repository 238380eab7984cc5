package fairlead.demo;

import fairlead.demo.standin.StandInDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * Who may log on to a company, kept in its directory: {@code password} holds the password alone,
 * for pipes; {@code company.properties} what else has to be the same at the next start.
 */
record Access(String user, String password, int port, int transactions, long seed) {
    private static final String FORMAT = "format=1";

    static Access random(int transactions, long seed) {
        byte[] bytes = new byte[20];
        new SecureRandom().nextBytes(bytes);
        String hex = HexFormat.of().formatHex(bytes);
        return new Access("DEMO" + hex.substring(0, 4), hex.substring(4), 0, transactions, seed);
    }

    Access withPort(int other) {
        return new Access(user, password, other, transactions, seed);
    }

    static Path passwordFile(Path directory) {
        return directory.resolve("password");
    }

    private static Path settingsFile(Path directory) {
        return directory.resolve("company.properties");
    }

    static boolean exists(Path directory) {
        return Files.exists(settingsFile(directory));
    }

    static Access read(Path directory) throws IOException {
        List<String> lines = Files.readAllLines(settingsFile(directory));
        if (lines.isEmpty() || !lines.get(0).equals(FORMAT)) {
            throw new IOException(
                    settingsFile(directory)
                            + " is no settings file of this version; it starts with "
                            + FORMAT);
        }
        String user = "";
        int port = 0;
        int transactions = 0;
        long seed = 0;
        for (String line : lines) {
            String value = line.substring(line.indexOf('=') + 1);
            if (line.startsWith("user=")) {
                user = value;
            } else if (line.startsWith("port=")) {
                port = Integer.parseInt(value);
            } else if (line.startsWith("transactions=")) {
                transactions = Integer.parseInt(value);
            } else if (line.startsWith("seed=")) {
                seed = Long.parseLong(value);
            }
        }
        String password = Files.readString(passwordFile(directory)).strip();
        return new Access(user, password, port, transactions, seed);
    }

    void write(Path directory) throws IOException {
        replace(passwordFile(directory), password + "\n");
        replace(
                settingsFile(directory),
                FORMAT
                        + "\nuser="
                        + user
                        + "\nport="
                        + port
                        + "\ntransactions="
                        + transactions
                        + "\nseed="
                        + seed
                        + "\n");
    }

    private static void replace(Path file, String content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(next);
        Files.createFile(next, ownerOnly());
        Files.write(next, content.getBytes(StandardCharsets.UTF_8));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Owner-only where the file system knows owners; elsewhere the directory's rights hold. */
    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** The database's own administrator, whom only this process knows. */
    String adminUser() {
        return "KEEPER";
    }

    String adminPassword() {
        return StandInDriver.passwordBehind("keeper:" + password);
    }

    String readerPassword() {
        return StandInDriver.passwordBehind(password);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Access[user=" + user + ", port=" + port + "]";
    }
}
