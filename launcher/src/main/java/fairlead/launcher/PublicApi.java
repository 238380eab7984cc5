package fairlead.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** The platform's public API, as any of the vendor's programs would call it. */
final class PublicApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration START = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
    private final URI platform;
    private final String authorization;

    PublicApi(URI platform, String apiKey) {
        this.platform = platform;
        this.authorization =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(apiKey.getBytes(StandardCharsets.UTF_8));
    }

    JsonNode get(String path) throws LauncherException {
        return send(request(path).GET().build());
    }

    JsonNode post(String path, String json) throws LauncherException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build());
    }

    /** Waits until the platform says that it is well. */
    void awaitHealth() throws LauncherException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (true) {
            try {
                get("/health");
                return;
            } catch (LauncherException e) {
                if (System.nanoTime() > end) {
                    throw new LauncherException(
                            ExitCode.NOT_STARTED,
                            "The platform does not become well; its log says why. ("
                                    + e.getMessage()
                                    + ")",
                            e);
                }
                Thread.sleep(50);
            }
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(platform.resolve(path))
                .header("Authorization", authorization)
                .timeout(PATIENCE);
    }

    private JsonNode send(HttpRequest request) throws LauncherException {
        HttpResponse<byte[]> answer;
        try {
            answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new LauncherException(
                    ExitCode.PLATFORM_UNREACHABLE,
                    "The platform at " + platform + " does not answer: check that it runs.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException(ExitCode.PLATFORM_UNREACHABLE, "Interrupted.", e);
        }
        JsonNode body = body(answer);
        if (answer.statusCode() >= 300) {
            throw new LauncherException(
                    ExitCode.PLATFORM_REFUSED,
                    "The platform refused "
                            + request.method()
                            + " "
                            + request.uri().getPath()
                            + " ("
                            + answer.statusCode()
                            + "): "
                            + body.path("error").asText("no reason was given"));
        }
        return body;
    }

    private static JsonNode body(HttpResponse<byte[]> answer) throws LauncherException {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new LauncherException(
                    ExitCode.PLATFORM_REFUSED,
                    "What answers at "
                            + answer.uri().resolve("/")
                            + " is no platform ("
                            + answer.statusCode()
                            + ").",
                    e);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory", e);
        }
    }
}
