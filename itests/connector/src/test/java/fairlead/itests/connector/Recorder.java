package fairlead.itests.connector;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import fairlead.itests.protocol.Exchange;
import fairlead.itests.protocol.ProtocolCheck;
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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands between agent and platform and holds what they say against the document. */
final class Recorder implements AutoCloseable {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "transfer-encoding", "upgrade", "expect");

    final ProtocolCheck check = ProtocolCheck.ofRepository();
    final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<Exchange> heard = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final String platform;

    Recorder(String platform) throws IOException {
        this.platform = platform;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::pass);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Statuses of this operation's answers, in order, by the end of their path. */
    List<Integer> statuses(String pathEnd) {
        return heard.stream()
                .filter(e -> e.target().replaceAll("\\?.*", "").endsWith(pathEnd))
                .map(Exchange::status)
                .toList();
    }

    private void pass(HttpExchange call) throws IOException {
        try (call) {
            byte[] body = call.getRequestBody().readAllBytes();
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(platform + call.getRequestURI()))
                            .method(call.getRequestMethod(), BodyPublishers.ofByteArray(body));
            call.getRequestHeaders()
                    .forEach(
                            (name, values) -> {
                                if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                                    values.forEach(value -> request.header(name, value));
                                }
                            });
            HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
            remember(call, body, answer);
            answer.headers()
                    .map()
                    .forEach(
                            (name, values) -> {
                                if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                                    call.getResponseHeaders().put(name, values);
                                }
                            });
            byte[] back = answer.body();
            call.sendResponseHeaders(answer.statusCode(), back.length == 0 ? -1 : back.length);
            if (back.length > 0) {
                call.getResponseBody().write(back);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void remember(HttpExchange call, byte[] body, HttpResponse<byte[]> answer) {
        Map<String, List<String>> sent = new HashMap<>(call.getRequestHeaders());
        Exchange exchange =
                new Exchange(
                        call.getRequestMethod(),
                        call.getRequestURI().toString(),
                        sent,
                        body,
                        answer.statusCode(),
                        answer.headers().map(),
                        answer.body());
        heard.add(exchange);
        try {
            check.checkRequest(exchange);
            check.check(exchange);
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
