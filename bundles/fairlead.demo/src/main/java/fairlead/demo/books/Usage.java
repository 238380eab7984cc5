package fairlead.demo.books;

import java.time.LocalDate;

/** One row of AUDIT_USAGE: part of {@code settled} is settled by part of {@code by}. */
final class Usage {
    final int number;
    final Split settled;
    final Split by;
    final long amount;
    final long foreign;
    final LocalDate date;
    boolean deleted;

    Usage(int number, Split settled, Split by, long amount, long foreign, LocalDate date) {
        this.number = number;
        this.settled = settled;
        this.by = by;
        this.amount = amount;
        this.foreign = foreign;
        this.date = date;
    }
}
