package fairlead.odbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every table and column of a Sage 50 company can be described and read. */
class SageTablesTest {
    private static final String LONG = "0123456789".repeat(2_000);

    @TempDir Path directory;
    private final Map<String, List<Column>> tables = new LinkedHashMap<>();
    private Children children;
    private OdbcDriver driver;

    /** A column as sage-tables.txt tells it. */
    private record Column(String name, String kind) {
        boolean isText() {
            return Character.isDigit(kind.charAt(0));
        }

        String declared() {
            return '"' + name + "\" " + (isText() ? "VARCHAR(" + kind + ")" : typeName());
        }

        private String typeName() {
            return switch (kind) {
                case "int" -> "INTEGER";
                case "small" -> "SMALLINT";
                case "tiny" -> "TINYINT";
                case "real" -> "DOUBLE";
                case "date" -> "DATE";
                case "time" -> "TIME";
                case "stamp" -> "TIMESTAMP";
                case "long" -> "LONGVARCHAR";
                default -> throw new AssertionError(this);
            };
        }

        int type() {
            return switch (isText() ? "text" : kind) {
                case "text" -> // SQLite's driver calls what is longer long
                        Integer.parseInt(kind) <= 255 ? Types.VARCHAR : Types.LONGVARCHAR;
                case "int" -> Types.INTEGER;
                case "small" -> Types.SMALLINT;
                case "tiny" -> Types.TINYINT;
                case "real" -> Types.DOUBLE;
                case "date" -> Types.DATE;
                case "time" -> Types.TIME;
                case "stamp" -> Types.TIMESTAMP;
                case "long" -> Types.LONGVARCHAR;
                default -> throw new AssertionError(this);
            };
        }

        /** The highest value, or the longest. */
        Object value() {
            return switch (isText() ? "text" : kind) {
                case "text" -> LONG.substring(0, Integer.parseInt(kind));
                case "int" -> Integer.MAX_VALUE;
                case "small" -> (int) Short.MAX_VALUE;
                case "tiny" -> (int) Byte.MAX_VALUE;
                case "real" -> 1234567.89;
                case "date" -> LocalDate.parse("2130-02-28");
                case "time" -> LocalTime.parse("04:05:06");
                case "stamp" -> LocalDateTime.parse("2130-02-28T04:05:06");
                case "long" -> LONG;
                default -> throw new AssertionError(this);
            };
        }

        String literal() {
            Object value = value();
            return value instanceof Number
                    ? value.toString()
                    : "'" + value.toString().replace('T', ' ') + "'";
        }
    }

    @BeforeEach
    void read() throws IOException, SQLException {
        children = Sources.children(directory.resolve("work"));
        driver = new OdbcDriver(children);
        Sources.needSqlite(driver);
        List<Column> columns = List.of();
        for (String line : lines()) {
            for (String word : line.strip().split(" ")) {
                int colon = word.indexOf(':');
                if (colon < 0) {
                    columns = new ArrayList<>();
                    tables.put(word, columns);
                } else {
                    columns.add(new Column(word.substring(0, colon), word.substring(colon + 1)));
                }
            }
        }
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = SageTablesTest.class.getResourceAsStream("sage-tables.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    @AfterEach
    void close() {
        children.close();
    }

    private Connection connect() throws SQLException {
        List<String> sql = new ArrayList<>(List.of("BEGIN"));
        tables.forEach(
                (table, columns) -> {
                    sql.add(
                            "CREATE TABLE "
                                    + table
                                    + " ("
                                    + joined(columns, Column::declared)
                                    + ")");
                    sql.add(
                            "INSERT INTO "
                                    + table
                                    + " VALUES ("
                                    + joined(columns, Column::literal)
                                    + ")");
                });
        sql.add("COMMIT");
        Path file = Sources.sqlite(directory.resolve("company.db"), sql.toArray(String[]::new));
        return driver.connect(Sources.url(file), new Properties());
    }

    private static String joined(List<Column> columns, Function<Column, String> word) {
        return columns.stream().map(word).collect(Collectors.joining(", "));
    }

    @Test
    void eachColumnOfEachTableIsDescribedAndRead() throws Exception {
        assertThat(tables).hasSize(108);
        assertThat(tables.values().stream().mapToInt(List::size).sum()).isEqualTo(2_860);
        try (Connection connection = connect()) {
            DatabaseMetaData about = connection.getMetaData();
            List<String> names = new ArrayList<>();
            try (ResultSet found = about.getTables(null, null, "%", null)) {
                while (found.next()) {
                    names.add(found.getString("TABLE_NAME"));
                }
            }
            assertThat(names).containsExactlyInAnyOrderElementsOf(tables.keySet());
            for (Map.Entry<String, List<Column>> table : tables.entrySet()) {
                assertThat(described(about, table.getKey()))
                        .as(table.getKey())
                        .isEqualTo(
                                table.getValue().stream()
                                        .map(c -> c.name() + " " + c.type())
                                        .toList());
                values(connection, table.getKey(), table.getValue());
            }
        }
    }

    private static List<String> described(DatabaseMetaData about, String table)
            throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet found = about.getColumns(null, null, table, null)) {
            while (found.next()) {
                if (found.getString("TABLE_NAME").equals(table)) { // "_" stands for any letter
                    columns.add(found.getString("COLUMN_NAME") + " " + found.getInt("DATA_TYPE"));
                }
            }
        }
        return columns;
    }

    private static void values(Connection connection, String table, List<Column> columns)
            throws SQLException {
        String list = joined(columns, column -> '"' + column.name() + '"');
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + list + " FROM " + table)) {
            assertThat(rows.next()).as(table).isTrue();
            for (int i = 0; i < columns.size(); i++) {
                Object value = columns.get(i).value();
                assertThat((Object) rows.getObject(i + 1, value.getClass()))
                        .as(table + "." + columns.get(i).name())
                        .isEqualTo(value);
            }
            assertThat(rows.next()).as(table).isFalse();
        }
    }
}
