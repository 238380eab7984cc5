package fairlead.demo;

import fairlead.demo.books.DatabaseFailure;
import fairlead.demo.books.Desk;
import fairlead.demo.books.Generator;
import fairlead.demo.books.Truth;
import fairlead.demo.standin.Blocks;
import fairlead.demo.standin.StandInDriver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.IntConsumer;
import java.util.zip.ZipFile;
import org.h2.Driver;

/**
 * A demo company that is being served: made once, kept in a directory, reachable through the
 * stand-in while this object is open. Its truth file is right after each change that a method here
 * has made. Methods may be called from any thread.
 */
public final class DemoCompany implements AutoCloseable {
    /** Nobody reads yet, so the file is written in large pieces and never tidied up. */
    private static final String WHILE_MADE = ";WRITE_DELAY=10000;MAX_COMPACT_TIME=0";

    private static final String BOOKS = "company.mv.db";
    private static final String BACKUP = "backup.zip";

    private final Path directory;
    private final Access access;
    private final Gatekeeper gate;
    private final TruthFile truthFile;
    private Connection keeper; // this and the next two: of the books that lie here now
    private Truth truth;
    private Desk desk;

    private DemoCompany(
            Path directory, Access access, Connection keeper, Gatekeeper gate, Truth truth)
            throws SQLException, IOException {
        this.directory = directory;
        this.access = access;
        this.keeper = keeper;
        this.gate = gate;
        this.truth = truth;
        this.desk =
                new Desk(keeper, access.transactions(), access.seed(), truth, Clock.systemUTC());
        this.truthFile = new TruthFile(directory.resolve("truth.json"), this::writeTruth);
        truthFile.now();
    }

