package fairlead.demo.standin;

import java.sql.Types;
import java.util.Locale;

/** A column as the driver describes it. */
record Column(String table, String name, int position, int type, int size) {
    private static final int LONG = 32_767;

    /** From H2's name of the type. */
    static Column of(String table, String name, int position, String h2Type, long length) {
        int size = (int) Math.min(length, LONG);
        return switch (h2Type.toUpperCase(Locale.ROOT)) {
            case "TINYINT" -> new Column(table, name, position, Types.TINYINT, 3);
            case "SMALLINT" -> new Column(table, name, position, Types.SMALLINT, 5);
            case "INTEGER" -> new Column(table, name, position, Types.INTEGER, 10);
            case "DOUBLE PRECISION" -> new Column(table, name, position, Types.DOUBLE, 15);
            case "DATE" -> new Column(table, name, position, Types.DATE, 10);
            case "TIMESTAMP" -> new Column(table, name, position, Types.TIMESTAMP, 19);
            case "CHARACTER" -> new Column(table, name, position, Types.CHAR, size);
            default ->
                    new Column(
                            table,
                            name,
                            position,
                            size == LONG ? Types.LONGVARCHAR : Types.VARCHAR,
                            size);
        };
    }

    String typeName() {
        return switch (type) {
            case Types.TINYINT -> "TINYINT";
            case Types.SMALLINT -> "SMALLINT";
            case Types.INTEGER -> "INTEGER";
            case Types.DOUBLE -> "DOUBLE";
            case Types.DATE -> "DATE";
            case Types.TIMESTAMP -> "TIMESTAMP";
            case Types.CHAR -> "CHAR";
            case Types.LONGVARCHAR -> "LONG VARCHAR";
            default -> "VARCHAR";
        };
    }

    /** Money is DOUBLE(15,2). */
    int scale() {
        return type == Types.DOUBLE ? 2 : 0;
    }

    boolean number() {
        return type == Types.TINYINT
                || type == Types.SMALLINT
                || type == Types.INTEGER
                || type == Types.DOUBLE;
    }

    boolean date() {
        return type == Types.DATE || type == Types.TIMESTAMP;
    }
}
