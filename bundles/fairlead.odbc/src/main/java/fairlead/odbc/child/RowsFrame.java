package fairlead.odbc.child;

import fairlead.odbc.wire.Bytes;
import fairlead.odbc.wire.Frame;
import fairlead.odbc.wire.FrameWriter;
import fairlead.odbc.wire.Kind;

/** Puts the rows that were fetched into a frame, column by column. */
final class RowsFrame {
    private RowsFrame() {}

    static void make(FrameWriter frame, Result result, int rows) throws OdbcFailure {
        frame.begin(Frame.ROWS).putInt(rows).put((byte) (result.ended() ? 1 : 0));
        for (int i = 0; i < result.columns().size(); i++) {
            Kind kind = result.columns().get(i).kind();
            nulls(frame, result, i, rows);
            if (kind == Kind.TEXT) {
                texts(frame, result, i, rows);
            } else {
                fixed(frame, result.rowset(), i, kind.width(), rows);
            }
        }
    }

    private static void nulls(FrameWriter frame, Result result, int column, int rows) {
        int at = frame.skip((rows + 7) / 8);
        byte[] to = frame.array();
        Rowset rowset = result.rowset();
        for (int row = 0; row < rows; row++) {
            boolean none =
                    result.asked(column, row)
                            ? result.text(column, row) == null
                            : rowset.indicator(column, row) == Odbc.NULL_DATA;
            if (none) {
                to[at + (row >> 3)] |= (byte) (1 << (row & 7));
            }
        }
    }

    private static void fixed(FrameWriter frame, Rowset rowset, int column, int width, int rows) {
        byte[] from = rowset.bytes();
        if (rowset.stride(column) == width) {
            frame.put(from, rowset.valueAt(column, 0), rows * width);
            return;
        }
        for (int row = 0; row < rows; row++) {
            frame.put(from, rowset.valueAt(column, row), width);
        }
    }

    private static void texts(FrameWriter frame, Result result, int column, int rows) {
        int lengths = frame.skip(rows * Integer.BYTES);
        boolean ansi = result.ansi();
        Rowset rowset = result.rowset();
        for (int row = 0; row < rows; row++) {
            int length = 0;
            if (result.asked(column, row)) {
                byte[] text = result.text(column, row);
                length = text == null ? 0 : Texts.append(frame, ansi, text, 0, text.length);
            } else {
                int bytes = rowset.indicator(column, row);
                if (bytes > 0) {
                    int at = rowset.valueAt(column, row);
                    length = Texts.append(frame, ansi, rowset.bytes(), at, bytes);
                }
            }
            Bytes.putInt(frame.array(), lengths + row * Integer.BYTES, length);
        }
    }
}
