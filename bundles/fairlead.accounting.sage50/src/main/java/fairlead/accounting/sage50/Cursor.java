package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;

/**
 * The rows of one projection. A row's values are taken in the order of the columns that were
 * wanted, each once; a column that the company does not have is null, zero or blank. Every value
 * taken of a column that a checksum covers goes into the row's hash ({@link Narrow}).
 */
final class Cursor implements AutoCloseable {
    private static final int ROWS_BETWEEN_CHECKS = 64;
    private static final double HIGHEST_RATE = 1e9;

    private final String table;
    private final String[] wanted;
    private final boolean[] covers; // by column: does its value go into the hash?
    private final Answers answers; // null: no rows
    private final Repairs repairs;
    private final Checkpoint checkpoint;
    private final RowHash hash = new RowHash();
    private final long kind;
    private final int keyColumn;
    private final int stampColumn;
    private final NumberSet keys = new NumberSet(); // of a window that has a history
    private ResultSet rows;
    private int[] positions = new int[0];
    private int[] types = new int[0];
    private int at;
    private int read;
    private String bad;
    private LocalDateTime changed;

    /**
     * @param covers by wanted column: does its value go into {@link #hash}?
     * @param key the column whose number tells a transaction of the audit trail apart; null
     *     elsewhere
     */
    Cursor(
            String table,
            String[] wanted,
            boolean[] covers,
            String key,
            Answers answers,
            Repairs repairs,
            Checkpoint checkpoint) {
        this.table = table;
        this.wanted = wanted;
        this.covers = covers;
        this.answers = answers;
        this.repairs = repairs;
        this.checkpoint = checkpoint;
        this.kind = RowHash.of(table);
        this.keyColumn = Arrays.asList(wanted).indexOf(key);
        this.stampColumn = Arrays.asList(wanted).indexOf(Narrow.STAMP);
    }

    private Cursor(Repairs repairs) {
        this("", new String[0], new boolean[0], null, null, repairs, () -> {});
    }

    static Cursor empty(Repairs repairs) {
        return new Cursor(repairs);
    }

