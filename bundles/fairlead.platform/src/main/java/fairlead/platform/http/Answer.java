package fairlead.platform.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * What a call is answered.
 *
 * @param status HTTP's
 * @param headers beyond those that every answer has
 * @param body writes the body; does nothing when there is none
 * @param afterwards run once the answer has left
 */
public record Answer(int status, Map<String, String> headers, Body body, Runnable afterwards) {
    /** The call is answered later, by whoever waits for it. */
    public static final Answer LATER = empty(0);

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** Writes a body. */
    @FunctionalInterface
    public interface Body {
        void to(OutputStream out) throws IOException;
    }

    /** 200 with this value. */
    public static Answer ok(JsonNode value) {
        return json(200, value);
    }

    /** A JSON value. */
    public static Answer json(int status, JsonNode value) {
        byte[] bytes = Json.write(value);
        return new Answer(
                status,
                Map.of(
                        "Content-Type",
                        "application/json",
                        "Content-Length",
                        Integer.toString(bytes.length)),
                out -> out.write(bytes),
                Answer::nothing);
    }

    /** 200 with JSON that is written piece by piece. */
    public static Answer stream(Body body) {
        return new Answer(200, Map.of("Content-Type", "application/json"), body, Answer::nothing);
    }

    /** No body. */
    public static Answer empty(int status) {
        return new Answer(status, Map.of(), out -> {}, Answer::nothing);
    }

    /** The public API's error body. */
    public static Answer error(
            int status, String service, String error, String correlationId, String canBeRetried) {
        ObjectNode body =
                Json.object()
                        .put("statusCode", status)
                        .put("service", service)
                        .put("error", error)
                        .put("correlationId", correlationId);
        body.putNull("validation");
        body.put("canBeRetried", canBeRetried).put("detailedErrorCode", 0);
        return json(status, body);
    }

    private static void nothing() {}

    /** Will it be answered later? */
    boolean isLater() {
        return status == 0;
    }

    /** The same with more headers. */
    public Answer with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new Answer(status, all, body, afterwards);
    }

    /** The same, and this is run once it has left. */
    public Answer then(Runnable last) {
        return new Answer(status, headers, body, last);
    }
}
