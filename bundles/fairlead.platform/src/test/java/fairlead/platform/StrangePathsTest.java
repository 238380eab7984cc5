package fairlead.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.http.Json;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no path of ours is answered in Codat's shape, not by the server's own page. */
class StrangePathsTest extends PlatformTest {
    static final String[] PATHS = {
        "/companies/%0a",
        "/companies/%2e%2e/companies",
        "/companies/../companies",
        "/companies/%2e",
        "/companies/..;x/y",
        "/companies/..%2fcompanies",
        "/companies/a%2fb/connections",
        "/companies/%5c",
        "//companies",
        "/companies//connections",
        "/companies;a=b",
        "/companies/%c0%af",
        "/companies/%00",
        "/../companies",
        "/%2e%2e/companies",
        "/companies/../../companies",
        "/%2e%2e/connector/v1/poll",
        "/companies/%zz",
        "/nothing/here"
    };

    /** As a program would that encodes nothing by itself: the status, and the body's status. */
    static int isAnsweredInCodatsShape(String url, String key, String path) throws IOException {
        URI uri = URI.create(url);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write(
                            ("GET "
                                            + path
                                            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Basic "
                                            + Base64.getEncoder()
                                                    .encodeToString(
                                                            key.getBytes(StandardCharsets.UTF_8))
                                            + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).as(path).matches("(?s)HTTP/1.1 40[04] .*");
            int status = Integer.parseInt(answer.substring(9, 12));
            String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            assertThat(body).as(path).startsWith("{");
            JsonNode error = Json.read(body.getBytes(StandardCharsets.UTF_8));
            assertThat(error.path("statusCode").asInt()).as(path).isEqualTo(status);
            assertThat(error.path("correlationId").asText()).as(path).isNotEmpty();
            return status;
        }
    }

    static String[] paths() {
        return PATHS.clone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/companies/%0a", "/companies/%2e%2e/companies", "/companies/..;x/y"})
    void partsThatLeadElsewhereAreBadAndNotOnlyUnknown(String path) throws IOException {
        assertThat(isAnsweredInCodatsShape(server.url, server.apiKey(), path)).isEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void isRefusedInCodatsShape(String path) throws IOException {
        isAnsweredInCodatsShape(server.url, server.apiKey(), path);
    }
}
