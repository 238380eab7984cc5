package fairlead.platform.store;

import java.util.ArrayList;
import java.util.List;

/**
 * What a list call asks for, as SQL.
 *
 * @param sql a condition over the table's columns; empty when everything is asked for
 * @param values of its question marks
 * @param order the columns to sort by
 */
public record Condition(String sql, List<Object> values, String order) {
    public Condition {
        values = List.copyOf(values);
    }

    /** To be put behind another condition. */
    String and() {
        return sql.isEmpty() ? "" : " AND (" + sql + ")";
    }

    String orderBy() {
        return " ORDER BY " + order;
    }

    /** The arguments of a statement that has others before and after this condition. */
    Object[] arguments(List<?> before, Object... after) {
        List<Object> all = new ArrayList<>(before);
        all.addAll(values);
        all.addAll(List.of(after));
        return all.toArray();
    }
}
