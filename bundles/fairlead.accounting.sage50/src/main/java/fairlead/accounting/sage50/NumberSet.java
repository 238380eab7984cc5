package fairlead.accounting.sage50;

/**
 * The numbers of rows that are there: a bit each, in pages, so that a million in a row takes some
 * 200 KB, and one far off a page of its own ({@link Pages}). A number below 1, as of a damaged row,
 * is never there, since it tells no row from another.
 */
final class NumberSet {
    private static final int WORD = 6; // a long has 1 << 6 bits

    private Pages<long[]> pages = empty();

    private static Pages<long[]> empty() {
        return new Pages<>(0, () -> new long[Pages.SIZE >> WORD]);
    }

    void add(int number) {
        if (number > 0) {
            int at = pages.at(number);
            pages.make(number)[at >> WORD] |= 1L << at;
        }
    }

    boolean contains(int number) {
        long[] page = number > 0 ? pages.find(number) : null;
        int at = pages.at(number);
        return page != null && (page[at >> WORD] & 1L << at) != 0;
    }

    void clear() {
        if (pages.size() > 0) {
            pages = empty();
        }
    }
}
