package fairlead.platform.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** As whom the platform opens its database; never in an argument, never in a log. */
record Credentials(Optional<String> user, Optional<String> password) {
    static final String USER = "FAIRLEAD_DATABASE_USER";
    static final String PASSWORD = "FAIRLEAD_DATABASE_PASSWORD";

    /** From the file's lines {@code user=...} and {@code password=...}, or from the environment. */
    static Credentials of(Optional<Path> file, Map<String, String> environment) {
        if (file.isEmpty()) {
            return new Credentials(
                    Optional.ofNullable(environment.get(USER)),
                    Optional.ofNullable(environment.get(PASSWORD)));
        }
        Map<String, String> lines = new HashMap<>();
        try {
            for (String line : Files.readAllLines(file.get(), StandardCharsets.UTF_8)) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    lines.put(line.substring(0, equals).strip(), line.substring(equals + 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the database's user and password", e);
        }
        return new Credentials(
                Optional.ofNullable(lines.get("user")).map(String::strip),
                Optional.ofNullable(lines.get("password")));
    }

    @Override
    public String toString() {
        return "Credentials of " + user.orElse("nobody");
    }
}
