package fairlead.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Gives a demo company other numbers, as if it were older: in its package, to reach it. */
public final class JointCompany {
    private static final List<String> TABLES =
            List.of("AUDIT_HEADER", "AUDIT_SPLIT", "AUDIT_JOURNAL", "AUDIT_USAGE");
    private static final List<String> NUMBERS =
            List.of("HEADER_NUMBER", "TRAN_NUMBER", "SPLIT_NUMBER", "SPLIT_CROSSREF");

    private JointCompany() {}

    /** The middle one of its transactions gets this number. It has to be opened again. */
    public static void renumber(DemoCompany company, int middle) throws SQLException {
        Connection database = company.database();
        try (Statement statement = database.createStatement()) {
            int by;
            try (ResultSet last =
                    statement.executeQuery("SELECT MAX(SPLIT_NUMBER) FROM AUDIT_SPLIT")) {
                last.next();
                by = middle - last.getInt(1) / 2;
            }
            for (String table : TABLES) {
                for (String number : NUMBERS) {
                    if (has(database, table, number)) {
                        statement.execute(
                                "UPDATE " + table + " SET " + number + " = " + number + " + " + by);
                    }
                }
            }
            database.commit();
        }
    }

    private static boolean has(Connection database, String table, String column)
            throws SQLException {
        try (ResultSet found = database.getMetaData().getColumns(null, null, table, column)) {
            return found.next();
        }
    }
}
