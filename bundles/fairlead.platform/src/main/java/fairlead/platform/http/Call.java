package fairlead.platform.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** One call, and what was found out about it. */
public final class Call {
    private static final int JSON_LIMIT = 1 << 20;
    private static final int LONGEST_HOST = 253 + 6; // a name, and a port
    private static final String ACTOR = Actor.class.getName();
    private static final String ENTRY = Journal.Entry.class.getName();

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final String publicUrl;
    private final String correlationId;
    private final String route;
    private final Map<String, String> variables;
    private final Journal journal;
    private final Consumer<HttpServletRequest> strangers;
    private final List<Runnable> ends;
    private Map<String, String> query;
    private byte[] body;

    Call(
            HttpServletRequest request,
            HttpServletResponse response,
            String publicUrl,
            String correlationId,
            String route,
            Map<String, String> variables,
            Journal journal,
            Consumer<HttpServletRequest> strangers,
            List<Runnable> ends) {
        this.request = request;
        this.response = response;
        this.publicUrl = publicUrl;
        this.correlationId = correlationId;
        this.route = route;
        this.variables = Map.copyOf(variables);
        this.journal = journal;
        this.strangers = strangers;
        this.ends = ends;
    }

    /** The servlet's own request. */
    public HttpServletRequest request() {
        return request;
    }

    /** The answer carries this header, whatever comes of the call. */
    public void answerHeader(String name, String value) {
        response.setHeader(name, value);
    }

    /** Does this once the call was answered, whatever comes of it; not for one answered later. */
    public void atTheEnd(Runnable last) {
        ends.add(last);
    }

    /**
     * Counts this call by the address that it comes from, since nobody knows whose it is.
     *
     * @throws Problem 429 when there were too many from there
     */
    public void countStranger() {
        strangers.accept(request);
    }

    /** It is known now who calls. */
    public void by(Actor actor) {
        request.setAttribute(ACTOR, actor);
    }

    /** Who calls; empty as long as that is not known. */
    public Optional<Actor> actor() {
        return Optional.ofNullable((Actor) request.getAttribute(ACTOR));
    }

    /**
     * Writes down, once, that this call begins: nothing may be changed before, nor when this
     * throws.
     *
     * @throws IllegalStateException when it is not known who calls
     */
    public void begin() {
        if (request.getAttribute(ENTRY) == null) {
            Actor actor =
                    actor().orElseThrow(() -> new IllegalStateException("nobody is known yet"));
            request.setAttribute(ENTRY, journal.begin(this, actor));
        }
    }

    /** What was written down of a call. */
    static Optional<Journal.Entry> entry(HttpServletRequest request) {
        return Optional.ofNullable((Journal.Entry) request.getAttribute(ENTRY));
    }

    /** By which the log finds this call. */
    public String correlationId() {
        return correlationId;
    }

    /** Method and path of its route, for example {@code GET /companies/{companyId}}. */
    public String route() {
        return route;
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
        String host = header("Host").orElse(request.getServerName());
        if (host.length() > LONGEST_HOST) {
            throw Problem.badRequest("The Host header is longer than a host's name can be.");
        }
        return request.getScheme() + "://" + host;
    }

    /**
     * The body, at most so many bytes; it is read once and kept.
     *
     * @throws Problem 413 when it is larger
     */
    public byte[] bytes(int limit) throws IOException {
        return bytes(limit, arrived -> {});
    }

    /**
     * As {@link #bytes(int)}. Meanwhile this one is told, again and again, how much of it has
     * arrived, and may refuse the rest by a {@link Problem}.
     */
    public byte[] bytes(int limit, IntConsumer arrived) throws IOException {
        if (body != null) {
            return body;
        }
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        InputStream in = watched(request.getInputStream(), arrived);
        byte[] bytes = in.readNBytes(limit);
        if (bytes.length == limit && in.read() >= 0) {
            throw tooLarge(limit);
        }
        body = bytes;
        return bytes;
    }

    private static InputStream watched(InputStream in, IntConsumer arrived) {
        return new FilterInputStream(in) {
            private int sum;

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                int read = super.read(bytes, from, length);
                sum += Math.max(0, read);
                arrived.accept(sum);
                return read;
            }
        };
    }

    private static Problem tooLarge(int limit) {
        return Problem.of(413, "The body is larger than " + limit + " bytes.");
    }

    /**
     * The body of a call that brings JSON or a form.
     *
     * @throws Problem 413 when it is larger than that has to be
     */
    public byte[] bytes() throws IOException {
        return bytes(JSON_LIMIT);
    }

    /**
     * The body as a JSON object.
     *
     * @throws Problem 400 when it is none
     */
    public ObjectNode json() throws IOException {
        JsonNode value;
        try {
            value = Json.read(bytes());
        } catch (StreamConstraintsException e) {
            throw Problem.badRequest("The body is nested too deeply, or has too long a value.");
        } catch (StreamReadException e) {
            throw Problem.badRequest(
                    "The body is no JSON: it breaks at line "
                            + e.getLocation().getLineNr()
                            + ", column "
                            + e.getLocation().getColumnNr()
                            + ".");
        } catch (JacksonException e) {
            throw Problem.badRequest(
                    "The body must be one JSON object in which each field is named once.");
        }
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw Problem.badRequest("The body must be a JSON object.");
    }

    /** The body as a form. */
    public Map<String, String> form() throws IOException {
        return form(new String(bytes(), StandardCharsets.UTF_8));
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
