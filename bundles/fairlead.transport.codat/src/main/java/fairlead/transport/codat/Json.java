package fairlead.transport.codat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small JSON documents as maps, lists, strings, numbers, booleans and {@link #NULL}. */
final class Json {
    /** JSON's null. */
    static final Object NULL = new Object();

    private static final int DEPTH = 20;
    private static final JsonFactory FACTORY = new JsonFactory();

    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private Json() {}

    /** The bytes of one object, whose members the body writes. */
    static byte[] object(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return bytes.toByteArray();
    }

    /** Empty when it is anything but one whole object. */
    @SuppressWarnings("unchecked") // a value that begins with an object's start is a map
    static Optional<Map<String, Object>> read(byte[] bytes) {
        try (JsonParser json = FACTORY.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Object value = value(json, 0);
            return json.nextToken() == null
                    ? Optional.of((Map<String, Object>) value)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Object value(JsonParser json, int depth) throws IOException {
        if (depth > DEPTH) {
            throw new IOException("nested too deeply");
        }
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    String name = json.currentName();
                    json.nextToken();
                    map.put(name, value(json, depth + 1));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(json, depth + 1));
                }
                yield list;
            }
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> NULL;
            case VALUE_STRING -> json.getText();
            default -> throw new IOException("unexpected " + json.currentToken());
        };
    }
}
