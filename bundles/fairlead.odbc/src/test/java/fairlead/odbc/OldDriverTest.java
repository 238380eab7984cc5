package fairlead.odbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A driver of ODBC 2 that knows neither wide text nor blocks, as Sage's may be, is JDBC-legal here.
 */
class OldDriverTest {
    @TempDir Path directory;
    private Path shim;
    private Children children;

    private Connection connect(String... options) throws Exception {
        shim = Shim.compile(directory.resolve("shim"), options);
        children = Sources.children(directory.resolve("work"));
        return connectAgain();
    }

    private Connection connectAgain() throws SQLException {
        return new OdbcDriver(children).connect(Shim.url(shim, ""), Shim.logon());
    }

    @AfterEach
    void close() {
        if (children != null) {
            assertThat(children.living()).isZero();
            children.close();
        }
    }

    @Test
    void givesTextOfWindows1252MoneyDatesAndLongText() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT everything FROM T")) {
            rows.next();
            assertThat(rows.getInt("N")).isEqualTo(1);
            assertThat(rows.getString("NAME")).isEqualTo("Café £5 – € ");
            assertThat(rows.getMetaData().getColumnType(3)).isEqualTo(Types.TINYINT);
            assertThat(rows.getBigDecimal("MONEY")).isEqualByComparingTo("0.1");
            assertThat(rows.getMetaData().getColumnType(5)).isEqualTo(Types.DATE);
            assertThat(rows.getObject("DAY", LocalDate.class)).isEqualTo("2130-02-28");
            assertThat(rows.getObject("STAMP", LocalDateTime.class))
                    .isEqualTo(LocalDateTime.parse("2130-02-28T04:05:06"));
            assertThat(rows.getString("MEMO")).hasSize(40_000).startsWith("aaaaaaabbbbbbbc");

            rows.next();
            assertThat(rows.getString("NAME")).as("trailing blanks").isEqualTo("plain  ");
            assertThat(rows.getObject("DAY", LocalDate.class)).as("no such day").isNull();
            assertThat(rows.wasNull()).isTrue();
            assertThat(rows.getString("DAY")).isEqualTo("0000-00-00");
            assertThat(rows.getWarnings().getMessage()).contains("DAY");

            rows.next();
            assertThat(rows.getInt("N")).isEqualTo(3);
            for (String name : List.of("NAME", "FLAG", "MONEY", "DAY", "STAMP", "MEMO")) {
                assertThat(rows.getObject(name)).as(name).isNull();
            }
            rows.next();
            assertThat(rows.getString("MEMO")).hasSize(40_000).startsWith("ddddddd");
            rows.next();
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void readsMetadataOfOdbc2ByPosition() throws Exception {
        try (Connection connection = connect()) {
            DatabaseMetaData about = connection.getMetaData();
            assertThat(about.getDatabaseProductName()).isEqualTo("Sterling");
            assertThat(about.getDatabaseMajorVersion()).isEqualTo(34);
            List<String> read = new ArrayList<>();
            try (ResultSet columns = about.getColumns(null, null, "T", null)) {
                while (columns.next()) {
                    read.add(
                            columns.getInt("ORDINAL_POSITION")
                                    + " "
                                    + columns.getString("COLUMN_NAME")
                                    + " "
                                    + columns.getInt("DATA_TYPE"));
                }
            }
            assertThat(read)
                    .containsExactly(
                            "1 N 4",
                            "2 NAME 12",
                            "3 FLAG -6",
                            "4 MONEY 8",
                            "5 DAY 91",
                            "6 STAMP 93",
                            "7 MEMO -1");
        }
    }

    @Test
    void saysWhatAnOldDriverSays() throws Exception {
        try (Connection connection = connect()) {
            Statement statement = connection.createStatement();
            assertThatThrownBy(() -> statement.executeQuery("SELECT BAD"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> {
                                assertThat(e.getSQLState()).isEqualTo("42000");
                                assertThat(e.getErrorCode()).isEqualTo(7);
                            })
                    .hasMessageContaining("Syntax Error");
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "-DNONE=1, cannot fetch blocks",
        "-DBLOCKS=1, fetches blocks as it should",
        "-DBLOCKS=2, says a block and has filled one row",
        "-DBLOCKS=3, does not say how many rows"
    })
    void eachRowComesOnceHoweverTheDriverFetches(String option, String what) throws Exception {
        try (Connection connection = connect(option)) {
            for (String sql : List.of("SELECT NUMBERS", "SELECT SHORT", "SELECT SHORT")) {
                List<Integer> read = new ArrayList<>();
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery(sql)) {
                    while (rows.next()) {
                        read.add(rows.getInt(1));
                        if (read.size() != 3) {
                            assertThat(rows.getDouble("MONEY")).isEqualTo(0.1 + (read.size() - 1));
                        }
                    }
                }
                assertThat(read).hasSize(1_000).isSorted().startsWith(1).endsWith(1_000);
            }
        }
    }

