package fairlead.transport.codat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What a call came to. */
sealed interface Reply<T> {
    /** The platform said this. */
    record Said<T>(T value) implements Reply<T> {}

    /** Not now; the same call again after this time. */
    record NotNow<T>(Duration after, String reason) implements Reply<T> {}

    /**
     * A status and a JSON object, as they came; the statuses that mean "later" are not among them.
     */
    record Raw(int status, Map<String, Object> body) {
        private static final int SENTENCE = 500;

        Optional<String> text(String field) {
            return body.get(field) instanceof String text ? Optional.of(text) : Optional.empty();
        }

        /** The platform's own words; empty when the body is no error of the protocol. */
        Optional<String> error() {
            return status < 400 ? Optional.empty() : text("error").map(Raw::plain);
        }

        /** Foreign words go into logs and windows: one line, of bounded length. */
        static String plain(String words) {
            String line = words.replaceAll("\\p{Cntrl}+", " ").strip();
            return line.length() <= SENTENCE ? line : line.substring(0, SENTENCE) + "...";
        }
    }

    /** Reads what was said; empty when it is not what the protocol has. */
    interface Reader<T> {
        Optional<T> read(Raw raw);
    }
}
