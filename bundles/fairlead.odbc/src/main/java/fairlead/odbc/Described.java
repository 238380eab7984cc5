package fairlead.odbc;

import fairlead.odbc.wire.BrokenFrameException;
import fairlead.odbc.wire.FrameReader;
import fairlead.odbc.wire.Kind;
import java.sql.Types;

/**
 * A column of a result.
 *
 * @param type JDBC's number, from {@link Types}
 * @param nullable as {@link java.sql.ResultSetMetaData} counts
 */
record Described(String name, int type, Kind kind, int size, int digits, int nullable) {
    static Described read(FrameReader in) throws BrokenFrameException {
        return new Described(
                in.getText(),
                jdbcType(in.getInt()),
                in.getKind(),
                in.getInt(),
                in.getInt(),
                in.get());
    }

    /**
     * JDBC's number for ODBC's. Drivers of ODBC 2 have other numbers for dates, and some give an
     * unsigned 16-bit number: 65530 for -6. Wide text is text.
     */
    static int jdbcType(int odbcType) {
        int type = (short) odbcType;
        return switch (type) {
            case 9 -> Types.DATE;
            case 10 -> Types.TIME;
            case 11 -> Types.TIMESTAMP;
            case -8, -11 -> Types.CHAR;
            case -9 -> Types.VARCHAR;
            case -10 -> Types.LONGVARCHAR;
            default -> type;
        };
    }

    static String typeName(int type) {
        return switch (type) {
            case Types.BIT -> "BIT";
            case Types.TINYINT -> "TINYINT";
            case Types.SMALLINT -> "SMALLINT";
            case Types.INTEGER -> "INTEGER";
            case Types.BIGINT -> "BIGINT";
            case Types.REAL -> "REAL";
            case Types.FLOAT -> "FLOAT";
            case Types.DOUBLE -> "DOUBLE";
            case Types.NUMERIC -> "NUMERIC";
            case Types.DECIMAL -> "DECIMAL";
            case Types.DATE -> "DATE";
            case Types.TIME -> "TIME";
            case Types.TIMESTAMP -> "TIMESTAMP";
            case Types.CHAR -> "CHAR";
            case Types.LONGVARCHAR -> "LONG VARCHAR";
            default -> "VARCHAR";
        };
    }
}
