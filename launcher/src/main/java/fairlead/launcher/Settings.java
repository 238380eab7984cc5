package fairlead.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Settings as Configuration Admin keeps them, read while nothing runs: lines like {@code
 * platform="https\://example.org"}.
 */
final class Settings {
    private static final Pattern TEXT = Pattern.compile("(\\w+)=I?\"((?:[^\"\\\\]|\\\\.)*)\"");

    private Settings() {}

    /** The transport's. */
    static Map<String, String> of(Path data) {
        return of(data, AgentCommand.TRANSPORT);
    }

    /** The texts and whole numbers among the settings of this PID; empty where it has none. */
    static Map<String, String> of(Path data, String pid) {
        Path file = data;
        for (String part : ("config/" + pid.replace('.', '/') + ".config").split("/")) {
            file = file.resolve(part);
        }
        Map<String, String> settings = new HashMap<>();
        try {
            Matcher matcher = TEXT.matcher(Files.exists(file) ? Files.readString(file) : "");
            while (matcher.find()) {
                settings.put(matcher.group(1), matcher.group(2).replaceAll("\\\\(.)", "$1"));
            }
        } catch (IOException e) {
            settings.clear(); // the check of the directory says what is wrong
        }
        return settings;
    }

    static Optional<String> platform(Path data) {
        return Optional.ofNullable(of(data).get("platform"));
    }
}
