package fairlead.odbc;

import fairlead.odbc.wire.Frame;
import fairlead.odbc.wire.FrameReader;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * Opens connections through ODBC drivers. URL: {@code jdbc:fairlead-odbc:} and ODBC's connection
 * text without user name and password, for example {@code jdbc:fairlead-odbc:DSN=SageLine50v34}.
 */
final class OdbcDriver implements Driver {
    private static final Duration SOURCES = Duration.ofSeconds(30);

    private final Children children;

    OdbcDriver(Children children) {
        this.children = children;
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(Logon.PREFIX);
    }

    /**
     * Logs on, in a process of its own.
     *
     * @param properties {@code user}, {@code password}, and {@code deadlineSeconds}: how long each
     *     answer of the driver may take, 120 unless told, and {@code stop}, a BooleanSupplier: is
     *     nobody to wait for the driver any more? It is asked every half second while somebody
     *     waits, on another thread; the process is killed three seconds after its yes (HY008)
     */
    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        Logon logon = Logon.of(url, properties);
        Child child = children.start(logon.stop());
        try {
            child.hide(logon.password());
            child.connect(logon.text(), children.longer(url));
            FrameReader said = child.await(logon.deadline(), Frame.CONNECTED);
            return new OdbcConnection(child, logon, Product.read(said)).proxy();
        } catch (SQLException e) {
            child.close();
            throw e;
        } catch (IOException e) {
            child.close();
            throw child.broken(e);
        }
    }

    /** Says, as choices, which drivers and data sources are installed for 64-bit processes. */
    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties)
            throws SQLException {
        Child child = children.start(() -> false);
        try (child) {
            child.begin(Frame.SOURCES);
            FrameReader found = child.ask(SOURCES, Frame.FOUND);
            return new DriverPropertyInfo[] {
                choices("Driver", found),
                choices("DSN", found),
                new DriverPropertyInfo("user", ""),
                new DriverPropertyInfo("password", ""),
                new DriverPropertyInfo(Logon.DEADLINE, "")
            };
        } catch (IOException e) {
            throw child.broken(e);
        }
    }

    private static DriverPropertyInfo choices(String name, FrameReader found) throws IOException {
        DriverPropertyInfo info = new DriverPropertyInfo(name, "");
        info.choices = new String[found.getInt()];
        for (int i = 0; i < info.choices.length; i++) {
            info.choices[i] = found.getText();
        }
        return info;
    }

    @Override
    public int getMajorVersion() {
        return 0;
    }

    @Override
    public int getMinorVersion() {
        return 1;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw Strict.refusal("java.util.logging");
    }
}
