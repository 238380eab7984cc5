package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.Discovery;
import fairlead.accounting.api.Discovery.FoundCompany;
import fairlead.accounting.api.Discovery.InstalledDriver;
import fairlead.accounting.api.Discovery.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found on a PC before anybody logs on. */
class DiscoveryTest {
    private static final String VIEW64 =
            """

            HKEY_LOCAL_MACHINE\\SOFTWARE\\ODBC\\ODBCINST.INI\\ODBC Drivers
                SQL Server    REG_SZ    Installed
                Sage Line 50 v32    REG_SZ    Installed
                Sage Line 50 v34    REG_SZ    Installed
                Sage Line 50 v31    REG_SZ    Removed

            """;
    private static final String VIEW32 =
            """

            HKEY_LOCAL_MACHINE\\SOFTWARE\\ODBC\\ODBCINST.INI\\ODBC Drivers
                Sage Line 50 v27    REG_SZ    Installed
                Microsoft Access Driver (*.mdb)    REG_SZ    Installed
            """;

    private final FakePc pc = new FakePc();

    private Discovery discover() throws Exception {
        Sage50Package sage = Fixture.today();
        sage.here = pc;
        return sage.discover(() -> {});
    }

    @Test
    void driversOfBothRegistryViewsTheUsableAndNewestFirst() {
        assertThat(InstalledDrivers.ofRegistry(VIEW64, VIEW32))
                .containsExactly(
                        new InstalledDriver("Sage Line 50 v34", 64, true),
                        new InstalledDriver("Sage Line 50 v32", 64, true),
                        new InstalledDriver("Sage Line 50 v27", 32, false));
        assertThat(InstalledDrivers.ofRegistry("", "")).isEmpty();
    }

    @Test
    void driversOfOdbcinst() {
        String ini =
                """
                [ODBC]
                Trace=No
                [SQLite3]
                Driver=libsqlite3odbc.so
                [sage line 50 V33]
                Description = a stand-in
                Driver64 = /usr/lib/sage.so
                Driver = /usr/lib/sage.so
                [Sage Line 50 v30]
                Description = without a library
                """;
        assertThat(InstalledDrivers.ofIni(ini))
                .containsExactly(new InstalledDriver("sage line 50 V33", 64, true));
    }

    @Test
    void mappedDrivesOfTheRegistry() {
        String printed =
                """

                HKEY_CURRENT_USER\\Network\\S
                    RemotePath    REG_SZ    \\\\server\\Sage Data
                    UserName    REG_DWORD    0x0
                    Empty    REG_SZ

                HKEY_CURRENT_USER\\Network\\z
                    RemotePath    REG_SZ    \\\\nas\\books
                """;
        assertThat(ThisPc.mapped(printed))
                .isEqualTo(Map.of("S", "\\\\server\\Sage Data", "Z", "\\\\nas\\books"));
    }

    @Test
    void companiesOfEveryVersionOnceTheNewestFirst() throws Exception {
        pc.mapped.put("S", "\\\\server\\sage");
        pc.file(
                        FakePc.ROOT + "\\2026\\COMPANY",
                        "C:\\ProgramData\\Sage\\Accounts\\2026\\Company.000\\",
                        "",
                        "s:\\Harbour\\Company.001",
                        "\\\\nas\\books\\Company.002\\ACCDATA")
                .file(FakePc.ROOT + "\\v34\\COMPANY", "\\\\NAS\\Books\\Company.002")
                .company(FakePc.ROOT + "\\2026\\Company.000")
                .company("\\\\server\\sage\\Harbour\\Company.001")
                .company(FakePc.ROOT + "\\v34\\DemoData")
                .company(FakePc.ROOT + "\\v34\\PracticeData")
                .file(FakePc.ROOT + "\\Backups\\COMPANY", "C:\\nothing");
        String v34 = FakePc.ROOT + "\\v34";
        assertThat(discover().companies())
                .containsExactly(
                        found("\\\\NAS\\Books\\Company.002", "v34", Kind.BOOKS, false),
                        found(v34 + "\\DemoData", "v34", Kind.DEMO, true),
                        found(v34 + "\\PracticeData", "v34", Kind.PRACTICE, true),
                        found(FakePc.ROOT + "\\2026\\Company.000", "v32", Kind.BOOKS, true),
                        found("\\\\server\\sage\\Harbour\\Company.001", "v32", Kind.BOOKS, true));
    }

