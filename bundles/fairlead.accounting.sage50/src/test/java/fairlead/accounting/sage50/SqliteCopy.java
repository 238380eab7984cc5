package fairlead.accounting.sage50;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Copies a company, table by table, into a file that SQLite's ODBC driver reads. */
public final class SqliteCopy {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    /** So many numbers a question: H2 keeps a whole answer in memory. */
    private static final int WINDOW = 50_000;

    private final Connection from;
    private final String schema;
    private final Connection to;

    private SqliteCopy(Connection from, String schema, Connection to) {
        this.from = from;
        this.schema = schema;
        this.to = to;
    }

    /** Copies what the connection shows, through its metadata and lists of columns. */
    public static void copy(Connection from, Path file) throws SQLException {
        copy(from, null, file);
    }

    /**
     * @param schema whose tables are copied; null where there is but one
     */
    static void copy(Connection from, String schema, Path file) throws SQLException {
        try (Connection to = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            to.setAutoCommit(false);
            SqliteCopy copy = new SqliteCopy(from, schema, to);
            for (String table : copy.tables()) {
                copy.table(table);
            }
            to.commit();
        }
    }

    private List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = from.getMetaData().getTables(null, schema, "%", null)) {
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
        }
        return tables;
    }

    private record Column(String name, int type, String declared) {
        boolean isNumber() {
            return type == Types.INTEGER && name.endsWith("_NUMBER");
        }
    }

    private List<Column> columns(String table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (ResultSet rows = from.getMetaData().getColumns(null, schema, table, null)) {
            while (rows.next()) {
                if (rows.getString("TABLE_NAME").equals(table)) {
                    int type = rows.getInt("DATA_TYPE");
                    String declared =
                            switch (type) {
                                case Types.CHAR, Types.VARCHAR ->
                                        "VARCHAR(" + rows.getInt("COLUMN_SIZE") + ")";
                                case Types.LONGVARCHAR -> "LONGVARCHAR";
                                default -> rows.getString("TYPE_NAME");
                            };
                    columns.add(new Column(rows.getString("COLUMN_NAME"), type, declared));
                }
            }
        }
        return columns;
    }

    private void table(String table) throws SQLException {
        List<Column> columns = columns(table);
        String declared =
                columns.stream()
                        .map(c -> c.name() + " " + c.declared())
                        .collect(Collectors.joining(", "));
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        String marks = columns.stream().map(c -> "?").collect(Collectors.joining(", "));
        try (Statement statement = to.createStatement()) {
            statement.execute("CREATE TABLE " + table + " (" + declared + ")");
        }
        String insert = "INSERT INTO " + table + " VALUES (" + marks + ")";
        String rows = "SELECT " + names + " FROM " + table;
        Optional<String> number =
                columns.stream().filter(Column::isNumber).map(Column::name).findFirst();
        if (number.isEmpty()) {
            rows(rows, columns, insert);
            return;
        }
        String by = number.get();
        rows(rows + " WHERE " + by + " IS NULL", columns, insert);
        String least = "SELECT MIN(" + by + ") FROM " + table;
        for (OptionalLong first = number(least); first.isPresent(); ) {
            long before = first.getAsLong() - 1;
            long last = before + WINDOW;
            String window = by + " > " + before + " AND " + by + " < " + (last + 1);
            rows(rows + " WHERE " + window, columns, insert);
            first = number(least + " WHERE " + by + " > " + last);
        }
    }

    private OptionalLong number(String question) throws SQLException {
        try (Statement statement = from.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            long number = rows.getLong(1);
            return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
        }
    }

    private void rows(String question, List<Column> columns, String into) throws SQLException {
        try (Statement statement = from.createStatement();
                ResultSet rows = statement.executeQuery(question);
                PreparedStatement insert = to.prepareStatement(into)) {
            for (int row = 1; rows.next(); row++) {
                for (int i = 1; i <= columns.size(); i++) {
                    insert.setObject(i, value(rows, i, columns.get(i - 1).type()));
                }
                insert.addBatch();
                if (row % 1_000 == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static Object value(ResultSet rows, int column, int type) throws SQLException {
        if (type == Types.DATE) {
            return Objects.toString(rows.getObject(column, LocalDate.class), null);
        }
        if (type == Types.TIMESTAMP) {
            LocalDateTime stamp = rows.getObject(column, LocalDateTime.class);
            return stamp == null ? null : stamp.format(STAMP);
        }
        return rows.getObject(column);
    }
}
