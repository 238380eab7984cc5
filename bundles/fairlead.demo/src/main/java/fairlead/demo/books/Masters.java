package fairlead.demo.books;

import static fairlead.demo.books.LedgerTables.flag;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** The tables that are no ledger: who the company is, its codes, its chart, people and products. */
final class Masters {
    private static final String[] NAMED_DEPARTMENTS = {
        "Default", "Sales", "Marketing", "Workshop", "Café", "Head Office"
    };
    private static final int DEPARTMENTS = 1_000;
    private static final int PROJECTS = 3;

    private final Changes changes;
    private final LocalDateTime made;

    Masters(Changes changes, LocalDate start) {
        this.changes = changes;
        this.made = start.atTime(9, 0);
    }

    void write(String companyId, String companyName, Parties parties, Balances balances)
            throws SQLException {
        company(companyId, companyName);
        currencies();
        taxCodes();
        departments();
        new ChartTables(changes, made).write(balances);
        new PartyTables(changes, made).write(parties);
        projects();
        new StockTable(changes, made).write();
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
