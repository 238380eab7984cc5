package fairlead.odbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A driver that crashes, hangs or prints costs one read. */
@Tag("slow")
@Timeout(120)
class BadDriverTest {
    @TempDir Path directory;
    private Path shim;
    private Children children;
    private OdbcDriver driver;

    @BeforeEach
    void compile() throws IOException {
        shim = Shim.compile(directory.resolve("shim"));
        children = Sources.children(directory.resolve("work"));
        driver = new OdbcDriver(children);
    }

    @AfterEach
    void close() {
        assertThat(children.living()).as("processes left").isZero();
        children.close();
    }

    private Connection connect(String fault, int deadlineSeconds) throws SQLException {
        Properties logon = Shim.logon();
        logon.setProperty(Logon.DEADLINE, String.valueOf(deadlineSeconds));
        return driver.connect(Shim.url(shim, fault), logon);
    }

    private static Throwable reading(Connection connection, String sql) {
        return catchThrowable(
                () -> {
                    try (ResultSet rows = connection.createStatement().executeQuery(sql)) {
                        while (rows.next()) {
                            rows.getInt(1);
                        }
                    }
                });
    }

    private static String state(Throwable e) {
        assertThat(e).isInstanceOf(SQLException.class);
        return ((SQLException) e).getSQLState();
    }

    private void theNextConnectionReads() throws SQLException {
        try (Connection connection = connect("", 60);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT N FROM T")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT CRASH_NOW", "SELECT CRASH_LATER"})
    void aDriverThatCrashesCostsOneRead(String sql) throws Exception {
        try (Connection connection = connect("", 60)) {
            Throwable e = reading(connection, sql);
            assertThat(state(e)).isEqualTo("08S01");
            assertThat(e).hasMessageContaining("ended with exit code");
            assertThat(connection.isValid(0)).isFalse();
            assertThat(state(reading(connection, "SELECT N FROM T"))).isEqualTo("08S01");
        }
        theNextConnectionReads();
        assertThat(dumps()).isEmpty();
    }

    private List<String> dumps() throws IOException {
        try (var files = Files.list(directory.resolve("work"))) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.startsWith("hs_err") || f.startsWith("core"))
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT HANG_NOW", "SELECT HANG_LATER"})
    void aQueryThatHangsEndsAtItsDeadline(String sql) throws Exception {
        try (Connection connection = connect("", 60);
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(2);
            Throwable e =
                    catchThrowable(
                            () -> {
                                ResultSet rows = statement.executeQuery(sql);
                                while (rows.next()) {
                                    rows.getInt(1);
                                }
                            });
            assertThat(e).isInstanceOf(SQLTimeoutException.class).hasMessageContaining("2 seconds");
            assertThat(state(e)).isEqualTo("HYT00");
        }
        theNextConnectionReads();
    }

    @Test
    void aLogonThatCrashesOrHangsIsSaid() throws Exception {
        assertThat(state(catchThrowable(() -> connect("crash", 60)))).isEqualTo("08S01");
        assertThat(catchThrowable(() -> connect("hang", 2)))
                .isInstanceOf(SQLTimeoutException.class);
    }

    @ParameterizedTest
    @CsvSource({"hang, SELECT N FROM T", "'', SELECT HANG_NOW", "'', SELECT HANG_LATER"})
    void aStopGetsOutOfADriverThatHangs(String fault, String sql) throws Exception {
        AtomicLong told = new AtomicLong();
        Properties logon = Shim.logon();
        BooleanSupplier stop =
                () ->
                        told.accumulateAndGet(
                                        System.nanoTime(), (first, now) -> first == 0 ? now : first)
                                != 0;
        logon.put(Logon.STOP, stop);
        Throwable e =
                catchThrowable(
                        () -> {
                            try (Connection connection =
                                            driver.connect(Shim.url(shim, fault), logon);
                                    Statement statement = connection.createStatement();
                                    ResultSet rows = statement.executeQuery(sql)) {
                                while (rows.next()) {
                                    rows.getInt(1);
                                }
                            }
                        });
        assertThat(Duration.ofNanos(System.nanoTime() - told.get()))
                .isLessThan(Duration.ofSeconds(5));
        assertThat(state(e)).isEqualTo("HY008");
        theNextConnectionReads();
    }

