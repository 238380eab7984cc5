package fairlead.accounting.sage50;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import fairlead.odbc.OdbcDataSourceFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** SQLite's ODBC driver, which reads what {@link SqliteCopy} made. */
public final class SqliteOdbc {
    private SqliteOdbc() {}

    /** The driver by fairlead.odbc; a test that asks for it is skipped where SQLite's is none. */
    static OdbcDataSourceFactory odbc(Path directory) throws SQLException, URISyntaxException {
        OdbcDataSourceFactory odbc =
                OdbcDataSourceFactory.standalone(
                        directory, List.of(jar(OdbcDataSourceFactory.class), jar(Library.class)));
        DriverPropertyInfo[] drivers =
                odbc.createDriver(null).getPropertyInfo("", new Properties());
        assumeTrue(
                List.of(drivers[0].choices).contains("SQLite3"),
                "apt-get install -y unixodbc libsqliteodbc brings what this test needs");
        return odbc;
    }

    /** Skips a test where SQLite's driver is not installed. */
    public static void needOdbc(Path directory) throws SQLException, URISyntaxException {
        odbc(directory).close();
    }

    private static Path jar(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
