package fairlead.itests.protocol;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Stands between a client and a server on loopback, passes on what either says, and holds each
 * exchange against a check before its answer goes back. The client's {@code Host} is passed on, so
 * that the server's links lead through here, too; a JVM that uses this needs {@code
 * jdk.httpclient.allowRestrictedHeaders=host}.
 */
public final class Tap implements AutoCloseable {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "transfer-encoding", "upgrade", "expect");

    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final String target;
    private final Consumer<Exchange> check;

    /**
     * @param target the server's address, without a path
     * @param check throws {@link AssertionError} where an exchange is not as it should be; called
     *     by several threads at a time
     */
    public Tap(String target, Consumer<Exchange> check) throws IOException {
        this.target = target;
        this.check = check;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::pass);
        server.setExecutor(threads);
        server.start();
    }

    /** What the client takes for the server's address. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What was said so far, in the order of the answers. */
    public List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** What the check found wrong so far. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    private void pass(HttpExchange call) throws IOException {
        try (call) {
            byte[] body = call.getRequestBody().readAllBytes();
            HttpResponse<byte[]> answer =
                    client.send(request(call, body), BodyHandlers.ofByteArray());
            judge(call, body, answer);
            Headers headers = call.getResponseHeaders();
            answer.headers().map().entrySet().stream()
                    .filter(header -> passedOn(header.getKey()))
                    .forEach(header -> headers.put(header.getKey(), header.getValue()));
            byte[] back = answer.body();
            call.sendResponseHeaders(answer.statusCode(), back.length == 0 ? -1 : back.length);
            if (back.length > 0) {
                call.getResponseBody().write(back);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(HttpExchange call, byte[] body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(target + call.getRequestURI()))
                        .method(call.getRequestMethod(), BodyPublishers.ofByteArray(body));
        call.getRequestHeaders().entrySet().stream()
                .filter(header -> passedOn(header.getKey()))
                .forEach(h -> h.getValue().forEach(value -> request.header(h.getKey(), value)));
        return request.build();
    }

    private static boolean passedOn(String header) {
        return !OF_THE_CONNECTION.contains(header.toLowerCase(Locale.ROOT));
    }

    private void judge(HttpExchange call, byte[] body, HttpResponse<byte[]> answer) {
        Exchange exchange =
                new Exchange(
                        call.getRequestMethod(),
                        call.getRequestURI().toString(),
                        new HashMap<>(call.getRequestHeaders()),
                        body,
                        answer.statusCode(),
                        answer.headers().map(),
                        answer.body());
        exchanges.add(exchange);
        try {
            check.accept(exchange);
        } catch (AssertionError e) {
            problems.add(e.getMessage());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
