package fairlead.demo.books;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the statements of each month have to say: assets less liabilities at its end, and its
 * profit, in pence. Grows with the accounts and the months.
 */
final class StatementTruth {
    private static final Set<String> PROFIT_AND_LOSS = Set.of("1", "2", "3", "4", "10");
    private static final String CAPITAL = "9";

    private final Map<String, NavigableMap<YearMonth, Long>> posted = new HashMap<>();
    private final TreeMap<YearMonth, Integer> dated = new TreeMap<>();
    private final TreeMap<YearMonth, Integer> entered = new TreeMap<>();
    private final Map<String, String> categories = new HashMap<>();

    StatementTruth() {
        Set<String> codes = new HashSet<>();
        ChartTables.Nominal.all().forEach(nominal -> codes.add(nominal.code()));
        for (String[] range : Resources.table("layout.tsv")) {
            for (String code : codes) {
                if (range[3].compareTo(code) <= 0 && code.compareTo(range[4]) <= 0) {
                    categories.putIfAbsent(code, range[0]);
                }
            }
        }
    }

    /**
     * Rows of AUDIT_JOURNAL came or went.
     *
     * @param amount of all of them, debit positive, negative where they went
     * @param rows how many, negative where they went
     */
    void post(String nominal, YearMonth month, long amount, int rows) {
        posted.computeIfAbsent(nominal, n -> new TreeMap<>()).merge(month, amount, Long::sum);
        count(dated, month, rows);
    }

    /** So many rows were entered in this month. */
    void enter(YearMonth month, int rows) {
        count(entered, month, rows);
    }

    private static void count(Map<YearMonth, Integer> counts, YearMonth month, int rows) {
        if (counts.merge(month, rows, Integer::sum) == 0) {
            counts.remove(month);
        }
    }

    void leg(Split split, String nominal, long amount, int direction) {
        LocalDate on = split.header.entered;
        LocalDate date = split.date == null ? on : split.date;
        post(nominal, YearMonth.from(date), direction * amount, direction);
        enter(YearMonth.from(on), direction);
    }

    /** From the first month with a posting to the last in which somebody entered one. */
    List<YearMonth> months() {
        List<YearMonth> months = new ArrayList<>();
        if (!dated.isEmpty() && !entered.isEmpty()) {
            YearMonth month = dated.firstKey();
            for (; !month.isAfter(entered.lastKey()); month = month.plusMonths(1)) {
                months.add(month);
            }
        }
        return months;
    }

    long netAssets(YearMonth month) {
        long sum = 0;
        for (Map.Entry<String, NavigableMap<YearMonth, Long>> account : posted.entrySet()) {
            String category = categories.getOrDefault(account.getKey(), "");
            if (!category.equals(CAPITAL) && !PROFIT_AND_LOSS.contains(category)) {
                for (long amount : account.getValue().headMap(month, true).values()) {
                    sum += amount;
                }
            }
        }
        return sum;
    }

    long netProfit(YearMonth month) {
        long sum = 0;
        for (Map.Entry<String, NavigableMap<YearMonth, Long>> account : posted.entrySet()) {
            if (PROFIT_AND_LOSS.contains(categories.getOrDefault(account.getKey(), ""))) {
                sum -= account.getValue().getOrDefault(month, 0L);
            }
        }
        return sum;
    }
}
