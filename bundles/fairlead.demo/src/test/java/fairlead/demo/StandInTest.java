package fairlead.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.demo.standin.StandInDataSourceFactory;
import fairlead.demo.standin.StandInDriver;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Properties;
import javax.sql.DataSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stand-in answers as sage50.md 1.3 to 1.5 say that Sage's driver does. */
final class StandInTest {
    @TempDir static Path directory;
    private static DemoCompany company;
    private Connection connection;
    private Statement statement;

    @BeforeAll
    static void make() throws Exception {
        company = DemoCompany.create(directory, 1_500, 11);
    }

    @AfterAll
    static void end() {
        company.close();
    }

    @BeforeEach
    void logOn() throws Exception {
        connection = company.connect();
        statement = connection.createStatement();
    }

    @AfterEach
    void logOff() throws Exception {
        connection.close();
        company.exclusive(false);
        company.inUse(false);
        company.slow(0);
        company.returnBack();
    }

    private static void refused(ThrowingCallable call, String state, String text) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(SQLException.class))
                .satisfies(
                        e -> {
                            assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(state);
                            assertThat(e.getMessage()).contains(text);
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT HEADER_NUMBER, TYPE, DATE FROM AUDIT_HEADER",
                "select header_number from audit_header where header_number > 4 and"
                        + " header_number < 10",
                "SELECT TYPE FROM AUDIT_HEADER WHERE HEADER_NUMBER > 5 AND HEADER_NUMBER < 20",
                "SELECT TYPE FROM AUDIT_HEADER WHERE (HEADER_NUMBER = 7 OR HEADER_NUMBER = 1) AND"
                        + " DELETED_FLAG = 0",
                "SELECT HEADER_NUMBER FROM AUDIT_HEADER WHERE DATE IS NULL",
                "SELECT HEADER_NUMBER FROM AUDIT_HEADER WHERE GROSS_AMOUNT > -5",
                "SELECT COUNT(*) FROM AUDIT_HEADER",
                "SELECT COUNT(*) FROM AUDIT_HEADER WHERE DELETED_FLAG = 1",
                "SELECT MIN(HEADER_NUMBER), MAX(HEADER_NUMBER), COUNT(*) FROM AUDIT_HEADER",
                "SELECT TOP 3 SPLIT_NUMBER FROM AUDIT_SPLIT WHERE SPLIT_NUMBER > 10",
                "SELECT HEADER_NUMBER FROM AUDIT_HEADER WHERE DATE > {d '2024-02-01'}",
                "SELECT HEADER_NUMBER FROM AUDIT_HEADER WHERE DATE > '2024-02-01'",
                "SELECT HEADER_NUMBER FROM AUDIT_HEADER WHERE RECORD_MODIFY_DATE >"
                        + " {d '2024-02-01'}",
                "SELECT AUDIT_HEADER.TYPE FROM AUDIT_HEADER WHERE AUDIT_HEADER.HEADER_NUMBER = 1",
                "SELECT H.TYPE, S.NET_AMOUNT FROM AUDIT_HEADER H INNER JOIN AUDIT_SPLIT S ON"
                        + " S.HEADER_NUMBER = H.HEADER_NUMBER WHERE H.HEADER_NUMBER = 1",
                "SELECT N.NAME, B.SORT_CODE FROM NOMINAL_LEDGER N LEFT OUTER JOIN BANK B ON"
                        + " B.ACCOUNT_REF = N.ACCOUNT_REF",
                "SELECT H.TYPE FROM AUDIT_HEADER H, AUDIT_SPLIT S WHERE S.HEADER_NUMBER ="
                        + " H.HEADER_NUMBER AND S.SPLIT_NUMBER = 1",
                "SELECT TOP 2 HEADER_NUMBER FROM AUDIT_HEADER WHERE HEADER_NUMBER > 3 ORDER BY"
                        + " HEADER_NUMBER DESC, TYPE ASC",
                "SELECT * FROM COMPANY"
            })
    void takesWhatIsKnownToWork(String sql) throws Exception {
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getObject(1)).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            SELECT DISTINCT TYPE FROM AUDIT_HEADER                          | 42S22 | DISTINCT
            SELECT NO_SUCH FROM AUDIT_HEADER                                | 42S22 | NO_SUCH
            SELECT TYPE FROM NO_SUCH                                        | 42S02 | NO_SUCH
            SELECT TYPE FROM STATE                                          | 42S02 | STATE
            SELECT TYPE FROM STANDIN.STATE                                  | 42S02 | STANDIN
            SELECT TYPE FROM AUDIT_HEADER LIMIT 5                           | 42000 | Syntax Error
            SELECT TYPE FROM AUDIT_HEADER WHERE HEADER_NUMBER > 1 OFFSET 5  | 42000 | Syntax Error
            SELECT TYPE FROM AUDIT_HEADER FETCH FIRST 5 ROWS ONLY           | 42000 | Syntax Error
            SELECT TYPE FROM AUDIT_HEADER GROUP BY TYPE                     | 42000 | Invalid Group Specification
            SELECT TYPE FROM AUDIT_HEADER GROUP BY TYPE WHERE TYPE IS NULL  | 42000 | Invalid Group Specification
            SELECT TYPE FROM AUDIT_HEADER WHERE TYPE IS NULL GROUP BY TYPE  | 42000 | Invalid Group Specification
            SELECT TYPE, COUNT(*) FROM AUDIT_HEADER                         | 42000 | Invalid Group Specification
            SELECT SUM(NET_AMOUNT) FROM AUDIT_HEADER                        | 42000 | SUM
            SELECT COUNT(TYPE) FROM AUDIT_HEADER                            | 42000 | Syntax Error
            SELECT UPPER(TYPE) FROM AUDIT_HEADER                            | 42000 | UPPER
            SELECT TYPE FROM AUDIT_HEADER WHERE TYPE = 'SI'                 | 42000 | compared with a string
            SELECT TYPE FROM AUDIT_HEADER WHERE HEADER_NUMBER = '1'         | 42000 | compared with a string
            SELECT TYPE FROM AUDIT_HEADER WHERE TYPE = 1                    | 42000 | compared with a number
            SELECT TYPE FROM AUDIT_HEADER WHERE TYPE LIKE 'S%'              | 42000 | LIKE
            SELECT TYPE FROM AUDIT_HEADER WHERE HEADER_NUMBER IN (1, 2)     | 42000 | IN
            SELECT TYPE FROM AUDIT_HEADER WHERE HEADER_NUMBER BETWEEN 1 AND 2 | 42000 | BETWEEN
            SELECT TYPE FROM AUDIT_HEADER WHERE NOT HEADER_NUMBER = 1       | 42000 | NOT
            SELECT TYPE FROM AUDIT_HEADER WHERE DATE IS NOT NULL            | 42000 | NOT
            SELECT TYPE FROM AUDIT_HEADER WHERE HEADER_NUMBER <> 1          | 42000 | Syntax Error
            SELECT TYPE FROM AUDIT_HEADER WHERE HEADER_NUMBER >= 1          | 42000 | Syntax Error
            SELECT TYPE FROM AUDIT_HEADER WHERE HEADER_NUMBER <= 1          | 42000 | Syntax Error
            SELECT TYPE FROM AUDIT_HEADER WHERE HEADER_NUMBER + 1 = 2       | 42000 | Syntax Error
            SELECT TYPE FROM AUDIT_HEADER WHERE NET_AMOUNT > 1.5            | 42000 | Syntax Error
            SELECT TYPE FROM AUDIT_HEADER WHERE DATE > {ts '2024-01-01 00:00:00'} | 42000 | Syntax Error
            SELECT TYPE FROM AUDIT_HEADER WHERE DATE > '01/02/2024'         | 42000 | is no date
            SELECT TYPE FROM AUDIT_HEADER WHERE DATE > 20240101             | 42000 | compared with a number
            SELECT TYPE FROM AUDIT_HEADER WHERE HEADER_NUMBER = (SELECT 1)  | 42000 | Syntax Error
            SELECT TYPE AS T FROM AUDIT_HEADER                              | 42000 | AS
            SELECT "TYPE" FROM AUDIT_HEADER                                 | 42000 | Syntax Error
            SELECT TYPE, FROM AUDIT_HEADER                                  | 42000 | FROM
            SELECT *, TYPE FROM AUDIT_HEADER                                | 42000 | Syntax Error
            SELECT 1                                                        | 42000 | FROM is missing
            SELECT TYPE FROM AUDIT_HEADER UNION SELECT TYPE FROM AUDIT_SPLIT | 42000 | UNION
            SELECT TYPE FROM AUDIT_HEADER RIGHT JOIN AUDIT_SPLIT ON TYPE = TYPE | 42000 | RIGHT
            SELECT TYPE FROM AUDIT_HEADER; SELECT TYPE FROM AUDIT_SPLIT     | 42000 | ;
            SELECT TYPE FROM AUDIT_HEADER -- all of them                    | 42000 | Syntax Error
            INSERT INTO AUDIT_HEADER (TYPE) VALUES ('SI')                   | 42000 | read-only
            UPDATE AUDIT_HEADER SET TYPE = 'SI'                             | 42000 | read-only
            DELETE FROM AUDIT_HEADER                                        | 42000 | read-only
            DROP TABLE AUDIT_HEADER                                         | 42000 | read-only
            CREATE TABLE MINE (A INTEGER)                                   | 42000 | read-only
            CALL 1                                                          | 42000 | Syntax Error
            SELECT TYPE FROM AUDIT_HEADER WHERE TYPE = ?                    | HY004 | data type
            SELECT TYPE FROM AUDIT_HEADER WHERE HEADER_NUMBER = ?           | 22018 | assignment
            SELECT TYPE FROM AUDIT_HEADER WHERE ? = ?                       | 22018 | assignment
            SELECT TYPE FROM AUDIT_HEADER WHERE DATE = ?                    | 07002 | number of parameters
            """)
    void refusesWhatIsNotKnownToWork(String sql, String state, String text) {
        refused(() -> statement.executeQuery(sql), state, text);
    }

    @Test
    void bindsDatesOnly() throws Exception {
        String sql = "SELECT COUNT(*) FROM AUDIT_HEADER WHERE DATE > ? AND DATE < ?";
        try (PreparedStatement prepared = connection.prepareStatement(sql)) {
            prepared.setDate(1, Date.valueOf("2024-02-01"));
            prepared.setObject(2, LocalDate.of(2024, 6, 1));
            try (ResultSet rows = prepared.executeQuery()) {
                rows.next();
                assertThat(rows.getInt(1)).isPositive();
            }
            refused(() -> prepared.setString(1, "2024-02-01"), "HY004", "data type");
            refused(() -> prepared.setObject(1, "2024-02-01"), "HY004", "data type");
            refused(() -> prepared.setInt(1, 5), "22018", "assignment");
            refused(() -> prepared.setLong(1, 5), "22018", "assignment");
            refused(() -> prepared.setObject(1, 5), "22018", "assignment");
            refused(() -> prepared.setTimestamp(1, new Timestamp(0)), "IM001", "setTimestamp");
            prepared.clearParameters();
            refused(prepared::executeQuery, "07002", "number of parameters");
        }
    }

    @Test
    void hasNoTimeoutNoTransactionsAndNoSecondResult() throws Exception {
        refused(() -> statement.setQueryTimeout(5), "HY092", "Invalid attribute");
        refused(() -> connection.setAutoCommit(false), "IM001", "transactions");
        refused(() -> connection.commit(), "IM001", "commit");
        refused(() -> connection.rollback(), "IM001", "rollback");
        refused(() -> statement.cancel(), "IM001", "cancel");
        refused(() -> statement.executeUpdate("DELETE FROM BANK"), "42000", "read-only");
        assertThat(connection.isReadOnly()).isTrue();
        try (Statement second = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT NAME FROM BANK")) {
            refused(() -> second.executeQuery("SELECT NAME FROM COMPANY"), "HY000", "busy");
            assertThat(rows.next()).isTrue();
        }
        assertThat(statement.getMoreResults()).isFalse();
        refused(
                () ->
                        connection.createStatement(
                                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY),
                "IM001",
                "scrollable");
    }

    @Test
    void endsAResultThatWasReadToItsEndOrWhoseStatementRunsAgain() throws Exception {
        try (Statement second = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT NAME FROM COMPANY");
            while (rows.next()) {
                assertThat(rows.getString(1)).isNotEmpty();
            }
            rows.close();
            assertThat(second.executeQuery("SELECT NAME FROM BANK").next()).isTrue();
            assertThat(second.executeQuery("SELECT NAME FROM BANK").next()).isTrue();
        }
        assertThat(statement.executeQuery("SELECT NAME FROM BANK").next()).isTrue();
    }

    @Test
    void showsTablesWithoutKeysAndColumnsAsJdbcWantsThem() throws Exception {
        try (ResultSet tables = connection.getMetaData().getTables(null, null, "%", null)) {
            int count = 0;
            while (tables.next()) {
                count++;
                assertThat(tables.getString("TABLE_TYPE")).isEqualTo("TABLE");
            }
            assertThat(count).isEqualTo(36);
        }
        try (ResultSet c = connection.getMetaData().getColumns(null, null, "AUDIT_SPLIT", "%")) {
            int position = 0;
            while (c.next()) {
                assertThat(c.getString("TABLE_NAME")).isEqualTo("AUDIT_SPLIT");
                assertThat(c.getInt("ORDINAL_POSITION")).isEqualTo(++position);
                switch (c.getString("COLUMN_NAME")) {
                    case "NET_AMOUNT" -> {
                        assertThat(c.getInt("DATA_TYPE")).isEqualTo(java.sql.Types.DOUBLE);
                        assertThat(c.getInt("DECIMAL_DIGITS")).isEqualTo(2);
                    }
                    case "SPLIT_NUMBER" ->
                            assertThat(c.getInt("DATA_TYPE")).isEqualTo(java.sql.Types.INTEGER);
                    case "VAT_FLAG_CODE" ->
                            assertThat(c.getInt("DATA_TYPE")).isEqualTo(java.sql.Types.TINYINT);
                    case "RECORD_MODIFY_DATE" ->
                            assertThat(c.getString("IS_NULLABLE")).isEqualTo("NO");
                    default -> assertThat(c.getInt("COLUMN_SIZE")).isPositive();
                }
            }
            assertThat(position).isEqualTo(72);
        }
        try (ResultSet text =
                connection.getMetaData().getColumns(null, null, "INVOICE_ITEM", "TEXT")) {
            assertThat(text.next()).isTrue();
            assertThat(text.getInt("DATA_TYPE")).isEqualTo(java.sql.Types.LONGVARCHAR);
        }
        refused(
                () -> connection.getMetaData().getPrimaryKeys(null, null, "BANK"),
                "IM001",
                "getPrimaryKeys");
        refused(
                () -> connection.getMetaData().getImportedKeys(null, null, "BANK"),
                "IM001",
                "getImportedKeys");
        try (ResultSet index =
                connection.getMetaData().getIndexInfo(null, null, "BANK", false, true)) {
            assertThat(index.next()).isFalse();
        }
        assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("Sterling");
        assertThat(connection.getMetaData().getDatabaseProductVersion()).startsWith("34.");
    }

    @Test
    void takesUnderscoreForAnyCharacterInTableNames() throws Exception {
        try (ResultSet c = connection.getMetaData().getColumns(null, null, "CAT______", "%")) {
            assertThat(c.next()).isTrue();
            assertThat(c.getString("TABLE_NAME")).isEqualTo("CAT_TITLE");
        }
        try (ResultSet c = connection.getMetaData().getTables(null, null, "CAT\\______", null)) {
            assertThat(c.next()).isTrue();
            assertThat(c.next()).isFalse();
        }
    }

    @Test
    void answersValuesInTheTypesThatItReports() throws Exception {
        try (ResultSet rows =
                statement.executeQuery(
                        "SELECT HEADER_NUMBER, GROSS_AMOUNT, DATE, RECORD_MODIFY_DATE, DETAILS,"
                                + " DELETED_FLAG FROM AUDIT_HEADER WHERE HEADER_NUMBER = 1")) {
            assertThat(rows.getMetaData().getColumnType(2)).isEqualTo(java.sql.Types.DOUBLE);
            assertThat(rows.getMetaData().getColumnType(6)).isEqualTo(java.sql.Types.SMALLINT);
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(1);
            assertThat(rows.getObject(2)).isEqualTo(1234.56);
            assertThat(rows.getDouble(2)).isEqualTo(1234.56);
            assertThat(rows.getDate(3)).isEqualTo(Date.valueOf("2024-01-01"));
            assertThat(rows.getObject(3, LocalDate.class)).isEqualTo("2024-01-01");
            assertThat(rows.getObject(4, LocalDateTime.class)).isAfter("2024-01-01T00:00:00");
            assertThat(rows.getTimestamp(4)).isAfter("2024-01-01");
            assertThat(rows.getString(5)).isEqualTo("Opening Balance");
            assertThat(rows.getShort(6)).isZero();
        }
        try (ResultSet rows =
                statement.executeQuery(
                        "SELECT HEADER_NUMBER, DATE FROM AUDIT_HEADER WHERE DATE" + " IS NULL")) {
            rows.next();
            assertThat(rows.getDate(2)).isNull();
            assertThat(rows.wasNull()).isTrue();
            assertThat(rows.getObject(2, LocalDate.class)).isNull();
        }
    }

    @Test
    void leavesTrailingBlanksAndAccentsAsTheyAre() throws Exception {
        boolean blanks = false;
        boolean accents = false;
        try (ResultSet rows = statement.executeQuery("SELECT NAME FROM SALES_LEDGER")) {
            while (rows.next()) {
                blanks |= rows.getString(1).equals("Patterson & Grainger  ");
                accents |= rows.getString(1).equals("Bright’s Café & Bar");
            }
        }
        assertThat(blanks).isTrue();
        assertThat(accents).isTrue();
    }

    @Test
    void saysWhyNobodyCanLogOn() throws Exception {
        Properties wrong = new Properties();
        wrong.put("user", company.user());
        wrong.put("password", "wrong");
        refused(() -> new StandInDriver().connect(company.url(), wrong), "28000", "password");
        company.exclusive(true);
        refused(company::connect, "HY000", "Program is in exclusive mode. Logon cannot proceed");
        assertThatCode(() -> statement.executeQuery("SELECT NAME FROM BANK").close())
                .as("who is in stays in")
                .doesNotThrowAnyException();
        company.exclusive(false);
        company.inUse(true);
        refused(company::connect, "HY000", "Username is already in use");
        company.inUse(false);
        company.connect().close();
        Properties right = new Properties();
        right.put("user", company.user());
        right.put("password", company.password());
        refused(
                () ->
                        new StandInDriver()
                                .connect(company.url().replace("/company", "/elsewhere"), right),
                "HY000",
                "Cannot find the data path");
    }

    @Test
    void cannotBeGoneRound() {
        refusedByH2(company.user(), company.password());
    }

    private static void refusedByH2(String user, String password) {
        String url = company.url().replace("jdbc:fairlead-demo:", "jdbc:h2:tcp:");
        assertThatThrownBy(() -> DriverManager.getConnection(url, user, password))
                .hasMessageContaining("Wrong user name or password");
    }

    @Test
    void vanishesInTheMiddleOfAReadAndReturns() throws Exception {
        ResultSet rows =
                statement.executeQuery("SELECT SPLIT_NUMBER, NOMINAL_CODE FROM AUDIT_JOURNAL");
        rows.next();
        company.vanish();
        refused(
                () -> {
                    while (rows.next()) {
                        assertThat(rows.getInt(1)).isPositive();
                    }
                },
                "08S01",
                "Communication link failure");
        refused(() -> company.connect(), "08S01", "Communication link failure");
        assertThat(connection.isValid(1)).isFalse();
        company.returnBack();
        try (Connection again = company.connect();
                Statement select = again.createStatement();
                ResultSet count = select.executeQuery("SELECT COUNT(*) FROM AUDIT_HEADER")) {
            count.next();
            assertThat(count.getInt(1)).isEqualTo(1_500);
        }
    }

    @Test
    void isAsSlowAsItIsTold() throws Exception {
        company.slow(300);
        try (Connection slow = company.connect();
                Statement select = slow.createStatement()) {
            long start = System.nanoTime();
            try (ResultSet rows = select.executeQuery("SELECT SPLIT_NUMBER FROM AUDIT_SPLIT")) {
                int read = 0;
                while (rows.next()) {
                    read++;
                }
                assertThat(read).isGreaterThan(2_000);
            }
            assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThanOrEqualTo(900);
        }
    }

    @Test
    void isOfferedAsADataSourceFactory() throws Exception {
        Properties properties = new Properties();
        properties.put("url", company.url());
        properties.put("user", company.user());
        properties.put("password", company.password());
        DataSource source = new StandInDataSourceFactory().createDataSource(properties);
        try (Connection one = source.getConnection();
                Connection two = source.getConnection(company.user(), company.password())) {
            assertThat(one.isValid(1)).isTrue();
            assertThat(two.isValid(1)).isTrue();
        }
        assertThat(source.toString()).doesNotContain(company.password());
        assertThatThrownBy(() -> new StandInDataSourceFactory().createDataSource(new Properties()))
                .hasMessageContaining("jdbc:fairlead-demo://");
    }
}
