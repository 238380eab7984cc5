package fairlead.demo.books;

import static fairlead.demo.books.LedgerTables.flag;
import static fairlead.demo.books.LedgerTables.pounds;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** The nominal accounts, the bank accounts among them, and the layouts of the chart. */
final class ChartTables {
    private final Changes changes;
    private final LocalDateTime made;

    ChartTables(Changes changes, LocalDateTime made) {
        this.changes = changes;
        this.made = made;
    }

    /** One line of the chart: {@code chart.tsv} and the euro bank account. */
    record Nominal(String code, String name, boolean bank) {
        static List<Nominal> all() {
            List<Nominal> all = new ArrayList<>();
            for (String[] f : Resources.table("chart.tsv")) {
                all.add(new Nominal(f[0], f[1], f[2].equals("1")));
                if (f[0].equals("1220")) {
                    all.add(new Nominal(Nominals.EURO_BANK, "Euro Bank Account", true));
                }
            }
            return all;
        }
    }

    void write(Balances balances) throws SQLException {
        accounts(balances);
        layout();
    }

    private void accounts(Balances balances) throws SQLException {
        Rows rows =
                new Rows(
                        changes,
                        "NOMINAL_LEDGER",
                        "ACCOUNT_REF",
                        "NAME",
                        "ACCOUNT_TYPE",
                        "BALANCE",
                        "INACTIVE_FLAG",
                        "RECORD_CREATE_DATE",
                        "RECORD_MODIFY_DATE",
                        "RECORD_DELETED");
        Rows banks =
                new Rows(
                        changes,
                        "BANK",
                        "ACCOUNT_REF",
                        "ACCOUNT_NUMBER",
                        "ACCOUNT_NAME",
                        "NAME",
                        "CURRENCY",
                        "SORT_CODE",
                        "OVERDRAFT_LIMIT",
                        "FOREIGN_BALANCE",
                        "TYPE",
                        "IBAN",
                        "BICSWIFT",
                        "INACTIVE_FLAG",
                        "RECORD_CREATE_DATE",
                        "RECORD_MODIFY_DATE",
                        "RECORD_DELETED");
        int number = 0;
        for (Nominal nominal : Nominal.all()) {
            rows.add(
                    nominal.code(),
                    nominal.name(),
                    nominal.bank() ? 2 : 1,
                    pounds(balances.base(nominal.code())),
                    flag(nominal.code().equals("4101")),
                    made,
                    made,
                    0);
            if (nominal.bank()) {
                boolean euro = nominal.code().equals(Nominals.EURO_BANK);
                banks.add(
                        nominal.code(),
                        String.valueOf(11_110_000 + ++number),
                        "",
                        number == 1 ? "Quayside Bank" : "",
                        euro ? Currencies.EUR : Currencies.BASE,
                        "20-30-40",
                        number == 1 ? -5_000.0 : 0.0,
                        pounds(balances.own(nominal.code())),
                        nominal.code().equals(Nominals.CASH) ? "Cash Account" : "Cheque Account",
                        "",
                        "",
                        0,
                        made,
                        made,
                        0);
            }
        }
    }

    private void layout() throws SQLException {
        Rows charts =
                new Rows(
                        changes,
                        "CHART_LIST",
                        "CHART",
                        "NAME",
                        "RECORD_CREATE_DATE",
                        "RECORD_MODIFY_DATE",
                        "RECORD_DELETED");
        Rows titles = new Rows(changes, "CAT_TITLE", "CHART", "CATEGORY", "TITLE");
        Rows categories =
                new Rows(
                        changes,
                        "CATEGORY",
                        "CHART",
                        "CATEGORY",
                        "FLAG_ASSET_LIABILITY",
                        "NAME",
                        "LOW",
                        "HIGH",
                        "SORT_ORDER",
                        "RECORD_CREATE_DATE",
                        "RECORD_MODIFY_DATE",
                        "RECORD_DELETED");
        charts.add(1, "Default Layout of Accounts", made, made, 0);
        charts.add(2, "Management Layout", made, made, 0);
        String last = "";
        int order = 0;
        for (String[] f : Resources.table("layout.tsv")) {
            int category = Integer.parseInt(f[0]);
            if (!f[0].equals(last)) {
                titles.add(1, category, f[1]);
                last = f[0];
            }
            categories.add(
                    1, category, Integer.parseInt(f[5]), f[2], f[3], f[4], ++order, made, made, 0);
        }
        titles.add(2, 1, "Everything we sell");
        categories.add(2, 1, 0, "All of it", "4000", "4999", 1, made, made, 0);
    }
}
