package fairlead.demo.books;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** Writes rows of one table in batches. */
final class Rows implements AutoCloseable {
    private static final int BATCH = 500;

    private final PreparedStatement insert;
    private int waiting;

    Rows(Connection connection, String table, String... columns) throws SQLException {
        StringBuilder sql = new StringBuilder("INSERT INTO ").append(table).append(" (");
        StringBuilder marks = new StringBuilder();
        for (String column : columns) {
            sql.append(marks.length() == 0 ? "\"" : ", \"").append(column).append('"');
            marks.append(marks.length() == 0 ? "?" : ", ?");
        }
        this.insert = connection.prepareStatement(sql.append(") VALUES (").append(marks) + ")");
    }

    void add(Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            set(i + 1, values[i]);
        }
        insert.addBatch();
        if (++waiting == BATCH) {
            flush();
        }
    }

    private void set(int index, Object value) throws SQLException {
        if (value instanceof String text) {
            insert.setString(index, text);
        } else if (value instanceof Integer number) {
            insert.setInt(index, number);
        } else if (value instanceof Double number) {
            insert.setDouble(index, number);
        } else if (value instanceof LocalDate || value instanceof LocalDateTime || value == null) {
            insert.setObject(index, value);
        } else {
            throw new IllegalArgumentException("a value of " + value.getClass());
        }
    }

    void flush() throws SQLException {
        if (waiting > 0) {
            insert.executeBatch();
            waiting = 0;
        }
    }

    @Override
    public void close() throws SQLException {
        insert.close();
    }
}
