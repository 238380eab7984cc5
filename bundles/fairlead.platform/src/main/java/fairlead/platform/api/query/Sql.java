package fairlead.platform.api.query;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says an expression in SQL; what was asked for travels as values only, never as text. */
final class Sql {
    private final List<Object> values = new ArrayList<>();

    /** The values of the question marks, in order. */
    List<Object> values() {
        return values;
    }

    /** The condition; empty when it is true of everything. */
    String of(Expression expression) {
        if (expression instanceof Expression.All all) {
            return joined(all.parts(), " AND ");
        }
        if (expression instanceof Expression.Any any) {
            return joined(any.parts(), " OR ");
        }
        return comparison((Expression.Comparison) expression);
    }

    private String joined(List<Expression> parts, String word) {
        Function<Expression, String> one = this::of;
        return parts.stream()
                .map(one.andThen(sql -> "(" + sql + ")"))
                .collect(Collectors.joining(word));
    }

    private String comparison(Expression.Comparison comparison) {
        Property property = comparison.property();
        values.addAll(property.bound());
        if (property.ofOthers() && comparison.operator().equals("!=")) {
            // none of the others is equal, rather than one of them differs
            Expression.Comparison equal =
                    new Expression.Comparison(property, "=", comparison.value());
            return "NOT " + String.format(Locale.ROOT, property.around(), compared(equal));
        }
        return String.format(Locale.ROOT, property.around(), compared(comparison));
    }

    private String compared(Expression.Comparison comparison) {
        Property property = comparison.property();
        String column = property.column();
        String operator = comparison.operator();
        if (comparison.value() instanceof Boolean yes) {
            return yes == operator.equals("=") ? column : "NOT (" + column + ")";
        }
        if (operator.equals("~")) {
            String part = comparison.value().toString().toLowerCase(Locale.ROOT);
            values.add("%" + part.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%");
            return "LOWER(" + column + ") LIKE ? ESCAPE '!'";
        }
        values.add(
                comparison.value() instanceof BigDecimal number
                        ? (Object) number
                        : comparison.value());
        String sql = column + " " + operator.replace("!=", "<>") + " ?";
        return property.nullable() && operator.equals("!=") ? column + " IS NULL OR " + sql : sql;
    }
}
