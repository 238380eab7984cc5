package fairlead.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.accounting.api.DataType;
import fairlead.accounting.sage50.JointSage;
import fairlead.demo.standin.StandInDriver;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.SetEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a Sage company in its life, and what becomes of it on the platform. */
class SageChangesTest {
    @TempDir Path directory;
    private final TestClock clock = new TestClock();
    private SageBooks books;

    @BeforeEach
    void syncOnce() throws Exception {
        books = new SageBooks(directory, 400, clock);
        books.agent.sync();
        books.assertShown();
    }

    @AfterEach
    void close() {
        books.close();
    }

    private Set<String> shown(DataType type) {
        return books.shown().get(type).keySet();
    }

    private SetEnd lastEnd() {
        return books.platform.ends.get(books.platform.ends.size() - 1);
    }

    private String message() {
        return books.agent.companies.status(books.agent.company(), books.agent.outbox).message();
    }

    @Test
    @DisplayName("sync rule 3: a change of a few transactions travels as these few")
    void rule3AChange() throws Exception {
        books.company.post(2);
        books.company.correct();
        books.agent.sync();
        books.assertShown();
        assertThat(lastEnd().datasets())
                .filteredOn(d -> d.type() == DataType.JOURNAL_ENTRIES)
                .allMatch(d -> d.deletes() == 1 && d.upserts() >= 3 && d.upserts() < 15);
    }

