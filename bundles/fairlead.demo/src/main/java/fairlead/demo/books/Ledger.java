package fairlead.demo.books;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Posts, settles and deletes. Only the last {@code window} postings can still be touched; older
 * ones go to the book for good, so that a company of any size is made in the same memory.
 */
final class Ledger {
    private final int window;
    private final Book book;
    private final ArrayDeque<Header> recent = new ArrayDeque<>();
    private final Set<Header> touched = new LinkedHashSet<>();
    private int nextSplit;
    private int nextUsage;

    /** Takes each posting once, in order of its number, when it is final. */
    @FunctionalInterface
    interface Book {
        void write(Header header);
    }

    Ledger(int firstSplit, int firstUsage, int window, Book book) {
        this.nextSplit = firstSplit;
        this.nextUsage = firstUsage;
        this.window = window;
        this.book = book;
    }

    Header open(Kind kind, String account, LocalDate date) {
        Header header = new Header(nextSplit, kind);
        header.account = account;
        header.date = date;
        Stamps.enter(header);
        recent.add(header);
        return header;
    }

    Split split(Header header, String nominal, Amount amount) {
        return split(header, header.kind, nominal, amount);
    }

    Split split(Header header, Kind kind, String nominal, Amount amount) {
        Split split = new Split(header, nextSplit++, kind, nominal, amount);
        split.details = header.details;
        header.splits.add(split);
        return split;
    }

    /**
     * Settles up to this much of {@code open} by what is left of {@code by}, split by split: one
     * usage a pair.
     *
     * @param limit in the account's currency, positive
     */
    void settle(Header open, Header by, long limit) {
        long left = limit;
        LocalDate date = by.date == null ? by.entered : by.date;
        for (Split settled : open.splits) {
            for (Split settling : by.splits) {
                long owed = Math.abs(settled.foreignOutstanding());
                long there = Math.abs(settling.foreignOutstanding());
                long foreign = Math.min(left, Math.min(owed, there));
                if (foreign > 0) {
                    long amount =
                            foreign == owed
                                    ? Math.abs(settled.outstanding())
                                    : foreign == there
                                            ? Math.abs(settling.outstanding())
                                            : Amount.toBase(foreign, open.rate);
                    use(new Usage(nextUsage++, settled, settling, amount, foreign, date));
                    left -= foreign;
                }
            }
        }
    }

    private void use(Usage usage) {
        move(usage, 1);
        usage.by.header.settles.add(usage);
        usage.settled.header.settledBy.add(usage);
    }

    private void move(Usage usage, long direction) {
        for (Split split : new Split[] {usage.settled, usage.by}) {
            split.paid += direction * split.kind.sign() * usage.amount;
            split.foreignPaid += direction * split.kind.sign() * usage.foreign;
            if (split.header.written) {
                touched.add(split.header);
            }
        }
    }

    /** Marks a posting deleted, as Sage does: its rows stay, its allocations are undone. */
    void delete(Header header) {
        for (Usage usage : header.settles) {
            undo(usage);
        }
        for (Usage usage : header.settledBy) {
            undo(usage);
        }
        header.deleted = true;
        if (header.written) {
            touched.add(header);
        }
    }

    private void undo(Usage usage) {
        if (!usage.deleted) {
            usage.deleted = true;
            move(usage, -1);
        }
    }

    /** Hands what has left the window to the book. */
    void roll() {
        while (recent.size() > window) {
            write();
        }
    }

    /** Hands over everything. */
    void finish() {
        while (!recent.isEmpty()) {
            write();
        }
    }

    private void write() {
        Header header = recent.remove();
        book.write(header);
        header.written = true;
        header.gone = window > 0;
    }

    /** What was written and has changed since; forgets it. Empty while a company is generated. */
    Set<Header> takeTouched() {
        Set<Header> taken = new LinkedHashSet<>(touched);
        touched.clear();
        return taken;
    }

    /** The number that the next posting gets. */
    int next() {
        return nextSplit;
    }
}
