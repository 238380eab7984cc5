package fairlead.demo.books;

import static fairlead.demo.books.LedgerTables.flag;
import static fairlead.demo.books.LedgerTables.pounds;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables that are no ledger: who the company is, its chart, its codes, its people. */
final class Masters {
    private static final String[] PARTY = {
        "ACCOUNT_REF",
        "NAME",
        "ADDRESS_1",
        "ADDRESS_2",
        "ADDRESS_3",
        "ADDRESS_4",
        "ADDRESS_5",
        "CONTACT_NAME",
        "TELEPHONE",
        "E_MAIL",
        "WEB_ADDRESS",
        "VAT_REG_NUMBER",
        "COUNTRY_CODE",
        "CURRENCY",
        "CREDIT_LIMIT",
        "ACCOUNT_ON_HOLD",
        "INACTIVE_FLAG",
        "STATUS_NUMBER",
        "PAYMENT_DUE_DAYS",
        "DEF_NOM_CODE",
        "DEF_TAX_CODE",
        "DEPT_NUMBER",
        "BALANCE",
        "FOREIGN_BALANCE",
        "TURNOVER_YTD",
        "LAST_INV_DATE",
        "LAST_PAYMENT_DATE",
        "DATE_ACCOUNT_OPENED",
        "RECORD_CREATE_DATE",
        "RECORD_MODIFY_DATE",
        "RECORD_DELETED"
    };
    private static final String[] NAMED_DEPARTMENTS = {
        "Default", "Sales", "Marketing", "Workshop", "Café", "Head Office"
    };
    private static final int DEPARTMENTS = 1_000;
    private static final int PROJECTS = 3;
    private static final int FIRST_STOCK = 100;
    private static final int STOCK = 40;

    private final Changes changes;
    private final LocalDateTime made;

