package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One connection to one company's tables. Asks only what Sage's driver is known to take: a list of
 * columns of one table, all rows or those of an integer range; or one MIN, MAX or COUNT.
 */
final class Source implements AutoCloseable {
    private static final int ODBC_2_DATE = 9;

    private final Connection connection;
    private final Repairs repairs;
    private final Map<String, Set<String>> columns = new HashMap<>();
    private final Map<String, Pace> paces = new HashMap<>();
    private final Map<String, Boolean> cleared = new HashMap<>();
    private final Map<String, Boolean> stamped = new HashMap<>();
    private final Set<String> days = new HashSet<>(); // tables whose stamp has no time of day

    Source(Connection connection, Repairs repairs) {
        this.connection = connection;
        this.repairs = repairs;
    }

    Repairs repairs() {
        return repairs;
    }

    boolean has(String table) throws AccountingException {
        return !columns(table).isEmpty();
    }

    boolean has(String table, String... wanted) throws AccountingException {
        return columns(table).containsAll(Set.of(wanted));
    }

    /** The table's columns; empty when there is no such table. */
    Set<String> columns(String table) throws AccountingException {
        Set<String> known = columns.get(table);
        if (known == null) {
            known = discover(table);
            columns.put(table, known);
        }
        return known;
    }

    private Set<String> discover(String table) throws AccountingException {
        Set<String> found = new HashSet<>();
        try (ResultSet rows = connection.getMetaData().getColumns(null, null, table, null)) {
            while (rows.next()) {
                // the underscores of a name are wildcards to the driver
                if (table.equalsIgnoreCase(rows.getString("TABLE_NAME"))) {
                    String column = rows.getString("COLUMN_NAME").toUpperCase(Locale.ROOT);
                    found.add(column);
                    if (column.equals(Narrow.STAMP) && isDay(rows.getInt("DATA_TYPE"))) {
                        days.add(table);
                    }
                }
            }
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
        return found;
    }

    private static boolean isDay(int type) {
        return type == Types.DATE || type == ODBC_2_DATE;
    }

    /**
     * Does the hash of a row take this column in ({@link Narrow})? Any column, where the table has
     * no stamps that would say that it has changed.
     */
    private boolean covers(String table, String column) throws AccountingException {
        Set<String> narrow = Narrow.of(table);
        return !narrow.isEmpty() && (narrow.contains(column) || !isStamped(table));
    }

    /** Those of the columns that a checksum covers, and those that are wanted as well. */
    String[] covered(String table, String[] columns, Set<String> wanted)
            throws AccountingException {
        String[] covered = new String[columns.length];
        for (int i = 0; i < columns.length; i++) {
            String column = columns[i];
            boolean needed = column != null && (wanted.contains(column) || covers(table, column));
            covered[i] = needed ? column : null;
        }
        return covered;
    }

    /** Are this table's rows, and those of its history, stamped when they change? */
    boolean isStamped(String table) throws AccountingException {
        Boolean known = stamped.get(table);
        if (known == null) {
            History history = History.of(table);
            boolean kept = history != null && has(history.table);
            known =
                    hasStamps(table)
                            && (!kept || hasStamps(history.table))
                            && (isAnyStamp(table) || (kept && isAnyStamp(history.table)));
            stamped.put(table, known);
        }
        return known;
    }

    private boolean hasStamps(String table) throws AccountingException {
        return has(table, Narrow.STAMP) && !days.contains(table);
    }

    private boolean isAnyStamp(String table) throws AccountingException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT MAX(" + Narrow.STAMP + ") FROM " + table)) {
            return rows.next() && rows.getObject(1) != null;
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
    }

    /** Every row of a table; none when there is no such table. */
    Cursor all(String table, String[] wanted, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        return open(table, wanted, Answers.Conditions.of(""), apart(table, ""), checkpoint);
    }

