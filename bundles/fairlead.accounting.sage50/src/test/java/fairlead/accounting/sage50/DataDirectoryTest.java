package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Discovery.InstalledDriver;
import java.lang.reflect.Proxy;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import org.junit.jupiter.api.Test;

class DataDirectoryTest {
    private static final String DIRECTORY = "C:\\ProgramData\\Sage\\Accounts\\2025\\ACCDATA";

    private static Driver installed(String... drivers) {
        DriverPropertyInfo info = new DriverPropertyInfo("Driver", "");
        info.choices = drivers;
        return (Driver)
                Proxy.newProxyInstance(
                        DataDirectoryTest.class.getClassLoader(),
                        new Class<?>[] {Driver.class},
                        (self, method, arguments) -> new DriverPropertyInfo[] {info});
    }

    @Test
    void theNewestOfSagesDriversReadsADataDirectory() throws Exception {
        Driver odbc =
                installed("SQL Server", "Sage Line 50 v9", "sage line 50 v34", "Sage Line 50 v31");
        assertThat(DataDirectory.url(odbc, DIRECTORY, new FakePc()))
                .isEqualTo(
                        "jdbc:fairlead-odbc:Driver={sage line 50 v34};DIR="
                                + DIRECTORY
                                + ";UseDataPath=No");
    }

    @Test
    void aMissingDriverIsSaid() {
        assertThatThrownBy(
                        () -> DataDirectory.url(installed("SQL Server"), DIRECTORY, new FakePc()))
                .isInstanceOf(AccountingException.class)
                .hasMessageContaining("not installed")
                .hasMessageEndingWith(".");
    }

    @Test
    void aDriverForOnly32BitsIsSaid() {
        FakePc pc = new FakePc();
        pc.drivers.add(new InstalledDriver("Sage Line 50 v27", 32, false));
        assertThatThrownBy(() -> DataDirectory.url(installed(), DIRECTORY, pc))
                .isInstanceOf(AccountingException.class)
                .hasMessageContaining("Only")
                .hasMessageContaining("32-bit")
                .hasMessageContaining("v27")
                .hasMessageEndingWith(".");
    }

    @Test
    void aDirectoryCannotAddToTheConnectionText() {
        assertThatThrownBy(
                        () ->
                                DataDirectory.url(
                                        installed("Sage Line 50 v34"),
                                        "C:\\A;UseDataPath=Yes",
                                        new FakePc()))
                .isInstanceOf(AccountingException.class)
                .hasMessageContaining("semicolon");
    }
}
