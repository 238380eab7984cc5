package fairlead.platform.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a list call asks for, as SQL.
 *
 * @param sql a condition over the table's columns; empty when everything is asked for
 * @param values of its question marks
 * @param order the columns to sort by
 */
public record Condition(String sql, List<Object> values, String order) {
    private static final String DESCENDING = " DESC";

    public Condition {
        values = List.copyOf(values);
    }

    /** Both are true; sorted as this one is. */
    public Condition and(Condition other) {
        if (sql.isEmpty() || other.sql.isEmpty()) {
            return new Condition(sql + other.sql, all(other), order);
        }
        return new Condition("(" + sql + ") AND (" + other.sql + ")", all(other), order);
    }

    private List<Object> all(Condition other) {
        List<Object> all = new ArrayList<>(values);
        all.addAll(other.values);
        return all;
    }

    /** To be put behind another condition. */
    String and() {
        return sql.isEmpty() ? "" : " AND (" + sql + ")";
    }

    String orderBy() {
        return " ORDER BY " + order;
    }

    /** The same, from the other end. */
    Condition reversed() {
        String reversed =
                Arrays.stream(order.split(", "))
                        .map(
                                column ->
                                        column.endsWith(DESCENDING)
                                                ? column.substring(
                                                        0, column.length() - DESCENDING.length())
                                                : column + DESCENDING)
                        .collect(Collectors.joining(", "));
        return new Condition(sql, values, reversed);
    }

    /** The arguments of a statement that has others before and after this condition. */
    Object[] arguments(List<?> before, Object... after) {
        List<Object> all = new ArrayList<>(before);
        all.addAll(values);
        all.addAll(List.of(after));
        return all.toArray();
    }
}