    /** The rows that no range has: whose number is below 1, or that have none. */
    Cursor unnumbered(String table, String[] wanted, String key, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        return open(table, wanted, Answers.Conditions.of(withoutNumber(key)), null, checkpoint);
    }

    /** The rows whose number is above this one, all at once: there are hardly any. */
    Cursor above(String table, String[] wanted, String key, int last, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        String above = new Range(key, last + 1, Integer.MAX_VALUE).where();
        return open(table, wanted, Answers.Conditions.of(above), null, checkpoint);
    }

    private static String[] withoutNumber(String key) {
        return new String[] {" WHERE " + key + " < 1", " WHERE " + key + " IS NULL"};
    }

    /** The rows whose number lies in this range, a window after the other. */
    Cursor range(String table, String[] wanted, Range range, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        String[] known = Arrays.stream(wanted).filter(Objects::nonNull).toArray(String[]::new);
        String key = range.column(); // by another number rows may lie denser
        Pace pace = pace(table + " " + key + " " + String.join(",", known)); // each costs time
        PacedWindows.Gap gap =
                number -> {
                    checkpoint.check();
                    return min(table, key, " WHERE " + key + " > " + number);
                };
        PacedWindows windows = new PacedWindows(range, pace, gap, System::nanoTime);
        return open(table, wanted, windows, apart(table, key), checkpoint);
    }

    private static String apart(String table, String column) {
        History history = History.of(table);
        return history == null ? null : history.keyIn(column);
    }

    /** A range of whole numbers of one column, both inclusive. */
    record Range(String column, int from, int to) {
        /** As SQL that Sage's driver is known to take. */
        String where() {
            String above = " WHERE " + column + " > " + Math.max(from - 1L, Integer.MIN_VALUE);
            return to == Integer.MAX_VALUE // a number that is more than the driver knows
                    ? above
                    : above + " AND " + column + " < " + (to + 1);
        }
    }

    /**
     * @param apart the column whose numbers are taken once, from the audit trail where it has them;
     *     null where every row counts
     */
    private Cursor open(
            String table,
            String[] wanted,
            Answers.Conditions conditions,
            String apart,
            Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        checkpoint.check();
        List<Answers.Part> parts = new ArrayList<>();
        add(parts, Answers.Part.of(table, false, wanted, columns(table)));
        History history = History.of(table);
        if (history != null && isCleared(table)) {
            add(parts, Answers.Part.of(history.table, true, wanted, columns(history.table)));
        }
        if (parts.isEmpty()) {
            return Cursor.empty(repairs);
        }
        boolean[] covers = new boolean[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            covers[i] = wanted[i] != null && covers(table, wanted[i]);
        }
        return new Cursor(
                table,
                wanted,
                covers,
                apart,
                new Answers(connection, parts, conditions, checkpoint),
                repairs,
                checkpoint);
    }

    /** How wide the questions of one kind may be. */
    Pace pace(String kind) {
        return paces.computeIfAbsent(kind, k -> new Pace());
    }

    private static void add(List<Answers.Part> parts, Answers.Part part) {
        if (part != null) {
            parts.add(part);
        }
    }

    /** Were rows of this table moved into its history? Asked again by {@link #max}. */
    private boolean isCleared(String table) throws AccountingException {
        Boolean known = cleared.get(table);
        if (known == null) {
            History history = History.of(table);
            known = number("MAX(" + history.key + ")", history.table, "", history.key).isPresent();
            cleared.put(table, known);
        }
        return known;
    }

    /** How many transactions were cleared from the audit trail. */
    long cleared() throws AccountingException {
        return isCleared(HeaderRow.TABLE) ? rows(History.of(HeaderRow.TABLE).table) : 0;
    }

    /** The highest number in a column; empty when there is none. */
    OptionalLong max(String table, String column) throws AccountingException {
        OptionalLong live = number("MAX(" + column + ")", table, "", column);
        History history = History.of(table);
        if (history == null) {
            return live;
        }
        OptionalLong moved = number("MAX(" + column + ")", history.table, "", column);
        cleared.put(table, moved.isPresent());
        return live.isPresent() && moved.isPresent()
                ? OptionalLong.of(Math.max(live.getAsLong(), moved.getAsLong()))
                : live.isPresent() ? live : moved;
    }

