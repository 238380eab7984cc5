package fairlead.platform.api.query;

import java.util.List;

/**
 * A property that a query or an order may name.
 *
 * @param name the API's
 * @param kind what its values are
 * @param column where SQL finds it; empty when SQL cannot: its values are read one by one then
 * @param around a condition with {@code %s} for the comparison
 * @param bound the values of question marks in {@code around}
 * @param nullable may the column be empty?
 * @param order the columns by which SQL sorts; none: it cannot be sorted by SQL
 */
public record Property(
        String name,
        Kind kind,
        String column,
        String around,
        List<Object> bound,
        boolean nullable,
        List<String> order) {
    private static final String PLAIN = "%s";

    public Property {
        bound = List.copyOf(bound);
        order = List.copyOf(order);
    }

    /** A column that is never empty. */
    public static Property column(String name, Kind kind, String column) {
        return new Property(name, kind, column, PLAIN, List.of(), false, List.of(column));
    }

    /** A column that may be empty; it sorts behind the others then. */
    public static Property nullable(String name, Kind kind, String column) {
        return new Property(name, kind, column, PLAIN, List.of(), true, List.of(column));
    }

    /**
     * A property of other rows that belong to this one: one of them has to fulfil the comparison,
     * for {@code !=} each of them.
     */
    public static Property ofOthers(
            String name, Kind kind, String column, String around, Object... bound) {
        return new Property(name, kind, column, around, List.of(bound), false, List.of());
    }

    /** A property that is read from each thing itself. */
    public static Property read(String name, Kind kind) {
        return new Property(name, kind, "", PLAIN, List.of(), true, List.of());
    }

    /** The same, sorted by these columns. */
    public Property sortedBy(List<String> columns) {
        return new Property(name, kind, column, around, bound, nullable, columns);
    }

    boolean ofOthers() {
        return !around.equals(PLAIN);
    }

    boolean inSql() {
        return !column.isEmpty();
    }
}
