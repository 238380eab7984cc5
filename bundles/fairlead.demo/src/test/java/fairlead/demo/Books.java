package fairlead.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Asks the tables behind the stand-in, and holds the laws of bookkeeping against them. */
final class Books {
    private final Connection database;

    Books(DemoCompany company) {
        this.database = company.database();
    }

    /** Nothing may come back. */
    void none(String law, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            StringBuilder found = new StringBuilder();
            for (int n = 0; n < 5 && rows.next(); n++) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    found.append(rows.getString(i)).append(' ');
                }
                found.append("; ");
            }
            assertThat(found.toString()).as(law).isEmpty();
        }
    }

    long number(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return Math.round(rows.getDouble(1) * 100) / 100;
        }
    }

    private long pence(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return Math.round(rows.getDouble(1) * 100);
        }
    }

    void holdTheLaws() throws SQLException {
        none(
                "every header has its splits",
                "SELECT H.HEADER_NUMBER FROM AUDIT_HEADER H LEFT JOIN AUDIT_SPLIT S ON"
                        + " S.HEADER_NUMBER = H.HEADER_NUMBER AND S.DELETED_FLAG = H.DELETED_FLAG"
                        + " GROUP BY H.HEADER_NUMBER, H.ITEM_COUNT, H.TRAN_NUMBER HAVING"
                        + " COUNT(S.SPLIT_NUMBER) <> H.ITEM_COUNT OR MIN(S.SPLIT_NUMBER) <>"
                        + " H.TRAN_NUMBER");
        none(
                "a header's amounts are those of its splits",
                "SELECT H.HEADER_NUMBER FROM AUDIT_HEADER H JOIN AUDIT_SPLIT S ON S.HEADER_NUMBER"
                        + " = H.HEADER_NUMBER WHERE H.TYPE NOT IN ('JD', 'JC') GROUP BY"
                        + " H.HEADER_NUMBER HAVING ABS(MAX(H.NET_AMOUNT) - SUM(S.NET_AMOUNT)) > "
                        + ".005 OR ABS(MAX(H.TAX_AMOUNT) - SUM(S.TAX_AMOUNT)) > .005 OR"
                        + " ABS(MAX(H.GROSS_AMOUNT) - SUM(S.NET_AMOUNT + S.TAX_AMOUNT)) > .005 OR"
                        + " ABS(MAX(H.OUTSTANDING) - SUM(S.OUTSTANDING)) > .005 OR"
                        + " ABS(MAX(H.AMOUNT_PAID) - SUM(S.AMOUNT_PAID)) > .005");
        none(
                "journal legs sum to zero per header",
                "SELECT HEADER_NUMBER FROM AUDIT_JOURNAL GROUP BY HEADER_NUMBER HAVING"
                        + " ABS(SUM(AMOUNT)) > .005 OR COUNT(*) < 2");
        none(
                "every header has a journal, deleted like itself",
                "SELECT H.HEADER_NUMBER FROM AUDIT_HEADER H LEFT JOIN AUDIT_JOURNAL J ON"
                        + " J.HEADER_NUMBER = H.HEADER_NUMBER AND J.DELETED_FLAG = H.DELETED_FLAG"
                        + " WHERE J.HEADER_NUMBER IS NULL");
        none(
                "a nominal's balance is its journal",
                "SELECT N.ACCOUNT_REF, N.BALANCE, SUM(J.AMOUNT) FROM NOMINAL_LEDGER N LEFT JOIN"
                        + " AUDIT_JOURNAL J ON J.NOMINAL_CODE = N.ACCOUNT_REF AND J.DELETED_FLAG ="
                        + " 0 GROUP BY N.ACCOUNT_REF, N.BALANCE HAVING ABS(N.BALANCE -"
                        + " COALESCE(SUM(J.AMOUNT), 0)) > .005");
        none(
                "every journal names an account of the chart",
                "SELECT NOMINAL_CODE FROM AUDIT_JOURNAL WHERE NOMINAL_CODE NOT IN (SELECT"
                        + " ACCOUNT_REF FROM NOMINAL_LEDGER)");
        assertThat(pence("SELECT SUM(BALANCE) FROM NOMINAL_LEDGER")).as("trial balance").isZero();
        control("1100", "S", "SALES_LEDGER", 1);
        control("2100", "P", "PURCHASE_LEDGER", -1);
        none(
                "a split is open by what no live allocation settles",
                "SELECT S.SPLIT_NUMBER, S.OUTSTANDING FROM AUDIT_SPLIT S LEFT JOIN (SELECT"
                        + " SPLIT_NUMBER N, AMOUNT, FOREIGN_AMOUNT FROM AUDIT_USAGE WHERE"
                        + " DELETED_FLAG = 0 UNION ALL SELECT SPLIT_CROSSREF, AMOUNT,"
                        + " FOREIGN_AMOUNT FROM AUDIT_USAGE WHERE DELETED_FLAG = 0) U ON U.N ="
                        + " S.SPLIT_NUMBER WHERE S.DELETED_FLAG = 0 AND LEFT(S.TYPE, 1) IN ('S',"
                        + " 'P') GROUP BY S.SPLIT_NUMBER HAVING ABS(ABS(MAX(S.GROSS_AMOUNT)) -"
                        + " COALESCE(SUM(U.AMOUNT), 0) - ABS(MAX(S.OUTSTANDING))) > .005 OR"
                        + " ABS(ABS(MAX(S.FOREIGN_GROSS_AMOUNT)) - COALESCE(SUM(U.FOREIGN_AMOUNT),"
                        + " 0) - ABS(MAX(S.FOREIGN_OUTSTANDING))) > .005");
        none(
                "an allocation joins two live splits of one account",
                "SELECT U.USAGE_NUMBER FROM AUDIT_USAGE U LEFT JOIN AUDIT_SPLIT A ON"
                        + " A.SPLIT_NUMBER = U.SPLIT_NUMBER AND A.DELETED_FLAG = 0 LEFT JOIN"
                        + " AUDIT_SPLIT B ON B.SPLIT_NUMBER = U.SPLIT_CROSSREF AND B.DELETED_FLAG"
                        + " = 0 WHERE U.DELETED_FLAG = 0 AND (A.ACCOUNT_REF IS NULL OR"
                        + " B.ACCOUNT_REF IS NULL OR A.ACCOUNT_REF <> B.ACCOUNT_REF OR"
                        + " LEFT(A.TYPE, 1) <> LEFT(B.TYPE, 1))");
        none(
                "money on a bank account is its journal, in its own currency",
                "SELECT B.ACCOUNT_REF FROM BANK B LEFT JOIN AUDIT_JOURNAL J ON J.NOMINAL_CODE ="
                        + " B.ACCOUNT_REF AND J.DELETED_FLAG = 0 GROUP BY B.ACCOUNT_REF HAVING"
                        + " ABS(MAX(B.FOREIGN_BALANCE) - COALESCE(SUM(CASE WHEN B.CURRENCY = 1"
                        + " THEN J.AMOUNT ELSE J.FOREIGN_AMOUNT END), 0)) > .005");
        none(
                "a document's lines, carriage and discount are its net",
                "SELECT I.INVOICE_NUMBER FROM INVOICE I JOIN INVOICE_ITEM L ON L.INVOICE_NUMBER ="
                        + " I.INVOICE_NUMBER GROUP BY I.INVOICE_NUMBER HAVING"
                        + " ABS(MAX(I.FOREIGN_INVOICE_NET) - SUM(L.FOREIGN_NET_AMOUNT) -"
                        + " MAX(I.FOREIGN_CARR_NET) + MAX(I.NET_VALUE_DISCOUNT_NET)) > .005 AND"
                        + " I.INVOICE_NUMBER <> (SELECT MIN(C.INVOICE_NUMBER) FROM INVOICE C JOIN"
                        + " AUDIT_HEADER H ON H.ISP_REFERENCE = C.INVOICE_NUMBER WHERE"
                        + " ABS(C.INVOICE_GROSS - ABS(H.GROSS_AMOUNT)) > .005)");
    }

    private void control(String nominal, String side, String ledger, int sign) throws SQLException {
        long control =
                sign
                        * pence(
                                "SELECT BALANCE FROM NOMINAL_LEDGER WHERE ACCOUNT_REF = '"
                                        + nominal
                                        + "'");
        assertThat(
                        pence(
                                "SELECT SUM(OUTSTANDING) FROM AUDIT_HEADER WHERE DELETED_FLAG = 0"
                                        + " AND LEFT(TYPE, 1) = '"
                                        + side
                                        + "'"))
                .as("open documents of " + side)
                .isEqualTo(control);
        assertThat(pence("SELECT SUM(BALANCE) FROM " + ledger)).as(ledger).isEqualTo(control);
        none(
                "an account's balance is its transactions",
                "SELECT L.ACCOUNT_REF FROM "
                        + ledger
                        + " L LEFT JOIN AUDIT_HEADER H ON H.ACCOUNT_REF = L.ACCOUNT_REF AND"
                        + " H.DELETED_FLAG = 0 AND LEFT(H.TYPE, 1) = '"
                        + side
                        + "' GROUP BY L.ACCOUNT_REF HAVING ABS(MAX(L.BALANCE) -"
                        + " COALESCE(SUM(H.GROSS_AMOUNT), 0)) > .005 OR ABS(MAX(L.FOREIGN_BALANCE)"
                        + " - COALESCE(SUM(H.FOREIGN_GROSS_AMOUNT), 0)) > .005");
    }
}
