package fairlead.odbc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** What tests open connections to, and with. */
final class Sources {
    private static final String WANTED =
            "apt-get install -y unixodbc libsqliteodbc brings what this test needs";

    private Sources() {}

    static Children children(Path directory) {
        return new Children(() -> List.of(jar(Children.class), jar(Library.class)), directory);
    }

    private static Path jar(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Skips the test where no driver manager is installed. */
    static void needDriverManager() {
        assumeTrue(anyLibrary("libodbc.so.2"), WANTED);
    }

    /** Skips the test where SQLite's driver is not installed. */
    static void needSqlite(OdbcDriver driver) throws SQLException {
        needDriverManager();
        DriverPropertyInfo[] found = driver.getPropertyInfo("", new Properties());
        assumeTrue(Arrays.asList(found[0].choices).contains("SQLite3"), WANTED);
    }

    private static boolean anyLibrary(String name) {
        return Stream.of("/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib")
                .map(Path::of)
                .filter(Files::isDirectory)
                .anyMatch(directory -> anyLibrary(directory, name));
    }

    private static boolean anyLibrary(Path directory, String name) {
        try (Stream<Path> files = Files.walk(directory, 2)) {
            return files.anyMatch(f -> f.getFileName().toString().equals(name));
        } catch (IOException e) {
            return false;
        }
    }

    /** A database of SQLite's, made by these statements. */
    static Path sqlite(Path file, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return file;
    }

    static String url(Path sqlite) {
        return Logon.PREFIX + "Driver={SQLite3};Database=" + sqlite;
    }
}
