package fairlead.demo.standin;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.XADataSource;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jdbc.DataSourceFactory;

/** Offers the {@link StandInDriver} to whoever reads Sage through OSGi's JDBC service. */
@Component(
        property = {
            DataSourceFactory.OSGI_JDBC_DRIVER_CLASS + "=fairlead.demo.standin.StandInDriver",
            DataSourceFactory.OSGI_JDBC_DRIVER_NAME + "=fairlead-demo",
            DataSourceFactory.OSGI_JDBC_DRIVER_VERSION + "=34.0"
        })
public final class StandInDataSourceFactory implements DataSourceFactory {
    /** A data source for {@code url}, {@code user} and {@code password}. */
    @Override
    public DataSource createDataSource(Properties properties) throws SQLException {
        String url = properties.getProperty(JDBC_URL);
        if (url == null || !url.startsWith(StandInDriver.PREFIX)) {
            throw new SQLException("The property url has to start with " + StandInDriver.PREFIX);
        }
        Properties logon = new Properties();
        logon.putAll(properties);
        return new StandIn(url, logon);
    }

    @Override
    public Driver createDriver(Properties properties) {
        return new StandInDriver();
    }

    @Override
    public ConnectionPoolDataSource createConnectionPoolDataSource(Properties properties)
            throws SQLException {
        throw Refusal.unsupported("pools");
    }

    @Override
    public XADataSource createXADataSource(Properties properties) throws SQLException {
        throw Refusal.unsupported("distributed transactions");
    }

    private record StandIn(String url, Properties logon) implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            return new StandInDriver().connect(url, logon);
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            Properties other = new Properties();
            other.put(JDBC_USER, user);
            other.put(JDBC_PASSWORD, password);
            return new StandInDriver().connect(url, other);
        }

        @Override
        public PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) throws SQLException {
            throw Refusal.unsupported("a log writer");
        }

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            throw Refusal.noTimeout();
        }

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws java.sql.SQLFeatureNotSupportedException {
            throw new java.sql.SQLFeatureNotSupportedException("no java.util.logging here");
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw Refusal.unsupported("unwrap");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }

        @Override
        public String toString() {
            return "the stand-in for " + url;
        }
    }
}
