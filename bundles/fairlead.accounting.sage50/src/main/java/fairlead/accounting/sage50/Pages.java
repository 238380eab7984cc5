package fairlead.accounting.sage50;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * An array by the numbers of a table in which most numbers are used, and some may lie far off, as
 * in a damaged row: in pages of {@link #SIZE} numbers, made when the first of theirs is used.
 *
 * @param <A> the array of a page, as {@code int[]}
 */
final class Pages<A> {
    private static final int BITS = 8;

    /** So many numbers has a page. */
    static final int SIZE = 1 << BITS;

    /** Beyond so many pages after the first they are in a map. */
    private static final int NEAR = 1 << 16;

    private final int first;
    private final Supplier<A> make;
    private Object[] near = new Object[16];
    private final TreeMap<Integer, A> far = new TreeMap<>();
    private int pages;

    /**
     * @param first the lowest number; not negative
     * @param make an array for one page
     */
    Pages(int first, Supplier<A> make) {
        this.first = first;
        this.make = make;
    }

    /** Takes a page and the number of its first place. */
    interface Visitor<A> {
        void page(int number, A page);
    }

    /** Where a number stands in its page. */
    int at(int number) {
        return (number - first) & (SIZE - 1);
    }

    /** The page of a number; null when there is none. */
    @SuppressWarnings("unchecked")
    A find(int number) {
        if (number < first) {
            return null;
        }
        int page = (number - first) >> BITS;
        if (page < near.length) {
            return (A) near[page];
        }
        return far.isEmpty() ? null : far.get(page);
    }

    /** The page of a number, made where there is none; null for a number below the first. */
    A make(int number) {
        A found = find(number);
        if (found != null || number < first) {
            return found;
        }
        A made = make.get();
        int page = (number - first) >> BITS;
        if (page >= NEAR) {
            far.put(page, made);
        } else {
            if (page >= near.length) {
                near = Arrays.copyOf(near, Math.min(NEAR, Math.max(page + 1, near.length * 2)));
            }
            near[page] = made;
        }
        pages++;
        return made;
    }

    /** Takes every page that has a number from {@code from} to {@code to}, ascending. */
    @SuppressWarnings("unchecked")
    void each(long from, long to, Visitor<A> visitor) {
        long low = Math.max(0, from - first) >> BITS;
        long high = (to - first) >> BITS;
        for (long page = low; page <= Math.min(high, near.length - 1L); page++) {
            if (near[(int) page] != null) {
                visitor.page(first + ((int) page << BITS), (A) near[(int) page]);
            }
        }
        if (high >= NEAR) {
            far.subMap((int) Math.max(low, NEAR), true, (int) high, true)
                    .forEach((page, array) -> visitor.page(first + (page << BITS), array));
        }
    }

    /** How many numbers the pages hold that there are. */
    long size() {
        return (long) pages * SIZE;
    }
}
