package fairlead.platform.api;

import fairlead.platform.http.Call;
import fairlead.platform.http.Problem;
import fairlead.platform.store.Condition;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The public API's {@code query} and {@code orderBy}, as conditions in SQL: {@code property op
 * value}, joined by {@code &&} and {@code ||}, grouped by braces.
 */
final class Query {
    private static final int LONGEST = 2048;
    private static final List<String> OPERATORS = List.of("!=", ">=", "<=", "=", ">", "<", "~");

    private final String what;
    private final Map<String, Property> properties;
    private final String text;
    private final List<Object> values = new ArrayList<>();
    private int at;

    /**
     * A property that can be asked for.
     *
     * @param column its column
     * @param kind what its values are
     * @param order the columns by which it is sorted, as an index has them
     */
    record Property(String column, Kind kind, List<String> order) {
        Property {
            order = List.copyOf(order);
        }

        Property(String column, Kind kind) {
            this(column, kind, List.of(column));
        }
    }

    /** What a property's values are. */
    enum Kind {
        TEXT,
        /** Milliseconds since 1970. */
        INSTANT,
        /** A condition that is true or false. */
        FLAG
    }

    private Query(String what, Map<String, Property> properties, String text) {
        this.what = what;
        this.properties = properties;
        this.text = text;
    }

    /**
     * What this call asks for.
     *
     * @param what the name of the listed things, for messages
     * @param properties by which it can be asked and sorted
     * @param order how it is sorted when the call does not say
     * @param last a column that makes each order a whole one
     */
    static Condition of(
            Call call, String what, Map<String, Property> properties, String order, String last) {
        String text = call.parameter("query").orElse("").strip();
        if (text.length() >= LONGEST) {
            throw malformed("The query is longer than " + (LONGEST - 1) + " characters.");
        }
        Query query = new Query(what, properties, text);
        String sql = text.isEmpty() ? "" : query.whole();
        String wanted = call.parameter("orderBy").orElse(order).strip();
        boolean descending = wanted.startsWith("-");
        List<String> columns =
                new ArrayList<>(query.property(descending ? wanted.substring(1) : wanted).order());
        if (!columns.contains(last)) {
            columns.add(last);
        }
        return new Condition(
                sql,
                query.values,
                columns.stream()
                        .map(column -> descending ? column + " DESC" : column)
                        .collect(Collectors.joining(", ")));
    }

    private static Problem malformed(String why) {
        return Problem.badRequest("Error parsing query - " + why);
    }

    private static Problem malformed() {
        return malformed("Malformed query.");
    }

    private String whole() {
        String sql = either();
        skip();
        if (at < text.length()) {
            throw malformed();
        }
        return sql;
    }

    private String either() {
        StringBuilder sql = new StringBuilder(both());
        while (taken("||")) {
            sql.append(" OR ").append(both());
        }
        return sql.toString();
    }

    private String both() {
        StringBuilder sql = new StringBuilder(one());
        while (taken("&&")) {
            sql.append(" AND ").append(one());
        }
        return sql.toString();
    }

    private String one() {
        if (taken("{")) {
            String sql = "(" + either() + ")";
            if (!taken("}")) {
                throw malformed();
            }
            return sql;
        }
        skip();
        int start = at;
        while (at < text.length() && (isWord(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        if (at == start) {
            throw malformed();
        }
        Property property = property(text.substring(start, at));
        String operator =
                OPERATORS.stream().filter(this::taken).findFirst().orElseThrow(Query::malformed);
        return comparison(property, operator, value());
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
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
        int start = at;
        while (at < text.length()
                && !text.startsWith("&&", at)
                && !text.startsWith("||", at)
                && text.charAt(at) != '}') {
            at++;
        }
        String value = text.substring(start, at).strip();
        if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
            return value.substring(1, value.length() - 1);
        }
        if (value.isEmpty()) {
            throw malformed();
        }
        return value;
    }

    private Property property(String name) {
        Property property = properties.get(name);
        if (property == null) {
            throw malformed(
                    "Could not resolve property " + Call.shortened(name) + " on " + what + ".");
        }
        return property;
    }

    private String comparison(Property property, String operator, String value) {
        String column = property.column();
        if (property.kind() == Kind.FLAG) {
            boolean yes = value.equalsIgnoreCase("true");
            if (!operator.matches("!?=") || (!yes && !value.equalsIgnoreCase("false"))) {
                throw malformed();
            }
            return yes == operator.equals("=") ? "(" + column + ")" : "NOT (" + column + ")";
        }
        if (operator.equals("~")) {
            if (property.kind() != Kind.TEXT) {
                throw malformed("~ is for text only.");
            }
            values.add("%" + escaped(value.toLowerCase(Locale.ROOT)) + "%");
            return "LOWER(" + column + ") LIKE ? ESCAPE '!'";
        }
        values.add(property.kind() == Kind.INSTANT ? (Object) instant(value) : value);
        return column + " " + operator.replace("!=", "<>") + " ?";
    }

    private static String escaped(String value) {
        return value.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    private static long instant(String value) {
        try {
            return Instant.parse(value).toEpochMilli();
        } catch (DateTimeParseException e) {
            // without a zone, or without a time
        }
        try {
            return value.contains("T")
                    ? LocalDateTime.parse(value).toInstant(ZoneOffset.UTC).toEpochMilli()
                    : LocalDate.parse(value)
                            .atStartOfDay()
                            .toInstant(ZoneOffset.UTC)
                            .toEpochMilli();
        } catch (DateTimeParseException e) {
            throw malformed(Call.shortened(value) + " is no date.");
        }
    }
}
