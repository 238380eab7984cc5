package fairlead.platform.api.query;

import java.util.List;
import java.util.Optional;

/** What a query says, once it was understood. */
sealed interface Expression {
    /** Can SQL say it? */
    boolean inSql();

    /** Is it true of these values? */
    boolean test(Values values);

    /** The values of one thing's properties. */
    @FunctionalInterface
    interface Values {
        /** Empty when it has none. */
        Optional<Comparable<?>> of(Property property);
    }

    /** Every part is true; true when there is none. */
    record All(List<Expression> parts) implements Expression {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean inSql() {
            return parts.stream().allMatch(Expression::inSql);
        }

        @Override
        public boolean test(Values values) {
            return parts.stream().allMatch(part -> part.test(values));
        }
    }

    /** One part is true. */
    record Any(List<Expression> parts) implements Expression {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean inSql() {
            return parts.stream().allMatch(Expression::inSql);
        }

        @Override
        public boolean test(Values values) {
            return parts.stream().anyMatch(part -> part.test(values));
        }
    }

    /** A property compared with a value of its kind. */
    record Comparison(Property property, String operator, Comparable<?> value)
            implements Expression {
        @Override
        public boolean inSql() {
            return property.inSql();
        }

        @Override
        public boolean test(Values values) {
            Optional<Comparable<?>> found = values.of(property);
            if (found.isEmpty()) {
                return operator.equals("!=");
            }
            if (operator.equals("~")) {
                return Ordering.containsIgnoringCase(found.get().toString(), value.toString());
            }
            int order = Ordering.compare(found.get(), value);
            return switch (operator) {
                case "=" -> order == 0;
                case "!=" -> order != 0;
                case ">" -> order > 0;
                case "<" -> order < 0;
                case ">=" -> order >= 0;
                default -> order <= 0;
            };
        }
    }
}
