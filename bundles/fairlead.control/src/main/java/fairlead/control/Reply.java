package fairlead.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes the lines that answer one request. */
final class Reply {
    private final JsonFactory json;
    private final OutputStream out;
    private final String id;

    /** Writes the content of a result. */
    @FunctionalInterface
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    Reply(JsonFactory json, OutputStream out, String id) {
        this.json = json;
        this.out = out;
        this.id = id;
    }

    /** Says what is being done, in one plain sentence. */
    void progress(String message) throws IOException {
        line("progress", generator -> generator.writeStringField("message", message));
    }

    /** The last line of a command that was done. */
    void result(Content content) throws IOException {
        line("result", content);
    }

    /** The last line of a command that was refused. */
    void error(String code, String message) throws IOException {
        line(
                "error",
                generator -> {
                    generator.writeStringField("code", code);
                    generator.writeStringField("message", message);
                });
    }

    private void line(String kind, Content content) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = json.createGenerator(line)) {
            generator.writeStartObject();
            generator.writeStringField("id", id);
            generator.writeObjectFieldStart(kind);
            content.write(generator);
            generator.writeEndObject();
            generator.writeEndObject();
        }
        line.write('\n');
        line.writeTo(out);
        out.flush();
    }
}