    @Test
    void aDriverThatAnswersCanLogOffWhenItIsToStop() throws Exception {
        Properties logon = Shim.logon();
        AtomicBoolean told = new AtomicBoolean();
        BooleanSupplier stop = told::get;
        logon.put(Logon.STOP, stop);
        try (Connection connection = driver.connect(Shim.url(shim, ""), logon)) {
            told.set(true);
            assertThat(reading(connection, "SELECT SLOW")).isNull();
        }
        assertThat(directory.resolve("work/shim-logged-off")).hasContent("logged off");
    }

    @Test
    void whatADriverPrintsIsNotTakenForRows() throws Exception {
        assertThat(catchThrowable(() -> connect("noise", 60)))
                .hasMessageContaining("cannot be understood");
        try (Connection connection = connect("", 60)) {
            assertThat(reading(connection, "SELECT NOISE")).hasMessageContaining("understood");
        }
    }

    @Test
    void theProcessEndsWithItsInputWhateverTheDriverDoes() throws Exception {
        Child child = children.start(() -> false);
        ProcessHandle process = ProcessHandle.of(child.pid()).orElseThrow();
        child.connect("Driver=" + shim + ";FAULT=hang;PWD=" + Shim.PASSWORD, new HashSet<>());
        child.close();
        assertThat(process.isAlive()).isFalse();

        Child orphan = children.start(() -> false);
        ProcessHandle left = ProcessHandle.of(orphan.pid()).orElseThrow();
        orphan.leave();
        await().atMost(Duration.ofSeconds(30)).until(() -> !left.isAlive());
        orphan.close();
    }

    @Test
    void theDriverCanLogOff() throws Exception {
        try (Connection connection = connect("", 60)) {
            assertThat(connection.isValid(0)).isTrue();
        }
        assertThat(directory.resolve("work/shim-logged-off")).hasContent("logged off");
    }

    @Test
    void eachConnectionHasAProcessOfItsOwn() throws Exception {
        try (Connection one = connect("", 60);
                Connection other = connect("", 60)) {
            assertThat(children.living()).isEqualTo(2);
            assertThat(reading(one, "SELECT CRASH_NOW")).isNotNull();
            assertThat(other.isValid(0)).isTrue();
        }
    }

    @Test
    void closingEverythingEndsProcessesThatHang() throws Exception {
        Connection connection = connect("", 60);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread reader = new Thread(() -> failure.set(reading(connection, "SELECT HANG_NOW")));
        reader.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> children.living() == 1);
        children.close();
        reader.join(30_000);
        assertThat(reader.isAlive()).isFalse();
        assertThat(state(failure.get())).as("no crash of the driver's").isEqualTo("HY008");
        connection.close();
    }

    @Test
    void onceEverythingIsClosedNothingIsWaitedFor() throws Exception {
        Connection connection = connect("", 60);
        ResultSet rows = connection.createStatement().executeQuery("SELECT N FROM T");
        children.close();
        assertThat(state(catchThrowable(rows::next))).isEqualTo("HY008");
        connection.close();
        assertThat(state(catchThrowable(() -> connect("", 60)))).isEqualTo("HY008");
    }

    @Test
    void thePasswordIsSeenNowhere() throws Exception {
        try (Connection connection = connect("", 60)) {
            ProcessHandle child =
                    ProcessHandle.current()
                            .children()
                            .filter(p -> p.info().commandLine().orElse("").contains("ChildMain"))
                            .findFirst()
                            .orElseThrow();
            for (String file : List.of("cmdline", "environ")) {
                assertThat(Files.readString(Path.of("/proc/" + child.pid() + "/" + file)))
                        .doesNotContain(Shim.PASSWORD);
            }
            assertThat(Files.readString(Path.of("/proc/" + child.pid() + "/cmdline")))
                    .contains("-Xmx48m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
            assertThat(connection.getMetaData().getURL()).doesNotContain("sesame");
        }
        Properties wrong = Shim.logon();
        wrong.setProperty("password", "not this one");
        Throwable e = catchThrowable(() -> driver.connect(Shim.url(shim, ""), wrong));
        assertThat(state(e)).isEqualTo("28000");
        assertThat(e).hasMessageContaining("UID=MANAGER").hasMessageNotContaining("not this one");
    }
}
