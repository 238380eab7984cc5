package fairlead.platform.http;

import java.util.Map;

/** A call that is refused; its message is one plain sentence for whoever called. */
public final class Problem extends RuntimeException {
    private final int status;
    private final Retry retry;
    private final Map<String, String> headers;

    /** May the same call succeed later? */
    public enum Retry {
        YES("True"),
        NO("False"),
        UNKNOWN("Unknown");

        final String word;

        Retry(String word) {
            this.word = word;
        }
    }

    private Problem(int status, String message, Retry retry, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.retry = retry;
        this.headers = Map.copyOf(headers);
    }

    /** Refused with this status; the same call will be refused again. */
    public static Problem of(int status, String message) {
        return new Problem(status, message, Retry.NO, Map.of());
    }

    /** Refused with this status and header. */
    public static Problem of(int status, String message, String header, String value) {
        return new Problem(status, message, Retry.NO, Map.of(header, value));
    }

    /** What was asked for is not as it has to be. */
    public static Problem badRequest(String message) {
        return of(400, message);
    }

    /** There is no such thing. */
    public static Problem notFound(String message) {
        return of(404, message);
    }

    /** Not now; the same call may succeed in so many seconds. */
    public static Problem later(int seconds, String message) {
        return new Problem(
                503, message, Retry.YES, Map.of("Retry-After", Integer.toString(seconds)));
    }

    /** It is the platform's own fault. */
    static Problem failed() {
        return new Problem(
                500,
                "The platform failed. Its log has more under this correlationId.",
                Retry.UNKNOWN,
                Map.of());
    }

    /** Too many calls; again in so many seconds. */
    public static Problem tooMany(int seconds) {
        return tooMany(seconds, "Too many calls. Try again in " + seconds + " seconds.");
    }

    /** Too much, as the message says; again in so many seconds. */
    public static Problem tooMany(int seconds, String message) {
        return new Problem(
                429, message, Retry.YES, Map.of("Retry-After", Integer.toString(seconds)));
    }

    /** HTTP's status. */
    public int status() {
        return status;
    }

    /** The answer that says so to a program. */
    Answer answer(String service, String correlationId) {
        return Answer.error(status, service, getMessage(), correlationId, retry.word).with(headers);
    }

    /** The answer that says so to a person. */
    Answer answer(ErrorPage page, String correlationId) {
        return page.of(status, getMessage(), correlationId).with(headers);
    }
}
