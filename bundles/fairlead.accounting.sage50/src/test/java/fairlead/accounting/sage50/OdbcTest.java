package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanyCheck;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SliceState;
import fairlead.demo.DemoCompany;
import fairlead.demo.standin.StandInDataSourceFactory;
import fairlead.odbc.OdbcDataSourceFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same company through the stand-in and, copied into SQLite, through ODBC. */
class OdbcTest {
    private static final String HISTORY = "AUDIT_HISTORY_JOURNAL";
    private static final String WANTED =
            "apt-get install -y unixodbc libsqliteodbc brings what this test needs";

    @TempDir Path directory;

    private static Path jar(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void needSqlite(OdbcDataSourceFactory odbc) {
        try {
            assumeTrue(
                    Arrays.asList(
                                    odbc.createDriver(null)
                                            .getPropertyInfo("", new Properties())[0]
                                            .choices)
                            .contains("SQLite3"),
                    WANTED);
        } catch (SQLException e) {
            assumeTrue(false, WANTED);
        }
    }

    private static List<String> said(Collection<SliceState> states) {
        return states.stream()
                .map(s -> s.slice() + " " + s.checksum() + " " + Arrays.toString(s.keys()))
                .toList();
    }

    @Test
    void giveTheSameRecordsByteForByte() throws Exception {
        try (OdbcDataSourceFactory odbc =
                        OdbcDataSourceFactory.standalone(
                                directory.resolve("odbc"),
                                List.of(jar(OdbcDataSourceFactory.class), jar(Library.class)));
                DemoCompany company = DemoCompany.create(directory.resolve("demo"), 200, 7)) {
            needSqlite(odbc);
            assertThat(company.clear()).as("cleared transactions").isPositive();
            Path file = directory.resolve("company.db");
            try (Connection all = company.connect()) {
                SqliteCopy.copy(all, file);
            }
            Sage50Package sage = Fixture.today();
            List<Ear.Question> asked = new ArrayList<>();
            sage.drivers =
                    List.of(
                            new StandInDataSourceFactory(),
                            Ear.driver(() -> Ear.listening(odbc.createDriver(null), asked)));
            CompanyAddress standIn =
                    new CompanyAddress(
                            company.url(), company.user(), company.password().toCharArray());
            CompanyAddress sqlite =
                    new CompanyAddress(
                            "jdbc:fairlead-odbc:Driver={SQLite3};Database=" + file,
                            "MANAGER",
                            new char[0]);
            try (CompanySession expected = sage.open(standIn);
                    CompanySession actual = sage.open(sqlite)) {
                Read one = Read.all(expected);
                Read other = Read.all(actual);
                assertThat(other.contents).isEqualTo(one.contents);
                assertThat(said(other.states.values()))
                        .as("checksums and keys")
                        .isEqualTo(said(one.states.values()));
                assertThat(other.mark).isEqualTo(one.mark);
                for (DataType type : sage.info().types()) {
                    assertThat(other.of(type)).as(type.key()).isNotEmpty();
                }
                assertThat(said(actual.sweep(other.plan, other.mark, Read.GO)))
                        .as("the sweep")
                        .isEqualTo(said(expected.sweep(one.plan, one.mark, Read.GO)));
                assertThat(asked).anyMatch(q -> q.rows > 1 && q.sql.contains(HISTORY));
                List<Ear.Question> first = List.copyOf(asked);
                asked.clear();
                assertThat(said(actual.sweep(other.plan, other.mark, Read.GO)))
                        .as("the second look")
                        .isEqualTo(said(expected.sweep(one.plan, one.mark, Read.GO)));
                assertThat(asked)
                        .as("counts and latest stamps, and no row")
                        .anyMatch(q -> q.sql.startsWith("SELECT COUNT(*) FROM " + HISTORY))
                        .anyMatch(q -> q.sql.startsWith("SELECT MAX(") && q.sql.contains(HISTORY))
                        .noneMatch(q -> q.rows > 1 && q.sql.contains(" AUDIT_"));
                assertThat(actual.findings(other.oddities()))
                        .isEqualTo(expected.findings(one.oddities()));
                assertThat(actual.pin()).isEqualTo(expected.pin());
                asked.addAll(first);
            }
            CompanyCheck check = sage.check(sqlite, Read.GO);
            assertThat(check)
                    .usingRecursiveComparison()
                    .comparingOnlyFields("pin", "transactions", "lastTransaction")
                    .isEqualTo(sage.check(standIn, Read.GO));
            assertThat(check.lastTransaction()).isPresent();
            Set<String> distinct = asked.stream().map(q -> q.sql).collect(Collectors.toSet());
            assertThat(distinct).hasSizeGreaterThan(100).anyMatch(sql -> sql.contains("{d '"));
            try (Connection strict = company.connect();
                    Statement statement = strict.createStatement()) {
                for (String sql : distinct) {
                    statement.executeQuery(sql).close(); // SQLite takes anything, Sage does not
                }
            }
        }
    }

    @Test
    void aProcessThatCannotBeStartedHasASentence() throws Exception {
        Path file = Files.createFile(directory.resolve("no directory"));
        try (OdbcDataSourceFactory odbc =
                OdbcDataSourceFactory.standalone(file, List.of(jar(Library.class)))) {
            assertThat(trouble(odbc)).contains("cannot start").contains("data directory");
        }
        try (OdbcDataSourceFactory odbc = // whose bundle's jar is missing
                OdbcDataSourceFactory.standalone(
                        directory.resolve("odbc"), List.of(jar(Library.class)))) {
            assertThat(trouble(odbc)).contains("cannot start");
        }
    }

    private static String trouble(OdbcDataSourceFactory odbc) {
        Sage50Package sage = Fixture.today();
        sage.drivers = List.of(odbc);
        AccountingException e =
                catchThrowableOfType(
                        AccountingException.class,
                        () ->
                                sage.open(
                                        new CompanyAddress(
                                                "jdbc:fairlead-odbc:DSN=none", "", new char[0])));
        assertThat(e.passes()).isTrue();
        return e.getMessage();
    }

    @Test
    void aCrashOfTheDriverHasASentence() throws Exception {
        try (OdbcDataSourceFactory odbc =
                OdbcDataSourceFactory.standalone(
                        directory.resolve("odbc"),
                        List.of(jar(OdbcDataSourceFactory.class), jar(Library.class)))) {
            needSqlite(odbc);
            try (Connection connection =
                    odbc.createDriver(null)
                            .connect(
                                    "jdbc:fairlead-odbc:Driver={SQLite3};Database="
                                            + directory.resolve("empty.db"),
                                    new Properties())) {
                ProcessHandle.current()
                        .children()
                        .filter(p -> p.info().commandLine().orElse("").contains("ChildMain"))
                        .forEach(ProcessHandle::destroyForcibly);
                Source source = new Source(connection, new Repairs(Fixture.CLOCK));
                assertThatThrownBy(() -> source.has("COMPANY"))
                        .isInstanceOf(AccountingException.class)
                        .hasMessageContaining("broke down");
            }
        }
    }
}
