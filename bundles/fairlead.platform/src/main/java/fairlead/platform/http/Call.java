package fairlead.platform.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One call, and what was found out about it. */
public final class Call {
    private static final int JSON_LIMIT = 1 << 20;

    private final HttpServletRequest request;
    private final String publicUrl;
    private final String correlationId;
    private final Map<String, String> variables;
    private Map<String, String> query;

    Call(
            HttpServletRequest request,
            String publicUrl,
            String correlationId,
            Map<String, String> variables) {
        this.request = request;
        this.publicUrl = publicUrl;
        this.correlationId = correlationId;
        this.variables = Map.copyOf(variables);
    }

    /** The servlet's own request. */
    public HttpServletRequest request() {
        return request;
    }

    /** By which the log finds this call. */
    public String correlationId() {
        return correlationId;
    }

    /** The part of the path that the route calls so. */
    public String variable(String name) {
        return variables.get(name);
    }

    /** A header; empty when it is not there. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    /** The path, as it was called. */
    public String path() {
        return request.getRequestURI();
    }

    /** A parameter of the query; empty when it is not there. */
    public Optional<String> parameter(String name) {
        if (query == null) {
            query = form(Optional.ofNullable(request.getQueryString()).orElse(""));
        }
        return Optional.ofNullable(query.get(name));
    }

    /** A whole number of the query, or the default. */
    public int number(String name, int otherwise, int least, int most) {
        Optional<String> text = parameter(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.get().strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Problem.badRequest(
                name
                        + " must be a whole number from "
                        + least
                        + " to "
                        + most
                        + ", not '"
                        + shortened(text.get())
                        + "'.");
    }

    /** Where callers reach the platform, without a slash at the end. */
    public String platform() {
        if (!publicUrl.isEmpty()) {
            return publicUrl;
        }
        return request.getScheme() + "://" + header("Host").orElse(request.getServerName());
    }

    /**
     * The body, at most so many bytes.
     *
     * @throws Problem 413 when it is larger
     */
    public byte[] bytes(int limit) throws IOException {
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        InputStream in = request.getInputStream();
        byte[] bytes = in.readNBytes(limit);
        if (bytes.length == limit && in.read() >= 0) {
            throw tooLarge(limit);
        }
        return bytes;
    }

    private static Problem tooLarge(int limit) {
        return Problem.of(413, "The body is larger than " + limit + " bytes.");
    }

    /**
     * The body as a JSON object.
     *
     * @throws Problem 400 when it is none
     */
    public ObjectNode json() throws IOException {
        JsonNode value;
        try {
            value = Json.read(bytes(JSON_LIMIT));
        } catch (JacksonException e) {
            throw Problem.badRequest(
                    "The body is no JSON: "
                            + e.getOriginalMessage()
                            + " (line "
                            + (e.getLocation() == null ? 0 : e.getLocation().getLineNr())
                            + ").");
        }
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw Problem.badRequest("The body must be a JSON object.");
    }

    /** The body as a form. */
    public Map<String, String> form() throws IOException {
        return form(new String(bytes(JSON_LIMIT), StandardCharsets.UTF_8));
    }

    private static Map<String, String> form(String encoded) {
        Map<String, String> fields = new HashMap<>();
        Arrays.stream(encoded.split("&"))
                .filter(pair -> !pair.isEmpty())
                .forEach(
                        pair -> {
                            int equals = pair.indexOf('=');
                            String name = equals < 0 ? pair : pair.substring(0, equals);
                            String value = equals < 0 ? "" : pair.substring(equals + 1);
                            fields.putIfAbsent(decoded(name), decoded(value));
                        });
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("'" + shortened(text) + "' is not URL-encoded.");
        }
    }

    /** Caller's text for a message: not more than a line of it. */
    public static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }
}
