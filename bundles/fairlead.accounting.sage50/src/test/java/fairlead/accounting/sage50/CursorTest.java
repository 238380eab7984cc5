package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rows of the audit trail and of its history as one list. */
class CursorTest {
    private static final String[] NUMBER = {"HEADER_NUMBER"};
    private static final long MEGABYTE = 1 << 20;

    private final List<Ear.Question> asked = new ArrayList<>();

    private Source source(String... sql) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE AUDIT_HEADER (HEADER_NUMBER INTEGER)");
            statement.execute("CREATE TABLE AUDIT_HISTORY_HEADER (HEADER_NUMBER INTEGER)");
            for (String each : sql) {
                statement.execute(each);
            }
        }
        return new Source(Ear.listening(connection, asked), new Repairs(Fixture.CLOCK));
    }

    private static String numbers(String table, int from, int to) {
        return "INSERT INTO "
                + table
                + " WITH RECURSIVE n(x) AS (SELECT "
                + from
                + " UNION ALL SELECT x + 1 FROM n WHERE x < "
                + to
                + ") SELECT x FROM n";
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    @DisplayName(
            "sync rule 2: a window of a million rows of a cleared company takes a bit a number")
    void aClearedCompanyOfSizeTakesNoMemory() throws Exception {
        int live = 1_000_000;
        int history = 0;
        int rows = 0;
        try (Source source =
                        source(
                                numbers(HeaderRow.TABLE, 1_001, live),
                                numbers("AUDIT_HISTORY_HEADER", 1, 1_100));
                Cursor all = source.all(HeaderRow.TABLE, NUMBER, Read.GO)) {
            assertThat(all.next()).isTrue();
            long before = used();
            for (rows = 1; all.next(); rows++) {
                if (all.history() && history++ == 0) {
                    assertThat(used() - before)
                            .as("bytes for a million numbers")
                            .isLessThan(8 * MEGABYTE);
                }
            }
        }
        assertThat(rows).as("each transaction once").isEqualTo(live);
        assertThat(history).as("of the history").isEqualTo(1_000);
    }

    @Test
    @DisplayName("a damaged row of the history is not taken for another one of the audit trail")
    void rowsWithoutANumberAreNotTheSame() throws Exception {
        List<Integer> numbers = new ArrayList<>();
        try (Source source =
                        source(
                                "INSERT INTO AUDIT_HEADER VALUES (NULL), (0), (-7), (2147483647)",
                                "INSERT INTO AUDIT_HISTORY_HEADER VALUES (NULL), (0), (-7), (-9),"
                                        + " (2147483647), (2147483646)");
                Cursor all = source.all(HeaderRow.TABLE, NUMBER, Read.GO)) {
            while (all.next()) {
                numbers.add(all.number());
            }
        }
        assertThat(numbers).containsExactly(0, 0, -7, 2147483647, 0, 0, -7, -9, 2147483646);
    }

    @Test
    @DisplayName("a gap in the numbers is one question, and what lies beyond it is read")
    void aGapIsNotGoneOver() throws Exception {
        int rows = 0;
        try (Source source =
                        source(
                                numbers(HeaderRow.TABLE, 1, 1_000),
                                numbers(HeaderRow.TABLE, 90_000_001, 90_001_000),
                                numbers("AUDIT_HISTORY_HEADER", 1_900_000_000, 1_900_000_009));
                Cursor all =
                        source.range(
                                HeaderRow.TABLE,
                                NUMBER,
                                new Source.Range("HEADER_NUMBER", 1, Integer.MAX_VALUE),
                                Read.GO)) {
            while (all.next()) {
                rows++;
            }
        }
        assertThat(rows).isEqualTo(2_010);
        assertThat(asked).hasSizeLessThan(100);
    }
}
