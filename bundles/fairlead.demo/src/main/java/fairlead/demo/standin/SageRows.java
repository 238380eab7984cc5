package fairlead.demo.standin;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;

/** The rows of one query, fetched block by block; at Sage's pace where the company is slow. */
final class SageRows implements AutoCloseable {
    /** How long a sort takes before the first row comes, and how long a row of all columns. */
    private static final long SORT_MILLIS = 1_000;

    private static final long STAR_MILLIS = 20;

    private final Session session;
    private final Statement statement;
    private final ResultSet blocks;
    private final BlockRow row;
    private final boolean star;

    private SageRows(
            Session session, Statement statement, ResultSet blocks, BlockRow row, boolean star) {
        this.session = session;
        this.statement = statement;
        this.blocks = blocks;
        this.row = row;
        this.star = star;
    }

    static SageRows open(Session session, Connection reader, Query query, Object[] parameters)
            throws SQLException {
        Statement statement = null;
        try {
            String kinds =
                    query.columns().stream()
                            .map(column -> String.valueOf(Blocks.kind(column)))
                            .collect(Collectors.joining());
            String sql = bound(query.sql(), parameters).replace("'", "''");
            statement = reader.createStatement(); // of a prepared one H2 ignores the fetch size
            statement.setFetchSize(1);
            Session.pause(query.sorted() ? SORT_MILLIS : 0);
            ResultSet blocks =
                    statement.executeQuery(
                            "SELECT BLOCK FROM STANDIN.BLOCKS('" + sql + "', '" + kinds + "')");
            return new SageRows(session, statement, blocks, new BlockRow(kinds), query.star());
        } catch (SQLException e) {
            if (statement != null) {
                statement.close();
            }
            throw Session.translate(e);
        }
    }

    /** With the dates that were bound; a text with a question mark in it was refused before. */
    private static String bound(String sql, Object[] dates) {
        String bound = sql;
        for (Object date : dates) {
            bound = bound.replaceFirst("\\?", "DATE '" + date + "'");
        }
        return bound;
    }

    /** Goes to the next row; false after the last. */
    boolean next() throws SQLException {
        try {
            while (!row.next()) {
                session.block();
                if (!blocks.next()) {
                    return false;
                }
                row.of(blocks.getBytes(1));
            }
            Session.pause(star ? STAR_MILLIS : 0);
            return true;
        } catch (SQLException e) {
            throw Session.translate(e);
        }
    }

    /** The row that this stands on, the same object for each. */
    BlockRow row() {
        return row;
    }

    @Override
    public void close() {
        session.ended(this);
        try {
            blocks.close();
            statement.close();
        } catch (SQLException e) {
            // the connection is gone, and the rows with it
            return;
        }
    }
}
