package fairlead.itests.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Asks a running agent by the protocol of its control socket, each question on a new line. */
public final class Control {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path data;

    public Control(Path data) {
        this.data = data;
    }

    /** The agent said no. */
    public static final class RefusedException extends Exception {
        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Asks.
     *
     * @throws RefusedException when the agent refuses
     * @throws IOException when no agent runs, or it goes while it is asked
     */
    public JsonNode ask(String command, Map<String, String> arguments)
            throws IOException, RefusedException {
        ObjectNode request = JSON.createObjectNode().put("id", "1").put("command", command);
        ObjectNode given = request.putObject("arguments");
        arguments.forEach(given::put);
        byte[] line = (JSON.writeValueAsString(request) + "\n").getBytes(StandardCharsets.UTF_8);
        Path port = data.resolve("control.port");
        if (Files.exists(port)) {
            List<String> lines = Files.readAllLines(port);
            int number = Integer.parseInt(lines.get(1).substring("port=".length()));
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), number)) {
                String token = lines.get(2).substring("token=".length()) + "\n";
                socket.getOutputStream().write(token.getBytes(StandardCharsets.UTF_8));
                return ask(line, socket.getOutputStream(), reader(socket.getInputStream()));
            }
        }
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(data.resolve("control.sock"));
        try (SocketChannel channel = SocketChannel.open(address)) {
            return ask(
                    line,
                    Channels.newOutputStream(channel),
                    reader(Channels.newInputStream(channel)));
        }
    }

    private static BufferedReader reader(java.io.InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private static JsonNode ask(byte[] line, OutputStream out, BufferedReader in)
            throws IOException, RefusedException {
        out.write(line);
        out.flush();
        for (String said = in.readLine(); said != null; said = in.readLine()) {
            JsonNode answer = JSON.readTree(said);
            if (answer.has("result")) {
                return answer.get("result");
            }
            if (answer.has("error")) {
                String code = answer.get("error").path("code").asText();
                if (code.equals("NOT_READY") || code.equals("STOPPING")) {
                    throw new IOException(answer.toString());
                }
                throw new RefusedException(answer.get("error").path("message").asText());
            }
        }
        throw new IOException("the agent went while it was asked");
    }
}
