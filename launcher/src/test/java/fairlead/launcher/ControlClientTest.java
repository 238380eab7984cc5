package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the agent answers ends a command with its documented exit code and its own sentence. */
class ControlClientTest {
    @TempDir Path data;
    private ServerSocketChannel server;
    private CompletableFuture<String> request;

    @BeforeEach
    void serve() throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(data.resolve("control.sock")));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    /** Answers one request, and goes. */
    private void agent(String... lines) {
        request = CompletableFuture.supplyAsync(() -> answer(lines));
    }

    private String answer(String... lines) {
        try (SocketChannel client = server.accept();
                BufferedReader in =
                        new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8))) {
            String asked = in.readLine();
            for (String line : lines) {
                String json = line.replace('\'', '"') + "\n";
                client.write(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
            }
            return asked;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LauncherException refused() throws LauncherException {
        try (ControlClient client = ControlClient.open(data)) {
            return catchThrowableOfType(LauncherException.class, () -> client.ask("status"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_READY, 9",
        "STOPPING, 9",
        "PLATFORM_UNREACHABLE, 10",
        "PLATFORM_REFUSED, 11",
        "UNKNOWN_LICENSE_KEY, 20",
        "LINK_EXPIRED, 21",
        "AWAITING_APPROVAL, 22",
        "ALREADY_LINKED, 23",
        "NO_SUCH_PACKAGE, 24",
        "CREDENTIALS, 25",
        "NO_COMPANY, 26",
        "BUSY, 27",
        "UNAVAILABLE, 27",
        "UNSUPPORTED, 28",
        "NO_SUCH_COMPANY, 29",
        "REFUSED, 35",
        "FAILED, 1",
        "OF_A_LATER_AGENT, 1"
    })
    void aRefusalHasItsExitCodeAndItsSentence(String code, int exit) throws Exception {
        agent("{'id':'1','error':{'code':'" + code + "','message':'The reason.'}}");
        LauncherException refusal = refused();
        assertThat(refusal.code().number).isEqualTo(exit);
        assertThat(refusal).hasMessage("The reason.");
    }

    @Test
    void anAgentThatGoesIsSaidToHaveGone() throws Exception {
        agent("{'id':'1','progress':{'message':'Opening the books.'}}");
        LauncherException refusal = refused();
        assertThat(refusal.code()).isEqualTo(ExitCode.NO_AGENT);
        assertThat(refusal).hasMessageContaining("ask again");
    }

    @Test
    void rubbishIsNotBelieved() throws Exception {
        agent("rubbish");
        assertThat(refused().code()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void progressIsToldBeforeTheResult() throws Exception {
        agent(
                "{'id':'1','progress':{'message':'Opening the books.'}}",
                "{'id':'1','result':{'books':'Sandcastles'}}");
        List<String> told = new ArrayList<>();
        try (ControlClient client = ControlClient.open(data)) {
            assertThat(client.ask("link", Map.of("user", "m"), told::add).path("books").asText())
                    .isEqualTo("Sandcastles");
        }
        assertThat(told).containsExactly("Opening the books.");
        assertThat(request.get())
                .isEqualTo("{\"id\":\"1\",\"command\":\"link\",\"arguments\":{\"user\":\"m\"}}");
    }
}
