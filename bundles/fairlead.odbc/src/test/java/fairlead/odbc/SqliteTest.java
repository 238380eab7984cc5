package fairlead.odbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through unixODBC and SQLite's driver. */
class SqliteTest {
    @TempDir Path directory;
    private Children children;
    private OdbcDriver driver;
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        children = Sources.children(directory.resolve("work"));
        driver = new OdbcDriver(children);
        Sources.needSqlite(driver);
    }

    @AfterEach
    void close() throws SQLException {
        if (connection != null) {
            connection.close();
        }
        assertThat(children.living()).isZero();
        children.close();
    }

    private ResultSet query(String sql) throws SQLException {
        return connection.createStatement().executeQuery(sql);
    }

    private void open(String... statements) throws SQLException {
        Path file = Sources.sqlite(directory.resolve("company.db"), statements);
        connection = driver.connect(Sources.url(file), new Properties());
    }

    @Test
    void givesEachTypeItsValue() throws Exception {
        open(
                "CREATE TABLE T (I INTEGER, S SMALLINT, Y TINYINT, M DOUBLE, V VARCHAR(30),"
                        + " C CHAR(1), D DATE, Z TIMESTAMP, B BIGINT)",
                "INSERT INTO T VALUES (-7, 300, 1, 1234567.89, 'Café £5 – €  ', 'Y',"
                        + " '2026-02-03', '2026-02-03 04:05:06.789', 9007199254740993)",
                "INSERT INTO T VALUES (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
                "INSERT INTO T VALUES (0, 0, 0, 0, '', ' ', '1899-12-30', '9999-12-31 23:59:59', 0)");
        try (ResultSet rows = query("SELECT I, S, Y, M, V, C, D, Z, B FROM T")) {
            assertThat(rows.getMetaData().getColumnType(3)).isEqualTo(Types.TINYINT);
            assertThat(rows.getMetaData().getColumnType(4)).isEqualTo(Types.DOUBLE);
            assertThat(rows.getMetaData().getColumnType(5)).isEqualTo(Types.VARCHAR);
            assertThat(rows.getMetaData().getColumnType(8)).isEqualTo(Types.TIMESTAMP);
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(-7);
            assertThat(rows.getInt("S")).isEqualTo(300);
            assertThat(rows.getBoolean("Y")).isTrue();
            assertThat(rows.getBigDecimal("M")).isEqualTo(new BigDecimal("1234567.89"));
            assertThat(rows.getString("V")).isEqualTo("Café £5 – €  ");
            assertThat(rows.getString("C")).isEqualTo("Y");
            assertThat(rows.getObject("D", LocalDate.class)).isEqualTo("2026-02-03");
            assertThat(rows.getObject("Z", LocalDateTime.class))
                    .isEqualTo(LocalDateTime.parse("2026-02-03T04:05:06.789"));
            assertThat(rows.getLong("B")).isEqualTo(9007199254740993L);
            assertThat(rows.next()).isTrue();
            for (int i = 1; i <= 9; i++) {
                assertThat(rows.getObject(i)).isNull();
                assertThat(rows.wasNull()).isTrue();
            }
            assertThat(rows.getInt(1)).isZero();
            assertThat(rows.wasNull()).isTrue();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("V")).isEmpty();
            assertThat(rows.wasNull()).isFalse();
            assertThat(rows.getObject("D", LocalDate.class)).isEqualTo("1899-12-30");
            assertThat(rows.getTimestamp("Z").toLocalDateTime())
                    .isEqualTo(LocalDateTime.parse("9999-12-31T23:59:59"));
            assertThat(rows.next()).isFalse();
            assertThat(rows.next()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 256, 1_000})
    void givesEachRowOnce(int fetchSize) throws Exception {
        int count = Math.min(5_000, 400 * fetchSize);
        open(
                "CREATE TABLE T (N INTEGER, V VARCHAR(20), X LONGVARCHAR)",
                "WITH RECURSIVE R(N) AS (SELECT 1 UNION ALL SELECT N + 1 FROM R WHERE N < "
                        + count
                        + ") INSERT INTO T SELECT N, 'row ' || N, 'text ' || N FROM R");
        for (String columns : List.of("N, V", "N, V, X", "X, N")) {
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(fetchSize);
                List<Integer> read = new ArrayList<>();
                try (ResultSet rows =
                        statement.executeQuery("SELECT " + columns + " FROM T ORDER BY N")) {
                    while (rows.next()) {
                        int n = rows.getInt("N");
                        read.add(n);
                        if (columns.contains("X")) {
                            assertThat(rows.getString("X")).isEqualTo("text " + n);
                        }
                        if (columns.contains("V")) {
                            assertThat(rows.getString("V")).isEqualTo("row " + n);
                        }
                    }
                }
                assertThat(read).hasSize(count).isSorted().startsWith(1).endsWith(count);
            }
        }
    }

    @Test
    void readsLongTextInPieces() throws Exception {
        open(
                "CREATE TABLE T (N INTEGER, X LONGVARCHAR, V VARCHAR(10))",
                "INSERT INTO T VALUES (1, replace(hex(zeroblob(16384)), '00', 'é'), 'a')",
                "INSERT INTO T VALUES (2, replace(hex(zeroblob(200000)), '00', '√'), 'b')",
                "INSERT INTO T VALUES (3, NULL, 'c')",
                "INSERT INTO T VALUES (4, '', 'd')",
                "INSERT INTO T VALUES (5, 'end', NULL)");
        try (ResultSet rows = query("SELECT N, X, V FROM T ORDER BY N")) {
            rows.next();
            assertThat(rows.getString(2)).isEqualTo("é".repeat(16_384));
            assertThat(rows.getString(3)).isEqualTo("a");
            rows.next();
            assertThat(rows.getString(2)).isEqualTo("√".repeat(200_000));
            rows.next();
            assertThat(rows.getString(2)).isNull();
            assertThat(rows.getString(3)).isEqualTo("c");
            rows.next();
            assertThat(rows.getString(2)).isEmpty();
            rows.next();
            assertThat(rows.getString(2)).isEqualTo("end");
            assertThat(rows.getString(3)).isNull();
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void neverCutsATextThatIsLongerThanTheDriverSays() throws Exception {
        open(
                "CREATE TABLE T (N INTEGER, V VARCHAR(5))",
                "INSERT INTO T VALUES (1, 'short')",
                "INSERT INTO T VALUES (2, replace(hex(zeroblob(300)), '00', 'x'))",
                "INSERT INTO T VALUES (3, 'short')",
                "INSERT INTO T VALUES (4, '𝄞 and more than it says')");
        try (ResultSet rows = query("SELECT N, V FROM T ORDER BY N")) {
            List<String> read = new ArrayList<>();
            while (rows.next()) {
                read.add(rows.getString(2));
            }
            assertThat(read)
                    .containsExactly("short", "x".repeat(300), "short", "𝄞 and more than it says");
        }
    }

    @Test
    void describesTablesInTheOrderOfTheirColumns() throws Exception {
        open(
                "CREATE TABLE A_B (Z INTEGER, Y VARCHAR(8), X TINYINT)",
                "CREATE TABLE AXB (Q INTEGER)");
        try (ResultSet columns = connection.getMetaData().getColumns(null, null, "A\\_B", null)) {
            List<String> read = new ArrayList<>();
            while (columns.next()) {
                read.add(
                        columns.getString("TABLE_NAME")
                                + "."
                                + columns.getString("COLUMN_NAME")
                                + " "
                                + columns.getInt("DATA_TYPE")
                                + " "
                                + columns.getInt("ORDINAL_POSITION"));
            }
            assertThat(read).containsExactly("A_B.Z 4 1", "A_B.Y 12 2", "A_B.X -6 3");
        }
        try (ResultSet tables = connection.getMetaData().getTables(null, null, "%", null)) {
            List<String> read = new ArrayList<>();
            while (tables.next()) {
                read.add(tables.getString("TABLE_NAME"));
            }
            assertThat(read).contains("A_B", "AXB");
        }
    }

    @Test
    void takesOneQueryAfterTheOther() throws Exception {
        open(
                "CREATE TABLE T (N INTEGER)",
                "WITH RECURSIVE R(N) AS (SELECT 1 UNION ALL SELECT N + 1 FROM R WHERE N < 2000)"
                        + " INSERT INTO T SELECT N FROM R");
        for (int i = 0; i < 20; i++) {
            try (ResultSet rows = query("SELECT N FROM T ORDER BY N")) {
                rows.next(); // and no more of them
                assertThat(rows.getInt(1)).isEqualTo(1);
                assertThatThrownBy(() -> query("SELECT N FROM T"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("open");
            }
        }
        try (ResultSet rows = query("SELECT COUNT(*), MAX(N) FROM T")) {
            rows.next();
            assertThat(rows.getLong(1)).isEqualTo(2_000);
            assertThat(rows.getInt(2)).isEqualTo(2_000);
        }
    }

    @Test
    void saysWhatTheDriverSays() throws Exception {
        open("CREATE TABLE T (N INTEGER)");
        assertThatThrownBy(() -> query("SELECT NOTHING FROM T"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("NOTHING");
        try (ResultSet rows = query("SELECT N FROM T")) {
            assertThat(rows.next()).as("still of use").isFalse();
        }
        assertThatThrownBy(
                        () -> driver.connect(Logon.PREFIX + "Driver={Nobody's}", new Properties()))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("01000"));
    }

    @Test
    void refusesWhatItDoesNotSupport() throws Exception {
        open("CREATE TABLE T (N INTEGER, B BLOB)");
        Statement statement = connection.createStatement();
        assertThatThrownBy(() -> connection.prepareStatement("SELECT 1"))
                .isInstanceOf(SQLFeatureNotSupportedException.class);
        assertThatThrownBy(() -> connection.setAutoCommit(false))
                .isInstanceOf(SQLFeatureNotSupportedException.class);
        assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM T"))
                .isInstanceOf(SQLFeatureNotSupportedException.class);
        assertThatThrownBy(() -> statement.executeQuery("DELETE FROM T"))
                .isInstanceOf(SQLFeatureNotSupportedException.class);
        assertThatThrownBy(() -> statement.executeQuery("SELECT B FROM T"))
                .isInstanceOf(SQLFeatureNotSupportedException.class);
        try (ResultSet rows = statement.executeQuery("SELECT N FROM T")) {
            assertThatThrownBy(rows::previous).isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThatThrownBy(() -> rows.updateInt(1, 1))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThatThrownBy(() -> rows.getBlob("N"))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
        }
    }
}
