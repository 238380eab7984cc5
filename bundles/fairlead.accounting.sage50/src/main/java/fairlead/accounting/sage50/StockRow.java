package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import java.time.LocalDateTime;

/** One row of STOCK. */
final class StockRow {
    static final String TABLE = "STOCK";
    static final String[] COLUMNS = {
        "STOCK_CODE",
        "DESCRIPTION",
        "SALES_PRICE",
        "LAST_PURCHASE_PRICE",
        "NOMINAL_CODE",
        "PURCHASE_NOMINAL_CODE",
        "TAX_CODE",
        "IGNORE_STK_LVL_FLAG",
        "INACTIVE_FLAG",
        "RECORD_MODIFY_DATE",
        "RECORD_DELETED"
    };

    String code = "";
    String description = "";
    double salesPrice;
    double purchasePrice;
    String salesNominal = "";
    String purchaseNominal = "";
    String taxCode = "";

    /** Its quantity is not kept. */
    boolean uncounted;

    boolean inactive;
    LocalDateTime modified;
    boolean deleted;

    /** The first column that holds no price; null when both do. */
    String bad;

    StockRow fill(Cursor c) throws AccountingException {
        code = c.reference();
        description = c.text();
        salesPrice = c.decimal();
        purchasePrice = c.decimal();
        salesNominal = c.reference();
        purchaseNominal = c.reference();
        taxCode = c.reference();
        uncounted = c.flag();
        inactive = c.flag();
        modified = c.stamp();
        deleted = c.flag();
        bad = c.bad();
        return this;
    }
}
