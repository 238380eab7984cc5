package fairlead.odbc;

import fairlead.odbc.wire.Frame;
import fairlead.odbc.wire.Kind;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a driver says of itself and of the tables, made JDBC-legal; see {@link Strict}. Rows of
 * ODBC's calls are read by position: drivers of ODBC 2 have other names for the columns, fewer of
 * them, and do not say in which order a table's columns come.
 */
final class OdbcMetaData {
    /** Rows of a frame where nobody says how many. */
    static final int ROWS = 256;

    private final OdbcConnection connection;

    OdbcMetaData(OdbcConnection connection) {
        this.connection = connection;
    }

    public String getDatabaseProductName() {
        return connection.product().name();
    }

    public String getDatabaseProductVersion() {
        return connection.product().version();
    }

    public int getDatabaseMajorVersion() {
        return number(getDatabaseProductVersion(), 0);
    }

    public int getDatabaseMinorVersion() {
        return number(getDatabaseProductVersion(), 1);
    }

    private static int number(String version, int part) {
        String[] parts = version.split("[^0-9]+", -1);
        return parts.length > part && !parts[part].isEmpty() ? Integer.parseInt(parts[part]) : 0;
    }

    public String getDriverName() {
        return connection.product().driver();
    }

    public String getDriverVersion() {
        return connection.product().driverVersion();
    }

    public int getJDBCMajorVersion() {
        return 4;
    }

    public int getJDBCMinorVersion() {
        return 3;
    }

    public String getURL() {
        return connection.logon().url();
    }

    public String getUserName() {
        return connection.logon().user();
    }

    public Connection getConnection() {
        return connection.proxy();
    }

    public boolean isReadOnly() {
        return true;
    }

    public boolean supportsTransactions() {
        return false;
    }

    public int getDefaultTransactionIsolation() {
        return Connection.TRANSACTION_NONE;
    }

    public int getMaxStatements() {
        return 1;
    }

    public boolean supportsMultipleOpenResults() {
        return false;
    }

    public String getIdentifierQuoteString() {
        return " ";
    }

    public String getSearchStringEscape() {
        return String.valueOf(Pattern.ESCAPE);
    }

    public RowIdLifetime getRowIdLifetime() {
        return RowIdLifetime.ROWID_UNSUPPORTED;
    }

    public ResultSet getTables(String catalog, String schema, String table, String[] types)
            throws SQLException {
        Pattern names = new Pattern(table);
        List<Object[]> found = new ArrayList<>();
        try (ResultSet rows = ask(Frame.TABLES, names)) {
            while (rows.next()) {
                String type = rows.getString(4);
                if (names.matches(rows.getString(3))
                        && (types == null || Arrays.asList(types).contains(type))) {
                    found.add(
                            new Object[] {
                                rows.getString(1), rows.getString(2), rows.getString(3), type, ""
                            });
                }
            }
        }
        return list(found, "TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "TABLE_TYPE", "REMARKS");
    }

    private ResultSet ask(byte request, Pattern table) throws SQLException {
        return connection.rows(
                request, ROWS, table.forDriver(), connection.logon().deadline(), null);
    }

    public ResultSet getColumns(String catalog, String schema, String table, String column)
            throws SQLException {
        Pattern tables = new Pattern(table);
        Pattern columns = new Pattern(column);
        List<Object[]> found = new ArrayList<>();
        Map<String, Integer> positions = new HashMap<>();
        try (ResultSet rows = ask(Frame.COLUMNS, tables)) {
            int width = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                String name = rows.getString(3);
                if (tables.matches(name)) {
                    int position = positions.merge(name, 1, Integer::sum);
                    if (columns.matches(rows.getString(4))) {
                        found.add(describe(rows, position, width));
                    }
                }
            }
        }
        return list(
                found,
                "TABLE_CAT",
                "TABLE_SCHEM",
                "TABLE_NAME",
                "COLUMN_NAME",
                "DATA_TYPE:I",
                "TYPE_NAME",
                "COLUMN_SIZE:I",
                "BUFFER_LENGTH:I",
                "DECIMAL_DIGITS:I",
                "NUM_PREC_RADIX:I",
                "NULLABLE:I",
                "REMARKS",
                "COLUMN_DEF",
                "SQL_DATA_TYPE:I",
                "SQL_DATETIME_SUB:I",
                "CHAR_OCTET_LENGTH:I",
                "ORDINAL_POSITION:I",
                "IS_NULLABLE",
                "SCOPE_CATALOG",
                "SCOPE_SCHEMA",
                "SCOPE_TABLE",
                "SOURCE_DATA_TYPE:I",
                "IS_AUTOINCREMENT",
                "IS_GENERATEDCOLUMN");
    }

    /** Position, name and type are sure; the rest is as the driver says. */
    private static Object[] describe(ResultSet rows, int position, int width) throws SQLException {
        int type = Described.jdbcType(rows.getInt(5));
        boolean text = type == Types.CHAR || type == Types.VARCHAR || type == Types.LONGVARCHAR;
        int size = rows.getInt(7);
        int nullable = rows.getInt(11);
        return new Object[] {
            rows.getString(1),
            rows.getString(2),
            rows.getString(3),
            rows.getString(4),
            type,
            rows.getString(6),
            size,
            0,
            integer(rows, 9),
            integer(rows, 10),
            nullable,
            width < 12 ? "" : rows.getString(12),
            null,
            0,
            0,
            text ? size : null,
            position,
            nullable == DatabaseMetaData.columnNoNulls ? "NO" : "YES",
            null,
            null,
            null,
            null,
            "",
            ""
        };
    }

    private static Integer integer(ResultSet rows, int column) throws SQLException {
        int value = rows.getInt(column);
        return rows.wasNull() ? null : value;
    }

    public ResultSet getTableTypes() {
        List<Object[]> table = new ArrayList<>();
        table.add(new Object[] {"TABLE"});
        return list(table, "TABLE_TYPE");
    }

    private static ResultSet list(List<Object[]> rows, String... names) {
        List<Described> columns = new ArrayList<>();
        for (String name : names) {
            boolean number = name.endsWith(":I");
            columns.add(
                    new Described(
                            number ? name.substring(0, name.length() - 2) : name,
                            number ? Types.INTEGER : Types.VARCHAR,
                            number ? Kind.INT : Kind.TEXT,
                            number ? 10 : 255,
                            0,
                            ResultSetMetaData.columnNullable));
        }
        return new ListRows(new Columns(columns), rows);
    }
}