    /** The lowest number in a column; empty when there is none. */
    OptionalLong min(String table, String column) throws AccountingException {
        return min(table, column, "");
    }

    private OptionalLong min(String table, String column, String condition)
            throws AccountingException {
        OptionalLong live = number("MIN(" + column + ")", table, condition, column);
        if (History.of(table) == null || !isCleared(table)) {
            return live;
        }
        OptionalLong moved =
                number("MIN(" + column + ")", History.of(table).table, condition, column);
        return live.isPresent() && moved.isPresent()
                ? OptionalLong.of(Math.min(live.getAsLong(), moved.getAsLong()))
                : live.isPresent() ? live : moved;
    }

    /** How many rows a table has, cleared ones included. */
    long count(String table) throws AccountingException {
        boolean moved = History.of(table) != null && isCleared(table);
        return rows(table) + (moved ? rows(History.of(table).table) : 0);
    }

    private long rows(String table) throws AccountingException {
        return has(table) ? number("COUNT(*)", table, "").orElse(0) : 0;
    }

    /** How many rows of this one table, without its history, lie in a range. */
    long count(String table, Range range) throws AccountingException {
        return count(table, range.where());
    }

    /** How many rows of this one table, without its history, have no number. */
    long countUnnumbered(String table, String key) throws AccountingException {
        long sum = 0;
        for (String condition : withoutNumber(key)) {
            sum += count(table, condition);
        }
        return sum;
    }

    private long count(String table, String condition) throws AccountingException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT COUNT(*) FROM " + table + condition)) {
            return rows.next() ? rows.getLong(1) : 0;
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
    }

    /**
     * When a row of this one table, without its history, was last changed in a range; null where
     * none has a stamp, a moment that no row can have where the driver's answer is none.
     */
    LocalDateTime lastChange(String table, Range range) throws AccountingException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT MAX(" + Narrow.STAMP + ") FROM " + table + range.where())) {
            return rows.next() ? rows.getObject(1, LocalDateTime.class) : null;
        } catch (SQLDataException e) {
            return LocalDateTime.MIN; // what a driver computes comes as text, or as what it likes
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
    }

    /**
     * The latest date in a column that is not after {@code last}, cleared rows included; null when
     * there is none.
     */
    LocalDate latest(String table, String column, LocalDate last) throws AccountingException {
        LocalDate live = latestOf(table, column, last);
        if (History.of(table) == null || !isCleared(table)) {
            return live;
        }
        LocalDate moved = latestOf(History.of(table).table, column, last);
        return live == null || (moved != null && moved.isAfter(live)) ? moved : live;
    }

    private LocalDate latestOf(String table, String column, LocalDate last)
            throws AccountingException {
        if (!has(table, column)) {
            return null;
        }
        String sql = "SELECT MAX(" + column + ") FROM " + table;
        String until = " WHERE " + column + " < {d '" + last.plusDays(1) + "'}";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql + until)) {
            return rows.next() ? rows.getObject(1, LocalDate.class) : null;
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
    }

    private OptionalLong number(String what, String table, String condition, String... columns)
            throws AccountingException {
        if (!has(table, columns)) {
            return OptionalLong.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT " + what + " FROM " + table + condition)) {
            long number = rows.next() ? rows.getLong(1) : 0;
            return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
    }

    /** Product name and version, as the driver says them. */
    String[] product() throws AccountingException {
        try {
            DatabaseMetaData about = connection.getMetaData();
            return new String[] {
                String.valueOf(about.getDatabaseProductName()),
                String.valueOf(about.getDatabaseProductVersion())
            };
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // it is gone already, which is what was wanted
            return;
        }
    }
}