    @Test
    @DisplayName("sync rule 7: a row whose type is damaged deletes nothing, and heals")
    void rule7ADamagedType() throws Exception {
        Map<DataType, Map<String, String>> then = books.shown();
        String keeper = StandInDriver.passwordBehind("keeper:" + books.company.password());
        Path file = directory.toRealPath().resolve("company").resolve("company");
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + file, "KEEPER", keeper);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE STANDIN.TYPES AS SELECT HEADER_NUMBER, TYPE"
                            + " FROM AUDIT_HEADER");
            String every = " WHERE MOD(HEADER_NUMBER, 40) = 0";
            assertThat(statement.executeUpdate("UPDATE AUDIT_HEADER SET TYPE = '??'" + every))
                    .isGreaterThan(5);
            books.agent.sync();
            assertThat(books.agent.outbox.openSet(Agent.CONNECTION)).isEmpty();
            then.forEach(
                    (type, records) ->
                            assertThat(shown(type)).as(type.key()).containsAll(records.keySet()));
            assertThat(lastEnd().datasets()).allMatch(d -> d.deletes() == 0);
            assertThat(lastEnd().datasets())
                    .filteredOn(d -> d.type() == DataType.INVOICES)
                    .allMatch(d -> d.keeps() > 0);
            statement.execute(
                    "UPDATE AUDIT_HEADER H SET TYPE = (SELECT T.TYPE FROM STANDIN.TYPES T WHERE"
                            + " T.HEADER_NUMBER = H.HEADER_NUMBER)"
                            + every);
        }
        books.agent.sync();
        books.assertShown();
        assertThat(books.shown()).isEqualTo(then);
    }

    @Test
    @DisplayName("sync rule 7: rows that lost their owner delete and invent nothing, and heal")
    void rule7LostReferences() throws Exception {
        Map<DataType, Map<String, String>> then = books.shown();
        String keeper = StandInDriver.passwordBehind("keeper:" + books.company.password());
        Path file = directory.toRealPath().resolve("company").resolve("company");
        List<String> tables =
                List.of("AUDIT_HEADER", "AUDIT_SPLIT", "AUDIT_JOURNAL", "AUDIT_USAGE");
        String each40th = " WHERE MOD(HEADER_NUMBER, 40) = ";
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + file, "KEEPER", keeper);
                Statement statement = connection.createStatement()) {
            for (String table : tables) {
                statement.execute("CREATE TABLE STANDIN." + table + " AS SELECT * FROM " + table);
            }
            for (String damage :
                    List.of(
                            "AUDIT_JOURNAL SET HEADER_NUMBER = NULL" + each40th + 0,
                            "AUDIT_JOURNAL SET HEADER_NUMBER = 0, TRAN_NUMBER = 0" + each40th + 1,
                            "AUDIT_SPLIT SET HEADER_NUMBER = NULL" + each40th + 2,
                            "AUDIT_HEADER SET TRAN_NUMBER = TRAN_NUMBER + 1" + each40th + 3,
                            "AUDIT_USAGE SET SPLIT_NUMBER = 0 WHERE MOD(USAGE_NUMBER, 9) = 0",
                            "AUDIT_USAGE SET SPLIT_CROSSREF = 0 WHERE MOD(USAGE_NUMBER, 9) = 1")) {
                assertThat(statement.executeUpdate("UPDATE " + damage)).as(damage).isGreaterThan(5);
            }
            for (int again = 0; again < 2; again++) {
                books.agent.sync();
                books.shown()
                        .forEach(
                                (type, records) -> {
                                    records.values().removeIf(Objects::isNull); // never told
                                    assertThat(records.keySet())
                                            .as(type.key())
                                            .isEqualTo(then.get(type).keySet());
                                });
                assertThat(lastEnd().datasets()).allMatch(d -> d.deletes() == 0);
            }
            for (String table : tables) {
                statement.execute("DELETE FROM " + table);
                statement.execute("INSERT INTO " + table + " SELECT * FROM STANDIN." + table);
            }
        }
        books.agent.sync();
        books.assertShown();
        assertThat(books.shown()).isEqualTo(then);
    }

    @Test
    @DisplayName("sync rule 2: transactions with numbers far too high delete nothing, and heal")
    void rule2NumbersFarOff() throws Exception {
        Map<DataType, Map<String, String>> then = books.shown();
        String keeper = StandInDriver.passwordBehind("keeper:" + books.company.password());
        Path file = directory.toRealPath().resolve("company").resolve("company");
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + file, "KEEPER", keeper);
                Statement statement = connection.createStatement()) {
            int far = Integer.MAX_VALUE - 100_000;
            for (String table : List.of("AUDIT_HEADER", "AUDIT_SPLIT", "AUDIT_JOURNAL")) {
                statement.execute(
                        "UPDATE "
                                + table
                                + " SET HEADER_NUMBER = HEADER_NUMBER + "
                                + far
                                + " WHERE MOD(HEADER_NUMBER, 40) = 0");
            }
            books.agent.sync();
            books.assertShown();
            then.forEach(
                    (type, records) ->
                            assertThat(shown(type)).as(type.key()).containsAll(records.keySet()));
            for (String table : List.of("AUDIT_HEADER", "AUDIT_SPLIT", "AUDIT_JOURNAL")) {
                statement.execute(
                        "UPDATE "
                                + table
                                + " SET HEADER_NUMBER = HEADER_NUMBER - "
                                + far
                                + " WHERE HEADER_NUMBER > "
                                + far);
            }
        }
        books.agent.sync();
        books.assertShown();
    }

    @Test
    @DisplayName(
            "sync rule 3: words that change without a stamp come with the weekly complete read")
    void rule3WordsWithoutAStamp() throws Exception {
        books.company.amendUnstamped();
        books.agent.sync();
        assertThat(books.shown()).as("a sweep reads no words").isNotEqualTo(books.now());
        clock.pass(Duration.ofDays(8));
        books.agent.sync();
        books.assertShown();
    }

    @Test
    @DisplayName("a type that is left out from now on stays as it was delivered")
    void aTypeThatIsLeftOut() throws Exception {
        Map<DataType, Map<String, String>> then = books.shown();
        books.company.post(5);
        books.agent.request();
        books.agent.killPoint =
                point -> {
                    if (point.equals("set-closed")) {
                        books.agent.killPoint = other -> {};
                        throw books.agent.die(point, false);
                    }
                };
        assertThatThrownBy(books.agent::run).isInstanceOf(Agent.Killed.class);
        books.agent.start();
        JointSage.leaveOut(books.sage, "balanceSheet", "profitAndLoss", "payments", "company", "?");
        books.agent.sync();
        assertThat(lastEnd().datasets())
                .extracting(SetEnd.DatasetEnd::type)
                .doesNotContain(DataType.BALANCE_SHEET, DataType.PROFIT_AND_LOSS, DataType.PAYMENTS)
                .contains(DataType.JOURNAL_ENTRIES, DataType.COMPANY);
        Map<DataType, Map<String, String>> now = books.now();
        books.shown()
                .forEach(
                        (type, records) ->
                                assertThat(records)
                                        .as(type.key())
                                        .isEqualTo(now.getOrDefault(type, then.get(type))));
        JointSage.leaveOut(books.sage);
        books.agent.sync();
        books.assertShown();
    }

    @Test
    @DisplayName("what is odd about rows that are not read again is told again")
    void whatIsOddIsToldAgain() throws Exception {
        List<String> told = lastEnd().findings();
        assertThat(told).anyMatch(f -> f.contains("dates lie before 1980"));
        books.agent.sync();
        assertThat(lastEnd().findings()).isEqualTo(told);
    }

    @Test
    @DisplayName("sync rule 8: Clear Audit Trail deletes nothing, not even after a kill")
    void rule8ClearAuditTrail() throws Exception {
        Set<String> entries = shown(DataType.JOURNAL_ENTRIES);
        Set<String> invoices = shown(DataType.INVOICES);
        Map<String, String> bank = books.shown().get(DataType.BANK_TRANSACTIONS);
        Map<String, String> transfers = books.shown().get(DataType.TRANSFERS);
        assertThat(bank.values()).anyMatch(json -> json.contains("\"reconciled\":true"));
        assertThat(books.company.clear()).isGreaterThan(50);
        books.agent.sync();
        books.assertShown();
        assertThat(shown(DataType.JOURNAL_ENTRIES)).isEqualTo(entries);
        assertThat(shown(DataType.INVOICES)).isEqualTo(invoices);
        assertThat(books.shown().get(DataType.BANK_TRANSACTIONS)).isEqualTo(bank);
        assertThat(books.shown().get(DataType.TRANSFERS)).isEqualTo(transfers);
        assertThat(lastEnd().datasets()).allMatch(d -> d.deletes() == 0);
        assertThat(lastEnd().findings()).anyMatch(f -> f.contains("cleared"));
        books.company.post(3);
        books.company.delete();
        books.agent.sync();
        books.assertShown();
    }

    @Test
    @DisplayName("sync rules 4, 8: an audit trail that is cleared while it is read")
    void rule8ClearedInTheMiddle() throws Exception {
        boolean[] done = {false};
        int[] checks = {0};
        books.agent.request();
        books.agent.run(
                () -> {
                    boolean sweeping =
                            books.agent
                                    .companies
                                    .progress(Agent.CONNECTION)
                                    .now()
                                    .message()
                                    .contains("once more");
                    if (!done[0] && sweeping && ++checks[0] > 45) {
                        done[0] = true;
                        clear();
                    }
                });
        assertThat(done[0]).isTrue();
        assertThat(message()).doesNotContain("not found");
        books.agent.sync();
        books.assertShown();
    }

    private void clear() {
        try {
            books.company.clear();
        } catch (SQLException | IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("a year end is one more journal, and changes the company's record at most")
    void aYearEnd() throws Exception {
        Set<String> before = shown(DataType.JOURNAL_ENTRIES);
        int closing = books.company.yearEnd();
        books.agent.sync();
        books.assertShown();
        assertThat(shown(DataType.JOURNAL_ENTRIES))
                .hasSize(before.size() + 1)
                .containsAll(before)
                .contains(String.valueOf(closing));
        assertThat(lastEnd().findings()).noneMatch(f -> f.contains("differ"));
    }

    @Test
    @DisplayName("sync rule 9: a restored backup waits for a second look, and is believed then")
    void rule9ARestoredBackup() throws Exception {
        books.company.backup();
        Map<DataType, Map<String, String>> then = books.shown();
        books.company.post(60);
        books.company.amend();
        books.agent.sync();
        books.assertShown();
        books.company.restore();
        books.agent.request();
        books.agent.run();
        assertThat(books.shown()).isNotEqualTo(then);
        assertThat(message()).contains("were not found").contains("backup");
        books.agent.run();
        assertThat(books.shown()).isEqualTo(then);
        books.company.post(2); // under numbers that were others' before
        books.agent.sync();
        books.assertShown();
    }

    @Test
    @DisplayName("sync rule 4: a backup that is restored while it is read")
    void rule4RestoredInTheMiddle() throws Exception {
        books.company.backup();
        books.company.post(5);
        books.agent.request();
        boolean[] done = {false};
        int[] checks = {0};
        books.agent.run(
                () -> {
                    if (!done[0] && ++checks[0] > 12) {
                        done[0] = true;
                        restore();
                    }
                });
        assertThat(done[0]).isTrue();
        books.agent.sync();
        books.assertShown();
    }

    private void restore() {
        try {
            books.company.restore();
        } catch (SQLException | IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("sync rule 11: another company under the same path deletes nothing")
    void rule11AnotherCompany() throws Exception {
        Map<DataType, Map<String, String>> then = books.shown();
        books.company.becomeAnother();
        books.agent.request();
        books.agent.run();
        assertThat(books.shown()).isEqualTo(then);
        assertThat(books.agent.company().state()).isEqualTo(LinkedCompany.State.STOPPED);
        assertThat(books.agent.company().stateReason()).contains("Another Company Ltd");
    }

    @Test
    @DisplayName("exclusive mode, a user name in use, a vanished company: wait, lose nothing")
    void whatPassesIsWaitedFor() throws Exception {
        Map<DataType, Map<String, String>> then = books.shown();
        books.company.post(1);
        books.agent.request();
        books.company.exclusive(true);
        waits("exclusive mode");
        books.company.exclusive(false);
        books.company.inUse(true);
        waits("user name");
        books.company.inUse(false);
        books.company.vanish();
        waits("no connection");
        assertThat(books.shown()).isEqualTo(then);
        books.company.returnBack();
        books.agent.sync();
        books.assertShown();
    }

    private void waits(String why) {
        Optional<Duration> again = books.agent.run();
        assertThat(again).isPresent();
        assertThat(again.get()).isLessThanOrEqualTo(Duration.ofMinutes(5));
        assertThat(message()).contains(why);
    }
}
