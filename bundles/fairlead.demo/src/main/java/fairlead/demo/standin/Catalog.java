package fairlead.demo.standin;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tables of the company, as they are now; the demo's own are not among them. */
final class Catalog {
    private final Map<String, List<Column>> tables = new TreeMap<>();

    static Catalog read(Connection h2) throws SQLException {
        Catalog catalog = new Catalog();
        try (Statement statement = h2.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, DATA_TYPE,"
                                        + " CHARACTER_MAXIMUM_LENGTH FROM"
                                        + " INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA ="
                                        + " 'PUBLIC' ORDER BY TABLE_NAME, ORDINAL_POSITION")) {
            while (rows.next()) {
                String table = rows.getString(1);
                List<Column> columns =
                        catalog.tables.computeIfAbsent(table, t -> new ArrayList<>());
                columns.add(
                        Column.of(
                                table,
                                rows.getString(2),
                                columns.size() + 1,
                                rows.getString(4),
                                rows.getLong(5)));
            }
        }
        return catalog;
    }

    Iterable<String> tables() {
        return tables.keySet();
    }

    List<Column> columns(String table) {
        return tables.getOrDefault(table, List.of());
    }

    boolean has(String table) {
        return tables.containsKey(table);
    }

    Optional<Column> column(String table, String name) {
        String wanted = name.toUpperCase(Locale.ROOT);
        return columns(table).stream().filter(c -> c.name().equals(wanted)).findFirst();
    }
}
