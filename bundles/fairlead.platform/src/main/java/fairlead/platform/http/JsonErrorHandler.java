package fairlead.platform.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what the server refuses by itself, such as a request line that it cannot read: with the
 * error body that every other refused call gets, instead of the server's own page.
 */
public final class JsonErrorHandler implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback)
            throws IOException {
        int status = response.getStatus();
        String service = Router.service(Request.getPathInContext(request));
        Answer answer =
                Answer.error(
                        status,
                        service,
                        "The server refused the call: " + reason(request, status) + ".",
                        UUID.randomUUID().toString(),
                        HttpStatus.isServerError(status) ? "Unknown" : "False");
        HttpFields.Mutable headers = response.getHeaders();
        Router.HEADERS.forEach(headers::put);
        answer.headers().forEach(headers::put);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        answer.body().to(body);
        response.write(true, ByteBuffer.wrap(body.toByteArray()), callback);
        return true;
    }

    private static String reason(Request request, int status) {
        Object reason = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        return reason == null ? HttpStatus.getMessage(status) : Call.shortened(reason.toString());
    }
}
