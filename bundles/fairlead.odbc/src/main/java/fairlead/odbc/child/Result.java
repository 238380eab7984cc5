package fairlead.odbc.child;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import fairlead.odbc.wire.Frame;
import fairlead.odbc.wire.FrameWriter;
import fairlead.odbc.wire.Kind;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One statement and its rows. Several rows are fetched at once where the driver proves at the first
 * fetch that it can; otherwise the statement is run again and its rows are fetched one by one.
 */
final class Result implements AutoCloseable {
    /** A slow driver's rows are handed over at least so often. */
    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int ENOUGH = 64 << 10;

    /** What drivers say that do not know wide text. */
    private static final Set<String> NO_SUCH_TYPE = Set.of("HY003", "S1003", "HYC00", "07006");

    private final Link link;
    private final Manners manners;
    private final Start start;
    private final int most;
    private final Pointer stmt;
    private final Pieces pieces;
    private List<Column> columns;
    private Rowset rowset;
    private boolean[] bound;
    private boolean[] inPieces; // text that is not bound
    private byte[][][] texts; // by column and row: text that was asked for in pieces
    private boolean fetchSingly;
    private boolean began;
    private boolean ended;

    /** The call that makes the rows; made again where they have to be fetched in another way. */
    @FunctionalInterface
    interface Start {
        short run(Pointer stmt);
    }

    /**
     * @param most rows of one frame
     */
    Result(Link link, Manners manners, int most, Start start) throws OdbcFailure {
        this.link = link;
        this.manners = manners;
        this.start = start;
        this.most = Math.max(1, most);
        Memory out = new Memory(Long.BYTES);
        Pointer dbc = link.dbc();
        OdbcFailure.check(Odbc.SQLAllocHandle(Odbc.HANDLE_STMT, dbc, out), Odbc.HANDLE_DBC, dbc);
        this.stmt = out.getPointer(0);
        this.pieces = new Pieces(stmt);
        try {
            run();
        } catch (OdbcFailure e) {
            close();
            throw e;
        }
    }

    private void run() throws OdbcFailure {
        check(start.run(stmt));
        columns = Column.describe(stmt);
        bind();
    }

    private void check(short returned) throws OdbcFailure {
        OdbcFailure.check(returned, Odbc.HANDLE_STMT, stmt);
    }

    private void again() throws OdbcFailure {
        Odbc.SQLFreeStmt(stmt, Odbc.UNBIND);
        Odbc.SQLFreeStmt(stmt, Odbc.CLOSE);
        askForSingleRows();
        run();
    }

    private void askForSingleRows() {
        attribute(Odbc.ATTR_ROW_ARRAY_SIZE, Pointer.createConstant(1));
        attribute(Odbc.ATTR_ROWS_FETCHED_PTR, null);
        attribute(Odbc.ATTR_ROW_STATUS_PTR, null);
    }

    private void bind() throws OdbcFailure {
        bound = new boolean[columns.size()];
        inPieces = new boolean[bound.length];
        boolean anyLong = false;
        for (int i = 0; i < bound.length; i++) {
            boolean isLong = manners.isLong(columns.get(i));
            bound[i] =
                    !manners.careful() && !isLong && (!anyLong || link.getData(Odbc.GD_ANY_COLUMN));
            inPieces[i] = !bound[i] && columns.get(i).kind() == Kind.TEXT;
            anyLong |= isLong;
        }
        boolean careful = manners.careful();
        boolean together =
                !anyLong
                        && !careful
                        && !fetchSingly
                        && manners.blocks
                        && link.scrolls()
                        && most > 1;
        rowset = Rowset.of(columns, manners, most, together);
        if (rowset.rows() > 1 && !askForBlocks()) {
            manners.blocks = false;
            askForSingleRows();
            rowset = Rowset.of(columns, manners, most, false);
        }
        texts = new byte[bound.length][][];
        if (careful && !manners.ansi && refusesWideText()) {
            manners.ansi = true;
            again();
            return;
        }
        for (int i = 0; i < bound.length; i++) {
            if (bound[i] && !bind(i)) {
                manners.ansi = true;
                again();
                return;
            }
        }
    }

