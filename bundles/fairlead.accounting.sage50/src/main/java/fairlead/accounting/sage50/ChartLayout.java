package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The default chart of accounts: which range of codes belongs to which category. */
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

        String qualifiedName() {
            return type() + "." + title.replace(" ", "") + "." + name;
        }
    }

    private final List<Range> ranges;

    ChartLayout(List<Range> ranges) {
        // a floating range counts as what it is first, and only then as its twin
        this.ranges =
                ranges.stream()
                        .sorted(
                                Comparator.comparing(Range::liability)
                                        .thenComparing(Range::order)
                                        .thenComparing(Range::category)
                                        .thenComparing(Range::low))
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

    /** Where a code belongs; empty when the layout does not say. */
    Optional<Range> of(String code) {
        String padded = padded(code);
        return ranges.stream()
                .filter(
                        r ->
                                padded(r.low()).compareTo(padded) <= 0
                                        && padded.compareTo(padded(r.high())) <= 0)
                .findFirst();
    }

    private static String padded(String code) {
        return code.length() >= CODE ? code : "0".repeat(CODE - code.length()) + code;
    }
}
