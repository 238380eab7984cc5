package fairlead.itests.commands;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Something else that listens where the platform was, and gives everybody one and the same answer.
 */
final class Rubbish implements AutoCloseable {
    private final HttpServer server;
    private volatile int status;
    private volatile String type;
    private volatile String body;

    Rubbish(String platform) throws IOException {
        int port = URI.create(platform).getPort();
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        answers(200, "text/html", "<html>Welcome</html>");
        server.createContext("/", this::answer);
        server.start();
    }

    void answers(int status, String type, String body) {
        this.status = status;
        this.type = type;
        this.body = body;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", type);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