    @Test
    void aResultOfOneRowIsNoReasonToFetchOneByOne() throws Exception {
        try (Connection connection = connect("-DBLOCKS=1")) {
            assertThat(first(connection, "SELECT ONE_ROW")).isEqualTo(1);
            assertThat(first(connection, "SELECT ONE_ROW")).isEqualTo(1);
            all(connection, "SELECT NUMBERS");
            assertThat(first(connection, "SELECT BLOCKS_SO_FAR")).as("1,000 rows").isEqualTo(4);
            all(connection, "SELECT SHORT");
            assertThat(first(connection, "SELECT BLOCKS_SO_FAR")).isEqualTo(8);
        }
    }

    private static int first(Connection connection, String sql) throws SQLException {
        return all(connection, sql).get(0);
    }

    private static List<Integer> all(Connection connection, String sql) throws SQLException {
        List<Integer> read = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                read.add(rows.getInt(1));
            }
        }
        return read;
    }

    private static final String LONGER =
            "a text of a length of which the driver says nothing: it is described as one of twenty"
                    + " characters";

    @ParameterizedTest
    @ValueSource(strings = {"-DNONE=1", "-DBLOCKS=1"})
    void aTextThatIsLongerThanTheDriverSaysIsNeverCut(String option) throws Exception {
        try (Connection connection = connect(option)) {
            assertThat(names(connection, "SELECT SHORT LONG_FIRST"))
                    .hasSize(1_000)
                    .contains(LONGER);
        }
        try (Connection connection = connectAgain()) {
            assertThat(names(connection, "SELECT SHORT LONG_LATER"))
                    .as("what the first process learnt")
                    .contains(LONGER);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-DNONE=1", "-DBLOCKS=1"})
    void aLongTextInALaterFrameCostsOneRead(String option) throws Exception {
        try (Connection connection = connect(option)) {
            assertThatThrownBy(() -> names(connection, "SELECT SHORT LONG_LATER"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22001"))
                    .hasMessageContaining("NAME");
        }
        try (Connection connection = connectAgain()) {
            assertThat(names(connection, "SELECT SHORT LONG_LATER"))
                    .hasSize(1_000)
                    .contains(LONGER);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-DNONE=1", "-DBLOCKS=1"})
    void aValueThatTheDriverCannotHandOverCostsThatValue(String option) throws Exception {
        try (Connection connection = connect(option)) {
            List<Double> money = money(connection, "SELECT SHORT LOST_FIRST");
            assertThat(money).hasSize(1_000).endsWith(999.1);
            assertThat(money.get(0)).as("no amount").isNaN();
        }
        try (Connection connection = connectAgain();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT everything LOST_FIRST FROM T")) {
            rows.next();
            assertThat(rows.getInt("N")).isEqualTo(1);
            assertThat(rows.getString("NAME")).isEqualTo("Café £5 – € ");
            assertThat(rows.getObject("DAY", LocalDate.class)).isNull();
            assertThat(rows.getWarnings().getMessage()).contains("DAY");
            assertThat(rows.getString("MEMO")).hasSize(40_000);
            rows.next();
            assertThat(rows.getDouble("MONEY")).isEqualTo(1.1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-DNONE=1", "-DBLOCKS=1"})
    void suchAValueInALaterFrameCostsOneRead(String option) throws Exception {
        try (Connection connection = connect(option)) {
            assertThatThrownBy(() -> money(connection, "SELECT SHORT LOST_LATER"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22000"))
                    .hasMessageContaining("out of range");
        }
        try (Connection connection = connectAgain()) {
            List<Double> money = money(connection, "SELECT SHORT LOST_LATER");
            assertThat(money).hasSize(1_000);
            assertThat(money.get(700)).isNaN();
            assertThat(money.get(701)).isEqualTo(701.1);
        }
    }

    private static List<Double> money(Connection connection, String sql) throws SQLException {
        List<Double> read = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                read.add(rows.getDouble("MONEY"));
            }
        }
        return read;
    }

    private static List<String> names(Connection connection, String sql) throws SQLException {
        List<String> read = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                read.add(rows.getString("NAME"));
            }
        }
        return read;
    }
}
