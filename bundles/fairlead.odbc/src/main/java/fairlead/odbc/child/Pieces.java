package fairlead.odbc.child;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.ByteArrayOutputStream;

/** Asks for the text of one column of the current row, piece by piece. */
final class Pieces {
    private static final int PIECE = 16 << 10;
    private static final int LONGEST = 8 << 20;

    private final Pointer stmt;
    private final Memory piece = new Memory(PIECE);
    private final Memory indicator = new Memory(Long.BYTES);

    Pieces(Pointer stmt) {
        this.stmt = stmt;
    }

    /** Its bytes as the driver gives them; null for NULL. */
    @SuppressWarnings("ReturnsNullCollection") // no text and empty text differ
    byte[] read(Column column, boolean ansi) throws OdbcFailure {
        short type = ansi ? Odbc.C_CHAR : Odbc.C_WCHAR;
        int room = PIECE - (ansi ? 1 : Character.BYTES);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            indicator.clear();
            short r = Odbc.SQLGetData(stmt, column.number(), type, piece, PIECE, indicator);
            if (r == Odbc.NO_DATA) {
                return all.toByteArray();
            }
            OdbcFailure.check(r, Odbc.HANDLE_STMT, stmt);
            int length = indicator.getInt(0);
            if (length == Odbc.NULL_DATA) {
                return null;
            }
            boolean more = length == Odbc.NO_TOTAL || length > room;
            byte[] part = piece.getByteArray(0, more ? room : Math.max(0, length));
            all.write(part, 0, part.length);
            if (!more) {
                return all.toByteArray();
            }
            if (all.size() > LONGEST) {
                throw new OdbcFailure(
                        "HY090", // another state than what does better the next time
                        0,
                        "A text in " + column.name() + " is longer than " + LONGEST + " bytes.");
            }
        }
    }
}