    /** Goes to the next row and starts its hash. */
    boolean next() throws AccountingException, InterruptedException {
        if (answers == null) {
            return false;
        }
        try {
            while (true) {
                if (++read % ROWS_BETWEEN_CHECKS == 0) {
                    checkpoint.check();
                }
                if (!answers.nextRow()) {
                    if (!answer()) {
                        return false;
                    }
                } else if (counts()) {
                    at = 0;
                    bad = null;
                    changed = null;
                    hash.start(answers.history() ? ~kind : kind);
                    return true;
                }
            }
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
    }

    private boolean answer() throws SQLException, AccountingException, InterruptedException {
        rows = null;
        if (!answers.next()) {
            return false;
        }
        rows = answers.rows();
        positions = answers.positions();
        types = answers.types();
        if (answers.startsWindow()) {
            keys.clear();
        }
        return true;
    }

    /** Is the row none of the history whose transaction is in the audit trail as well? */
    private boolean counts() throws SQLException {
        if (keyColumn < 0 || !answers.hasHistory() || positions[keyColumn] == 0) {
            return true;
        }
        int key = rows.getInt(positions[keyColumn]);
        if (answers.history()) {
            return !keys.contains(key);
        }
        keys.add(key);
        return true;
    }

    /** Does the row come from a history table, which has fewer columns? */
    boolean history() {
        return answers.history();
    }

    /** Hash of what was taken of this row so far. Valid until the next row. */
    RowHash hash() {
        return hash;
    }

    /** {@link Narrow#STAMP} of this row, as it stands; null where it has none or was not read. */
    LocalDateTime changed() {
        return changed;
    }

    private void take(int column, long value) {
        if (covers[column]) {
            hash.add(value);
        }
    }

    /** The first column of this row whose value is none of its kind; null when all is well. */
    String bad() {
        return bad;
    }

    int number() throws AccountingException {
        int i = at++;
        if (positions[i] == 0) {
            return absent(i);
        }
        try {
            int value = rows.getInt(positions[i]);
            take(i, value);
            return value;
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
    }

    /**
     * @param blank what stands for an empty field, which {@link #number()} cannot tell from 0
     */
    int number(int blank) throws AccountingException {
        int i = at;
        int value = number();
        try {
            return positions[i] == 0 || rows.wasNull() ? blank : value;
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
    }

    /** Without blanks at the end; never null. */
    String text() throws AccountingException {
        int i = at++;
        if (positions[i] == 0) {
            absent(i);
            return "";
        }
        try {
            String value = trimmed(rows.getString(positions[i]));
            if (covers[i]) {
                take(i, RowHash.of(value));
            }
            return value;
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
    }

    private static String trimmed(String value) {
        if (value == null) {
            return "";
        }
        int end = value.length();
        while (end > 0 && value.charAt(end - 1) <= ' ') {
            end--;
        }
        return end == value.length() ? value : value.substring(0, end);
    }

    /** A reference: without blanks on either side, since Sage aligns numbers to the right. */
    String reference() throws AccountingException {
        return text().strip();
    }

    /** In hundredths. */
    long cents() throws AccountingException {
        int i = at++;
        if (positions[i] == 0) {
            return absent(i);
        }
        try {
            double value = rows.getDouble(positions[i]);
            long cents = Repairs.cents(value);
            if (cents == Repairs.NOT_MONEY) {
                isBad(i);
                cents = 0;
                absent(i);
            }
            take(i, cents);
            return cents;
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
    }

    private void isBad(int column) {
        if (bad == null) {
            bad = table + "." + wanted[column];
        }
    }

    /** A price, quantity or rate. */
    double decimal() throws AccountingException {
        int i = at;
        double value = real();
        if (Double.isFinite(value)) {
            return value;
        }
        isBad(i);
        return 0;
    }

    /** As it stands, also where it is no number; the row is not bad then. */
    double real() throws AccountingException {
        int i = at++;
        if (positions[i] == 0) {
            return absent(i);
        }
        try {
            double value = rows.getDouble(positions[i]);
            take(i, Double.doubleToLongBits(value));
            return value;
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
    }

    /** A flag, which some versions keep as a number and some as a letter. */
    boolean flag() throws AccountingException {
        int i = at++;
        if (positions[i] == 0) {
            absent(i);
            return false;
        }
        try {
            boolean value;
            if (types[i] == Types.CHAR || types[i] == Types.VARCHAR) {
                String text = rows.getString(positions[i]);
                value =
                        text != null
                                && !text.isBlank()
                                && "YT1".indexOf(Character.toUpperCase(text.strip().charAt(0)))
                                        >= 0;
            } else {
                value = rows.getInt(positions[i]) != 0;
            }
            take(i, value ? 1 : 0);
            return value;
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
    }

    /** Null where there is none or none that can be. */
    LocalDate date() throws AccountingException {
        int i = at++;
        if (positions[i] != 0) {
            LocalDate value;
            try {
                if (types[i] == Types.TIMESTAMP) {
                    LocalDateTime stamp = rows.getObject(positions[i], LocalDateTime.class);
                    value = stamp == null ? null : stamp.toLocalDate();
                } else {
                    value = rows.getObject(positions[i], LocalDate.class);
                }
            } catch (SQLException e) {
                throw Trouble.of(e);
            }
            take(i, value == null ? RowHash.ABSENT : value.toEpochDay());
            return repairs.date(value);
        }
        absent(i);
        return null;
    }

    /** Null where there is none or none that can be. */
    LocalDateTime stamp() throws AccountingException {
        return repairs.stamp(moment());
    }

    /** When a row was last changed, for its hash alone. */
    void touched() throws AccountingException {
        moment();
    }

    private LocalDateTime moment() throws AccountingException {
        int i = at++;
        if (positions[i] == 0) {
            absent(i);
            return null;
        }
        LocalDateTime value;
        try {
            if (types[i] == Types.DATE) {
                LocalDate date = rows.getObject(positions[i], LocalDate.class);
                value = date == null ? null : date.atStartOfDay();
            } else {
                value = rows.getObject(positions[i], LocalDateTime.class);
            }
        } catch (SQLException e) {
            throw Trouble.of(e);
        }
        if (i == stampColumn) {
            changed = value;
        }
        take(i, RowHash.of(value)); // as it stands: a stamp that cannot be may change as well
        return value;
    }

    private int absent(int column) {
        take(column, RowHash.ABSENT);
        return 0;
    }

    /** A rate or quantity of so many decimals. */
    BigDecimal decimal(int decimals) throws AccountingException {
        return Repairs.decimal(decimal(), decimals);
    }

    /** Can so many foreign units stand for one of the base currency? */
    static boolean isRate(double foreignPerBase) {
        return foreignPerBase > 1 / HIGHEST_RATE && foreignPerBase < HIGHEST_RATE;
    }

    /**
     * How many units of the base currency one unit is worth, from units per unit of base; null
     * where that is no rate: nobody can tell it then.
     */
    static BigDecimal rate(double foreignPerBase) {
        if (!isRate(foreignPerBase)) {
            return null;
        }
        return Repairs.plain(
                BigDecimal.ONE.divide(
                        BigDecimal.valueOf(foreignPerBase), 10, RoundingMode.HALF_UP));
    }

    @Override
    public void close() throws AccountingException {
        if (answers != null) {
            try {
                answers.close();
            } catch (SQLException e) {
                throw Trouble.of(e);
            }
        }
    }
}
