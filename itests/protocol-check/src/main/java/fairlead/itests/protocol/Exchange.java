package fairlead.itests.protocol;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One request and its answer, as they were on the wire.
 *
 * @param method for example {@code POST}
 * @param target path and query, from the root: {@code /connector/v1/token}
 * @param requestHeaders names in any case
 * @param status the answer's
 * @param answerHeaders names in any case
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of a test, never compared
public record Exchange(
        String method,
        String target,
        Map<String, List<String>> requestHeaders,
        byte[] request,
        int status,
        Map<String, List<String>> answerHeaders,
        byte[] answer) {
    public Exchange {
        requestHeaders = anyCase(requestHeaders);
        answerHeaders = anyCase(answerHeaders);
    }

    Optional<String> requestHeader(String name) {
        return first(requestHeaders, name);
    }

    Optional<String> answerHeader(String name) {
        return first(answerHeaders, name);
    }

    private static Optional<String> first(Map<String, List<String>> headers, String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
                .filter(values -> !values.isEmpty())
                .map(values -> values.get(0));
    }

    private static Map<String, List<String>> anyCase(Map<String, List<String>> headers) {
        return headers.entrySet().stream()
                .filter(e -> e.getKey() != null) // where some clients put the status line
                .collect(
                        Collectors.toMap(
                                e -> e.getKey().toLowerCase(Locale.ROOT),
                                e -> List.copyOf(e.getValue()),
                                (a, b) -> a,
                                TreeMap::new));
    }

    /** For messages: without bodies and headers, which hold tokens. */
    @Override
    public String toString() {
        return method + " " + target + " -> " + status;
    }
}
