package fairlead.odbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Rows that are gone through once. */
@SuppressWarnings({"DoNotCallSuggester", "deprecation"}) // refusing is what these methods are for
interface ForwardOnlyRows extends ResultSet {
    @Override
    default boolean absolute(int column) throws SQLException {
        throw Strict.refusal("ResultSet.absolute");
    }

    @Override
    default void afterLast() throws SQLException {
        throw Strict.refusal("ResultSet.afterLast");
    }

    @Override
    default void beforeFirst() throws SQLException {
        throw Strict.refusal("ResultSet.beforeFirst");
    }

    @Override
    default boolean first() throws SQLException {
        throw Strict.refusal("ResultSet.first");
    }

    @Override
    default String getCursorName() throws SQLException {
        throw Strict.refusal("ResultSet.getCursorName");
    }

    @Override
    default int getRow() throws SQLException {
        throw Strict.refusal("ResultSet.getRow");
    }

    @Override
    default boolean isAfterLast() throws SQLException {
        throw Strict.refusal("ResultSet.isAfterLast");
    }

    @Override
    default boolean isBeforeFirst() throws SQLException {
        throw Strict.refusal("ResultSet.isBeforeFirst");
    }

    @Override
    default boolean isFirst() throws SQLException {
        throw Strict.refusal("ResultSet.isFirst");
    }

    @Override
    default boolean isLast() throws SQLException {
        throw Strict.refusal("ResultSet.isLast");
    }

    @Override
    default boolean last() throws SQLException {
        throw Strict.refusal("ResultSet.last");
    }

    @Override
    default boolean previous() throws SQLException {
        throw Strict.refusal("ResultSet.previous");
    }

    @Override
    default boolean relative(int column) throws SQLException {
        throw Strict.refusal("ResultSet.relative");
    }
}
