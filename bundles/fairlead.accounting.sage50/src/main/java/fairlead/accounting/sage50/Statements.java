package fairlead.accounting.sage50;

import fairlead.accounting.api.Checksum;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Finding;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The statements of every month, newest months first to go, from what was posted in each. */
final class Statements {
    static final String SECTION = "statements";

    /** Ten years: no vendor asks for more. */
    static final int MONTHS = 120;

    /** All of them have the one key: they hang on the ledger as a whole. */
    static final long KEY = 0;

    private final Turnover turnover;
    private final BalanceSheetMapper balanceSheets;
    private final ProfitAndLossMapper profits;
    private final Oddities oddities;

    /**
     * @param oddities gets the sheets that do not balance
     */
    Statements(Json json, Names names, ChartLayout layout, Turnover turnover, Oddities oddities) {
        this.turnover = turnover;
        this.oddities = oddities;
        StatementLines lines = new StatementLines(names, layout, turnover);
        this.balanceSheets = new BalanceSheetMapper(json, lines, turnover);
        this.profits = new ProfitAndLossMapper(json, lines, turnover);
    }

    /** Hands over the records of each month. */
    void write(Collector out, Set<DataType> types) {
        if (turnover.first().isEmpty() || turnover.last().isEmpty()) {
            return;
        }
        int last = turnover.last().getAsInt();
        int first = Math.max(turnover.first().getAsInt(), last - MONTHS + 1);
        for (int month = first; month <= last; month++) {
            YearMonth date = YearMonth.of(Math.floorDiv(month, 12), Math.floorMod(month, 12) + 1);
            String id = date.toString();
            if (types.contains(DataType.BALANCE_SHEET)) {
                byte[] sheet = balanceSheets.map(date, month, off -> oddities.sheet(date, off));
                out.record(DataType.BALANCE_SHEET, KEY, id, sheet);
            }
            if (types.contains(DataType.PROFIT_AND_LOSS)) {
                out.record(DataType.PROFIT_AND_LOSS, KEY, id, profits.map(date, month));
            }
        }
    }

    /** The section's state: what a sweep says of it without making a statement. */
    static SliceState state(
            Checksum journal, LedgerHash hash, ChartLayout layout, Map<String, Long> oddities) {
        Sum sum = new Sum();
        sum.add(hash.statements(journal, layout));
        return new SliceState(Slice.whole(SECTION), sum.checksum(), new long[] {KEY}, oddities);
    }

    /** What is odd about the chart of accounts, for the accounts that were ever posted to. */
    static List<Finding> findings(ChartLayout layout, Iterable<String> codes) {
        List<Finding> findings = new ArrayList<>();
        List<String> nowhere = new ArrayList<>();
        List<String> twice = new ArrayList<>();
        for (String code : codes) {
            if (layout.shown(code, 0).isEmpty()) {
                nowhere.add(code);
            } else if (layout.isAmbiguous(code)) {
                twice.add(code);
            }
        }
        if (!nowhere.isEmpty()) {
            findings.add(
                    new Finding(
                            "uncategorised-accounts",
                            "The chart of accounts has no category for "
                                    + some(nowhere)
                                    + "; statements show them as uncategorised."));
        }
        if (!twice.isEmpty()) {
            findings.add(
                    new Finding(
                            "ambiguous-accounts",
                            "The chart of accounts has two categories for "
                                    + some(twice)
                                    + "; statements show them in the first."));
        }
        return findings;
    }

    /** The first few of them, and how many more there are. */
    static String some(List<String> all) {
        String first = String.join(", ", all.subList(0, Math.min(5, all.size())));
        return all.size() > 5 ? first + " and " + (all.size() - 5) + " more" : first;
    }
}
