package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.AccountingException.Kind;
import fairlead.accounting.api.CompanyAddress;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.osgi.service.jdbc.DataSourceFactory;

/** Chooses the driver that takes a company's address, and logs on. */
final class Drivers {
    private final List<DataSourceFactory> factories;

    Drivers(List<DataSourceFactory> factories) {
        this.factories = factories;
    }

    Connection connect(CompanyAddress address) throws AccountingException {
        try {
            for (DataSourceFactory factory : factories) {
                Driver driver = factory.createDriver(null);
                if (driver.acceptsURL(address.location())) {
                    Connection connection = driver.connect(address.location(), logon(address));
                    if (connection != null) {
                        return connection;
                    }
                }
            }
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
        if (address.location().startsWith("jdbc:")) {
            throw new AccountingException(
                    Kind.UNSUPPORTED,
                    "No installed driver takes the address " + address.location() + ".");
        }
        throw new AccountingException(
                Kind.UNSUPPORTED,
                "To read "
                        + address.location()
                        + " the bundle for Sage's ODBC driver is needed, and it is not installed.");
    }

    private static Properties logon(CompanyAddress address) {
        Properties logon = new Properties();
        logon.put(DataSourceFactory.JDBC_USER, address.user());
        logon.put(DataSourceFactory.JDBC_PASSWORD, new String(address.password()));
        return logon;
    }
}