    /** Asked by binding: a driver manager may make wide text of bytes, and of other ones. */
    private boolean refusesWideText() throws OdbcFailure {
        for (int i = 0; i < bound.length; i++) {
            if (columns.get(i).kind() == Kind.TEXT) {
                boolean refused = !bind(i);
                Odbc.SQLFreeStmt(stmt, Odbc.UNBIND);
                return refused;
            }
        }
        return false;
    }

    private boolean bind(int i) throws OdbcFailure {
        Column column = columns.get(i);
        short r =
                Odbc.SQLBindCol(
                        stmt,
                        column.number(),
                        column.cType(manners.ansi),
                        rowset.value(i),
                        rowset.width(i),
                        rowset.indicator(i));
        if (!Odbc.failed(r)) {
            return true;
        }
        OdbcFailure e = OdbcFailure.of(Odbc.HANDLE_STMT, stmt, r);
        if (refusesWide(e) && column.kind() == Kind.TEXT) {
            return false;
        }
        throw e;
    }

    private boolean refusesWide(OdbcFailure e) {
        return !manners.ansi && NO_SUCH_TYPE.contains(e.state());
    }

    private boolean askForBlocks() {
        Memory said = new Memory(Long.BYTES);
        said.clear();
        long rows = rowset.rows();
        if (!attribute(Odbc.ATTR_ROW_ARRAY_SIZE, Pointer.createConstant(rows))) {
            return false;
        }
        // some driver managers set it and cannot say so; the first fetch will show
        short r = Odbc.SQLGetStmtAttr(stmt, Odbc.ATTR_ROW_ARRAY_SIZE, said, 0, null);
        return (Odbc.failed(r) || said.getInt(0) == rows)
                && attribute(Odbc.ATTR_ROWS_FETCHED_PTR, rowset.fetched())
                && attribute(Odbc.ATTR_ROW_STATUS_PTR, rowset.states());
    }

    private boolean attribute(int attribute, Pointer value) {
        return !Odbc.failed(Odbc.SQLSetStmtAttr(stmt, attribute, value, 0));
    }

    void describe(FrameWriter frame) throws OdbcFailure {
        frame.begin(Frame.RESULT).putInt(columns.size());
        for (Column column : columns) {
            frame.putText(column.name())
                    .putInt(column.type())
                    .put(column.kind().letter())
                    .putInt((int) column.size())
                    .putInt(column.digits())
                    .put((byte) column.nullable());
        }
    }

    /** Makes a frame of the next rows; the last one says that it is. */
    void fetch(FrameWriter frame) throws OdbcFailure {
        int rows = ended ? 0 : more();
        began = true;
        RowsFrame.make(frame, this, rows);
    }

    private int more() throws OdbcFailure {
        while (true) {
            try {
                return rowset.rows() > 1 ? several() : oneByOne();
            } catch (OdbcFailure e) {
                boolean learnt = learn(e);
                if (began && learnt && e.isOfAValue() && !(e instanceof TooLong)) {
                    throw new OdbcFailure("22000", e.code(), e.getMessage()); // the next time
                }
                if (began || !learnt) {
                    throw e;
                }
                ended = false;
                again(); // no row has been handed over yet
            }
        }
    }

    /** Will the statement do better when it is run again? */
    private boolean learn(OdbcFailure e) {
        if (e instanceof TooLong text) {
            return manners.longer.add(text.column());
        }
        boolean wide = refusesWide(e);
        manners.ansi |= wide;
        return wide || (e.isOfAValue() && manners.beCareful());
    }

    private int several() throws OdbcFailure {
        rowset.expect();
        short r = Odbc.SQLFetchScroll(stmt, Odbc.FETCH_NEXT, 0);
        if (r == Odbc.NO_DATA && (began || manners.proven)) {
            ended = true;
            return 0;
        }
        if (Odbc.failed(r) && began) {
            check(r);
        }
        rowset.keep(0);
        int rows = rowset.count();
        boolean good = !Odbc.failed(r) && rows > 0 && (began || rowset.touched(rows));
        if (!good && !began) {
            manners.blocks = r == Odbc.NO_DATA; // there may be none, which is seen now
            fetchSingly = true;
            again();
            return oneByOne();
        }
        if (!good || rowset.wrong(rows)) {
            throw OdbcFailure.of(Odbc.HANDLE_STMT, stmt, r);
        }
        manners.proven |= rows > 1;
        if (rows == 1 && began && !manners.proven) {
            manners.blocks = false; // it gives one at a time: quicker without asking for more
        }
        forgetTexts();
        for (int row = 0; row < rows; row++) {
            whole(row);
        }
        return rows;
    }