    Masters(Changes changes, LocalDate start) {
        this.changes = changes;
        this.made = start.atTime(9, 0);
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

    void write(String companyId, String companyName, Parties parties, Balances balances)
            throws SQLException {
        company(companyId, companyName);
        currencies();
        taxCodes();
        departments();
        chart(balances);
        layout();
        parties("SALES", parties.customers);
        parties("PURCHASE", parties.suppliers);
        projects();
        writeStock();
    }

    private void company(String id, String name) throws SQLException {
        Rows rows =
                new Rows(
                        changes,
                        "COMPANY",
                        "COMPANYID",
                        "NAME",
                        "ADDRESS_1",
                        "ADDRESS_2",
                        "ADDRESS_3",
                        "ADDRESS_4",
                        "ADDRESS_5",
                        "TELEPHONE",
                        "E_MAIL",
                        "WEB_ADDRESS",
                        "VAT_REG_NUMBER",
                        "COUNTRY_CODE",
                        "START_MONTH",
                        "FINANCIAL_YEAR",
                        "DEFAULT_CHART",
                        "NOM_DEBTORS",
                        "NOM_CREDITORS",
                        "NOM_TAX_SALES",
                        "NOM_TAX_PURCHASE",
                        "NOM_DISCOUNT_SALES",
                        "NOM_DISCOUNT_PURCHASE",
                        "NOM_DEFAULT_BANK",
                        "NOM_DEFAULT_SALES",
                        "NOM_RETAINED_EARNINGS",
                        "NOM_CREDIT_CHARGES",
                        "NOM_BAD_DEBTS",
                        "NOM_ACCRUALS",
                        "NOM_PREPAYMENTS",
                        "NOM_MISPOSTINGS",
                        "NOM_SUSPENSE",
                        "NON_VAT_TAX_CODE",
                        "VAT_CASH",
                        "FLAT_RATE_VAT_PERCENT",
                        "QTY_DECIMAL_PLACE",
                        "UNIT_DECIMAL_PLACE",
                        "CLOSED_LEDGER_DATE_ENABLED",
                        "RECORD_CREATE_DATE",
                        "RECORD_MODIFY_DATE",
                        "RECORD_DELETED");
        rows.add(
                id,
                name,
                "1 Mooring Street",
                "Quayside",
                "Newcastle upon Tyne",
                "Tyne & Wear",
                "NE1 3DX",
                "0191 496 0000",
                "books@fairlead.example",
                "www.fairlead.example",
                "GB243561744",
                "GB",
                1,
                2026,
                1,
                Nominals.DEBTORS,
                Nominals.CREDITORS,
                Nominals.SALES_TAX,
                Nominals.PURCHASE_TAX,
                Nominals.DISCOUNT_ALLOWED,
                Nominals.DISCOUNT_TAKEN,
                Nominals.BANK,
                "4000",
                "3200",
                "4400",
                "8100",
                "2109",
                "1103",
                "9999",
                Nominals.SUSPENSE,
                9,
                0,
                0.0,
                2,
                2,
                0,
                made,
                made,
                0);
    }

    private void currencies() throws SQLException {
        Rows rows =
                new Rows(
                        changes,
                        "CURRENCY",
                        "NUMBER",
                        "CODE",
                        "SYMBOL",
                        "NAME",
                        "BASE_CURRENCY",
                        "RATE",
                        "RECORD_CREATE_DATE",
                        "RECORD_MODIFY_DATE",
                        "RECORD_DELETED");
        rows.add(Currencies.BASE, "GBP", "£", "Pound Sterling", 1, 1.0, made, made, 0);
        rows.add(
                Currencies.USD,
                "USD",
                "$",
                "US Dollar",
                0,
                Currencies.rate(Currencies.USD) / 10_000.0,
                made,
                made,
                0);
        rows.add(
                Currencies.EUR,
                "EUR",
                "€",
                "Euro",
                0,
                Currencies.rate(Currencies.EUR) / 10_000.0,
                made,
                made,
                0);
    }

    private void taxCodes() throws SQLException {
        Rows rows =
                new Rows(
                        changes,
                        "TAX_CODE",
                        "TAX_CODE",
                        "TAX_CODE_ID",
                        "DESCRIPTION",
                        "TAX_RATE",
                        "VAT_INCLUDE",
                        "EURO_SALES",
                        "EURO_PURCHASE",
                        "RELATED_CODE",
                        "RELATED_RATE",
                        "IS_REVERSECHARGE");
        for (TaxCodes.TaxCode code : TaxCodes.all()) {
            rows.add(
                    "T" + code.number(),
                    code.number(),
                    code.description(),
                    (double) code.rate(),
                    code.inReturn(),
                    code.ecSale(),
                    code.ecPurchase(),
                    code.number() == 8 || code.number() == 24 ? 1 : 0,
                    0.0,
                    flag(code.number() == 20 || code.number() == 21 || code.number() == 26));
        }
    }

    private void departments() throws SQLException {
        Rows rows =
                new Rows(
                        changes,
                        "DEPARTMENT",
                        "NUMBER",
                        "NAME",
                        "REFERENCE",
                        "RECORD_CREATE_DATE",
                        "RECORD_MODIFY_DATE",
                        "RECORD_DELETED");
        for (int n = 0; n < DEPARTMENTS; n++) {
            rows.add(
                    n, n < NAMED_DEPARTMENTS.length ? NAMED_DEPARTMENTS[n] : "", "", made, made, 0);
        }
    }

    private void chart(Balances balances) throws SQLException {
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

    private void parties(String ledger, List<Party> parties) throws SQLException {
        Rows rows = new Rows(changes, ledger + "_LEDGER", PARTY);
        Rows deliveries =
                new Rows(
                        changes,
                        ledger + "_DEL_ADDR",
                        "REFERENCE",
                        "ACCOUNT_REF",
                        "ADDRESS_REF",
                        "NAME",
                        "ADDRESS_1",
                        "ADDRESS_2",
                        "ADDRESS_3",
                        "ADDRESS_4",
                        "ADDRESS_5",
                        "COUNTRY_CODE",
                        "ADDRESS_TYPE",
                        "RECORD_CREATE_DATE",
                        "RECORD_MODIFY_DATE",
                        "RECORD_DELETED");
        int n = 0;
        int delivery = 0;
        for (Party p : parties) {
            n++;
            String[] a = p.address;
            rows.add(
                    p.ref,
                    p.name,
                    a[0],
                    a[1],
                    a[2],
                    a[3],
                    a[4],
                    p.contact,
                    n % 4 == 0 ? "" : "0191 496 " + (1_000 + n),
                    n % 5 == 0 ? "" : "accounts@" + p.ref.toLowerCase(Locale.ROOT) + ".example",
                    n % 7 == 0 ? "www." + p.ref.toLowerCase(Locale.ROOT) + ".example" : "",
                    p.vatNumber,
                    p.country,
                    p.currency,
                    5_000.0,
                    flag(n % 40 == 0),
                    flag(p.inactive),
                    0,
                    30,
                    p.customer ? "4000" : "5000",
                    "T1",
                    p.department,
                    pounds(p.balance),
                    pounds(p.foreignBalance),
                    pounds(p.turnover),
                    p.lastInvoice,
                    p.lastPayment,
                    made.toLocalDate(),
                    n % 17 == 0 ? null : made,
                    n % 23 == 0 ? null : made.plusDays(n % 300),
                    0);
            for (int i = 0; i < p.deliveries; i++) {
                boolean same = i == 1;
                deliveries.add(
                        String.valueOf(++delivery),
                        p.ref,
                        i + 1,
                        p.name,
                        same ? a[0] : "Gate " + (i + 1) + ", " + a[0],
                        a[1],
                        a[2],
                        a[3],
                        a[4],
                        p.country,
                        2,
                        made,
                        made,
                        0);
            }
        }
    }

    /** The codes of the stock that is there. */
    static List<String> stock() {
        List<String> codes = new ArrayList<>();
        for (int n = FIRST_STOCK; n < FIRST_STOCK + STOCK; n++) {
            codes.add("STK" + n);
        }
        return codes;
    }

    private void writeStock() throws SQLException {
        Rows rows =
                new Rows(
                        changes,
                        "STOCK",
                        "STOCK_CODE",
                        "DESCRIPTION",
                        "UNIT_OF_SALE",
                        "SALES_PRICE",
                        "LAST_PURCHASE_PRICE",
                        "QTY_IN_STOCK",
                        "NOMINAL_CODE",
                        "PURCHASE_NOMINAL_CODE",
                        "TAX_CODE",
                        "IGNORE_STK_LVL_FLAG",
                        "INACTIVE_FLAG",
                        "RECORD_CREATE_DATE",
                        "RECORD_MODIFY_DATE",
                        "RECORD_DELETED");
        int n = FIRST_STOCK;
        for (String code : stock()) {
            n++;
            stock(rows, code, n, 0);
        }
        stock(rows, "STKGONE", n, 1);
    }

    private void stock(Rows rows, String code, int n, int deleted) throws SQLException {
        rows.add(
                code,
                "Chandlery no. " + n,
                "Each",
                pounds(99L * n),
                pounds(61L * n),
                (double) (n % 17),
                n % 3 == 0 ? "4001" : "4000",
                n % 5 == 0 ? "" : "5000",
                n % 7 == 0 ? "T0" : "T1",
                flag(n % 10 == 0),
                flag(n % 13 == 0),
                made,
                n % 11 == 0 ? null : made,
                deleted);
    }

    /** What records call the departments, projects and cost codes, and their groups. */
    static List<String> trackingCategories() {
        List<String> ids = new ArrayList<>(List.of("DEPARTMENTS", "PROJECTS", "COSTCODES"));
        for (int n = 0; n < DEPARTMENTS; n++) {
            ids.add("department_" + n);
        }
        for (int n = 1; n <= PROJECTS; n++) {
            ids.add("project_PROJ" + n);
            ids.add("costcode_COST" + n);
        }
        return ids;
    }

    private void projects() throws SQLException {
        Rows projects =
                new Rows(
                        changes,
                        "PROJECT",
                        "PROJECT_ID",
                        "REFERENCE",
                        "NAME",
                        "RECORD_CREATE_DATE",
                        "RECORD_MODIFY_DATE",
                        "RECORD_DELETED");
        Rows codes =
                new Rows(
                        changes,
                        "PROJECT_COST_CODE",
                        "COST_CODE_ID",
                        "REFERENCE",
                        "DESCRIPTION",
                        "COST_TYPE_ID",
                        "RECORD_CREATE_DATE",
                        "RECORD_MODIFY_DATE",
                        "RECORD_DELETED");
        for (int n = 1; n <= PROJECTS; n++) {
            projects.add(n, "PROJ" + n, "Project " + n, made, made, 0);
            codes.add(n, "COST" + n, "Cost code " + n, 1, made, made, 0);
        }
    }
}
