package fairlead.demo.standin;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The rows of one query, fetched block by block; at Sage's pace where the company is slow. */
final class SageRows implements AutoCloseable {
    /** How long a sort takes before the first row comes, and how long a row of all columns. */
    private static final long SORT_MILLIS = 1_000;

    private static final long STAR_MILLIS = 20;

    private final Session session;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final boolean star;
    private int read;

    private SageRows(Session session, PreparedStatement statement, ResultSet rows, Query query) {
        this.session = session;
        this.statement = statement;
        this.rows = rows;
        this.star = query.star();
    }

    static SageRows open(Session session, Connection reader, Query query, Object[] parameters)
            throws SQLException {
        PreparedStatement statement = null;
        try {
            statement = reader.prepareStatement(query.sql());
            statement.setFetchSize(Session.BLOCK);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            Session.pause(query.sorted() ? SORT_MILLIS : 0);
            return new SageRows(session, statement, statement.executeQuery(), query);
        } catch (SQLException e) {
            if (statement != null) {
                statement.close();
            }
            throw Session.translate(e);
        }
    }

    /** Goes to the next row; false after the last. */
    boolean next() throws SQLException {
        try {
            if (read++ % Session.BLOCK == 0) {
                session.block();
            }
            if (!rows.next()) {
                return false;
            }
            Session.pause(star ? STAR_MILLIS : 0);
            return true;
        } catch (SQLException e) {
            throw Session.translate(e);
        }
    }

    /** The row's values, which are H2's own: they are not boxed or copied on the way. */
    ResultSet row() {
        return rows;
    }

    /** Was the value that was taken last a NULL? */
    boolean wasNull() {
        try {
            return rows.wasNull();
        } catch (SQLException e) {
            throw new IllegalStateException("closed", e);
        }
    }

    @Override
    public void close() {
        session.ended(this);
        try {
            rows.close();
            statement.close();
        } catch (SQLException e) {
            // the connection is gone, and the rows with it
            return;
        }
    }
}
