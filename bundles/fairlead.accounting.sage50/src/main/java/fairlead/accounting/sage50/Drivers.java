package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.AccountingException.Kind;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyAddress;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import org.osgi.service.jdbc.DataSourceFactory;

/** Chooses the driver that takes a company's address, and logs on. */
final class Drivers {
    private final List<DataSourceFactory> factories;

    private final Surroundings here;

    Drivers(List<DataSourceFactory> factories, Surroundings here) {
        this.factories = factories;
        this.here = here;
    }

    /**
     * The location is a driver's address, or a path of a company's data, which Sage's own driver
     * reads.
     *
     * @param checkpoint asks the connection's process, which a driver may hang in, to stop as well
     */
    Connection connect(CompanyAddress address, Checkpoint checkpoint) throws AccountingException {
        boolean directory = isDirectory(address.location());
        String location = where(address.location());
        try {
            for (DataSourceFactory factory : factories) {
                Driver driver = factory.createDriver(null);
                if (driver.acceptsURL(directory ? DataDirectory.ODBC : location)) {
                    String url = directory ? DataDirectory.url(driver, location, here) : location;
                    Connection connection = driver.connect(url, logon(address, url, checkpoint));
                    if (connection != null) {
                        return connection;
                    }
                }
            }
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
        if (!directory) {
            throw new AccountingException(
                    Kind.UNSUPPORTED, "No installed driver takes the address " + location + ".");
        }
        throw new AccountingException(
                Kind.UNSUPPORTED,
                "To read "
                        + location
                        + " the bundle for Sage's ODBC driver is needed, and it is not installed.");
    }

    private static boolean isToStop(Checkpoint checkpoint) {
        try {
            checkpoint.check();
            return false;
        } catch (InterruptedException e) {
            return true; // not this thread: the one that waits meets the checkpoint by itself
        }
    }

    private static boolean isDirectory(String location) {
        return !location.strip().startsWith("jdbc:");
    }

    /** The address of a driver as it is; the data folder that a pasted path means. */
    String where(String location) throws AccountingException {
        return isDirectory(location) ? DataPath.find(location, here) : location.strip();
    }

    private static Properties logon(CompanyAddress address, String url, Checkpoint checkpoint) {
        Properties logon = new Properties();
        if (url.startsWith(DataDirectory.ODBC)) {
            BooleanSupplier stop = () -> isToStop(checkpoint);
            logon.put("stop", stop); // docs/odbc.md
        }
        logon.put(DataSourceFactory.JDBC_USER, address.user());
        logon.put(DataSourceFactory.JDBC_PASSWORD, new String(address.password()));
        return logon;
    }
}
