package fairlead.demo.books;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;

/** Closes a year: one journal takes every income and expense to the retained earnings. */
final class YearEnd {
    private static final String RETAINED = "3200";
    private static final String FIRST_OF_PROFIT_AND_LOSS = "4000";

    private YearEnd() {}

    static Header post(Connection connection, Ledger ledger, LocalDate date) throws SQLException {
        Header header = ledger.open(Kind.JD, RETAINED, date);
        header.reference = "YEAREND";
        header.details = "Year end";
        long profit = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT NOMINAL_CODE, CAST(ROUND(SUM(AMOUNT) * 100) AS BIGINT) FROM"
                                        + " (SELECT NOMINAL_CODE, AMOUNT FROM AUDIT_JOURNAL WHERE"
                                        + " DELETED_FLAG = 0 UNION ALL SELECT NOMINAL_CODE, AMOUNT"
                                        + " FROM AUDIT_HISTORY_JOURNAL WHERE DELETED_FLAG = 0) J"
                                        + " WHERE NOMINAL_CODE >= '"
                                        + FIRST_OF_PROFIT_AND_LOSS
                                        + "' GROUP BY NOMINAL_CODE ORDER BY NOMINAL_CODE")) {
            while (rows.next()) {
                long balance = rows.getLong(2);
                if (balance != 0) {
                    leg(ledger, header, rows.getString(1), -balance);
                    profit += balance;
                }
            }
        }
        leg(ledger, header, RETAINED, profit);
        return header;
    }

    private static void leg(Ledger ledger, Header header, String nominal, long debit) {
        ledger.split(header, debit < 0 ? Kind.JC : Kind.JD, nominal, Amount.net(Math.abs(debit)));
    }
}
