package fairlead.transport.codat;

import static java.nio.charset.StandardCharsets.UTF_8;

import fairlead.transport.codat.Reply.NotNow;
import fairlead.transport.codat.Reply.Raw;
import fairlead.transport.codat.Reply.Reader;
import fairlead.transport.codat.Reply.Said;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Calls in the agent's name: token, life, the platform's clock, and what "not now" means. Any
 * thread; two that need a token at once fetch two.
 */
final class Session {
    /** So that a wrong answer cannot silence an agent for good. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final Duration CLOCK_WAS_WRONG = Duration.ofMinutes(1);
    private static final String TOKEN = "/token";

    /** What the platform says about a token: one, or why there is none for this key. */
    private record Token(String value, String refusal, String agentId, long renewAt) {
        @Override
        public String toString() {
            return "Token"; // never its value
        }
    }

    private final Line line;
    private final String life;
    private final Clock clock;
    private final LongSupplier nanos;
    private final LineStatus status;
    private volatile Optional<Token> current = Optional.empty();
    private volatile Duration clockOffset = Duration.ZERO;
    private volatile long notBefore;

    /**
     * @param life the id of this start of the process
     * @param nanos a clock that nobody sets
     */
    Session(Line line, String life, Clock clock, LongSupplier nanos, LineStatus status) {
        this.line = line;
        this.life = life;
        this.clock = clock;
        this.nanos = nanos;
        this.status = status;
        this.notBefore = nanos.getAsLong();
    }

    Line line() {
        return line;
    }

    /** The time over there, as far as it is known. */
    Instant platformTime() {
        return clock.instant().plus(clockOffset);
    }

    /** The URL of an operation, which is the audience of what is signed for it. */
    String url(String path) {
        return uri(path).toString();
    }

    private URI uri(String path) {
        return line.settings().operation(path);
    }

    /**
     * A call that needs no token. When it is refused while our clock was found wrong, it is made
     * once more.
     */
    <T> Reply<T> open(Call call, Stop stop, Backoff backoff, Reader<T> reader)
            throws InterruptedException {
        Optional<Reply<T>> wait = wait(backoff);
        if (wait.isPresent()) {
            return wait.get();
        }
        try {
            Duration offset = clockOffset;
            Line.Answer answer = send(call, Map.of(), stop);
            if (answer.status() == 400
                    && offset.minus(clockOffset).abs().compareTo(CLOCK_WAS_WRONG) > 0) {
                answer = send(call, Map.of(), stop);
            }
            return judge(answer, backoff, reader);
        } catch (LineException e) {
            return failed(e, backoff);
        }
    }

    /** A call with the agent's token; a token that is refused is replaced once. */
    <T> Reply<T> call(AgentKey key, Call call, Stop stop, Backoff backoff, Reader<T> reader)
            throws InterruptedException {
        Optional<Reply<T>> wait = wait(backoff);
        if (wait.isPresent()) {
            return wait.get();
        }
        try {
            for (int attempt = 0; attempt < 2; attempt++) {
                Reply<Token> token = token(key, stop, backoff);
                if (token instanceof NotNow<Token> later) {
                    return new NotNow<>(later.after(), later.reason());
                }
                Token mine = ((Said<Token>) token).value();
                if (!mine.refusal().isEmpty()) {
                    return read(new Raw(403, Map.of("error", mine.refusal())), backoff, reader);
                }
                Map<String, String> who =
                        Map.of("Authorization", "Bearer " + mine.value(), "Fairlead-Life", life);
                Line.Answer answer = send(call, who, stop);
                if (answer.status() != 401) {
                    return judge(answer, backoff, reader);
                }
                current = Optional.empty();
            }
            return failed(
                    new LineException("The platform does not accept the token that it gave out."),
                    backoff);
        } catch (LineException e) {
            return failed(e, backoff);
        }
    }

    private Reply<Token> token(AgentKey key, Stop stop, Backoff backoff)
            throws LineException, InterruptedException {
        Optional<Token> kept =
                current.filter(t -> t.agentId().equals(key.agentId()))
                        .filter(t -> nanos.getAsLong() - t.renewAt() < 0);
        if (kept.isPresent()) {
            return new Said<>(kept.get());
        }
        Call call =
                Call.post(
                        TOKEN,
                        "application/x-www-form-urlencoded",
                        () -> tokenRequest(key).getBytes(UTF_8));
        Line.Answer answer = send(call, Map.of(), stop);
        if (says(answer, "invalid_client")) { // perhaps for its time, which we know now
            answer = send(call, Map.of(), stop);
        }
        if (says(answer, "invalid_client")) {
            return failed(
                    new LineException(
                            "The platform does not know this PC's key: "
                                    + Json.read(answer.body())
                                            .map(b -> b.get("error_description"))
                                            .map(d -> Raw.plain(d.toString()))
                                            .orElse("no reason given")),
                    backoff);
        }
        Reply<Token> reply = judge(answer, backoff, raw -> read(raw, key));
        if (reply instanceof Said<Token> said && said.value().refusal().isEmpty()) {
            current = Optional.of(said.value());
        }
        return reply;
    }

    private String tokenRequest(AgentKey key) {
        return "grant_type=client_credentials&client_assertion_type="
                + URLEncoder.encode("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", UTF_8)
                + "&client_assertion="
                + key.assertion(url(TOKEN), platformTime(), Map.of());
    }

