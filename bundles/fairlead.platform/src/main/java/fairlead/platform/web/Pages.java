package fairlead.platform.web;

import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import fairlead.platform.http.Answer;
import fairlead.platform.web.Assets.Links;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pages for people: Mustache templates beside this class, filled from records. What is filled in is
 * escaped; a name that the record does not have is an error, not a gap. No page has a script or a
 * style of its own in it, and none may be shown inside another site's.
 */
public final class Pages {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private final Mustache.Compiler compiler =
            Mustache.compiler()
                    .strictSections(true)
                    .emptyStringIsFalse(true)
                    .withCollector(new Optionals())
                    .withLoader(Pages::source);
    private final Map<String, Template> templates = new ConcurrentHashMap<>();

    /** A section of an Optional is there when it is; inside, the value is {@code .}. */
    private static final class Optionals extends DefaultCollector {
        @Override
        public Iterator<?> toIterator(Object value) {
            return value instanceof Optional<?> optional
                    ? optional.stream().iterator()
                    : super.toIterator(value);
        }
    }

    private static Reader source(String name) throws IOException {
        InputStream in = Pages.class.getResourceAsStream(name + ".mustache");
        if (in == null) {
            throw new FileNotFoundException("there is no template " + name);
        }
        return new InputStreamReader(in, StandardCharsets.UTF_8);
    }

    /** The template, filled from this record. */
    public String text(String template, Object page) {
        return templates.computeIfAbsent(template, this::compiled).execute(page);
    }

    private Template compiled(String name) {
        try (Reader source = source(name)) {
            return compiler.compile(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The page as an answer. */
    public Answer answer(int status, String template, Object page) {
        return html(status, text(template, page));
    }

    private record Wrong(Links assets, String message, String number) {}

    /** That something is wrong, to whoever looks at a page. */
    public Answer problem(int status, String sentence, String correlationId) {
        return answer(status, "problem", new Wrong(Links.now(), sentence, correlationId));
    }

    private static Answer html(int status, String html) {
        byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
        return new Answer(
                status,
                Map.of(
                        "Content-Type",
                        "text/html; charset=utf-8",
                        "Content-Security-Policy",
                        POLICY,
                        "Referrer-Policy",
                        "same-origin",
                        "X-Frame-Options",
                        "DENY"),
                out -> out.write(bytes),
                () -> {});
    }

    /** Sends a browser on to another page of this platform, after a form was taken or instead. */
    public static Answer seeOther(String path) {
        return Answer.empty(303).with(Map.of("Location", path));
    }
}
