package fairlead.accounting.api;

/**
 * A fixed range of keys of one section: the unit that is read, swept and read again.
 *
 * @param section the section's name
 * @param from the first key, inclusive
 * @param to the last key, inclusive
 */
public record Slice(String section, long from, long to) {
    public Slice {
        if (from > to) {
            throw new IllegalArgumentException(
                    "slice of " + section + " from " + from + " to " + to);
        }
    }

    /** A section that is always read as a whole. */
    public static Slice whole(String section) {
        return new Slice(section, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Does this key of the section lie in the slice? */
    public boolean contains(long key) {
        return from <= key && key <= to;
    }
}