    /** Runs a company in a process of its own: see README.md, or {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(Console.run(List.of(arguments)));
    }

    /** Serves the company of this directory, making it where there is none yet: for tests. */
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
        Gatekeeper.stayOnLoopback();
        Files.createDirectories(directory);
        Path home = directory.toRealPath();
        Truth made = Access.exists(home) ? null : make(home, transactions, seed, progress);
        Access access = Access.read(home);
        Gatekeeper gate = new Gatekeeper(home, port == 0 ? access.port() : port);
        Connection keeper = keeper(home, access, "");
        try {
            call(keeper, "UPDATE STANDIN.STATE SET EXCLUSIVE = FALSE, IN_USE = FALSE");
            call(keeper, "UPDATE STANDIN.STATE SET BLOCK_MILLIS = 0");
            try (Statement statement = keeper.createStatement()) {
                Blocks.install(statement);
            }
            gate.open(port != 0);
            if (gate.port() != access.port()) {
                access = access.withPort(gate.port());
                access.write(home);
            }
            Truth truth =
                    made != null ? made : Desk.reopen(keeper, access.transactions(), access.seed());
            return new DemoCompany(home, access, keeper, gate, truth);
        } catch (SQLException | IOException e) {
            gate.close();
            keeper.close();
            throw e;
        }
    }

    /** Access is written last: a company without it was never finished and is made anew. */
    private static Truth make(Path home, int transactions, long seed, IntConsumer progress)
            throws SQLException, IOException {
        Access access = Access.random(transactions, seed);
        Files.deleteIfExists(home.resolve(BOOKS));
        try (Connection connection = keeper(home, access, WHILE_MADE)) {
            Truth truth =
                    new Generator(connection, transactions, seed)
                            .generate(home.resolve("truth.json"), progress);
            String user = access.user();
            call(connection, "CREATE USER " + user + " PASSWORD '" + access.readerPassword() + "'");
            call(connection, "GRANT SELECT ON SCHEMA PUBLIC TO " + user);
            call(connection, "GRANT SELECT ON SCHEMA STANDIN TO " + user);
            call(connection, "SET WRITE_DELAY 500");
            connection.commit();
            access.write(home);
            return truth;
        }
    }

    private static Connection keeper(Path home, Access access, String settings)
            throws SQLException {
        Properties logon = new Properties();
        logon.put("user", access.adminUser());
        logon.put("password", access.adminPassword());
        // not by DriverManager, which looks through the class path of whoever started the thread
        return new Driver()
                .connect(
                        "jdbc:h2:file:"
                                + home.resolve("company")
                                + ";DB_CLOSE_ON_EXIT=FALSE;ANALYZE_AUTO=0;CACHE_SIZE=32768"
                                + settings,
                        logon);
    }

    private static void call(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
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
        Properties logon = new Properties();
        logon.put("user", user());
        logon.put("password", password());
        return new StandInDriver().connect(url(), logon);
    }

    /** Posts so many transactions; says their numbers (T). */
    public synchronized List<Integer> post(int count) throws SQLException, IOException {
        List<Integer> posted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            posted.add(desk.post());
        }
        truthFile.now();
        return posted;
    }

    /** Posts one transaction and lets the truth file follow soon. */
    synchronized void postOne() throws SQLException {
        desk.post();
        truthFile.soon();
    }

    /** Changes a transaction below the mark in place; says its number (T). */
    public synchronized int amend() throws SQLException, IOException {
        return done(desk.amend());
    }

    /**
     * Changes a transaction's words and leaves its stamps, as no program of Sage's is known to do;
     * says its number (T).
     */
    public synchronized int amendUnstamped() throws SQLException, IOException {
        return done(desk.amendUnstamped());
    }

    /** Deletes a transaction below the mark and posts it again; says the new number (T). */
    public synchronized int correct() throws SQLException, IOException {
        return done(desk.correct());
    }

    /** Deletes a transaction below the mark; says its number (T). */
    public synchronized int delete() throws SQLException, IOException {
        return done(desk.delete());
    }

    private int done(int number) throws IOException {
        truthFile.now();
        return number;
    }

    /** Brings the truth file up to date, where postings went on at a rate. */
    public synchronized void truth() throws IOException {
        truthFile.now();
    }

    /** The truth never says what a kill could take back from the tables. */
    private synchronized void writeTruth(Path file) throws IOException {
        try {
            call(keeper, "CHECKPOINT");
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
        truth.write(file);
    }

    /** Exclusive mode on or off: nobody can log on; who is in stays in. */
    public void exclusive(boolean on) throws SQLException {
        state("EXCLUSIVE", on);
    }

    /** The user name counts as logged on elsewhere, or no more. */
    public void inUse(boolean on) throws SQLException {
        state("IN_USE", on);
    }

    /** Each block of a thousand rows takes so long from now on; 0 for as fast as it can. */
    public void slow(int millis) throws SQLException {
        state("BLOCK_MILLIS", millis);
    }

    private synchronized void state(String column, Object value) throws SQLException {
        try (PreparedStatement statement =
                keeper.prepareStatement("UPDATE STANDIN.STATE SET " + column + " = ?")) {
            statement.setObject(1, value);
            statement.executeUpdate();
            keeper.commit();
        }
    }

    /** Clears the audit trail of the older half of the books; says how many transactions moved. */
    public synchronized int clear() throws SQLException, IOException {
        return done(desk.clear());
    }

    /** Closes the year; says the number (T) of the closing journal. */
    public synchronized int yearEnd() throws SQLException, IOException {
        return done(desk.yearEnd());
    }

    /** Another company lies at this address from now on. */
    public synchronized void becomeAnother() throws SQLException {
        desk.company(Generator.companyId(~access.seed()), "Another Company Ltd");
    }

    /** The company itself lies at this address again. */
    public synchronized void becomeItself() throws SQLException {
        desk.company(Generator.companyId(access.seed()), Generator.NAME);
    }

    /** Backs the books up, in place of the last backup. */
    public synchronized void backup() throws SQLException {
        try (PreparedStatement statement = keeper.prepareStatement("BACKUP TO ?")) {
            statement.setString(1, directory.resolve(BACKUP).toString());
            statement.execute();
        }
    }

    /** The books are again what they were at the last backup; who is logged on is thrown out. */
    public synchronized void restore() throws SQLException, IOException {
        Path books = directory.resolve(BOOKS);
        Path old = directory.resolve(BOOKS + ".tmp");
        try (ZipFile backup = new ZipFile(directory.resolve(BACKUP).toFile());
                InputStream content = backup.getInputStream(backup.getEntry(BOOKS))) {
            Files.copy(content, old, StandardCopyOption.REPLACE_EXISTING);
        }
        gate.vanish();
        call(keeper, "SHUTDOWN");
        Files.move(old, books, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        keeper = keeper(directory, access, "");
        truth = Desk.reopen(keeper, access.transactions(), access.seed());
        desk = new Desk(keeper, access.transactions(), access.seed(), truth, Clock.systemUTC());
        gate.open(true);
        truthFile.now();
    }

    /** Breaks every connection and answers nobody, until {@link #returnBack}. */
    public void vanish() {
        gate.vanish();
    }

    /** Is there again, at the same address. */
    public void returnBack() throws SQLException {
        gate.open(true);
    }

    /** The database behind the stand-in, for tests of the books themselves: not for readers. */
    synchronized Connection database() {
        return keeper;
    }

    @Override
    public void close() {
        truthFile.close();
        gate.close();
        synchronized (this) {
            try {
                keeper.close();
            } catch (SQLException e) {
                throw new DatabaseFailure(e);
            }
        }
    }
}
