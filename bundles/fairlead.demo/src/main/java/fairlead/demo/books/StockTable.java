package fairlead.demo.books;

import static fairlead.demo.books.LedgerTables.flag;
import static fairlead.demo.books.LedgerTables.pounds;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** The products. */
final class StockTable {
    private static final int FIRST = 100;
    private static final int COUNT = 40;

    private final Changes changes;
    private final LocalDateTime made;

    StockTable(Changes changes, LocalDateTime made) {
        this.changes = changes;
        this.made = made;
    }

    /** The codes of the stock that is there. */
    static List<String> codes() {
        List<String> codes = new ArrayList<>();
        for (int n = FIRST; n < FIRST + COUNT; n++) {
            codes.add("STK" + n);
        }
        return codes;
    }

    void write() throws SQLException {
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
        int n = FIRST;
        for (String code : codes()) {
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
}
