package fairlead.platform.http;

import fairlead.platform.store.DatabaseException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the handler for a call, and turns whatever goes wrong into the error body. */
public final class Router {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    /** What every answer has, unless it says otherwise. */
    static final Map<String, String> HEADERS =
            Map.of("Cache-Control", "no-store", "X-Content-Type-Options", "nosniff");

    private static final long DISCARDED = 16L << 20;
    private static final Duration DISCARDING = Duration.ofMinutes(1);

    /** Parts that lead elsewhere, or that have a control character; the server lets all through. */
    private static final Pattern IMPOSSIBLE =
            Pattern.compile("\\.\\.?(;.*)?|.*\\p{Cntrl}.*", Pattern.DOTALL);

    /** Whoever calls these looks at a page. */
    private static final Pattern PAGE = Pattern.compile("/(portal|link)(/.*)?");

    private final List<Route> routes = new ArrayList<>();
    private final ErrorPage errorPage;
    private final List<Watcher> watchers = new ArrayList<>();
    private Journal journal = (call, actor) -> status -> {};
    private Consumer<HttpServletRequest> strangers = request -> {};

    /** Answers a call. */
    @FunctionalInterface
    public interface Handler {
        Answer answer(Call call) throws IOException;
    }

    /** What goes wrong at a page is answered by such a one. */
    public Router(ErrorPage errorPage) {
        this.errorPage = errorPage;
    }

    private record Route(String method, List<String> parts, Handler handler) {
        /** Method and path, as they were given. */
        String name() {
            return method + " " + String.join("/", parts);
        }

        /** The variables of the path; null when it is another path. */
        Map<String, String> match(String[] path) {
            if (path.length != parts.size()) {
                return null;
            }
            Map<String, String> variables = new HashMap<>();
            for (int i = 0; i < path.length; i++) {
                String part = parts.get(i);
                if (part.startsWith("{")) {
                    variables.put(part.substring(1, part.length() - 1), path[i]);
                } else if (!part.equals(path[i])) {
                    return null;
                }
            }
            return variables;
        }
    }

    /**
     * From now on calls of this method and path, for example {@code /companies/{companyId}}, go
     * there.
     */
    public Router on(String method, String path, Handler handler) {
        routes.add(new Route(method, List.of(path.split("/")), handler));
        return this;
    }

    /**
     * As {@link #on}, for a path that is open to everybody: its calls are counted by the address
     * that they come from, as are all those with a key or token that is none.
     */
    public Router onOpen(String method, String path, Handler handler) {
        return on(
                method,
                path,
                call -> {
                    call.countStranger();
                    return handler.answer(call);
                });
    }

    /** From now on calls of strangers are counted there. */
    public Router limiting(Strangers limit) {
        strangers = limit::count;
        return this;
    }

    /** From now on this one hears of every call. */
    public Router watchedBy(Watcher watcher) {
        watchers.add(watcher);
        return this;
    }

    /** From now on what callers do is written down there. */
    public Router writtenTo(Journal where) {
        journal = where;
        return this;
    }

    /** Method and path of every route, for example {@code GET /companies/{companyId}}. */
    public List<String> names() {
        return routes.stream().map(Route::name).toList();
    }

    /** Says that the platform is not there at the moment. */
    public static void unavailable(
            HttpServletRequest request, HttpServletResponse response, ErrorPage errorPage)
            throws IOException {
        Problem problem =
                Problem.later(2, "The platform is starting or stopping. Try again in a moment.");
        write(refusal(problem, request, errorPage, UUID.randomUUID().toString()), response);
    }

    private static Answer refusal(
            Problem problem,
            HttpServletRequest request,
            ErrorPage errorPage,
            String correlationId) {
        String path = request.getRequestURI();
        return PAGE.matcher(path).matches()
                ? problem.answer(errorPage, correlationId)
                : problem.answer(service(path), correlationId);
    }

    /** What an error body calls whoever answers at this path. */
    static String service(String path) {
        return path.startsWith("/connector/") ? "Connector" : "PublicApi";
    }

    /** Answers the call, unless its handler said that it will be answered later. */
    public void serve(HttpServletRequest request, HttpServletResponse response, String publicUrl)
            throws IOException {
        List<Runnable> ends = new ArrayList<>();
        try {
            serve(request, response, publicUrl, ends);
        } finally {
            ends.forEach(Runnable::run);
        }
    }

