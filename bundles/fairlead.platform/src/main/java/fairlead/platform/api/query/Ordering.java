package fairlead.platform.api.query;

import java.math.BigDecimal;
import java.util.Locale;

/** How values of one kind are compared. */
final class Ordering {
    private Ordering() {}

    /** As {@link Comparable#compareTo}; both are of the same kind. */
    static int compare(Comparable<?> one, Comparable<?> other) {
        if (one instanceof String a && other instanceof String b) {
            return a.compareTo(b);
        }
        if (one instanceof Long a && other instanceof Long b) {
            return a.compareTo(b);
        }
        if (one instanceof BigDecimal a && other instanceof BigDecimal b) {
            return a.compareTo(b);
        }
        if (one instanceof Boolean a && other instanceof Boolean b) {
            return a.compareTo(b);
        }
        throw new IllegalArgumentException(one.getClass() + " against " + other.getClass());
    }

    static boolean containsIgnoringCase(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
