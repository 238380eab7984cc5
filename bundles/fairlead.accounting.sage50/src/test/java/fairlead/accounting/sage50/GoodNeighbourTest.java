package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import fairlead.accounting.api.AccountingException;
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
import fairlead.demo.standin.StandInDriver;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What Sage's users feel of a read: one connection, short questions, and a quick way out. */
class GoodNeighbourTest {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    @ParameterizedTest(name = "{0} rows a second, {1} rows a number")
    @CsvSource({
        "87,0.4",
        "87,3",
        "87,25",
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
            pace.took(asked, Math.round(asked * rowsPerNumber), (long) (took * SECOND));
            longest = Math.max(longest, took);
            total += took;
            rows += asked * Math.max(1, rowsPerNumber); // a number without any is asked like a row
        }
        assertThat(longest).isLessThan(3);
        assertThat(total / (rows / rowsPerSecond)).as("time beside reading").isLessThan(2.5);
    }

    @Test
    @DisplayName("a driver that becomes slow is asked for less at once")
    void slowsDown() {
        Pace pace = new Pace();
        for (int k = 0; k < 20; k++) {
            long rows = pace.width();
            pace.took(rows, rows, (long) (rows / 100_000.0 * SECOND));
        }
        long fast = pace.width();
        assertThat(fast).isGreaterThan(60_000);
        pace.took(fast, fast, (long) (fast / 500.0 * SECOND));
        assertThat(pace.width() / 500.0).isLessThan(2);
    }

    @Test
    @DisplayName("one long journal makes questions narrow, and not for long")
    void aLongJournalIsForgotten() {
        Pace pace = new Pace();
        for (int k = 0; k < 20; k++) {
            pace.took(pace.width(), pace.width(), (long) ((0.4 + pace.width() / 87.0) * SECOND));
        }
        long before = pace.width();
        pace.took(before, before + 3_000, (long) ((0.4 + (before + 3_000) / 87.0) * SECOND));
        assertThat(pace.width()).as("two seconds if it goes on so").isLessThanOrEqualTo(2);
        double seconds = 0;
        for (int k = 0; k < 20; k++) {
            double took = 0.4 + pace.width() / 87.0;
            pace.took(pace.width(), pace.width(), (long) (took * SECOND));
            seconds += took;
        }
        assertThat(pace.width()).isGreaterThan(before / 2);
        assertThat(seconds).as("while it takes 34 s to read").isLessThan(20);
    }

