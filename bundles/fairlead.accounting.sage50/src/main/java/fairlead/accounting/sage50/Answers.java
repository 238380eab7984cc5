package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The driver's answers that make up one cursor, one after the other and one open at a time: window
 * after window of the range, or condition after condition, each of the table and then of its
 * history.
 */
final class Answers {
    private static final int FETCH = 1_000;

    /**
     * One table that is asked.
     *
     * @param select up to its name
     * @param positions of the wanted columns in the answer, 0 where the table has none
     * @param history is it a history table?
     */
    @SuppressWarnings("ArrayRecordComponent") // read for every row, never compared
    record Part(String select, int[] positions, boolean history) {
        /** Where the columns stand that the table has; null when it has none of them. */
        static Part of(String table, boolean history, String[] wanted, Set<String> available) {
            int[] positions = new int[wanted.length];
            List<String> columns = new ArrayList<>();
            for (int i = 0; i < wanted.length; i++) {
                if (wanted[i] != null && available.contains(wanted[i])) {
                    columns.add(wanted[i]);
                    positions[i] = columns.size();
                }
            }
            return columns.isEmpty()
                    ? null
                    : new Part(
                            "SELECT " + String.join(", ", columns) + " FROM " + table,
                            positions,
                            history);
        }
    }

    /** Which rows are asked for, in which order. */
    @FunctionalInterface
    interface Conditions {
        /**
         * As SQL, empty for all rows.
         *
         * @param rows so many were there by the condition before, in all tables
         * @return null when none is left
         */
        String next(long rows) throws AccountingException, InterruptedException;

        /** These, whatever they give. */
        static Conditions of(String... conditions) {
            Iterator<String> left = List.of(conditions).iterator();
            return rows -> left.hasNext() ? left.next() : null;
        }
    }

    private final Connection connection;
    private final List<Part> parts;
    private final Conditions conditions;
    private final Checkpoint checkpoint;
    private Statement statement;
    private ResultSet rows;
    private Part part;
    private int[] types = new int[0];
    private int nextPart;
    private String condition = "";
    private long taken; // rows of the window that is open

    /**
     * @param conditions each is asked for when the rows of the one before have been taken
     */
    Answers(Connection connection, List<Part> parts, Conditions conditions, Checkpoint checkpoint) {
        this.connection = connection;
        this.parts = parts;
        this.conditions = conditions;
        this.checkpoint = checkpoint;
        this.nextPart = parts.size();
    }

    ResultSet rows() {
        return rows;
    }

    /** Goes to the next row of the answer that is open; false when there is none. */
    boolean nextRow() throws SQLException {
        boolean any = rows != null && rows.next();
        taken += any ? 1 : 0;
        return any;
    }

    int[] positions() {
        return part.positions();
    }

    int[] types() {
        return types;
    }

    boolean history() {
        return part.history();
    }

    /** Has the window that is open a history, too? */
    boolean hasHistory() {
        return parts.size() > 1;
    }

    /** Does the answer that has begun come from the first table of a new window? */
    boolean startsWindow() {
        return nextPart == 1;
    }

    /** Asks the next question; false when there is none left. */
    boolean next() throws SQLException, AccountingException, InterruptedException {
        close();
        if (nextPart == parts.size()) {
            String next = conditions.next(taken);
            if (next == null) {
                return false;
            }
            condition = next;
            taken = 0;
            nextPart = 0;
        }
        checkpoint.check();
        part = parts.get(nextPart++);
        statement = connection.createStatement();
        statement.setFetchSize(FETCH);
        rows = statement.executeQuery(part.select() + condition);
        types = new int[part.positions().length];
        for (int i = 0; i < types.length; i++) {
            types[i] =
                    part.positions()[i] == 0
                            ? Types.NULL
                            : rows.getMetaData().getColumnType(part.positions()[i]);
        }
        return true;
    }

    void close() throws SQLException {
        ResultSet open = rows;
        rows = null;
        if (open != null) {
            open.close();
        }
        Statement done = statement;
        statement = null;
        if (done != null) {
            done.close();
        }
    }
}
