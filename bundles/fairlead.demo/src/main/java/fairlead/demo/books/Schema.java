package fairlead.demo.books;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of a company, and the keys and indexes that make reading by number fast. */
final class Schema {
    private static final String[] KEYS = {
        "AUDIT_HEADER(HEADER_NUMBER)",
        "AUDIT_SPLIT(SPLIT_NUMBER)",
        "AUDIT_USAGE(USAGE_NUMBER)",
        "INVOICE(INVOICE_NUMBER)",
        "INVOICE_ITEM(ITEMID)",
        "SALES_ORDER(ORDER_NUMBER)",
        "SOP_ITEM(ITEMID)",
        "PURCHASE_ORDER(ORDER_NUMBER)",
        "POP_ITEM(ITEMID)"
    };
    private static final String[] INDEXES = {
        "AUDIT_SPLIT(HEADER_NUMBER)",
        "AUDIT_JOURNAL(HEADER_NUMBER)",
        "AUDIT_JOURNAL(TRAN_NUMBER)",
        "AUDIT_USAGE(SPLIT_NUMBER)",
        "AUDIT_USAGE(SPLIT_CROSSREF)",
        "INVOICE_ITEM(INVOICE_NUMBER)",
        "SOP_ITEM(ORDER_NUMBER)",
        "POP_ITEM(ORDER_NUMBER)"
    };

    private Schema() {}

    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : Resources.text("schema.sql").split(";")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
            for (String key : KEYS) {
                String table = key.substring(0, key.indexOf('('));
                String column = key.substring(key.indexOf('(') + 1, key.length() - 1);
                statement.execute(
                        "ALTER TABLE " + table + " ALTER COLUMN " + column + " SET NOT NULL");
                statement.execute("ALTER TABLE " + table + " ADD PRIMARY KEY (" + column + ")");
            }
            statement.execute("CREATE SCHEMA STANDIN");
            statement.execute(
                    "CREATE TABLE STANDIN.STATE"
                            + " (EXCLUSIVE BOOLEAN, IN_USE BOOLEAN, BLOCK_MILLIS INTEGER)");
            statement.execute("INSERT INTO STANDIN.STATE VALUES (FALSE, FALSE, 0)");
        }
        Steps.create(connection);
    }

    static void index(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int n = 0;
            for (String index : INDEXES) {
                statement.execute("CREATE INDEX IX" + ++n + " ON " + index);
            }
        }
    }
}
