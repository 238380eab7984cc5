package fairlead.demo.books;

import fairlead.gate.KillPoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A change of the books that is made in several commits, as Sage's files are written, and is whole
 * all the same: all its steps are stored first, in one commit, and each is taken off by the commit
 * that makes it. What a killed process has left is made at the next start.
 */
final class Steps implements Changes {
    private static final String TABLE = "STANDIN.STEPS";

    private final Connection connection;
    private ArrayList<Object[]> step = new ArrayList<>();

    /** Array lists, which the database can store as they are. */
    private final List<ArrayList<Object[]>> steps = new ArrayList<>();

    Steps(Connection connection) {
        this.connection = connection;
    }

    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS "
                            + TABLE
                            + " (NUMBER INTEGER PRIMARY KEY, STATEMENTS JAVA_OBJECT)");
        }
    }

    /** Belongs to the step that has begun; made by {@link #carryOut}. */
    @Override
    public void make(String sql, Object... values) {
        Object[] statement = new Object[values.length + 1];
        statement[0] = sql;
        System.arraycopy(values, 0, statement, 1, values.length);
        step.add(statement);
    }

    /** Ends a step: what comes next is made in another commit. */
    void next() {
        if (!step.isEmpty()) {
            steps.add(step);
            step = new ArrayList<>();
        }
    }

    /** Makes every step, after what had been left. */
    void carryOut() throws SQLException {
        next();
        finish();
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + TABLE + " VALUES (?, ?)")) {
            for (int i = 0; i < steps.size(); i++) {
                insert.setInt(1, i);
                insert.setObject(2, steps.get(i));
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
            toFile();
        } finally {
            steps.clear();
        }
        finish();
    }

    /** A commit alone may be lost to a kill for half a second. */
    private void toFile() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        }
    }

    /** Makes the steps that are stored. */
    void finish() throws SQLException {
        for (Map.Entry<Integer, List<?>> stored : stored().entrySet()) {
            try {
                for (Object statement : stored.getValue()) {
                    update((Object[]) statement);
                }
                update("DELETE FROM " + TABLE + " WHERE NUMBER = ?", stored.getKey());
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
            KillPoint.reach("books-step");
        }
    }

    private Map<Integer, List<?>> stored() throws SQLException {
        Map<Integer, List<?>> stored = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT NUMBER, STATEMENTS FROM " + TABLE)) {
            while (row.next()) {
                stored.put(row.getInt(1), (List<?>) row.getObject(2));
            }
        }
        return stored;
    }

    private void update(Object... statement) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement((String) statement[0])) {
            for (int i = 1; i < statement.length; i++) {
                prepared.setObject(i, statement[i]);
            }
            prepared.executeUpdate();
        }
    }
}
