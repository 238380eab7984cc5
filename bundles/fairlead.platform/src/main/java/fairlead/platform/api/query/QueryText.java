package fairlead.platform.api.query;

import fairlead.platform.http.Call;
import fairlead.platform.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the public API's query language: {@code property op value}, joined by {@code &&} and {@code
 * ||}, grouped by braces. Reading is case-sensitive for properties.
 */
final class QueryText {
    private static final int LONGEST = 2048;
    private static final int DEEPEST = 50;
    private static final List<String> OPERATORS = List.of("!=", ">=", "<=", "=", ">", "<", "~");

    private final String what;
    private final Function<String, Optional<Property>> properties;
    private final String text;
    private int at;
    private int depth;

    private QueryText(String what, Function<String, Optional<Property>> properties, String text) {
        this.what = what;
        this.properties = properties;
        this.text = text;
    }

    /**
     * What the text says; nothing: it is true of everything.
     *
     * @param what the name of the listed things, for messages
     * @throws Problem 400 when it cannot be understood
     */
    static Expression read(
            String what, Function<String, Optional<Property>> properties, String text) {
        if (text.length() >= LONGEST) {
            throw malformed("The query is longer than " + (LONGEST - 1) + " characters.");
        }
        if (text.isBlank()) {
            return new Expression.All(List.of());
        }
        QueryText query = new QueryText(what, properties, text);
        Expression whole = query.either();
        query.skip();
        if (query.at < text.length()) {
            throw malformed();
        }
        return whole;
    }

    static Problem malformed(String value, String why) {
        return malformed("'" + Call.shortened(value) + "' " + why + ".");
    }

    private static Problem malformed(String why) {
        return Problem.badRequest("Error parsing query - " + why);
    }

    private static Problem malformed() {
        return malformed("Malformed query.");
    }

    static Problem unknown(String property, String what) {
        return malformed(
                "Could not resolve property " + Call.shortened(property) + " on " + what + ".");
    }

    private Expression either() {
        List<Expression> parts = new ArrayList<>(List.of(both()));
        while (taken("||")) {
            parts.add(both());
        }
        return parts.size() == 1 ? parts.get(0) : new Expression.Any(parts);
    }

    private Expression both() {
        List<Expression> parts = new ArrayList<>(List.of(one()));
        while (taken("&&")) {
            parts.add(one());
        }
        return parts.size() == 1 ? parts.get(0) : new Expression.All(parts);
    }

    private Expression one() {
        if (taken("{")) {
            if (++depth > DEEPEST) {
                throw malformed();
            }
            Expression inner = either();
            if (!taken("}")) {
                throw malformed();
            }
            depth--;
            return inner;
        }
        skip();
        int start = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw malformed();
        }
        String name = text.substring(start, at);
        Property property = properties.apply(name).orElseThrow(() -> unknown(name, what));
        String operator =
                OPERATORS.stream().filter(this::taken).findFirst().orElseThrow(() -> malformed());
        if (operator.equals("~") && property.kind() != Kind.TEXT) {
            throw malformed("~ is for text only, and " + name + " is none.");
        }
        if (property.kind() == Kind.FLAG && !operator.matches("!?=")) {
            throw malformed(name + " is true or false: it can only be compared by = and !=.");
        }
        return new Expression.Comparison(property, operator, property.kind().parse(value()));
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
    }

    private boolean taken(String token) {
        skip();
        if (text.startsWith(token, at)) {
            at += token.length();
            return true;
        }
        return false;
    }

    private void skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private String value() {
        skip();
        if (at < text.length() && text.charAt(at) == '"') {
            int end = text.indexOf('"', at + 1);
            if (end < 0) {
                throw malformed();
            }
            String quoted = text.substring(at + 1, end);
            at = end + 1;
            return quoted;
        }
        int start = at;
        while (at < text.length()
                && !text.startsWith("&&", at)
                && !text.startsWith("||", at)
                && text.charAt(at) != '}') {
            at++;
        }
        String value = text.substring(start, at).strip();
        if (value.isEmpty()
                || value.contains("{")
                || OPERATORS.stream().anyMatch(value::startsWith)) {
            throw malformed();
        }
        return value;
    }
}
