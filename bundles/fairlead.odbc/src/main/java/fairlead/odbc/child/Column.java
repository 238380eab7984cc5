package fairlead.odbc.child;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import fairlead.odbc.wire.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * A column of a result as the driver describes it.
 *
 * @param number from 1
 * @param type ODBC's number of the SQL type, as a signed 16-bit number
 * @param size as the driver says: digits, or characters
 */
record Column(short number, String name, short type, long size, short digits, short nullable) {
    /** Text up to so many characters is bound; what may be longer is asked for in pieces. */
    private static final int LONGEST_BOUND = 2_000;

    /** Drivers describe what they compute as shorter than it is. */
    private static final int SLACK = 8;

    private static final int LONGEST_NAME = 256;

    static List<Column> describe(Pointer stmt) throws OdbcFailure {
        Memory out = new Memory(64);
        out.clear();
        OdbcFailure.check(Odbc.SQLNumResultCols(stmt, out), Odbc.HANDLE_STMT, stmt);
        int count = out.getShort(0);
        Memory name = new Memory(LONGEST_NAME * (long) Character.BYTES);
        List<Column> columns = new ArrayList<>(count);
        for (short i = 1; i <= count; i++) {
            name.clear();
            out.clear(); // some drivers write only half of what they should
            short r =
                    Odbc.SQLDescribeColW(
                            stmt,
                            i,
                            name,
                            (short) LONGEST_NAME,
                            out,
                            out.share(8),
                            out.share(16),
                            out.share(24),
                            out.share(32));
            OdbcFailure.check(r, Odbc.HANDLE_STMT, stmt);
            columns.add(
                    new Column(
                            i,
                            Wide.text(name, LONGEST_NAME - 1),
                            out.getShort(8),
                            out.getLong(16),
                            out.getShort(24),
                            out.getShort(32)));
        }
        return columns;
    }

    Kind kind() throws OdbcFailure {
        return switch (type) {
            case 4, 5, -6, -7 -> Kind.INT; // INTEGER, SMALLINT, TINYINT, BIT
            case -5 -> Kind.LONG;
            case 6, 7, 8 -> Kind.DOUBLE; // FLOAT, REAL, DOUBLE
            case 9, 91 -> Kind.DATE; // of ODBC 2, of ODBC 3
            case 10, 92 -> Kind.TIME;
            case 11, 93 -> Kind.TIMESTAMP;
            case -2, -3, -4 ->
                    throw new OdbcFailure(
                            "HYC00", 0, "The column " + name + " is binary, which is not read.");
            default -> Kind.TEXT; // also DECIMAL and NUMERIC, digit by digit
        };
    }

    short cType(boolean ansi) throws OdbcFailure {
        return switch (kind()) {
            case INT -> Odbc.C_LONG;
            case LONG -> Odbc.C_BIGINT;
            case DOUBLE -> Odbc.C_DOUBLE;
            case DATE -> Odbc.C_DATE;
            case TIME -> Odbc.C_TIME;
            case TIMESTAMP -> Odbc.C_TIMESTAMP;
            case TEXT -> ansi ? Odbc.C_CHAR : Odbc.C_WCHAR;
        };
    }

    /** Has it to be asked for in pieces? */
    boolean isLong() throws OdbcFailure {
        boolean unknown = size <= 0 || size > LONGEST_BOUND;
        return kind() == Kind.TEXT && (type == -1 || type == -10 || unknown);
    }

    /** How many bytes a bound value takes, the NUL at the end of text included. */
    int width(boolean ansi) throws OdbcFailure {
        int fixed = kind().width();
        int character = ansi ? 1 : Character.BYTES;
        return fixed > 0 ? fixed : ((int) size + SLACK) * character;
    }
}
