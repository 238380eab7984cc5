package fairlead.platform.api.query;

import fairlead.platform.http.Call;
import fairlead.platform.store.Condition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The {@code query} and {@code orderBy} of a call that lists things. */
public final class Query {
    private final Expression expression;
    private final Property order;
    private final boolean descending;
    private final String last;

    private Query(Expression expression, Property order, boolean descending, String last) {
        this.expression = expression;
        this.order = order;
        this.descending = descending;
        this.last = last;
    }

    /** The properties by their names. */
    public static Map<String, Property> byName(Property... properties) {
        return List.of(properties).stream()
                .collect(Collectors.toMap(Property::name, Function.identity()));
    }

    /**
     * What this call asks for.
     *
     * @param what the name of the listed things, for messages
     * @param properties that it may name
     * @param order how it is sorted when the call does not say
     * @param last a column that makes each order a whole one; empty when SQL is not used
     * @throws fairlead.platform.http.Problem 400 when it cannot be understood
     */
    public static Query of(
            Call call, String what, Map<String, Property> properties, String order, String last) {
        Function<String, Optional<Property>> resolver =
                name -> Optional.ofNullable(properties.get(name));
        Expression expression =
                QueryText.read(what, resolver, call.parameter("query").orElse("").strip());
        String wanted = call.parameter("orderBy").orElse(order).strip();
        boolean descending = wanted.startsWith("-");
        String name = descending ? wanted.substring(1) : wanted;
        Property property =
                resolver.apply(name)
                        .filter(each -> !each.inSql() || !each.order().isEmpty())
                        .orElseThrow(() -> QueryText.unknown(name, what));
        return new Query(expression, property, descending, last);
    }

    /** The condition that another parameter's text says, over whatever it names. */
    public static Condition condition(
            String what, Function<String, Optional<Property>> properties, String text) {
        Sql sql = new Sql();
        String condition = sql.of(QueryText.read(what, properties, text.strip()));
        return new Condition(condition, sql.values(), "");
    }

    /** Can SQL find and sort all of it? */
    public boolean inSql() {
        return expression.inSql() && order.inSql();
    }

    /** All of it as SQL, where {@link #inSql}; otherwise the part that SQL can say, unsorted. */
    public Condition condition() {
        Sql sql = new Sql();
        return new Condition(sql.of(sayable()), sql.values(), inSql() ? columns() : "");
    }

    private Expression sayable() {
        if (expression.inSql()) {
            return expression;
        }
        return new Expression.All(
                expression instanceof Expression.All all
                        ? all.parts().stream().filter(Expression::inSql).toList()
                        : List.of());
    }

    private String columns() {
        List<String> columns = new ArrayList<>(order.order());
        if (!columns.contains(last)) {
            columns.add(last);
        }
        String nulls = order.nullable() ? " NULLS LAST" : "";
        return columns.stream()
                .map(column -> column + (descending ? " DESC" : ""))
                .map(column -> column.startsWith(order.column()) ? column + nulls : column)
                .collect(Collectors.joining(", "));
    }

    /** Is it true of the thing with these values? */
    public boolean test(Function<Property, Optional<Comparable<?>>> values) {
        return expression.test(values::apply);
    }

    /** By what things are sorted. */
    public Property order() {
        return order;
    }

    /** How values of {@link #order} are sorted; things without one come last. */
    public Comparator<Optional<Comparable<?>>> comparator() {
        Comparator<Comparable<?>> some = Ordering::compare;
        Comparator<Comparable<?>> directed = descending ? some.reversed() : some;
        return (one, other) -> {
            if (one.isEmpty() || other.isEmpty()) {
                return Boolean.compare(one.isEmpty(), other.isEmpty());
            }
            return directed.compare(one.get(), other.get());
        };
    }

    /** Is the last sorted first? */
    public boolean descending() {
        return descending;
    }
}
