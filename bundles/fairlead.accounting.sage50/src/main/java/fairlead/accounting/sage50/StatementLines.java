package fairlead.accounting.sage50;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Puts accounts under the categories of the chart's own layout. */
final class StatementLines {
    private static final String UNCATEGORISED = "Uncategorised";

    private final Names names;
    private final ChartLayout layout;
    private final Turnover turnover;

    StatementLines(Names names, ChartLayout layout, Turnover turnover) {
        this.names = names;
        this.layout = layout;
        this.turnover = turnover;
    }

    /** What an account shows in a period; empty where it was not touched. */
    @FunctionalInterface
    interface Amount {
        OptionalLong of(String code);
    }

    /**
     * The ranges of some categories, each with its accounts, in the layout's order.
     *
     * @param sign 1 where debits are shown as positive
     */
    List<ReportLine> ranges(int sign, Amount amounts, int... categories) {
        Map<ChartLayout.Range, List<ReportLine>> lines = new TreeMap<>(ChartLayout.ORDER);
        for (String code : turnover.codes()) {
            OptionalLong amount = amounts.of(code);
            if (amount.isEmpty()) {
                continue;
            }
            Optional<ChartLayout.Range> range =
                    layout.shown(code, amount.getAsLong())
                            .filter(r -> contains(categories, r.category()));
            if (range.isPresent()) {
                lines.computeIfAbsent(range.get(), r -> new ArrayList<>())
                        .add(account(code, sign * amount.getAsLong()));
            }
        }
        List<ReportLine> ranges = new ArrayList<>();
        lines.forEach((range, accounts) -> ranges.add(ReportLine.of(range.name(), accounts)));
        return ranges;
    }

    /** The accounts of no category that stand on this side: 1 for debit, -1 for credit. */
    Optional<ReportLine> uncategorised(int sign, Amount amounts) {
        List<ReportLine> loose = new ArrayList<>();
        for (String code : turnover.codes()) {
            OptionalLong amount = amounts.of(code);
            if (amount.isPresent()
                    && layout.shown(code, amount.getAsLong()).isEmpty()
                    && (sign > 0) == (amount.getAsLong() >= 0)) {
                loose.add(account(code, sign * amount.getAsLong()));
            }
        }
        return loose.isEmpty()
                ? Optional.empty()
                : Optional.of(ReportLine.of(UNCATEGORISED, loose));
    }

    private ReportLine account(String code, long value) {
        Names.Quoted account = names.account(code);
        return new ReportLine(code, account == null ? "" : account.name(), value, List.of());
    }

    private static boolean contains(int[] categories, int category) {
        for (int each : categories) {
            if (each == category) {
                return true;
            }
        }
        return false;
    }
}
