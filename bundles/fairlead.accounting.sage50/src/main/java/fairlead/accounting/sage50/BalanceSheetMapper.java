package fairlead.accounting.sage50;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** The balance sheet at the end of a month. No account stands twice, none is left out. */
final class BalanceSheetMapper {
    private static final int[] PROFIT_AND_LOSS = {
        ChartLayout.SALES,
        ChartLayout.PURCHASES,
        ChartLayout.DIRECT_EXPENSES,
        ChartLayout.OVERHEADS,
        ChartLayout.TAXATION
    };

    private final Json json;
    private final StatementLines lines;
    private final Turnover turnover;

    BalanceSheetMapper(Json json, StatementLines lines, Turnover turnover) {
        this.json = json;
        this.lines = lines;
        this.turnover = turnover;
    }

    /**
     * @param month as {@link Turnover} counts them
     * @param off told by how much assets are more than liabilities and equity
     */
    byte[] map(YearMonth date, int month, LongConsumer off) {
        StatementLines.Amount balances = code -> turnover.until(code, month);
        List<ReportLine> assets = new ArrayList<>();
        add(assets, "Fixed Assets", lines.ranges(1, balances, ChartLayout.FIXED_ASSETS));
        add(assets, "Current Assets", lines.ranges(1, balances, ChartLayout.CURRENT_ASSETS));
        lines.uncategorised(1, balances).ifPresent(assets::add);
        List<ReportLine> liabilities = new ArrayList<>();
        add(
                liabilities,
                "Current Liabilities",
                lines.ranges(-1, balances, ChartLayout.CURRENT_LIABILITIES));
        add(
                liabilities,
                "Non-Current Liabilities",
                lines.ranges(-1, balances, ChartLayout.LONG_TERM_LIABILITIES));
        lines.uncategorised(-1, balances).ifPresent(liabilities::add);
        List<ReportLine> equity = new ArrayList<>(lines.ranges(-1, balances, ChartLayout.CAPITAL));
        long profit = ReportLine.of("", lines.ranges(-1, balances, PROFIT_AND_LOSS)).value();
        equity.add(new ReportLine("", "Profit and Loss Account", profit, List.of()));
        ReportLine allAssets = ReportLine.of("Assets", assets);
        ReportLine allLiabilities = ReportLine.of("Liabilities", liabilities);
        ReportLine allEquity = ReportLine.of("Equity", equity);
        long net = allAssets.value() - allLiabilities.value();
        off.accept(net - allEquity.value());
        json.record().date("date", date.atEndOfMonth());
        allAssets.write(json, "assets");
        allLiabilities.write(json, "liabilities");
        json.cents("netAssets", net);
        allEquity.write(json, "equity");
        return json.bytes();
    }

    private static void add(List<ReportLine> to, String name, List<ReportLine> items) {
        if (!items.isEmpty()) {
            to.add(ReportLine.of(name, items));
        }
    }
}