    private static FoundCompany found(String path, String version, Kind kind, boolean there) {
        return new FoundCompany(path + "\\ACCDATA", "Sage 50 " + version, kind, there);
    }

    @Test
    void whatIsInTheWayIsSaid() throws Exception {
        assertThat(discover().notes())
                .hasSize(2)
                .anyMatch(note -> note.contains("not installed"))
                .anyMatch(note -> note.contains("Help > About"));
        pc.drivers.add(new InstalledDriver("Sage Line 50 v27", 32, false));
        assertThat(discover().notes()).anyMatch(note -> note.contains("32-bit programs"));
        pc.drivers.add(new InstalledDriver("Sage Line 50 v34", 64, true));
        pc.file(FakePc.ROOT + "\\v34\\COMPANY", "D:\\Books");
        assertThat(discover().notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "C:\\Books\\Company.000,C:\\Books\\Company.000\\ACCDATA",
                "C:\\Books\\Company.000\\,C:\\Books\\Company.000\\ACCDATA",
                "C:\\Books\\Company.000\\ACCDATA,C:\\Books\\Company.000\\ACCDATA",
                "C:\\Books\\Company.000\\accdata\\,C:\\Books\\Company.000\\accdata",
                "|  \"C:\\Books\\Company.000\" |,C:\\Books\\Company.000\\ACCDATA",
                "C:/Books/Company.000/,C:\\Books\\Company.000\\ACCDATA"
            })
    void aPastedPathMeansItsDataFolder(String pasted, String means) throws Exception {
        pc.company("C:\\Books\\Company.000").file("C:\\Books\\Company.000\\accdata\\SETUP.DTA");
        assertThat(DataPath.find(pasted, pc)).isEqualTo(means);
    }

    @Test
    void eachWrongPathIsToldApart() {
        pc.file("C:\\Empty\\readme.txt").unreadable("C:\\Locked\\ACCDATA\\SETUP.DTA");
        assertThat(refusal("C:\\Nowhere")).contains("does not exist");
        assertThat(refusal("C:\\Empty")).contains("no ACCDATA");
        assertThat(refusal("C:\\Locked")).contains("SETUP.DTA").contains("not be read");
    }

    private String refusal(String path) {
        Sage50Package sage = Fixture.today();
        sage.here = pc;
        CompanyAddress address = new CompanyAddress(path, "MANAGER", new char[0]);
        String[] said = {""};
        assertThatThrownBy(() -> sage.check(address, () -> {}))
                .isInstanceOfSatisfying(
                        AccountingException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(AccountingException.Kind.NO_COMPANY);
                            assertThat(e).hasMessageEndingWith(".");
                            said[0] = e.getMessage();
                        });
        return said[0];
    }

    @Test
    void aFolderOfThisDiskIsLookedAt(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectories(folder.resolve("Company.000").resolve("ACCDATA"));
        Files.writeString(data.resolve("SETUP.DTA"), "x");
        Files.write(
                folder.resolve("COMPANY"),
                "/b\u00fccher\r\n".getBytes(StandardCharsets.ISO_8859_1));
        ThisPc here = new ThisPc();
        assertThat(DataPath.find(folder.resolve("Company.000") + "/", here))
                .isEqualTo(data.toString());
        assertThat(here.lines(folder.resolve("COMPANY").toString()))
                .isEqualTo(List.of("/b\u00fccher"));
        assertThat(here.folders(folder.toString())).containsExactly("Company.000");
        assertThat(here.folders(folder + "/none")).isEmpty();
        assertThat(here.isFolder("\0")).isFalse();
    }
}
