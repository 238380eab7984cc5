package fairlead.itests.journey;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * A demo company, served from the demo bundle's own classes. By reflection, since the bundle
 * exports nothing, and a second copy of H2 in the probe would be another program's.
 */
final class Demo implements AutoCloseable {
    final String url;
    final String user;
    final String password;
    private final AutoCloseable company;

    Demo(BundleContext context, Path directory) throws ReflectiveOperationException {
        Class<?> type = bundle(context).loadClass("fairlead.demo.DemoCompany");
        company =
                (AutoCloseable)
                        type.getMethod("create", Path.class, int.class, long.class)
                                .invoke(null, directory, 300, 7L);
        url = (String) type.getMethod("url").invoke(company);
        user = (String) type.getMethod("user").invoke(company);
        password = (String) type.getMethod("password").invoke(company);
    }

    private static Bundle bundle(BundleContext context) {
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getSymbolicName().equals("fairlead.demo")) {
                return bundle;
            }
        }
        throw new IllegalStateException("fairlead.demo is not installed");
    }

    int count(String table) throws ReflectiveOperationException, SQLException {
        Connection connection =
                (Connection) company.getClass().getMethod("connect").invoke(company);
        try (connection;
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Override
    public void close() throws Exception {
        company.close();
    }
}