    /** By number: how many rows a table has of it. */
    private static NavigableMap<Integer, Integer> table(int last, IntUnaryOperator rowsOf) {
        NavigableMap<Integer, Integer> table = new TreeMap<>();
        for (int n = 1; n <= last; n++) {
            if (rowsOf.applyAsInt(n) > 0) {
                table.put(n, rowsOf.applyAsInt(n));
            }
        }
        return table;
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                arguments("dense", table(2_000, n -> 1)),
                arguments(
                        "invoices, where somebody began again at 10,000",
                        table(30_000, n -> n <= 300 || n >= 10_000 ? 1 : 0)),
                arguments(
                        "allocations by what they settle, where once hardly anything was open",
                        table(60_000, n -> n > 50_000 ? 2 : n % 50 == 0 ? 1 : 0)),
                arguments(
                        "allocations of a company that is mostly paid on the spot",
                        table(200_000, n -> n % 5_000 < 200 ? 1 : 0)),
                arguments(
                        "journal rows: three a payment, and fifteen an invoice of five lines",
                        table(5_000, n -> n % 4 == 0 ? 15 : 3)));
    }

    private static int rows(NavigableMap<Integer, Integer> table, int from, int to) {
        return table.subMap(from, true, to, true).values().stream().mapToInt(n -> n).sum();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    @DisplayName("nor is one where numbers have gaps, which are not gone over number by number")
    void gapsTeachNothing(String name, NavigableMap<Integer, Integer> table) throws Exception {
        double rowsPerSecond = 87;
        double before = 0.4;
        AtomicLong clock = new AtomicLong();
        PacedWindows windows =
                new PacedWindows(
                        new Source.Range("N", 1, Integer.MAX_VALUE - 1),
                        new Pace(),
                        number -> {
                            clock.addAndGet((long) (before * SECOND));
                            Integer next = table.higherKey(number);
                            return next == null ? OptionalLong.empty() : OptionalLong.of(next);
                        },
                        clock::get);
        int all = 0;
        int rows = 0;
        int last = 0;
        double longest = 0;
        for (String sql = windows.next(0); sql != null; sql = windows.next(rows)) {
            Matcher range = Ear.Question.RANGE.matcher(sql);
            assertThat(range.find()).isTrue();
            int from = Integer.parseInt(range.group(1)) + 1;
            assertThat(from).isGreaterThan(last);
            last = Integer.parseInt(range.group(2)) - 1;
            rows = rows(table, from, last);
            all += rows;
            double seconds = before + rows / rowsPerSecond;
            clock.addAndGet((long) (seconds * SECOND));
            longest = Math.max(longest, seconds);
        }
        assertThat(all).as("rows").isEqualTo(rows(table, 1, Integer.MAX_VALUE));
        assertThat(longest).as("seconds of the longest question, %s", name).isLessThan(3);
        assertThat(clock.get() / SECOND).as("seconds").isLessThan(3 * all / rowsPerSecond);
    }

    @Test
    @DisplayName("one connection, and never long without asking whether to stop")
    void yields(@TempDir Path directory) throws Exception {
        AtomicInteger connected = new AtomicInteger();
        Sage50Package sage = Fixture.today();
        sage.drivers = List.of(Ear.driver(() -> counting(connected)));
        try (DemoCompany company = DemoCompany.create(directory, 150, 3);
                CompanySession session = sage.open(address(company))) {
            company.slow(20); // a thousand rows, or less, take so long
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

    @Test
    @DisplayName("what narrow columns taught is not asked of all columns")
    void otherColumnsHaveAPaceOfTheirOwn(@TempDir Path directory) throws Exception {
        List<Ear.Question> asked = new ArrayList<>();
        Sage50Package sage = Fixture.today();
        sage.drivers = List.of(Ear.driver(() -> Ear.listening(new StandInDriver(), asked)));
        try (DemoCompany company = DemoCompany.create(directory, 400, 3);
                CompanySession session = sage.open(address(company))) {
            Mark mark = session.mark();
            Plan plan = session.plan(mark, sage.info().types());
            session.sweep(plan, mark, Read.GO);
            for (Slice slice : plan.slices()) {
                session.read(slice, mark, new Nowhere(), Read.GO);
            }
        }
        Map<String, Integer> first = new HashMap<>();
        int widest = 0;
        for (Ear.Question question : asked) {
            if (question.width() > 0) {
                first.putIfAbsent(question.columns(), question.width());
                widest = Math.max(widest, question.width());
            }
        }
        assertThat(widest).as("the pace grows").isGreaterThan(256);
        assertThat(first).hasSizeGreaterThan(8);
        assertThat(first.values()).as("first questions").allMatch(width -> width <= 64);
        assertThat(asked)
                .as("where a gap ends, as Sage's driver takes it")
                .anyMatch(q -> q.sql.matches("SELECT MIN\\((\\w+)\\) FROM \\w+ WHERE \\1 > \\d+"));
    }

    @Test
    @Tag("slow")
    @DisplayName("no question that is put to a slow driver takes longer than 3 s")
    void realQuestionsTakeAboutTwoSeconds(@TempDir Path directory) throws Exception {
        List<Ear.Question> asked = new ArrayList<>();
        try (DemoCompany company = DemoCompany.create(directory, 4_000, 3)) {
            company.slow(300); // a thousand rows, or less, and once more at the end
            AtomicInteger rows = new AtomicInteger();
            try (Source source = listening(company, asked)) {
                Windows windows = new Windows(source, Read.GO);
                int last = (int) source.max(JournalRow.TABLE, "HEADER_NUMBER").orElseThrow();
                asked.clear();
                windows.each(
                        JournalRow.TABLE,
                        JournalRow.COLUMNS,
                        "HEADER_NUMBER",
                        last,
                        row -> rows.incrementAndGet());
            }
            assertThat(seconds(rows.get())).as("in one question").isGreaterThan(3);
        }
        assertThat(asked).hasSizeGreaterThan(2);
        // what the driver takes, without what a busy machine adds to it
        assertThat(asked).allMatch(question -> seconds(question.rows) < 3);
        assertThat(asked)
                .as("as measured: a busy machine may stop one of them")
                .filteredOn(question -> question.seconds() >= 3)
                .hasSizeLessThan(2);
        assertThat(asked).as("not all are short").anyMatch(q -> q.seconds() > 0.7);
    }

    private static Source listening(DemoCompany company, List<Ear.Question> asked)
            throws SQLException {
        Properties logon = new Properties();
        logon.put("user", company.user());
        logon.put("password", company.password());
        return new Source(
                Ear.listening(new StandInDriver(), asked).connect(company.url(), logon),
                new Repairs(Fixture.CLOCK));
    }

    private static double seconds(int rows) {
        return (rows / 1_000 + 2) * 0.3;
    }

    @Test
    @DisplayName("a process in which the driver may hang hears of a stop")
    void aStopReachesTheDriver() throws Exception {
        AtomicReference<Object> given = new AtomicReference<>();
        AtomicBoolean stopped = new AtomicBoolean();
        Sage50Package sage = Fixture.today();
        sage.drivers =
                List.of(
                        Ear.driver(
                                () ->
                                        Ear.proxy(
                                                Driver.class,
                                                new StandInDriver(),
                                                Map.of(
                                                        "acceptsURL",
                                                        arguments -> true,
                                                        "connect",
                                                        arguments -> {
                                                            given.set(
                                                                    ((Properties) arguments[1])
                                                                            .get("stop"));
                                                            throw new SQLException("", "HY008");
                                                        }))));
        Checkpoint checkpoint =
                () -> {
                    if (stopped.get()) {
                        throw new InterruptedException();
                    }
                };
        assertThatThrownBy(
                        () ->
                                sage.open(
                                        new CompanyAddress(
                                                "jdbc:fairlead-odbc:DSN=x", "", new char[0]),
                                        checkpoint))
                .isInstanceOfSatisfying(
                        AccountingException.class, e -> assertThat(e.passes()).isTrue());
        assertThat(given.get()).isInstanceOf(BooleanSupplier.class);
        BooleanSupplier stop = (BooleanSupplier) given.get();
        assertThat(stop.getAsBoolean()).isFalse();
        stopped.set(true);
        assertThat(stop.getAsBoolean()).isTrue();
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

    private static Driver counting(AtomicInteger connected) {
        Driver real = new StandInDriver();
        return Ear.proxy(
                Driver.class,
                real,
                Map.of(
                        "connect",
                        arguments -> {
                            connected.incrementAndGet();
                            return real.connect((String) arguments[0], (Properties) arguments[1]);
                        }));
    }

    private static CompanyAddress address(DemoCompany company) {
        return new CompanyAddress(company.url(), company.user(), company.password().toCharArray());
    }
}
