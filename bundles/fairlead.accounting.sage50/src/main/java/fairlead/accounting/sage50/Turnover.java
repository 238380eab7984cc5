package fairlead.accounting.sage50;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What was posted to each nominal account in each month, in hundredths, debit positive. Grows with
 * the accounts and the months, not with the ledger. Months are counted from year 0.
 */
final class Turnover {
    private static final NavigableMap<Integer, Long> NONE = new TreeMap<>();

    private final Map<String, NavigableMap<Integer, Long>> accounts = new TreeMap<>();
    private final Map<String, Integer> begun =
            new HashMap<>(); // T of the first posting that has one
    private final int now;
    private int first = Integer.MAX_VALUE;
    private int last = Integer.MIN_VALUE;
    private int lastEntered = Integer.MIN_VALUE;

    /**
     * @param today later than which nothing can have been entered: a damaged date, which must not
     *     move the months that there are statements of
     */
    Turnover(LocalDate today) {
        this.now = JournalRow.month(today);
    }

    void add(JournalRow row) {
        int month = row.month();
        accounts.computeIfAbsent(row.nominal, n -> new TreeMap<>())
                .merge(month, row.amount, Long::sum);
        begun.merge(row.nominal, row.tran > 0 ? row.tran : Integer.MAX_VALUE, Math::min);
        if (month != Integer.MIN_VALUE) {
            first = Math.min(first, month);
            last = month > now ? last : Math.max(last, month);
        }
        int entered = row.entered == null ? Integer.MAX_VALUE : JournalRow.month(row.entered);
        if (entered <= now) {
            lastEntered = Math.max(lastEntered, entered);
        }
    }

    /**
     * Every account that was ever posted to, in the order in which each first was; then by code.
     */
    List<String> codes() {
        return accounts.keySet().stream().sorted(Comparator.comparing(begun::get)).toList();
    }

    /** What was posted in the month; empty where nothing was. */
    OptionalLong in(String code, int month) {
        Long sum = accounts.getOrDefault(code, NONE).get(month);
        return sum == null ? OptionalLong.empty() : OptionalLong.of(sum);
    }

    /** What stood on the account at the month's end; empty where nothing was posted until then. */
    OptionalLong until(String code, int month) {
        NavigableMap<Integer, Long> before = accounts.getOrDefault(code, NONE).headMap(month, true);
        return before.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(before.values().stream().mapToLong(s -> s).sum());
    }

    /** The first month that has a posting. */
    OptionalInt first() {
        return first == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(first);
    }

    /**
     * The month in which somebody last entered something, or the last month with a posting where
     * that is not known: what is dated later is not due yet.
     */
    OptionalInt last() {
        int month = lastEntered == Integer.MIN_VALUE ? last : lastEntered;
        return month == Integer.MIN_VALUE ? OptionalInt.empty() : OptionalInt.of(month);
    }
}