    private void serve(
            HttpServletRequest request,
            HttpServletResponse response,
            String publicUrl,
            List<Runnable> ends)
            throws IOException {
        long start = System.nanoTime();
        String correlationId = UUID.randomUUID().toString();
        Answer answer;
        try {
            answer = dispatch(request, response, publicUrl, correlationId, ends);
        } catch (Problem e) {
            LOG.debug(
                    "{} {} {}: {} {}",
                    correlationId,
                    request.getMethod(),
                    request.getRequestURI(),
                    e.status(),
                    e.getMessage());
            answer = refusal(e, request, errorPage, correlationId);
        } catch (DatabaseException e) {
            if (!e.tooLong()) {
                LOG.error("{} the database failed", correlationId, e);
            }
            Problem problem =
                    e.tooLong()
                            ? Problem.badRequest("A value is longer than the platform can keep.")
                            : Problem.later(5, "The platform's database failed. Try again later.");
            answer = refusal(problem, request, errorPage, correlationId);
        } catch (RuntimeException e) {
            LOG.error("{} {}", correlationId, request.getRequestURI(), e);
            answer = refusal(Problem.failed(), request, errorPage, correlationId);
        }
        watched(request, answer.status(), System.nanoTime() - start, correlationId);
        if (!answer.isLater()) {
            if (answer.status() >= 400) {
                discardBody(request);
            }
            write(answer, response);
        }
    }

    private void watched(HttpServletRequest request, int status, long nanos, String correlationId) {
        Watcher.Answered answered =
                new Watcher.Answered(request.getMethod(), request.getRequestURI(), status, nanos);
        try {
            Call.entry(request).ifPresent(entry -> entry.end(status));
            watchers.forEach(watcher -> watcher.answered(answered));
        } catch (RuntimeException e) {
            // what was done is done: the caller has to hear it
            LOG.error("{} a call that was answered could not be noted", correlationId, e);
        }
    }

    /**
     * Reads what a refused caller is still sending, for a while and up to twice what a chunk may
     * have: many do not look for the answer before they have sent everything, and a closed
     * connection tells nothing.
     */
    private static void discardBody(HttpServletRequest request) {
        if (request.getContentLengthLong() > DISCARDED) {
            return;
        }
        try (InputStream in = request.getInputStream()) {
            byte[] part = new byte[8192];
            long left = DISCARDED;
            long end = System.nanoTime() + DISCARDING.toNanos();
            for (int n = in.read(part);
                    n >= 0 && left > 0 && System.nanoTime() < end;
                    n = in.read(part)) {
                left -= n;
            }
        } catch (IOException e) {
            LOG.debug("a refused caller has gone: {}", e.toString());
        }
    }

    private Answer dispatch(
            HttpServletRequest request,
            HttpServletResponse response,
            String publicUrl,
            String correlationId,
            List<Runnable> ends)
            throws IOException {
        String[] path = parts(request.getRequestURI());
        Set<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Map<String, String> variables = route.match(path);
            if (variables != null && route.method().equals(request.getMethod())) {
                return answer(
                        route,
                        new Call(
                                request,
                                response,
                                publicUrl,
                                correlationId,
                                route.name(),
                                variables,
                                journal,
                                strangers,
                                ends));
            }
            if (variables != null) {
                allowed.add(route.method());
            }
        }
        if (allowed.isEmpty()) {
            throw Problem.notFound("There is nothing at this path.");
        }
        throw Problem.of(
                405,
                "This path takes " + String.join(", ", allowed) + ".",
                "Allow",
                String.join(", ", allowed));
    }

    private static Answer answer(Route route, Call call) throws IOException {
        try {
            return route.handler().answer(call);
        } catch (Problem e) {
            if (e.status() == 401) {
                call.countStranger();
            }
            throw e;
        }
    }

    private static String[] parts(String path) {
        String[] parts = path.split("/");
        for (int i = 0; i < parts.length; i++) {
            try {
                parts[i] = URLDecoder.decode(parts[i].replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw Problem.badRequest("The path is not URL-encoded.");
            }
            if (IMPOSSIBLE.matcher(parts[i]).matches()) {
                throw Problem.badRequest("The path has a part that no path of ours has.");
            }
        }
        return parts;
    }

    /** Writes an answer. */
    public static void write(Answer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        HEADERS.forEach(response::setHeader);
        answer.headers().forEach(response::setHeader);
        answer.body().to(response.getOutputStream());
        response.flushBuffer();
        answer.afterwards().run();
    }
}
