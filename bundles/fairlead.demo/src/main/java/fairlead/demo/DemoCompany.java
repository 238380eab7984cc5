package fairlead.demo;

import fairlead.demo.books.Generator;
import fairlead.demo.standin.StandInDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.IntConsumer;

/**
 * A demo company that is being served: made once, kept in a directory, reachable through the
 * stand-in while this object is open. Methods may be called from any thread.
 */
public final class DemoCompany implements AutoCloseable {
    private final Path directory;
    private final Access access;
    private final Connection keeper;
    private final Gatekeeper gate;

    private DemoCompany(Path directory, Access access, Connection keeper, Gatekeeper gate) {
        this.directory = directory;
        this.access = access;
        this.keeper = keeper;
        this.gate = gate;
    }

    /** Makes a company in a new or empty directory and serves it: for tests. */
    public static DemoCompany create(Path directory, int transactions, long seed)
            throws SQLException, IOException {
        return serve(directory, transactions, seed, 0, count -> {});
    }

    /**
     * Serves the company of this directory; makes it where there is none yet.
     *
     * @param port 0 for the one of the last time, or any
     * @param progress told now and then how many transactions have been made
     */
    static DemoCompany serve(
            Path directory, int transactions, long seed, int port, IntConsumer progress)
            throws SQLException, IOException {
        Files.createDirectories(directory);
        Path home = directory.toRealPath();
        if (!Access.exists(home)) {
            make(home, transactions, seed, progress);
        }
        Access access = Access.read(home);
        Gatekeeper gate = new Gatekeeper(home, port == 0 ? access.port() : port);
        Connection keeper = keeper(home, access);
        try {
            gate.open(port != 0);
            if (gate.port() != access.port()) {
                access = access.withPort(gate.port());
                access.write(home);
            }
            return new DemoCompany(home, access, keeper, gate);
        } catch (SQLException | IOException e) {
            keeper.close();
            throw e;
        }
    }

    /** Access is written last: a company without it was never finished and is made anew. */
    private static void make(Path home, int transactions, long seed, IntConsumer progress)
            throws SQLException, IOException {
        Access access = Access.random(0, seed);
        Files.deleteIfExists(home.resolve("company.mv.db"));
        try (Connection connection = keeper(home, access)) {
            new Generator(connection, transactions, seed)
                    .generate(home.resolve("truth.json"), progress);
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE USER "
                                + access.user()
                                + " PASSWORD '"
                                + access.readerPassword()
                                + "'");
                statement.execute("GRANT SELECT ON SCHEMA PUBLIC TO " + access.user());
                statement.execute("GRANT SELECT ON SCHEMA STANDIN TO " + access.user());
            }
            connection.commit();
        }
        access.write(home);
    }

    private static Connection keeper(Path home, Access access) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:h2:file:" + home.resolve("company") + ";DB_CLOSE_ON_EXIT=FALSE",
                access.adminUser(),
                access.adminPassword());
    }

    /** What to link: {@code jdbc:fairlead-demo://127.0.0.1:port/company}. */
    public String url() {
        return StandInDriver.PREFIX + "127.0.0.1:" + access.port() + "/company";
    }

    public String user() {
        return access.user();
    }

    public String password() {
        return access.password();
    }

    /** The file that holds the password alone; only its owner can read it. */
    public Path passwordFile() {
        return Access.passwordFile(directory);
    }

    /** What a faithful copy of the company holds: see README.md. */
    public Path truthFile() {
        return directory.resolve("truth.json");
    }

    /** Logs on through the stand-in. */
    public Connection connect() throws SQLException {
        java.util.Properties logon = new java.util.Properties();
        logon.put("user", user());
        logon.put("password", password());
        return new StandInDriver().connect(url(), logon);
    }

    /** The database behind the stand-in, for tests of the books themselves: not for readers. */
    Connection database() {
        return keeper;
    }

    @Override
    public void close() {
        gate.close();
        try {
            keeper.close();
        } catch (SQLException e) {
            throw new fairlead.demo.books.DatabaseFailure(e);
        }
    }
}
