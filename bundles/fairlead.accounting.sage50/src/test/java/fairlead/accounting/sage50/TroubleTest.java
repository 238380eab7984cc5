package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.AccountingException.Kind;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.Slice;
import fairlead.demo.DemoCompany;
import fairlead.demo.standin.StandInDataSourceFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is said in one plain sentence, and its kind says whether waiting helps. */
class TroubleTest {
    @TempDir static Path directory;
    private static DemoCompany company;
    private final Sage50Package sage = Fixture.today();

    {
        sage.drivers = List.of(new StandInDataSourceFactory());
    }

    @BeforeAll
    static void serve() throws Exception {
        company = DemoCompany.create(directory, 120, 5);
    }

    @AfterAll
    static void close() {
        company.close();
    }

    private AccountingException opening(String url, String password) {
        AccountingException e =
                catchThrowableOfType(
                        AccountingException.class,
                        () ->
                                sage.open(
                                        new CompanyAddress(
                                                url, company.user(), password.toCharArray())));
        assertThat(e).hasMessageEndingWith(".").hasMessageNotContaining("SQLException");
        if (!password.isEmpty()) {
            assertThat(e.getMessage()).doesNotContain(password);
        }
        return e;
    }

    @Test
    void aWrongPasswordIsForAPerson() {
        assertThat(opening(company.url(), "wrong one").kind()).isEqualTo(Kind.CREDENTIALS);
    }

    @Test
    void exclusiveModeAndAUserInUsePass() throws Exception {
        company.exclusive(true);
        try {
            assertThat(opening(company.url(), company.password()).kind()).isEqualTo(Kind.BUSY);
        } finally {
            company.exclusive(false);
        }
        company.inUse(true);
        try {
            assertThat(opening(company.url(), company.password()).kind()).isEqualTo(Kind.BUSY);
        } finally {
            company.inUse(false);
        }
    }

    @Test
    void aPlaceWithoutACompanyIsForAPerson() {
        String elsewhere = company.url().replace("/company", "/nothing");
        assertThat(opening(elsewhere, company.password()).kind()).isEqualTo(Kind.NO_COMPANY);
    }

    @Test
    void aDataDirectoryNeedsTheBundleForOdbc() {
        String path = "C:\\ProgramData\\Sage\\COMPANY.000";
        sage.here = new FakePc().company(path);
        AccountingException e = opening(path, "");
        assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(e).hasMessageContaining("ODBC").hasMessageContaining("ACCDATA");
        assertThat(opening("jdbc:other:thing", "").kind()).isEqualTo(Kind.UNSUPPORTED);
    }

    @Test
    void aCompanyThatVanishesMidReadMayComeBack() throws Exception {
        try (CompanySession session =
                sage.open(
                        new CompanyAddress(
                                company.url(), company.user(), company.password().toCharArray()))) {
            var mark = session.mark();
            company.vanish();
            try {
                assertThatThrownBy(
                                () ->
                                        session.read(
                                                Slice.whole("customers"),
                                                mark,
                                                new Read(),
                                                Read.GO))
                        .isInstanceOfSatisfying(
                                AccountingException.class,
                                e -> assertThat(e.passes()).as(e.toString()).isTrue());
            } finally {
                company.returnBack();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "28000, Invalid user name or password, CREDENTIALS",
        "28000, Invalid user name, CREDENTIALS",
        "28000, Invalid password, CREDENTIALS",
        "HY000, Program is in exclusive mode. Logon cannot proceed, BUSY",
        "HY000, Username is already in use, BUSY",
        "08S01, Communication link failure, UNAVAILABLE",
        "HYT00, Timeout expired, UNAVAILABLE",
        "HY008, Operation canceled, UNAVAILABLE",
        "22001, String data right truncated, UNAVAILABLE",
        "22000, Numeric value out of range, UNAVAILABLE",
        "HY000, Wrong version of data, UNSUPPORTED",
        "IM002, Data source name not found, UNSUPPORTED",
        "IM003, Specified driver could not be loaded due to system error 126, UNSUPPORTED",
        "IM014, The specified DSN contains an architecture mismatch, UNSUPPORTED",
        "01000, Can't open lib 'libsage.so' : file not found, UNSUPPORTED",
        "HY000, Cannot find the data path, NO_COMPANY",
        "42000, Syntax Error, FAILED",
        "HY000, something new, FAILED"
    })
    void eachStateHasItsKind(String state, String message, Kind kind) {
        assertThat(Trouble.of(new SQLException("[Sage][Sterling] " + message, state)).kind())
                .isEqualTo(kind);
    }

    @Test
    void eachCauseHasASentenceOfItsOwn() {
        List<String> sentences =
                Stream.of(
                                new SQLException("Invalid user name or password", "28000"),
                                new SQLException("Invalid user name", "28000"),
                                new SQLException("Invalid password", "28000"),
                                new SQLException("Cannot find the data path", "HY000"),
                                new SQLException("Wrong version of data", "HY000"),
                                new SQLException("Data source name not found", "IM002"),
                                new SQLException("system error  126: a module is gone", "IM003"),
                                new SQLException("architecture mismatch", "IM014"),
                                new SQLException(
                                        "This machine has no ODBC driver manager: x", "IM003"),
                                new SQLException("Program is in exclusive mode", "HY000"),
                                new SQLException("Communication link failure", "08S01"),
                                new SQLException(
                                        "The process for the ODBC driver cannot be started: no",
                                        "08001"),
                                new SQLException(
                                        "The process of the ODBC driver has ended.", "08S01"),
                                new SQLException("The ODBC driver gave no answer", "HYT00"),
                                new SQLException("It was to stop", "HY008"),
                                new SQLException("A text is longer", "22001"),
                                new SQLException("out of range", "22000"),
                                new SQLException("Username is already in use", "HY000"))
                        .map(e -> Trouble.of(e).getMessage())
                        .toList();
        assertThat(sentences)
                .doesNotHaveDuplicates()
                .allMatch(s -> s.endsWith(".") && !s.substring(0, s.length() - 1).contains(". "));
    }

    @ParameterizedTest
    @CsvSource({
        "IM014, The specified DSN contains an architecture mismatch",
        "IM003, Specified driver could not be loaded due to system error  193: (SDBC.DLL)",
        "01000, Can't open lib 'sdbc.so' : wrong ELF class: ELFCLASS32"
    })
    void aDriverOfOtherBitsIsCalledThat(String state, String message) {
        assertThat(Trouble.of(new SQLException(message, state)))
                .hasMessageContaining("32-bit")
                .hasMessageNotContaining("not installed");
    }

    @ParameterizedTest
    @CsvSource({"25.0, true", "26.0, false", "31.2.1, false", "32.0, false", "34.0.23.0, false"})
    void versionsThatAreTooOldAreRefused(String number, boolean refused) {
        SageVersion version = new SageVersion("Sterling", number);
        if (refused) {
            assertThatThrownBy(version::require)
                    .hasMessageContaining("v25")
                    .hasMessageEndingWith(".");
        } else {
            assertThat(version.text())
                    .isEqualTo("v" + number.substring(0, 2) + " (UK & Ireland edition)");
        }
        assertThat(version.warnings().isEmpty()).isEqualTo(number.compareTo("32") >= 0);
    }
}
