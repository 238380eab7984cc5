package fairlead.transport.codat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One operation of the protocol.
 *
 * @param method GET, POST or PUT
 * @param path after {@code /connector/v1}
 * @param headers beside those that every call has
 * @param body makes the body of one attempt
 * @param upload the body's length, where it matters for the time allowed
 * @param held how long the platform may hold the answer back
 */
record Call(
        String method,
        String path,
        Map<String, String> headers,
        Supplier<BodyPublisher> body,
        long upload,
        Duration held) {

    static Call get(String path) {
        return new Call("GET", path, Map.of(), BodyPublishers::noBody, 0, Duration.ZERO);
    }

    static Call post(String path, Json.Body body) {
        return post(path, "application/json", () -> Json.object(body));
    }

    /** With a body that may be another one each time. */
    static Call post(String path, String contentType, Supplier<byte[]> body) {
        return new Call(
                "POST",
                path,
                Map.of("Content-Type", contentType),
                () -> BodyPublishers.ofByteArray(body.get()),
                0,
                Duration.ZERO);
    }

    Call held(Duration time) {
        return new Call(method, path, headers, body, upload, time);
    }

    /** Tells, on the calling thread, each time the whole body has left. */
    Call published(Runnable told) {
        return new Call(method, path, headers, () -> new ToldBody(body.get(), told), upload, held);
    }

    HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, body.get());
        headers.forEach(request::setHeader);
        return request;
    }
}
