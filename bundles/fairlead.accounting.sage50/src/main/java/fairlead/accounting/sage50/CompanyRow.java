package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import java.time.LocalDateTime;

/** The one row of COMPANY. */
final class CompanyRow {
    static final String TABLE = "COMPANY";
    static final String[] COLUMNS = {
        "COMPANYID",
        "NAME",
        "ADDRESS_1",
        "ADDRESS_2",
        "ADDRESS_3",
        "ADDRESS_4",
        "ADDRESS_5",
        "TELEPHONE",
        "WEB_ADDRESS",
        "VAT_REG_NUMBER",
        "COUNTRY_CODE",
        "START_MONTH",
        "FINANCIAL_YEAR",
        "DEFAULT_CHART",
        "NOM_DEBTORS",
        "NOM_CREDITORS",
        "NOM_DISCOUNT_SALES",
        "QTY_DECIMAL_PLACE",
        "UNIT_DECIMAL_PLACE",
        "RECORD_CREATE_DATE"
    };

    String id = "";
    String name = "";
    String[] address = {"", "", "", "", ""};
    String telephone = "";
    String web = "";
    String taxNumber = "";
    String country = "";
    int startMonth;
    int financialYear;
    int chart;
    String debtors = "";
    String creditors = "";
    String salesDiscount = "";
    int quantityDecimals = 2;
    int unitDecimals = 2;
    LocalDateTime created;

    CompanyRow fill(Cursor c) throws AccountingException {
        id = c.reference();
        name = c.text();
        for (int i = 0; i < address.length; i++) {
            address[i] = c.text();
        }
        telephone = c.text();
        web = c.text();
        taxNumber = c.text();
        country = c.text();
        startMonth = c.number();
        financialYear = c.number();
        chart = c.number();
        debtors = c.reference();
        creditors = c.reference();
        salesDiscount = c.reference();
        quantityDecimals = decimals(c.number());
        unitDecimals = decimals(c.number());
        created = c.stamp();
        return this;
    }

    /** Never fewer than two, so that no amount is cut where the setting is not filled. */
    private static int decimals(int setting) {
        return Math.min(Math.max(setting, 2), 8);
    }
}
