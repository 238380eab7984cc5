package fairlead.launcher;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the platform keeps everything. What was said once is remembered in its directory. */
final class DatabaseOptions {
    /** Whose settings these are. */
    static final String PLATFORM = "fairlead.platform.PlatformServlet";

    private static final String SCHEME = "jdbc:postgresql:";

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = {
                "A PostgreSQL of version 15 or later, jdbc:postgresql://HOST/NAME; several platforms"
                        + " on one database are one platform. A file in the data directory unless"
                        + " it was ever said.",
                "User and password never stand here: they are taken from --database-credentials, or"
                        + " from FAIRLEAD_DATABASE_USER and FAIRLEAD_DATABASE_PASSWORD."
            })
    String url;

    @Option(
            names = "--database-credentials",
            paramLabel = "FILE",
            description = "A file with the lines user=... and password=...")
    Path credentials;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    /** What goes into Configuration Admin. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        if (url != null) {
            settings.put("database", checked(url));
        }
        if (credentials != null) {
            if (!Files.isReadable(credentials)) {
                throw wrong("--database-credentials: " + credentials + " cannot be read.");
            }
            settings.put("databaseCredentials", credentials.toAbsolutePath().toString());
        }
        return settings;
    }

    private String checked(String wanted) {
        if (!wanted.startsWith(SCHEME)) {
            throw wrong("--database must begin with " + SCHEME + "//.");
        }
        String lower = wanted.toLowerCase(Locale.ROOT);
        if (lower.matches(".*[?&](user|password)=.*") || authority(wanted).contains("@")) {
            throw wrong(
                    "--database must not hold a user or a password, which everybody on this PC"
                            + " could read: put them into a file and name it by"
                            + " --database-credentials.");
        }
        return wanted;
    }

    private static String authority(String url) {
        try {
            String authority = URI.create(url.substring("jdbc:".length())).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return url; // several hosts; the driver says what is wrong with it
        }
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
