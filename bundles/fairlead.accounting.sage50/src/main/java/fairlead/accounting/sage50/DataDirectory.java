package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.AccountingException.Kind;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** Makes an address for Sage's own ODBC driver of a company's data directory. */
final class DataDirectory {
    /** What the driver for ODBC takes; its connection text follows. */
    static final String ODBC = "jdbc:fairlead-odbc:";

    private DataDirectory() {}

    /**
     * With the newest of Sage's drivers on this PC that 64-bit programs can use; UseDataPath=No
     * lets the directory win over the one that the driver was set up with.
     */
    static String url(Driver odbc, String directory, Surroundings here)
            throws AccountingException, SQLException {
        if (directory.indexOf(';') >= 0) {
            throw new AccountingException(
                    Kind.UNSUPPORTED,
                    "A data directory with a semicolon in its name cannot be read: "
                            + directory
                            + ".");
        }
        String sage =
                installed(odbc)
                        .filter(name -> InstalledDrivers.version(name).isPresent())
                        .max(Comparator.comparingInt(n -> InstalledDrivers.version(n).orElse(0)))
                        .orElseThrow(
                                () ->
                                        new AccountingException(
                                                Kind.UNSUPPORTED,
                                                InstalledDrivers.missing(here.drivers())));
        return ODBC + "Driver={" + sage + "};DIR=" + directory + ";UseDataPath=No";
    }

    private static Stream<String> installed(Driver odbc) throws SQLException {
        Optional<DriverPropertyInfo> drivers =
                Arrays.stream(odbc.getPropertyInfo(ODBC, new Properties()))
                        .filter(property -> property.name.equals("Driver"))
                        .findFirst();
        return drivers.stream().flatMap(property -> Arrays.stream(property.choices));
    }
}
