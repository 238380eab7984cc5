package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The default chart of accounts: which range of codes belongs to which category. For one thread.
 */
final class ChartLayout {
    private static final String[] TITLES = {"CHART", "CATEGORY", "TITLE"};
    private static final String[] RANGES = {
        "CHART",
        "CATEGORY",
        "FLAG_ASSET_LIABILITY",
        "NAME",
        "LOW",
        "HIGH",
        "SORT_ORDER",
        "RECORD_DELETED"
    };
    private static final int CODE = 8;

    // Sage's numbers of the categories
    static final int SALES = 1;
    static final int PURCHASES = 2;
    static final int DIRECT_EXPENSES = 3;
    static final int OVERHEADS = 4;
    static final int FIXED_ASSETS = 5;
    static final int CURRENT_ASSETS = 6;
    static final int CURRENT_LIABILITIES = 7;
    static final int LONG_TERM_LIABILITIES = 8;
    static final int CAPITAL = 9;
    static final int TAXATION = 10;

    /**
     * A range of nominal codes.
     *
     * @param liability the liability side of a range that floats between both
     * @param title of the category, as Sage prints it
     */
    record Range(
            int category,
            boolean liability,
            String title,
            String name,
            String low,
            String high,
            int order) {
        /** Codat's word; {@code Unknown} for a category that Sage does not have. */
        String type() {
            return switch (category) {
                case 1 -> "Income";
                case 2, 3, 4, 10 -> "Expense";
                case 5, 6 -> "Asset";
                case 7, 8 -> "Liability";
                case 9 -> "Equity";
                default -> "Unknown";
            };
        }

        boolean isAsset() {
            return category == FIXED_ASSETS || category == CURRENT_ASSETS;
        }

        boolean isLiability() {
            return category == CURRENT_LIABILITIES || category == LONG_TERM_LIABILITIES;
        }

        String qualifiedName() {
            return type() + "." + title.replace(" ", "") + "." + name;
        }
    }

    /** As statements print them. */
    static final Comparator<Range> ORDER =
            Comparator.comparing(Range::order)
                    .thenComparing(Range::category)
                    .thenComparing(Range::low)
                    .thenComparing(Range::name)
                    .thenComparing(Range::high)
                    .thenComparing(Range::liability)
                    .thenComparing(Range::title);

    private final List<Range> ranges;

    /** By code: each month of a statement asks for each account again. */
    private final Map<String, List<Range>> claims = new HashMap<>();

    ChartLayout(List<Range> ranges) {
        // a floating range counts as what it is first, and only then as its twin
        this.ranges =
                ranges.stream()
                        .sorted(Comparator.comparing(Range::liability).thenComparing(ORDER))
                        .toList();
    }

    static ChartLayout read(Source source, int chart, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Map<Integer, String> titles = new HashMap<>();
        try (Cursor c = source.all("CAT_TITLE", TITLES, checkpoint)) {
            while (c.next()) {
                boolean ours = c.number() == chart;
                int category = c.number();
                String title = c.text();
                if (ours) {
                    titles.put(category, title);
                }
            }
        }
        List<Range> ranges = new ArrayList<>();
        try (Cursor c = source.all("CATEGORY", RANGES, checkpoint)) {
            while (c.next()) {
                boolean ours = c.number() == chart;
                int category = c.number();
                boolean liability = c.flag();
                String name = c.text();
                String low = c.reference();
                String high = c.reference();
                int order = c.number();
                if (ours && !c.flag()) {
                    String title = titles.getOrDefault(category, "");
                    ranges.add(new Range(category, liability, title, name, low, high, order));
                }
            }
        }
        return new ChartLayout(ranges);
    }

    /** Over all of it: it hardly ever changes. */
    long hash() {
        RowHash hash = new RowHash().start(0);
        for (Range range : ranges) {
            hash.add(range.category())
                    .add(range.liability() ? 1 : 0)
                    .add(range.title())
                    .add(range.name())
                    .add(range.low())
                    .add(range.high())
                    .add(range.order());
        }
        return hash.low();
    }

    /** Where a code belongs; empty when the layout does not say. */
    Optional<Range> of(String code) {
        return claims(code).stream().findFirst();
    }

    private List<Range> claims(String code) {
        return claims.computeIfAbsent(
                code, c -> ranges.stream().filter(r -> contains(r, padded(c))).toList());
    }

    private static boolean contains(Range range, String padded) {
        return padded(range.low()).compareTo(padded) <= 0
                && padded.compareTo(padded(range.high())) <= 0;
    }

    /**
     * Where an account with this balance is shown: one that floats between assets and liabilities
     * under assets when it is a debit, under liabilities when it is a credit.
     */
    Optional<Range> side(String code, long balance) {
        Optional<Range> first = of(code);
        if (first.isEmpty() || !(first.get().isAsset() || first.get().isLiability())) {
            return first;
        }
        return claims(code).stream()
                .filter(balance < 0 ? Range::isLiability : Range::isAsset)
                .findFirst()
                .or(() -> first);
    }

    /** {@link #side}, where it is a category that statements have. */
    Optional<Range> shown(String code, long balance) {
        return side(code, balance).filter(r -> r.category() >= SALES && r.category() <= TAXATION);
    }

    /** Do two ranges claim this code that are no twins of each other? */
    boolean isAmbiguous(String code) {
        List<Range> claims = claims(code);
        long assets = claims.stream().filter(Range::isAsset).count();
        long liabilities = claims.stream().filter(Range::isLiability).count();
        return claims.size() > 1 && !(claims.size() == 2 && assets == 1 && liabilities == 1);
    }

    private static String padded(String code) {
        return code.length() >= CODE ? code : "0".repeat(CODE - code.length()) + code;
    }
}
