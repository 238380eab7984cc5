package fairlead.accounting.sage50;

import java.util.Arrays;

/** Pairs of numbers, as few as there are damaged rows: eight bytes each, in any order. */
final class Pairs {
    private long[] pairs = new long[0];
    private int size;

    void add(int first, int second) {
        if (size == pairs.length) {
            pairs = Arrays.copyOf(pairs, Math.max(16, size * 2));
        }
        pairs[size++] = (long) first << 32 | second;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The second numbers of those whose first lies here, ascending, each once. */
    int[] between(long from, long to) {
        return Arrays.stream(pairs, 0, size)
                .filter(pair -> pair >>> 32 >= from && pair >>> 32 <= to)
                .mapToInt(pair -> (int) pair)
                .sorted()
                .distinct()
                .toArray();
    }
}
