package fairlead.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One line of a client: {@code {"id":"1","command":"sync","arguments":{"company":"..."}}}. A
 * password is kept as characters, so that it can be blanked.
 */
final class Request {
    static final String PASSWORD = "password";

    private final String id;
    private final String command;
    private final Map<String, String> arguments;
    private final char[] password;

    private Request(String id, String command, Map<String, String> arguments, char[] password) {
        this.id = id;
        this.command = command;
        this.arguments = arguments;
        this.password = password;
    }

    /**
     * Reads a line.
     *
     * @throws ControlException when it is no request
     */
    static Request parse(JsonFactory json, byte[] line) throws ControlException {
        String id = "";
        String command = "";
        char[] password = {};
        Map<String, String> arguments = new TreeMap<>();
        try (JsonParser parser = json.createParser(line)) {
            expect(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "id" -> id = scalar(parser, value);
                    case "command" -> command = scalar(parser, value);
                    case "arguments" -> {
                        expect(value == JsonToken.START_OBJECT);
                        while (parser.nextToken() == JsonToken.FIELD_NAME) {
                            String name = parser.currentName();
                            JsonToken argument = parser.nextToken();
                            if (name.equals(PASSWORD)) {
                                expect(argument == JsonToken.VALUE_STRING);
                                password = characters(parser);
                            } else {
                                arguments.put(name, scalar(parser, argument));
                            }
                        }
                    }
                    default -> throw notUnderstood();
                }
            }
            expect(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null);
        } catch (IOException e) {
            throw notUnderstood(); // without the cause: it quotes the line, which may hold a
            // password
        }
        return new Request(id, command, arguments, password);
    }

    private static char[] characters(JsonParser parser) throws IOException {
        int from = parser.getTextOffset();
        return Arrays.copyOfRange(parser.getTextCharacters(), from, from + parser.getTextLength());
    }

    private static String scalar(JsonParser parser, JsonToken token)
            throws IOException, ControlException {
        expect(token.isScalarValue() && token != JsonToken.VALUE_NULL);
        return parser.getText();
    }

    private static void expect(boolean holds) throws ControlException {
        if (!holds) {
            throw notUnderstood();
        }
    }

    private static ControlException notUnderstood() {
        return new ControlException(
                "BAD_REQUEST",
                "A request is one line of JSON with id, command and arguments; see the protocol.");
    }

    String id() {
        return id;
    }

    String command() {
        return command;
    }

    /** The argument's value; empty when it is not there or blank. */
    Optional<String> argument(String name) {
        return Optional.ofNullable(arguments.get(name)).filter(value -> !value.isBlank());
    }

    /**
     * The argument's value.
     *
     * @throws ControlException when it is not there
     */
    String required(String name) throws ControlException {
        return argument(name)
                .orElseThrow(
                        () ->
                                new ControlException(
                                        "BAD_REQUEST",
                                        command + " needs the argument " + name + "."));
    }

    /** The very characters, which {@link #blank} blanks. */
    char[] password() {
        return password;
    }

    void blank() {
        Arrays.fill(password, ' ');
    }
}
