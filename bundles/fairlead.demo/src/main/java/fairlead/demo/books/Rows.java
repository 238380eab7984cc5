package fairlead.demo.books;

import java.sql.SQLException;

/** New rows of one table. */
final class Rows {
    private final Changes changes;
    private final String insert;

    Rows(Changes changes, String table, String... columns) {
        this.changes = changes;
        this.insert =
                "INSERT INTO "
                        + table
                        + " (\""
                        + String.join("\", \"", columns)
                        + "\") VALUES (?"
                        + ", ?".repeat(columns.length - 1)
                        + ")";
    }

    void add(Object... values) throws SQLException {
        changes.make(insert, values);
    }
}
