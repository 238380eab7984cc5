package fairlead.odbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The columns of a result: what {@link ResultSetMetaData} gives of them works, the rest is refused.
 */
final class Columns {
    private final List<Described> columns;

    Columns(List<Described> columns) {
        this.columns = List.copyOf(columns);
    }

    ResultSetMetaData metaData() {
        return Strict.of(ResultSetMetaData.class, this);
    }

    Described at(int column) throws SQLException {
        if (column < 1 || column > columns.size()) {
            throw new SQLException("There is no column " + column + ".", "07009");
        }
        return columns.get(column - 1);
    }

    /** The first column of this name, from 1. */
    int find(String label) throws SQLException {
        String wanted = label.toUpperCase(Locale.ROOT);
        return IntStream.range(0, columns.size())
                        .filter(i -> columns.get(i).name().toUpperCase(Locale.ROOT).equals(wanted))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new SQLException(
                                                "There is no column " + label + ".", "42S22"))
                + 1;
    }

    public int getColumnCount() {
        return columns.size();
    }

    public String getColumnName(int column) throws SQLException {
        return at(column).name();
    }

    public String getColumnLabel(int column) throws SQLException {
        return at(column).name();
    }

    public int getColumnType(int column) throws SQLException {
        return at(column).type();
    }

    public String getColumnTypeName(int column) throws SQLException {
        return Described.typeName(at(column).type());
    }

    public int getPrecision(int column) throws SQLException {
        return at(column).size();
    }

    public int getColumnDisplaySize(int column) throws SQLException {
        return at(column).size();
    }

    public int getScale(int column) throws SQLException {
        return at(column).digits();
    }

    public int isNullable(int column) throws SQLException {
        return at(column).nullable();
    }

    public boolean isSigned(int column) throws SQLException {
        return switch (at(column).type()) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE,
                    Types.NUMERIC,
                    Types.DECIMAL ->
                    true;
            default -> false;
        };
    }

    public boolean isReadOnly(int column) throws SQLException {
        return at(column) != null;
    }
}
