package fairlead.demo.books;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * "Clear Audit Trail": moves old transactions that nothing is open of into Sage's history tables,
 * which have fewer columns. The whole rows stay in tables of the demo's own, as in the backup that
 * Sage asks for, so that the truth can be counted again.
 */
final class Clearing {
    private static final List<String> TABLES = List.of("HEADER", "SPLIT", "USAGE", "JOURNAL");
    private static final String CHOSEN = "STANDIN.CHOSEN";

    private final Connection connection;

    Clearing(Connection connection) {
        this.connection = connection;
    }

    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(
                        "CREATE TABLE IF NOT EXISTS STANDIN.CLEARED_"
                                + table
                                + " AS SELECT * FROM AUDIT_"
                                + table
                                + " WHERE FALSE");
            }
            statement.execute("CREATE TABLE IF NOT EXISTS " + CHOSEN + " (NUMBER INTEGER)");
        }
    }

    /**
     * Moves what is settled and hangs on nothing newer, in one commit.
     *
     * @param last the highest header number that may be moved
     * @return how many transactions were moved
     */
    int clear(int last) throws SQLException {
        int moved = choose(last);
        try {
            move("HEADER", "HEADER_NUMBER");
            move("JOURNAL", "HEADER_NUMBER");
            move("USAGE", null);
            move("SPLIT", "HEADER_NUMBER");
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
        return moved;
    }

    private int choose(int last) throws SQLException {
        update("DELETE FROM " + CHOSEN);
        update(
                "INSERT INTO "
                        + CHOSEN
                        + " SELECT HEADER_NUMBER FROM AUDIT_HEADER WHERE HEADER_NUMBER <= ? AND"
                        + " (OUTSTANDING = 0 OR OUTSTANDING IS NULL)",
                last);
        int dropped;
        do {
            dropped = 0;
            for (String[] side :
                    new String[][] {
                        {"SPLIT_NUMBER", "SPLIT_CROSSREF"}, {"SPLIT_CROSSREF", "SPLIT_NUMBER"}
                    }) {
                dropped +=
                        update(
                                "DELETE FROM "
                                        + CHOSEN
                                        + " WHERE NUMBER IN (SELECT A.HEADER_NUMBER FROM"
                                        + " AUDIT_USAGE U JOIN AUDIT_SPLIT A ON A.SPLIT_NUMBER = U."
                                        + side[0]
                                        + " JOIN AUDIT_SPLIT B ON B.SPLIT_NUMBER = U."
                                        + side[1]
                                        + " WHERE B.HEADER_NUMBER NOT IN (SELECT NUMBER FROM "
                                        + CHOSEN
                                        + "))");
            }
        } while (dropped > 0);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + CHOSEN)) {
            row.next();
            return row.getInt(1);
        }
    }

    /**
     * @param header the column that says to which header a row belongs; null: by its split
     */
    private void move(String table, String header) throws SQLException {
        String chosen = "(SELECT NUMBER FROM " + CHOSEN + ")";
        String where =
                header == null
                        ? " WHERE SPLIT_NUMBER IN (SELECT SPLIT_NUMBER FROM AUDIT_SPLIT WHERE"
                                + " HEADER_NUMBER IN "
                                + chosen
                                + ")"
                        : " WHERE " + header + " IN " + chosen;
        String kept = String.join(", ", common(table));
        update("INSERT INTO STANDIN.CLEARED_" + table + " SELECT * FROM AUDIT_" + table + where);
        update(
                "INSERT INTO AUDIT_HISTORY_"
                        + table
                        + " ("
                        + kept
                        + ") SELECT "
                        + kept
                        + " FROM AUDIT_"
                        + table
                        + where);
        update("DELETE FROM AUDIT_" + table + where);
    }

    private List<String> common(String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT H.COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS H JOIN"
                                        + " INFORMATION_SCHEMA.COLUMNS A ON A.COLUMN_NAME ="
                                        + " H.COLUMN_NAME AND A.TABLE_SCHEMA = H.TABLE_SCHEMA WHERE"
                                        + " H.TABLE_SCHEMA = 'PUBLIC' AND H.TABLE_NAME ="
                                        + " 'AUDIT_HISTORY_"
                                        + table
                                        + "' AND A.TABLE_NAME = 'AUDIT_"
                                        + table
                                        + "' ORDER BY H.ORDINAL_POSITION")) {
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
        }
        return columns;
    }

    private int update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    /** Puts the whole rows back, to be counted; the caller rolls back. */
    static void putBack(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(
                        "INSERT INTO AUDIT_" + table + " SELECT * FROM STANDIN.CLEARED_" + table);
            }
        }
    }
}
