package fairlead.odbc;

import com.sun.jna.Library;
import fairlead.gate.Gate;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.XADataSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.jdbc.DataSourceFactory;

/** Offers the driver for {@code jdbc:fairlead-odbc:} by OSGi's JDBC service. */
@Component(
        property = {
            DataSourceFactory.OSGI_JDBC_DRIVER_CLASS + "=fairlead.odbc.OdbcDriver",
            DataSourceFactory.OSGI_JDBC_DRIVER_NAME + "=fairlead-odbc"
        })
public final class OdbcDataSourceFactory implements DataSourceFactory, AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Gate gate = new Gate();
    private final Children children;

    @Activate
    public OdbcDataSourceFactory(BundleContext context) {
        this(
                Path.of(context.getProperty("fairlead.data"), "odbc"),
                List.of(context.getBundle(), FrameworkUtil.getBundle(Library.class)));
    }

    private OdbcDataSourceFactory(Path directory, List<Bundle> bundles) {
        children = new Children(new Jars(bundles, directory), directory);
    }

    private OdbcDataSourceFactory(Children children) {
        this.children = children;
    }

    /**
     * Where there is no framework.
     *
     * @param directory where the drivers' processes work
     * @param jars that of this bundle and that of JNA
     */
    public static OdbcDataSourceFactory standalone(Path directory, List<Path> jars) {
        return new OdbcDataSourceFactory(new Children(() -> jars, directory));
    }

    /** Waits for calls inside; processes that are left, and with them their connections, end. */
    @Deactivate
    @Override
    public void close() {
        gate.close(DRAIN);
        children.close();
    }

    @Override
    public Driver createDriver(Properties properties) {
        try (Gate.Inside inside = gate.enter()) {
            return new OdbcDriver(children);
        }
    }

    @Override
    public DataSource createDataSource(Properties properties) throws SQLException {
        throw Strict.refusal("a DataSource: use createDriver");
    }

    @Override
    public ConnectionPoolDataSource createConnectionPoolDataSource(Properties properties)
            throws SQLException {
        throw Strict.refusal("a pool");
    }

    @Override
    public XADataSource createXADataSource(Properties properties) throws SQLException {
        throw Strict.refusal("a distributed transaction");
    }
}
