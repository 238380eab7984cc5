package fairlead.odbc;

import fairlead.odbc.wire.Frame;
import fairlead.odbc.wire.FrameReader;
import fairlead.odbc.wire.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.ResultSetMetaData;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;

/**
 * The rows of one query, a frame at a time; the next one is asked for while this one is read. A
 * date that does not exist reads as NULL with a warning, and as it came by {@link #getString}.
 */
final class OdbcRows extends ValueRows {
    private final Child child;
    private final Duration deadline;
    private final Statement statement;
    private final Columns columns;
    private final Block block;
    private final Runnable ended;
    private int row = -1;
    private boolean asked;
    private boolean done;
    private boolean closed;
    private SQLWarning warning;

    /**
     * @param statement null for the rows of a metadata call
     * @param ended told when the rows are closed
     */
    OdbcRows(Child child, Duration deadline, Columns columns, Statement statement, Runnable ended)
            throws SQLException {
        this.child = child;
        this.deadline = deadline;
        this.columns = columns;
        this.statement = statement;
        this.ended = ended;
        Kind[] kinds = new Kind[columns.getColumnCount()];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = columns.at(i + 1).kind();
        }
        this.block = new Block(kinds);
        ask();
    }

    private void ask() throws SQLException {
        child.begin(Frame.FETCH);
        child.send();
        asked = true;
    }

    @Override
    public boolean next() throws SQLException {
        if (closed) {
            throw new SQLException("The rows are closed.", "24000");
        }
        while (++row >= block.rows()) {
            if (!asked) {
                row = block.rows() - 1;
                done = true;
                return false;
            }
            read();
        }
        return true;
    }

    private void read() throws SQLException {
        asked = false;
        FrameReader in = child.await(deadline, Frame.ROWS);
        try {
            block.read(in);
        } catch (IOException e) {
            throw child.broken(e);
        }
        row = -1;
        if (!block.last()) {
            ask();
        }
    }

    private int at(int column) throws SQLException {
        if (row < 0 || done || closed) {
            throw new SQLException("There is no current row.", "24000");
        }
        if (column < 1 || column > columns.getColumnCount()) {
            throw new SQLException("There is no column " + column + ".", "07009");
        }
        return column - 1;
    }

    @Override
    Object value(int column) throws SQLException {
        int i = at(column);
        if (block.isNull(i, row)) {
            return null;
        }
        return switch (block.kind(i)) {
            case INT -> block.integer(i, row);
            case LONG -> block.longer(i, row);
            case DOUBLE -> block.real(i, row);
            case TEXT -> decimal(column) ? exact(i) : block.text(i, row);
            case DATE, TIME, TIMESTAMP -> moment(column);
        };
    }

    private boolean decimal(int column) throws SQLException {
        int type = columns.at(column).type();
        return type == Types.DECIMAL || type == Types.NUMERIC;
    }

    private BigDecimal exact(int i) throws SQLException {
        try {
            return new BigDecimal(block.text(i, row).strip());
        } catch (NumberFormatException e) {
            throw new SQLDataException("Column " + (i + 1) + " is no number.", "22018", e);
        }
    }

    private Object moment(int column) throws SQLException {
        Moment moment = block.moment(column - 1, row);
        Object value = moment.value();
        if (value == null && warning == null) {
            String name = columns.at(column).name();
            warning = new SQLWarning(name + " has the date " + moment + ".", "22007");
        }
        return value;
    }

    @Override
    public String getString(int column) throws SQLException {
        int i = at(column);
        if (none(block.isNull(i, row))) {
            return null;
        }
        return switch (block.kind(i)) {
            case TEXT -> block.text(i, row);
            case DATE, TIME, TIMESTAMP -> block.moment(i, row).toString();
            default -> super.getString(column);
        };
    }

    @Override
    public int getInt(int column) throws SQLException {
        int i = at(column);
        if (block.kind(i) != Kind.INT) {
            return super.getInt(column);
        }
        return none(block.isNull(i, row)) ? 0 : block.integer(i, row);
    }

    @Override
    public long getLong(int column) throws SQLException {
        int i = at(column);
        return switch (block.kind(i)) {
            case INT -> none(block.isNull(i, row)) ? 0 : block.integer(i, row);
            case LONG -> none(block.isNull(i, row)) ? 0 : block.longer(i, row);
            default -> super.getLong(column);
        };
    }

    @Override
    public double getDouble(int column) throws SQLException {
        int i = at(column);
        if (block.kind(i) != Kind.DOUBLE) {
            return super.getDouble(column);
        }
        return none(block.isNull(i, row)) ? 0 : block.real(i, row);
    }

    @Override
    public ResultSetMetaData getMetaData() {
        return columns.metaData();
    }

    @Override
    public int findColumn(String label) throws SQLException {
        return columns.find(label);
    }

    @Override
    public Statement getStatement() {
        return statement;
    }

    @Override
    public int getFetchSize() {
        return block.rows();
    }

    @Override
    public void setFetchSize(int rows) {
        // a hint that comes too late: rows are being fetched
    }

    @Override
    public SQLWarning getWarnings() {
        return warning;
    }

    @Override
    public void clearWarnings() {
        warning = null;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /** Ends the query; what was asked for and not read yet is waited for first. */
    @Override
    public void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        ended.run();
        if (child.isAlive()) {
            if (asked) {
                asked = false;
                child.await(deadline, Frame.ROWS);
            }
            child.begin(Frame.CLOSE);
            child.ask(deadline, Frame.CLOSED);
        }
    }
}
