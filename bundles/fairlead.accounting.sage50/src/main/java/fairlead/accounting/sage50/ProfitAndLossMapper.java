package fairlead.accounting.sage50;

import java.time.YearMonth;
import java.util.List;

/** The profit and loss account of a month. */
final class ProfitAndLossMapper {
    private final Json json;
    private final StatementLines lines;
    private final Turnover turnover;

    ProfitAndLossMapper(Json json, StatementLines lines, Turnover turnover) {
        this.json = json;
        this.lines = lines;
        this.turnover = turnover;
    }

    /**
     * @param month as {@link Turnover} counts them
     */
    byte[] map(YearMonth date, int month) {
        StatementLines.Amount posted = code -> turnover.in(code, month);
        ReportLine income = ReportLine.of("Income", lines.ranges(-1, posted, ChartLayout.SALES));
        ReportLine costs =
                ReportLine.of(
                        "Cost of Sales",
                        lines.ranges(
                                1, posted, ChartLayout.PURCHASES, ChartLayout.DIRECT_EXPENSES));
        ReportLine expenses =
                ReportLine.of("Expenses", lines.ranges(1, posted, ChartLayout.OVERHEADS));
        ReportLine otherExpenses =
                ReportLine.of("Other Expenses", lines.ranges(1, posted, ChartLayout.TAXATION));
        ReportLine otherIncome = ReportLine.of("Other Income", List.of());
        long gross = income.value() - costs.value();
        long operating = gross - expenses.value();
        long other = otherIncome.value() - otherExpenses.value();
        json.record().date("fromDate", date.atDay(1)).date("toDate", date.atEndOfMonth());
        income.write(json, "income");
        costs.write(json, "costOfSales");
        json.cents("grossProfit", gross);
        expenses.write(json, "expenses");
        json.cents("netOperatingProfit", operating);
        otherExpenses.write(json, "otherExpenses");
        otherIncome.write(json, "otherIncome");
        json.cents("netOtherIncome", other).cents("netProfit", operating + other);
        return json.bytes();
    }
}
