package fairlead.odbc;

import fairlead.odbc.wire.Bytes;
import fairlead.odbc.wire.FrameReader;
import fairlead.odbc.wire.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The rows of one frame, read from where they lie in it; columns count from 0. */
final class Block {
    private final Kind[] kinds;
    private final int[] nulls;
    private final int[] values;
    private final int[][] texts; // for each text where it begins; its length is in the frame
    private byte[] bytes;
    private int rows;
    private boolean last;

    Block(Kind[] kinds) {
        this.kinds = kinds;
        this.nulls = new int[kinds.length];
        this.values = new int[kinds.length];
        this.texts = new int[kinds.length][0];
    }

    /** Takes over the frame: its rows are valid until the reader goes to the next one. */
    void read(FrameReader in) throws IOException {
        rows = in.getInt();
        last = in.get() != 0;
        bytes = in.array();
        for (int i = 0; i < kinds.length; i++) {
            nulls[i] = in.skip((rows + 7) / 8);
            if (kinds[i] == Kind.TEXT) {
                values[i] = in.skip(rows * Integer.BYTES);
                texts(in, i);
            } else {
                values[i] = in.skip(rows * kinds[i].width());
            }
        }
    }

    private void texts(FrameReader in, int column) throws IOException {
        if (texts[column].length < rows) {
            texts[column] = new int[rows];
        }
        int[] begins = texts[column];
        int length = 0;
        for (int row = 0; row < rows; row++) {
            begins[row] = length;
            length += size(word(column, row));
        }
        int start = in.skip(length);
        for (int row = 0; row < rows; row++) {
            begins[row] += start;
        }
    }

    /** Twice the number of characters, odd where each takes two bytes. */
    private int word(int column, int row) {
        return Bytes.getInt(bytes, values[column] + row * Integer.BYTES);
    }

    private static int size(int word) {
        return (word & 1) == 0 ? word >> 1 : word - 1;
    }

    int rows() {
        return rows;
    }

    boolean last() {
        return last;
    }

    boolean isNull(int column, int row) {
        return (bytes[nulls[column] + (row >> 3)] >> (row & 7) & 1) != 0;
    }

    Kind kind(int column) {
        return kinds[column];
    }

    int integer(int column, int row) {
        return Bytes.getInt(bytes, values[column] + row * Integer.BYTES);
    }

    long longer(int column, int row) {
        return Bytes.getLong(bytes, values[column] + row * Long.BYTES);
    }

    double real(int column, int row) {
        return Double.longBitsToDouble(longer(column, row));
    }

    String text(int column, int row) {
        int word = word(column, row);
        return new String(
                bytes,
                texts[column][row],
                size(word),
                (word & 1) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_16LE);
    }

    Moment moment(int column, int row) {
        Kind kind = kinds[column];
        return Moment.read(kind, bytes, values[column] + row * kind.width());
    }
}
