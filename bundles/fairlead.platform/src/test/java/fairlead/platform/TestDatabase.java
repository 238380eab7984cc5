package fairlead.platform;

import fairlead.platform.store.DatabaseAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/**
 * The database of the platform under test: a file in its directory, or, where the build says so, a
 * schema of its own on a PostgreSQL. The same directory gets the same database.
 */
final class TestDatabase {
    /** Is this the run on PostgreSQL? */
    private static final boolean POSTGRES = Boolean.getBoolean("fairlead.test.postgresql");

    private static final Map<Path, String> SCHEMAS = new ConcurrentHashMap<>();

    private TestDatabase() {}

    static DatabaseAddress of(Path data) {
        return POSTGRES ? postgres(data) : new DatabaseAddress.H2(data.resolve("platform"));
    }

    /** A schema of this directory's own; the tests are skipped where no server was named. */
    static DatabaseAddress.Postgres postgres(Path data) {
        return new DatabaseAddress.Postgres(
                server() + (server().contains("?") ? "&" : "?") + "currentSchema=" + schema(data),
                Optional.empty());
    }

    static boolean isPostgres() {
        return POSTGRES;
    }

    /** Of this directory. */
    static String schema(Path data) {
        return SCHEMAS.computeIfAbsent(data.toAbsolutePath(), TestDatabase::newSchema);
    }

    /** Where the server is; user and password are in the environment. */
    static String server() {
        String url = System.getProperty("fairlead.test.database", "");
        Assumptions.assumeFalse(
                url.isEmpty(), "no PostgreSQL was named by -Dfairlead.test.database=jdbc:...");
        return url;
    }

    private static String newSchema(Path data) {
        String schema = "t_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE SCHEMA " + schema);
        return schema;
    }

    /** As whoever administers the server. */
    static void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                server(),
                System.getenv("FAIRLEAD_DATABASE_USER"),
                System.getenv("FAIRLEAD_DATABASE_PASSWORD"));
    }
}
