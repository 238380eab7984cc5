package fairlead.platform.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One transaction: the few ways in which the platform speaks SQL. Used by one thread. */
public final class Tx {
    /**
     * The records with the ids of the first argument, to be followed by a condition on them. H2
     * takes no index for {@code id = ANY (?)}, but it does for a join.
     */
    static final String RECORDS_OF_IDS =
            " FROM UNNEST(?) AS u(id) JOIN record r ON r.id = u.id WHERE ";

    private final Connection connection;
    private final Engine engine;
    private final Set<String> told = new LinkedHashSet<>();

    Tx(Connection connection, Engine engine) {
        this.connection = connection;
        this.engine = engine;
    }

    /** Once this transaction is committed, every node hears that this was changed. */
    public void tell(String what) throws SQLException {
        engine.tell(this, what);
    }

    /** What an engine without a way of its own tells after the commit. */
    Set<String> told() {
        return told;
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Every row of the answer. */
    public <T> List<T> list(String sql, Row<T> row, Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepared(sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(row.of(rows));
            }
            return result;
        }
    }

    /** The first row of the answer; empty when there is none. */
    public <T> Optional<T> first(String sql, Row<T> row, Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepared(sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(row.of(rows)) : Optional.empty();
        }
    }

    /** The number in the first column of the only row. */
    public long number(String sql, Object... arguments) throws SQLException {
        return first(sql, r -> r.getLong(1), arguments).orElseThrow();
    }

    /**
     * Changes rows.
     *
     * @return how many
     */
    public int update(String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepared(sql, arguments)) {
            return statement.executeUpdate();
        }
    }

    /** Inserts a row and returns the number that the database gave it, in the column {@code no}. */
    public long insert(String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql, new String[] {"no"})) {
            bind(statement, arguments);
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
        }
    }

    /** Changes many rows by one statement. */
    public void batch(String sql, List<Object[]> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int waiting = 0;
            for (Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
                if (++waiting == 1000) {
                    statement.executeBatch();
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                statement.executeBatch();
            }
        }
    }

    private PreparedStatement prepared(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            bind(statement, arguments);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private void bind(PreparedStatement statement, Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof String[] texts) {
                statement.setArray(i + 1, connection.createArrayOf("varchar", texts));
            } else if (arguments[i] instanceof String text) {
                // PostgreSQL has no text with a zero character in it
                statement.setString(i + 1, text.indexOf(0) < 0 ? text : text.replace('\0', ' '));
            } else {
                statement.setObject(i + 1, arguments[i]);
            }
        }
    }
}
