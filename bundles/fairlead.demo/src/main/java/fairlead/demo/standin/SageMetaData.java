package fairlead.demo.standin;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.h2.tools.SimpleResultSet;

/**
 * What the driver says of itself and of the company's tables, made JDBC-legal: names and ordinal
 * positions as JDBC wants them. Keys are not known (IM001), statistics are empty.
 */
final class SageMetaData {
    private static final String VERSION = "34.0.23.0";

    private final SageConnection connection;

    SageMetaData(SageConnection connection) {
        this.connection = connection;
    }

    public String getDatabaseProductName() {
        return "Sterling";
    }

    public String getDatabaseProductVersion() {
        return VERSION;
    }

    public int getDatabaseMajorVersion() {
        return 34;
    }

    public int getDatabaseMinorVersion() {
        return 0;
    }

    public String getDriverName() {
        return VERSION + " Sage 50 Accounts ODBC Driver (stand-in)";
    }

    public String getDriverVersion() {
        return VERSION;
    }

    public int getDriverMajorVersion() {
        return 34;
    }

    public int getDriverMinorVersion() {
        return 0;
    }

    public int getJDBCMajorVersion() {
        return 4;
    }

    public int getJDBCMinorVersion() {
        return 2;
    }

    public String getURL() {
        return connection.url();
    }

    public String getUserName() {
        return connection.user();
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
        return "\\";
    }

    public boolean storesUpperCaseIdentifiers() {
        return true;
    }

    public RowIdLifetime getRowIdLifetime() {
        return RowIdLifetime.ROWID_UNSUPPORTED;
    }

    public ResultSet getTableTypes() {
        SimpleResultSet types = result("TABLE_TYPE");
        types.addRow("TABLE");
        return types;
    }

    public ResultSet getTables(String catalog, String schema, String table, String[] types)
            throws SQLException {
        SimpleResultSet tables =
                result("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "TABLE_TYPE", "REMARKS");
        if (types == null || Arrays.asList(types).contains("TABLE")) {
            for (String name : connection.session().catalog().tables()) {
                if (like(name, table)) {
                    tables.addRow(null, null, name, "TABLE", "");
                }
            }
        }
        return tables;
    }

    public ResultSet getColumns(String catalog, String schema, String table, String column)
            throws SQLException {
        SimpleResultSet columns =
                result(
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
        Catalog tables = connection.session().catalog();
        for (String name : tables.tables()) {
            if (like(name, table)) {
                for (Column c : tables.columns(name)) {
                    if (like(c.name(), column)) {
                        columns.addRow(describe(c));
                    }
                }
            }
        }
        return columns;
    }

    private static Object[] describe(Column c) {
        // Sage calls its stamps NOT NULL and leaves them empty all the same
        boolean stamp = c.type() == Types.TIMESTAMP && c.name().startsWith("RECORD_");
        return new Object[] {
            null,
            null,
            c.table(),
            c.name(),
            c.type(),
            c.typeName(),
            c.size(),
            0,
            c.scale(),
            c.number() ? 10 : null,
            stamp ? DatabaseMetaData.columnNoNulls : DatabaseMetaData.columnNullable,
            "",
            null,
            0,
            0,
            c.number() || c.date() ? null : c.size(),
            c.position(),
            stamp ? "NO" : "YES",
            null,
            null,
            null,
            null,
            "",
            ""
        };
    }

    public ResultSet getIndexInfo(
            String catalog, String schema, String table, boolean unique, boolean approximate) {
        return result(
                "TABLE_CAT",
                "TABLE_SCHEM",
                "TABLE_NAME",
                "NON_UNIQUE",
                "INDEX_QUALIFIER",
                "INDEX_NAME",
                "TYPE:I",
                "ORDINAL_POSITION:I",
                "COLUMN_NAME",
                "ASC_OR_DESC",
                "CARDINALITY:I",
                "PAGES:I",
                "FILTER_CONDITION");
    }

    private static SimpleResultSet result(String... columns) {
        SimpleResultSet result = new SimpleResultSet();
        for (String column : List.of(columns)) {
            boolean number = column.endsWith(":I");
            result.addColumn(
                    number ? column.substring(0, column.length() - 2) : column,
                    number ? Types.INTEGER : Types.VARCHAR,
                    number ? 10 : 255,
                    0);
        }
        return result;
    }

    /** Does the name match the pattern of JDBC: % for any text, _ for any character? */
    private static boolean like(String name, String pattern) {
        return pattern == null || like(name, 0, pattern.toUpperCase(Locale.ROOT), 0);
    }

    private static boolean like(String name, int at, String pattern, int from) {
        if (from == pattern.length()) {
            return at == name.length();
        }
        char c = pattern.charAt(from);
        if (c == '%') {
            return like(name, at, pattern, from + 1)
                    || (at < name.length() && like(name, at + 1, pattern, from));
        }
        boolean escaped = c == '\\' && from + 1 < pattern.length();
        char wanted = escaped ? pattern.charAt(from + 1) : c;
        return at < name.length()
                && (wanted == name.charAt(at) || (!escaped && wanted == '_'))
                && like(name, at + 1, pattern, from + (escaped ? 2 : 1));
    }
}