    private int oneByOne() throws OdbcFailure {
        forgetTexts();
        long end = System.nanoTime() + SOON;
        int room = rowset.room();
        int rows = 0;
        int length = 0;
        while (rows < room && length < ENOUGH && System.nanoTime() - end < 0) {
            short r = Odbc.SQLFetch(stmt);
            if (r == Odbc.NO_DATA) {
                ended = true;
                break;
            }
            check(r);
            length += ask(rows);
            rowset.keep(rows);
            whole(rows);
            rows++;
        }
        return rows;
    }

    private void forgetTexts() {
        for (int i = 0; i < texts.length; i++) {
            texts[i] = null;
        }
    }

    /** Asks for the columns of the current row that are not bound; says how long they are. */
    private int ask(int row) throws OdbcFailure {
        int length = 0;
        for (int i = 0; i < bound.length; i++) {
            Column column = columns.get(i);
            try {
                if (inPieces[i]) {
                    byte[] text = pieces.read(column, manners.ansi);
                    keepText(i, row, text);
                    length += text == null ? 0 : text.length;
                } else if (!bound[i]) {
                    askFor(i);
                }
            } catch (OdbcFailure e) {
                if (!e.isOfAValue() || !manners.careful()) {
                    throw e;
                }
                rowset.lose(i, column.kind()); // of text nothing was kept: NULL
            }
        }
        return length;
    }

    private void askFor(int i) throws OdbcFailure {
        Column column = columns.get(i);
        check(
                Odbc.SQLGetData(
                        stmt,
                        column.number(),
                        column.cType(manners.ansi),
                        rowset.value(i),
                        rowset.width(i),
                        rowset.indicator(i)));
    }

    /** A bound text that was cut short is asked for as a whole: no value is ever cut. */
    private void whole(int row) throws OdbcFailure {
        for (int i = 0; i < bound.length; i++) {
            Column column = columns.get(i);
            if (!bound[i] || column.kind() != Kind.TEXT) {
                continue;
            }
            int length = rowset.indicator(i, row);
            int room = rowset.width(i) - (manners.ansi ? 1 : Character.BYTES);
            if (length <= room && length != Odbc.NO_TOTAL) {
                continue;
            }
            byte[] text = positioned(row) ? readBound(column) : null;
            // few drivers say that they can do this; that it is the same text is seen
            boolean same =
                    text != null
                            && (length == Odbc.NO_TOTAL || length == text.length)
                            && rowset.begins(i, row, room, text);
            if (!same) {
                throw new TooLong(column.name());
            }
            keepText(i, row, text);
        }
    }

    /** Its text as a whole; null where the driver does not give it, or has none. */
    @SuppressWarnings("ReturnsNullCollection") // no text and empty text differ
    private byte[] readBound(Column column) throws OdbcFailure {
        try {
            return pieces.read(column, manners.ansi);
        } catch (OdbcFailure e) {
            if (e.state().startsWith("08")) {
                throw e; // the connection is gone
            }
            return null;
        }
    }

    private boolean positioned(int row) {
        return rowset.rows() == 1
                || !Odbc.failed(Odbc.SQLSetPos(stmt, row + 1L, Odbc.POSITION, (short) 0));
    }

    private void keepText(int column, int row, byte[] text) {
        if (texts[column] == null) {
            texts[column] = new byte[rowset.room()][];
        }
        texts[column][row] = text;
    }

    List<Column> columns() {
        return columns;
    }

    Rowset rowset() {
        return rowset;
    }

    boolean ansi() {
        return manners.ansi;
    }

    boolean ended() {
        return ended;
    }

    /** Is the column's text of this row in {@link #text}? */
    boolean asked(int column, int row) {
        return inPieces[column] || (texts[column] != null && texts[column][row] != null);
    }

    /** The text that was asked for in pieces; null for NULL. */
    @SuppressWarnings("ReturnsNullCollection") // no text and empty text differ
    byte[] text(int column, int row) {
        return texts[column] == null ? null : texts[column][row];
    }

    @Override
    public void close() {
        try {
            Odbc.SQLFreeHandle(Odbc.HANDLE_STMT, stmt);
        } finally {
            Reference.reachabilityFence(rowset); // until now the driver may write into it
        }
    }
}
