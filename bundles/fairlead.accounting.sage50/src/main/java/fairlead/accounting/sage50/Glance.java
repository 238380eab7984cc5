package fairlead.accounting.sage50;

import fairlead.accounting.api.Checksum;
import java.util.HashMap;
import java.util.Map;

/** What a sweep saw of each table, in the fewest columns: for the next look to compare with. */
final class Glance {
    private final Map<String, Sum> sums = new HashMap<>();

    /** To be added to, row by row. */
    Sum of(String table) {
        return sums.computeIfAbsent(table, t -> new Sum());
    }

    /** Was this what the table looked like? */
    boolean was(String table, Checksum now) {
        return of(table).checksum().equals(now);
    }
}
