package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One connection to one company's tables. Asks only what Sage's driver is known to take: a list of
 * columns of one table, all rows or those of an integer range; or one MIN, MAX or COUNT.
 */
final class Source implements AutoCloseable {
    private static final int FETCH = 1_000;

    private final Connection connection;
    private final Repairs repairs;
    private final Map<String, Set<String>> columns = new HashMap<>();

    Source(Connection connection, Repairs repairs) {
        this.connection = connection;
        this.repairs = repairs;
    }

    Repairs repairs() {
        return repairs;
    }

    boolean has(String table) throws AccountingException {
        return !columns(table).isEmpty();
    }

    boolean has(String table, String... wanted) throws AccountingException {
        return columns(table).containsAll(Set.of(wanted));
    }

    /** The table's columns; empty when there is no such table. */
    Set<String> columns(String table) throws AccountingException {
        Set<String> known = columns.get(table);
        if (known == null) {
            known = discover(table);
            columns.put(table, known);
        }
        return known;
    }

    private Set<String> discover(String table) throws AccountingException {
        Set<String> found = new HashSet<>();
        try (ResultSet rows = connection.getMetaData().getColumns(null, null, table, null)) {
            while (rows.next()) {
                // the underscores of a name are wildcards to the driver
                if (table.equalsIgnoreCase(rows.getString("TABLE_NAME"))) {
                    found.add(rows.getString("COLUMN_NAME").toUpperCase(Locale.ROOT));
                }
            }
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
        return found;
    }

    /** Every row of a table; none when there is no such table. */
    Cursor all(String table, String[] wanted, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        return open(table, wanted, "", checkpoint);
    }

    /** The rows whose {@code key} lies from {@code from} to {@code to}, both inclusive. */
    Cursor range(String table, String[] wanted, Range range, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        String key = range.column();
        String where =
                " WHERE "
                        + key
                        + " > "
                        + Math.max(range.from() - 1L, Integer.MIN_VALUE)
                        + " AND "
                        + key
                        + " < "
                        + Math.min(range.to() + 1L, Integer.MAX_VALUE);
        return open(table, wanted, where, checkpoint);
    }

    /** A range of whole numbers of one column. */
    record Range(String column, int from, int to) {}

    private Cursor open(String table, String[] wanted, String where, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        checkpoint.check();
        Set<String> available = columns(table);
        int[] positions = new int[wanted.length];
        StringBuilder sql = new StringBuilder("SELECT ");
        int n = 0;
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] != null && available.contains(wanted[i])) {
                sql.append(n == 0 ? "" : ", ").append(wanted[i]);
                positions[i] = ++n;
            }
        }
        if (n == 0) {
            return Cursor.empty(repairs);
        }
        sql.append(" FROM ").append(table).append(where);
        Statement statement = null;
        try {
            statement = connection.createStatement();
            statement.setFetchSize(FETCH);
            ResultSet rows = statement.executeQuery(sql.toString());
            return new Cursor(table, wanted, statement, rows, positions, repairs, checkpoint);
        } catch (SQLException e) {
            close(statement);
            throw Trouble.of(e);
        }
    }

    private static void close(Statement statement) throws AccountingException {
        if (statement != null) {
            try {
                statement.close();
            } catch (SQLException e) {
                throw Trouble.of(e);
            }
        }
    }

    /** The highest number in a column; empty when there is none. */
    OptionalLong max(String table, String column) throws AccountingException {
        return number("MAX(" + column + ")", table, column);
    }

    OptionalLong min(String table, String column) throws AccountingException {
        return number("MIN(" + column + ")", table, column);
    }

    long count(String table) throws AccountingException {
        return has(table) ? number("COUNT(*)", table).orElse(0) : 0;
    }

    /** The latest date in a column, as it stands; null when there is none. */
    LocalDate latest(String table, String column) throws AccountingException {
        if (!has(table, column)) {
            return null;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT MAX(" + column + ") FROM " + table)) {
            return rows.next() ? rows.getObject(1, LocalDate.class) : null;
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
    }

    private OptionalLong number(String what, String table, String... columns)
            throws AccountingException {
        if (!has(table, columns)) {
            return OptionalLong.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + what + " FROM " + table)) {
            long number = rows.next() ? rows.getLong(1) : 0;
            return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
    }

    /** Product name and version, as the driver says them. */
    String[] product() throws AccountingException {
        try {
            DatabaseMetaData about = connection.getMetaData();
            return new String[] {
                String.valueOf(about.getDatabaseProductName()),
                String.valueOf(about.getDatabaseProductVersion())
            };
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // it is gone already, which is what was wanted
            return;
        }
    }
}