    private static boolean says(Line.Answer answer, String error) {
        return answer.status() == 400
                && Json.read(answer.body())
                        .filter(body -> error.equals(body.get("error")))
                        .isPresent();
    }

    private Optional<Token> read(Raw raw, AgentKey key) {
        if (raw.status() == 400 && raw.text("error").equals(Optional.of("unauthorized_client"))) {
            String why = raw.text("error_description").map(Raw::plain).orElse("");
            return Optional.of(
                    new Token(
                            "",
                            why.isEmpty() ? "The platform has revoked this PC's key." : why,
                            key.agentId(),
                            0));
        }
        Optional<String> value = raw.text("access_token");
        if (raw.status() != 200
                || value.isEmpty()
                || !value.get().matches("[A-Za-z0-9._~+/=-]{1,4000}") // it goes into a header
                || !(raw.body().get("expires_in") instanceof Long seconds)) {
            return Optional.empty();
        }
        long keepSeconds = seconds - Math.min(300, seconds / 10);
        return Optional.of(
                new Token(
                        value.get(),
                        "",
                        key.agentId(),
                        nanos.getAsLong() + Duration.ofSeconds(keepSeconds).toNanos()));
    }

    private Line.Answer send(Call call, Map<String, String> who, Stop stop)
            throws LineException, InterruptedException {
        URI uri = uri(call.path());
        Line.Answer answer =
                line.send(
                        () -> {
                            HttpRequest.Builder request = call.request(uri);
                            who.forEach(request::setHeader);
                            return request;
                        },
                        call.upload(),
                        call.held(),
                        stop);
        if (answer.status() == 407) {
            throw new LineException(
                    "The proxy "
                            + line.proxy(uri).orElse("on the way")
                            + " wants a user and password, which Fairlead cannot give; let "
                            + uri.getHost()
                            + " through without.");
        }
        if (json(answer)) { // anything else is some box on the way, with a clock of its own
            date(answer).ifPresent(date -> clockOffset = Duration.between(clock.instant(), date));
        }
        return answer;
    }

    private <T> Reply<T> judge(Line.Answer answer, Backoff backoff, Reader<T> reader) {
        int code = answer.status();
        if (code == 429 || code >= 500) {
            String why =
                    body(answer)
                            .flatMap(body -> new Raw(code, body).error())
                            .orElse("The platform answered " + code + ".");
            return later(retryAfter(answer), why, backoff);
        }
        Optional<Map<String, Object>> body = code == 204 ? Optional.of(Map.of()) : body(answer);
        if (body.isEmpty() || code < 200 || (code >= 300 && code < 400)) {
            return rubbish(code, backoff);
        }
        return read(new Raw(code, body.get()), backoff, reader);
    }

    private <T> Reply<T> read(Raw raw, Backoff backoff, Reader<T> reader) {
        Optional<T> value = reader.read(raw);
        if (value.isEmpty()) {
            return rubbish(raw.status(), backoff);
        }
        backoff.reset();
        if (raw.status() == 403 || raw.status() == 423) {
            status.refused(raw.error().orElse("The platform refuses this PC."));
        } else {
            status.answered();
        }
        return new Said<>(value.get());
    }

    private <T> Reply<T> rubbish(int code, Backoff backoff) {
        return failed(
                new LineException(
                        "What answers for "
                                + line.settings().platform().orElseThrow().getHost()
                                + " is not the platform (status "
                                + code
                                + "); check the address and the proxy."),
                backoff);
    }

    private <T> Reply<T> failed(LineException failure, Backoff backoff) {
        status.silent(failure.getMessage());
        return new NotNow<>(backoff.next(), failure.getMessage());
    }

    private <T> Reply<T> later(Optional<Duration> given, String why, Backoff backoff) {
        status.failed(why);
        Duration wait = backoff.next();
        if (given.isPresent()) {
            Duration least = given.get().compareTo(LONGEST_WAIT) < 0 ? given.get() : LONGEST_WAIT;
            wait = wait.plus(least); // the jitter keeps agents from coming back all at once
            notBefore = nanos.getAsLong() + least.toNanos();
        }
        return new NotNow<>(wait, why);
    }

    /** While the platform has asked to wait, nobody asks it anything. */
    private <T> Optional<Reply<T>> wait(Backoff backoff) {
        if (line.settings().platform().isEmpty()) {
            return Optional.of(new NotNow<>(backoff.next(), line.settings().problem()));
        }
        long left = notBefore - nanos.getAsLong();
        return left <= 0
                ? Optional.empty()
                : Optional.of(
                        new NotNow<>(
                                Duration.ofNanos(left),
                                "The platform has asked to wait: " + status.seen().message()));
    }

    private static boolean json(Line.Answer answer) {
        return answer.header("Content-Type")
                .toLowerCase(Locale.ROOT)
                .matches("application/json(\\s*;.*)?");
    }

    private static Optional<Map<String, Object>> body(Line.Answer answer) {
        return json(answer) ? Json.read(answer.body()) : Optional.empty();
    }

    private Optional<Duration> retryAfter(Line.Answer answer) {
        String value = answer.header("Retry-After").strip();
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        return httpDate(value)
                .map(until -> Duration.between(date(answer).orElseGet(this::platformTime), until))
                .filter(wait -> !wait.isNegative());
    }

    private static Optional<Instant> date(Line.Answer answer) {
        return httpDate(answer.header("Date"));
    }

    private static Optional<Instant> httpDate(String value) {
        try {
            return value.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
