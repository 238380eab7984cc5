package fairlead.demo.books;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Makes many changes fast: in batches, statement by statement, and not in their order. */
final class Batches implements Changes, AutoCloseable {
    private static final int MOST = 4_000;

    private final Connection connection;
    private final Map<String, PreparedStatement> batches = new HashMap<>();
    private int waiting;

    Batches(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void make(String sql, Object... values) throws SQLException {
        PreparedStatement batch = batches.get(sql);
        if (batch == null) {
            batch = connection.prepareStatement(sql);
            batches.put(sql, batch);
        }
        for (int i = 0; i < values.length; i++) {
            set(batch, i + 1, values[i]);
        }
        batch.addBatch();
        if (++waiting == MOST) {
            execute();
        }
    }

    private static void set(PreparedStatement batch, int index, Object value) throws SQLException {
        if (value instanceof String text) {
            batch.setString(index, text);
        } else if (value instanceof Integer number) {
            batch.setInt(index, number);
        } else if (value instanceof Double number) {
            batch.setDouble(index, number);
        } else {
            batch.setObject(index, value);
        }
    }

    /** Makes what has been waiting, in one commit. */
    void commit() throws SQLException {
        execute();
        connection.commit();
    }

    private void execute() throws SQLException {
        for (PreparedStatement batch : batches.values()) {
            batch.executeBatch();
        }
        waiting = 0;
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement batch : batches.values()) {
            batch.close();
        }
    }
}
