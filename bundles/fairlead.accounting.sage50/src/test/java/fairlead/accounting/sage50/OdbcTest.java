package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SliceState;
import fairlead.demo.DemoCompany;
import fairlead.demo.standin.StandInDataSourceFactory;
import fairlead.odbc.OdbcDataSourceFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same company through the stand-in and, copied into SQLite, through ODBC. */
class OdbcTest {
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
            Path file = directory.resolve("company.db");
            try (Connection all = company.connect()) {
                SqliteCopy.copy(all, file);
            }
            Sage50Package sage = Fixture.today();
            sage.drivers = List.of(new StandInDataSourceFactory(), odbc);
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
                assertThat(actual.findings(other.oddities()))
                        .isEqualTo(expected.findings(one.oddities()));
                assertThat(actual.pin()).isEqualTo(expected.pin());
            }
            assertThat(sage.check(sqlite, Read.GO).transactions())
                    .isEqualTo(sage.check(standIn, Read.GO).transactions());
        }
    }
}
