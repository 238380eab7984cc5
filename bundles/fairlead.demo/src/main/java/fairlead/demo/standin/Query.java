package fairlead.demo.standin;

import java.util.List;

/**
 * A statement that Sage's driver takes.
 *
 * @param sql the same for H2
 * @param columns what it answers
 * @param parameters how many dates are to be bound
 * @param star did it ask for all columns? Sage computes the wide ones row by row.
 * @param sorted does it sort? That takes Sage a quarter of a minute.
 */
record Query(String sql, List<Column> columns, int parameters, boolean star, boolean sorted) {
    Query {
        columns = List.copyOf(columns);
    }
}
