package fairlead.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An agent's control socket that says what a test told it to: per command the answers in their
 * order, the last one again and again. An answer is lines of JSON in single quotes without the id;
 * a connection ends at a command that it has no answer for.
 */
final class ScriptedAgent implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerSocketChannel server;
    private final Thread thread = new Thread(this::serve, "scripted-agent");
    private final Map<String, Deque<List<String>>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();

    /**
     * @param data the data directory; its path is short enough for a socket
     */
    ScriptedAgent(Path data) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(data.resolve("control.sock")));
        thread.start();
    }

    ScriptedAgent answers(String command, String... lines) {
        answers.computeIfAbsent(command, c -> new ArrayDeque<>()).add(List.of(lines));
        return this;
    }

    /** What it was asked, in order. */
    List<String> commands() {
        return requests.stream().map(request -> request.get("command").asText()).toList();
    }

    /** The arguments of the first request of this command. */
    JsonNode arguments(String command) {
        return requests.stream()
                .filter(request -> request.get("command").asText().equals(command))
                .findFirst()
                .orElseThrow()
                .get("arguments");
    }

    private void serve() {
        while (server.isOpen()) {
            try (SocketChannel client = server.accept();
                    BufferedReader in =
                            new BufferedReader(
                                    Channels.newReader(client, StandardCharsets.UTF_8))) {
                String line = in.readLine();
                while (line != null && answer(JSON.readTree(line), client)) {
                    line = in.readLine();
                }
            } catch (IOException e) {
                // the client went, or the test has ended
            }
        }
    }

    private boolean answer(JsonNode request, SocketChannel client) throws IOException {
        requests.add(request);
        Deque<List<String>> its = answers.get(request.get("command").asText());
        if (its == null) {
            return false;
        }
        for (String line : its.size() > 1 ? its.remove() : its.element()) {
            String json =
                    line.replace('\'', '"')
                                    .replaceFirst("^\\{", "{\"id\":" + request.get("id") + ",")
                            + "\n";
            client.write(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
        }
        return true;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        server.close();
        thread.join();
    }
}
