package fairlead.demo.standin;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * A strict stand-in for Sage's ODBC driver, seen through JDBC: reaches a demo company and takes
 * only what Sage's driver is known to take. URL: {@code jdbc:fairlead-demo://host:port/name}.
 */
public final class StandInDriver implements Driver {
    public static final String PREFIX = "jdbc:fairlead-demo://";

    /**
     * Logs on.
     *
     * @param properties {@code user} and {@code password}
     * @throws SQLException 28000 wrong user or password; HY000 in exclusive mode, user name in use,
     *     or no company of this name; 08S01 nobody is there
     */
    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        String address = url.substring(PREFIX.length());
        if (!address.matches("[A-Za-z0-9.\\-\\[\\]:]+/[A-Za-z0-9_]+")) {
            throw new SQLException(
                    "A demo company's URL is " + PREFIX + "host:port/name, not " + url, "HY000");
        }
        String user = properties.getProperty("user", "");
        Session session = Session.logon(address, user, properties.getProperty("password", ""));
        return new SageConnection(session, url, user).proxy();
    }

    /** The password of the database behind a user's password: who serves a company needs it. */
    public static String passwordBehind(String password) {
        return Session.behind(password);
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(PREFIX);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
        return new DriverPropertyInfo[] {
            new DriverPropertyInfo("user", ""), new DriverPropertyInfo("password", "")
        };
    }

    @Override
    public int getMajorVersion() {
        return 34;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("no java.util.logging here");
    }
}
