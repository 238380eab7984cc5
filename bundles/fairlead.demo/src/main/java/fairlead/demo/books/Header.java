package fairlead.demo.books;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** One row of AUDIT_HEADER with what hangs on it: one posting. */
final class Header {
    /** HEADER_NUMBER; the same as the number of the first split, as in every published row. */
    final int number;

    final Kind kind;
    final List<Split> splits = new ArrayList<>(2);
    final List<Usage> settles = new ArrayList<>(0);
    final List<Usage> settledBy = new ArrayList<>(0);

    /** A customer's, supplier's, or nominal code. */
    String account = "";

    /** The nominal of the bank that is moved; empty where none is. */
    String bank = "";

    String reference = "";
    int referenceNumeric;
    int ispReference;
    String details = "";

    /** Null where the date is blank. */
    LocalDate date;

    LocalDate due;
    LocalDate entered;
    LocalDateTime created;
    LocalDateTime modified;
    int currency = Currencies.BASE;
    long rate = 10_000;
    boolean reconciled;
    boolean reval;
    boolean deleted;

    /** The document of the invoicing module from which it was posted, or null. */
    Document document;

    /** Written to the database. */
    boolean written;

    /** Written for good: nothing may touch it any more. */
    boolean gone;

    Header(int number, Kind kind) {
        this.number = number;
        this.kind = kind;
    }

    /** T: the number of the first split. */
    int tran() {
        return splits.get(0).number;
    }

    long sum(ToLongFunction<Split> amount) {
        long sum = 0;
        for (Split split : splits) {
            sum += split.kind == Kind.JC && kind != Kind.JC ? 0 : amount.applyAsLong(split);
        }
        return sum;
    }

    long outstanding() {
        return sum(Split::outstanding);
    }

    boolean open() {
        return !deleted && kind.ofParty() && outstanding() != 0;
    }
}
