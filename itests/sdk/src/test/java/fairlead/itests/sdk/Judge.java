package fairlead.itests.sdk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import fairlead.itests.contract.ContractCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between an SDK and the platform, and holds every answer against what Codat publishes. */
final class Judge implements AutoCloseable {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "transfer-encoding", "host", "expect");

    /** What was not as it is published; empty: everything was. */
    final List<String> problems = new CopyOnWriteArrayList<>();

    /** How many answers were looked at. */
    final AtomicInteger answers = new AtomicInteger();

    private final ContractCheck contract = ContractCheck.ofResource();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final String platform;

    Judge(String platform) throws IOException {
        this.platform = platform;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::pass);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static boolean passedOn(String header) {
        return !OF_THE_CONNECTION.contains(header.toLowerCase(Locale.ROOT));
    }

    private void pass(HttpExchange call) throws IOException {
        try (call) {
            String target = call.getRequestURI().toString();
            byte[] body = call.getRequestBody().readAllBytes();
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(platform + target))
                            .method(call.getRequestMethod(), BodyPublishers.ofByteArray(body));
            call.getRequestHeaders().entrySet().stream()
                    .filter(header -> passedOn(header.getKey()))
                    .forEach(h -> h.getValue().forEach(value -> request.header(h.getKey(), value)));
            HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
            judge(call.getRequestMethod(), target, answer);
            answer.headers().map().entrySet().stream()
                    .filter(header -> passedOn(header.getKey()))
                    .forEach(h -> call.getResponseHeaders().put(h.getKey(), h.getValue()));
            byte[] back = answer.body();
            call.sendResponseHeaders(answer.statusCode(), back.length == 0 ? -1 : back.length);
            call.getResponseBody().write(back);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void judge(String method, String target, HttpResponse<byte[]> answer) {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        answers.incrementAndGet();
        try {
            contract.check(method, target, answer.statusCode(), body);
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
