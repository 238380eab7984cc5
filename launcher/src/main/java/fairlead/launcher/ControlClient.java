package fairlead.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.function.Consumer;

/**
 * Talks to the agent that runs on a data directory, by the protocol of {@code fairlead.control}.
 */
final class ControlClient implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private final AutoCloseable connection;
    private final BufferedReader in;
    private final OutputStream out;
    private int lastId;

    private ControlClient(AutoCloseable connection, InputStream in, OutputStream out) {
        this.connection = connection;
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
    }

    /**
     * Connects.
     *
     * @throws LauncherException when no agent runs there
     */
    static ControlClient open(Path data) throws LauncherException {
        Path directory = data.toAbsolutePath().normalize();
        try {
            Path port = directory.resolve("control.port");
            return Files.exists(port) ? loopback(port) : unix(directory.resolve("control.sock"));
        } catch (IOException e) {
            throw new LauncherException(
                    ExitCode.NO_AGENT,
                    "No agent runs on "
                            + directory
                            + ": start it with '"
                            + Dist.command()
                            + " agent --data "
                            + data
                            + " --platform URL'.",
                    e);
        }
    }

    private static ControlClient unix(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        return new ControlClient(
                channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
    }

    private static ControlClient loopback(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 3 || !lines.get(0).equals("format=1")) {
            throw new IOException(file + " is in a format that is not understood");
        }
        int port = Integer.parseInt(lines.get(1).substring("port=".length()));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        OutputStream out = socket.getOutputStream();
        String token = lines.get(2).substring("token=".length());
        out.write((token + "\n").getBytes(StandardCharsets.UTF_8));
        return new ControlClient(socket, socket.getInputStream(), out);
    }

    /** Asks without arguments. */
    JsonNode ask(String command) throws LauncherException {
        return ask(command, Map.of(), message -> {});
    }

    /**
     * Asks and waits for the result.
     *
     * @param progress told what is being done
     * @throws LauncherException when the agent refuses, or goes
     */
    JsonNode ask(String command, Map<String, String> arguments, Consumer<String> progress)
            throws LauncherException {
        String id = Integer.toString(++lastId);
        ObjectNode request = JSON.createObjectNode().put("id", id).put("command", command);
        ObjectNode given = request.putObject("arguments");
        arguments.forEach(given::put);
        try {
            out.write(JSON.writeValueAsBytes(request));
            out.write('\n');
            out.flush();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode answer = JSON.readTree(line);
                if (answer.has("result")) {
                    return answer.get("result");
                }
                if (answer.has("error")) {
                    throw refusal(answer.get("error"));
                }
                progress.accept(answer.path("progress").path("message").asText());
            }
        } catch (JsonProcessingException e) {
            throw new LauncherException(
                    ExitCode.FAILED, "The agent answered what is not understood.", e);
        } catch (IOException e) {
            throw gone(e);
        }
        throw gone(null);
    }

    private static LauncherException gone(IOException cause) {
        return new LauncherException(
                ExitCode.NO_AGENT, "The agent has gone while it was asked; ask again.", cause);
    }

    private static LauncherException refusal(JsonNode error) {
        return new LauncherException(
                code(error.path("code").asText()), error.path("message").asText());
    }

    private static ExitCode code(String name) {
        return switch (name) {
            case "BUSY", "UNAVAILABLE" -> ExitCode.COMPANY_UNAVAILABLE;
            case "UNSUPPORTED" -> ExitCode.COMPANY_UNSUPPORTED;
            case "NO_SUCH_COMPANY" -> ExitCode.NOT_LINKED;
            case "NOT_READY", "STOPPING" -> ExitCode.NO_AGENT;
            case "UNKNOWN_LICENSE_KEY" -> ExitCode.UNKNOWN_LICENSE_KEY;
            case "LINK_EXPIRED" -> ExitCode.LINK_EXPIRED;
            case "AWAITING_APPROVAL" -> ExitCode.AWAITING_APPROVAL;
            case "ALREADY_LINKED" -> ExitCode.ALREADY_LINKED;
            case "NO_SUCH_PACKAGE" -> ExitCode.NO_SUCH_PACKAGE;
            case "PLATFORM_UNREACHABLE" -> ExitCode.PLATFORM_UNREACHABLE;
            case "PLATFORM_REFUSED" -> ExitCode.PLATFORM_REFUSED;
            case "CREDENTIALS" -> ExitCode.CREDENTIALS;
            case "NO_COMPANY" -> ExitCode.NO_COMPANY;
            case "REFUSED" -> ExitCode.UPDATE_REFUSED;
            default -> ExitCode.FAILED;
        };
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
