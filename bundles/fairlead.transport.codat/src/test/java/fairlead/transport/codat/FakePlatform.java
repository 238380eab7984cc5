package fairlead.transport.codat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import fairlead.itests.protocol.Exchange;
import fairlead.itests.protocol.ProtocolCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A platform in this process that answers as the document has it, or as it is told, and holds what
 * it hears and says against the document.
 */
final class FakePlatform implements AutoCloseable {
    static final String COMPANY = "22222222-2222-4222-8222-222222222222";
    static final String CONNECTION = "33333333-3333-4333-8333-333333333333";
    static final String SET = "44444444-4444-4444-8444-444444444444";
    static final String DATASET = "55555555-5555-4555-8555-555555555555";
    static final String HASH = "0a".repeat(32);
    static final String NO_ORDERS = "{\"orders\":[]}";

    /** What it is told to answer. */
    record Canned(int status, Map<String, String> headers, String body) {
        Canned(int status, String body) {
            this(status, Map.of("Content-Type", "application/json"), body);
        }

        Canned with(String header, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(header, value);
            return new Canned(status, more, body);
        }
    }

    final HttpServer server;
    final ProtocolCheck check;
    final List<Exchange> heard = new CopyOnWriteArrayList<>();
    final List<AssertionError> wrong = new CopyOnWriteArrayList<>();
    final CountDownLatch release = new CountDownLatch(1);
    private final Map<String, Deque<Canned>> next = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    volatile boolean documented = true;

    FakePlatform(HttpServer server, ProtocolCheck check) {
        this.server = server;
        this.check = check;
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    static FakePlatform start(ProtocolCheck check) {
        try {
            return new FakePlatform(
                    HttpServer.create(new InetSocketAddress(loopback(), 0), 0), check);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers the next calls of this operation so, one after the other. */
    void answer(String operation, Canned... answers) {
        next.computeIfAbsent(operation, o -> new ArrayDeque<>()).addAll(List.of(answers));
    }

    static Canned error(int status) {
        return error(status, "the sentence for " + status);
    }

    static Canned error(int status, String sentence) {
        Canned canned =
                new Canned(
                        status,
                        "{\"statusCode\":"
                                + status
                                + ",\"service\":\"Connector\",\"error\":\""
                                + sentence
                                + "\",\"correlationId\":\"c1\",\"validation\":null,"
                                + "\"canBeRetried\":\"Unknown\",\"detailedErrorCode\":0}");
        if (status == 401) {
            return canned.with("WWW-Authenticate", "Bearer");
        }
        return status == 429 || status == 503 ? canned.with("Retry-After", "120") : canned;
    }

    List<Exchange> heard(String operation) {
        return heard.stream()
                .filter(e -> operation(e.method(), e.target()).equals(operation))
                .toList();
    }

    static String operation(String method, String target) {
        String path = target.replaceAll("\\?.*", "");
        if (path.endsWith("/registrations")) {
            return "register";
        }
        if (path.contains("/chunks/")) {
            return "putChunk";
        }
        if (path.endsWith("/end")) {
            return "endSet";
        }
        if (method.equals("GET") && path.contains("/sets/")) {
            return "getSet";
        }
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.equals("requests") ? "report" : last;
    }

    static Canned good(String operation) {
        return switch (operation) {
            case "register" ->
                    new Canned(
                            201,
                            "{\"agentId\":\""
                                    + "A".repeat(43)
                                    + "\",\"connectionId\":\""
                                    + CONNECTION
                                    + "\",\"companyId\":\""
                                    + COMPANY
                                    + "\",\"companyName\":\"Müller & Co\",\"platformKey\":\"hbql\"}");
            case "token" ->
                    new Canned(
                            200,
                            "{\"access_token\":\"token-"
                                    + System.nanoTime()
                                    + "-0123456789\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
            case "poll" -> new Canned(200, NO_ORDERS);
            case "link" -> new Canned(200, "{\"status\":\"Linked\"}");
            case "unlink" -> new Canned(200, "{\"status\":\"Deauthorized\"}");
            case "report", "diagnostics" -> new Canned(204, Map.of(), "");
            case "putChunk" -> new Canned(200, "{\"state\":\"Taken\"}");
            case "endSet" ->
                    new Canned(
                            200,
                            "{\"state\":\"Committed\",\"digests\":{\"customers\":\""
                                    + HASH
                                    + "\"}}");
            case "getSet" -> new Canned(200, "{\"state\":\"Unknown\"}");
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private void handle(HttpExchange call) throws IOException {
        byte[] request = call.getRequestBody().readAllBytes();
        String target = call.getRequestURI().toString();
        String operation = operation(call.getRequestMethod(), target);
        Canned answer =
                Optional.ofNullable(next.get(operation))
                        .map(Deque::poll)
                        .orElseGet(() -> good(operation));
        answer.headers().forEach((name, value) -> call.getResponseHeaders().set(name, value));
        byte[] body = answer.body().getBytes(UTF_8);
        heard.add(exchange(call, request, answer.status(), body, Map.of("Date", List.of("x"))));
        if (answer.status() == HOLD) {
            try {
                release.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            call.close();
            return;
        }
        call.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (documented) {
            judge(exchange(call, request, answer.status(), body, call.getResponseHeaders()));
        }
        call.getResponseBody().write(body);
        call.close();
    }

    /** In place of a status: holds the answer back until the end. */
    static final int HOLD = 0;

    private void judge(Exchange exchange) {
        try {
            check.checkRequest(exchange);
            check.check(exchange);
        } catch (AssertionError e) {
            wrong.add(e);
        }
    }

    private static Exchange exchange(
            HttpExchange call,
            byte[] request,
            int status,
            byte[] body,
            Map<String, List<String>> headers) {
        Map<String, List<String>> sent = new HashMap<>(call.getRequestHeaders());
        return new Exchange(
                call.getRequestMethod(),
                call.getRequestURI().toString(),
                sent,
                request,
                status,
                new HashMap<>(headers),
                body);
    }

    List<String> problems() {
        List<String> all = new ArrayList<>();
        wrong.forEach(e -> all.add(e.getMessage()));
        return all;
    }

    URI uri() {
        return URI.create(url());
    }

    @Override
    public void close() {
        release.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
