package fairlead.demo.standin;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.h2.tools.SimpleRowSource;

/** The rows of one query, fetched block by block; at Sage's pace where the company is slow. */
final class SageRows implements SimpleRowSource {
    /** How long a sort takes before the first row comes, and how long a row of all columns. */
    private static final long SORT_MILLIS = 1_000;

    private static final long STAR_MILLIS = 20;

    private final Session session;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final int[] types;
    private final boolean star;
    private int read;

    private SageRows(Session session, PreparedStatement statement, ResultSet rows, Query query) {
        this.session = session;
        this.statement = statement;
        this.rows = rows;
        this.star = query.star();
        this.types = query.columns().stream().mapToInt(Column::type).toArray();
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

    @Override
    @SuppressWarnings("ReturnsNullCollection") // that is how H2's interface ends the rows
    public Object[] readRow() throws SQLException {
        try {
            if (read++ % Session.BLOCK == 0) {
                session.block();
            }
            if (!rows.next()) {
                return null;
            }
            Session.pause(star ? STAR_MILLIS : 0);
            Object[] row = new Object[types.length];
            for (int i = 0; i < row.length; i++) {
                row[i] =
                        switch (types[i]) {
                            case Types.DATE -> rows.getObject(i + 1, LocalDate.class);
                            case Types.TIMESTAMP -> rows.getObject(i + 1, LocalDateTime.class);
                            default -> rows.getObject(i + 1);
                        };
            }
            return row;
        } catch (SQLException e) {
            throw Session.translate(e);
        }
    }

    @Override
    public void reset() throws SQLException {
        throw Refusal.unsupported("ResultSet.beforeFirst");
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
