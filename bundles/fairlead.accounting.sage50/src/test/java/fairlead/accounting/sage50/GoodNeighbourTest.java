package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.Plan;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SourceRecord;
import fairlead.demo.DemoCompany;
import fairlead.demo.standin.StandInDataSourceFactory;
import fairlead.demo.standin.StandInDriver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.service.jdbc.DataSourceFactory;

/** What Sage's users feel of a read: one connection, short questions, and a quick way out. */
class GoodNeighbourTest {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    @ParameterizedTest(name = "{0} rows a second, {1} rows a number")
    @CsvSource({
        "87,0.4",
        "87,3",
        "185,1",
        "2000,0.4",
        "2000,3",
        "50000,1",
        "1000000,0.4",
        "1000000,3"
    })
    @DisplayName("no question is a long one, whatever the driver's speed, and few are very short")
    void questionsTakeAboutTwoSeconds(double rowsPerSecond, double rowsPerNumber) {
        Pace pace = new Pace();
        double before = 0.4; // seconds that the driver takes for any question, as was published
        double longest = 0;
        double total = 0;
        double rows = 0;
        while (total < 3_600) {
            long asked = pace.width();
            double took = before + asked * rowsPerNumber / rowsPerSecond;
            pace.took(asked, (long) (took * SECOND));
            longest = Math.max(longest, took);
            total += took;
            rows += asked * rowsPerNumber;
        }
        assertThat(longest).isLessThan(3);
        assertThat(total / (rows / rowsPerSecond)).as("time beside reading").isLessThan(2.5);
    }

    @Test
    @DisplayName("a driver that becomes slow is asked for less at once")
    void slowsDown() {
        Pace pace = new Pace();
        for (int k = 0; k < 20; k++) {
            pace.took(pace.width(), (long) (pace.width() / 100_000.0 * SECOND));
        }
        long fast = pace.width();
        assertThat(fast).isGreaterThan(60_000);
        pace.took(fast, (long) (fast / 500.0 * SECOND));
        assertThat(pace.width() / 500.0).isLessThan(2);
    }

    @Test
    @DisplayName("one connection, and never long without asking whether to stop")
    void yields(@TempDir Path directory) throws Exception {
        AtomicInteger connected = new AtomicInteger();
        Sage50Package sage = Fixture.today();
        sage.drivers = List.of(counting(connected));
        try (DemoCompany company = DemoCompany.create(directory, 150, 3);
                CompanySession session =
                        sage.open(
                                new CompanyAddress(
                                        company.url(),
                                        company.user(),
                                        company.password().toCharArray()))) {
            company.slow(60); // a thousand rows, or less, take so long
            Gaps gaps = new Gaps();
            Mark mark = session.mark();
            Plan plan = session.plan(mark, sage.info().types());
            gaps.last = System.nanoTime();
            for (Slice slice : plan.slices()) {
                session.read(slice, mark, new Nowhere(), gaps);
            }
            session.sweep(plan, mark, gaps);
            assertThat(gaps.checks).isGreaterThan(100);
            assertThat(TimeUnit.NANOSECONDS.toMillis(gaps.longest))
                    .as("milliseconds without a checkpoint")
                    .isLessThan(3_000);
            assertThat(connected).hasValue(1);
        }
    }

    /** Takes everything and keeps nothing. */
    private static final class Nowhere implements RecordSink {
        @Override
        public void record(SourceRecord record) {}

        @Override
        public void reject(Reject reject) {}
    }

    /** How long nobody asked whether to stop. */
    private static final class Gaps implements Checkpoint {
        private long last;
        private long longest;
        private int checks;

        @Override
        public void check() {
            long now = System.nanoTime();
            longest = Math.max(longest, now - last);
            last = now;
            checks++;
        }
    }

    private static DataSourceFactory counting(AtomicInteger connected) {
        DataSourceFactory real = new StandInDataSourceFactory();
        Driver driver =
                (Driver)
                        Proxy.newProxyInstance(
                                GoodNeighbourTest.class.getClassLoader(),
                                new Class<?>[] {Driver.class},
                                (self, method, arguments) -> {
                                    if (method.getName().equals("connect")) {
                                        connected.incrementAndGet();
                                        return connect(
                                                (String) arguments[0], (Properties) arguments[1]);
                                    }
                                    return method.invoke(new StandInDriver(), arguments);
                                });
        return (DataSourceFactory)
                Proxy.newProxyInstance(
                        GoodNeighbourTest.class.getClassLoader(),
                        new Class<?>[] {DataSourceFactory.class},
                        (self, method, arguments) -> {
                            try {
                                return method.getName().equals("createDriver")
                                        ? driver
                                        : method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static Connection connect(String url, Properties logon) throws SQLException {
        return new StandInDriver().connect(url, logon);
    }
}
