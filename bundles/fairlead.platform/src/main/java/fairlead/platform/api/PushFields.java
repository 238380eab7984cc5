package fairlead.platform.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a record has when it is written, as the push options tell it: the fields of each data type
 * in {@code push-fields.txt}.
 */
final class PushFields {
    private static final String FILE = "push-fields.txt";

    private final Map<String, ObjectNode> types = new HashMap<>();

    private PushFields(String text) {
        Deque<ObjectNode> within = new ArrayDeque<>();
        for (String line : text.split("\n")) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int depth = (line.length() - line.stripLeading().length()) / 2;
            while (within.size() > depth) {
                within.pop();
            }
            ObjectNode properties = Json.object();
            if (depth == 0) {
                types.put(line.strip(), properties);
            } else {
                within.element().set(name(line), field(line.strip(), properties));
            }
            within.push(properties);
        }
    }

    static PushFields all() {
        try (InputStream in = PushFields.class.getResourceAsStream(FILE)) {
            return new PushFields(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }

    private static String name(String line) {
        return line.strip().split(" ")[0];
    }

    private static ObjectNode field(String line, ObjectNode properties) {
        String[] words = line.split(" ");
        boolean required = words[1].endsWith("!");
        ObjectNode field =
                Json.object()
                        .put("type", words[1].replace("!", ""))
                        .put("displayName", title(words[0]))
                        .put("description", title(words[0]) + (required ? ", required." : "."))
                        .put("required", required);
        field.set("properties", properties);
        for (int i = 3; i < words.length; i++) {
            field.withArray("options")
                    .addObject()
                    .put("value", words[i])
                    .put("type", "String")
                    .put("displayName", words[i])
                    .put("required", false);
        }
        return field;
    }

    /** {@code issueDate} is {@code Issue date}. */
    private static String title(String name) {
        String words = name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** The fields of this data type; none where nothing is known of them. */
    ObjectNode of(String dataType) {
        return types.getOrDefault(dataType, Json.object()).deepCopy();
    }
}
