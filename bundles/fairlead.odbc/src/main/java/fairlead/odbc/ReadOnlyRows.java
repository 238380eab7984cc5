package fairlead.odbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;

/** Rows that cannot be changed. */
@SuppressWarnings({"DoNotCallSuggester", "deprecation"}) // refusing is what these methods are for
interface ReadOnlyRows extends ResultSet {
    @Override
    default void cancelRowUpdates() throws SQLException {
        throw Strict.refusal("ResultSet.cancelRowUpdates");
    }

    @Override
    default void deleteRow() throws SQLException {
        throw Strict.refusal("ResultSet.deleteRow");
    }

    @Override
    default void insertRow() throws SQLException {
        throw Strict.refusal("ResultSet.insertRow");
    }

    @Override
    default void moveToCurrentRow() throws SQLException {
        throw Strict.refusal("ResultSet.moveToCurrentRow");
    }

    @Override
    default void moveToInsertRow() throws SQLException {
        throw Strict.refusal("ResultSet.moveToInsertRow");
    }

    @Override
    default void refreshRow() throws SQLException {
        throw Strict.refusal("ResultSet.refreshRow");
    }

    @Override
    default boolean rowDeleted() throws SQLException {
        throw Strict.refusal("ResultSet.rowDeleted");
    }

    @Override
    default boolean rowInserted() throws SQLException {
        throw Strict.refusal("ResultSet.rowInserted");
    }

    @Override
    default boolean rowUpdated() throws SQLException {
        throw Strict.refusal("ResultSet.rowUpdated");
    }

    @Override
    default void updateArray(String column, Array value) throws SQLException {
        throw Strict.refusal("ResultSet.updateArray");
    }

    @Override
    default void updateArray(int column, Array value) throws SQLException {
        throw Strict.refusal("ResultSet.updateArray");
    }

    @Override
    default void updateAsciiStream(String column, InputStream value, int length)
            throws SQLException {
        throw Strict.refusal("ResultSet.updateAsciiStream");
    }

    @Override
    default void updateAsciiStream(String column, InputStream value, long length)
            throws SQLException {
        throw Strict.refusal("ResultSet.updateAsciiStream");
    }

    @Override
    default void updateAsciiStream(String column, InputStream value) throws SQLException {
        throw Strict.refusal("ResultSet.updateAsciiStream");
    }

    @Override
    default void updateAsciiStream(int column, InputStream value, int length) throws SQLException {
        throw Strict.refusal("ResultSet.updateAsciiStream");
    }

    @Override
    default void updateAsciiStream(int column, InputStream value, long length) throws SQLException {
        throw Strict.refusal("ResultSet.updateAsciiStream");
    }

    @Override
    default void updateAsciiStream(int column, InputStream value) throws SQLException {
        throw Strict.refusal("ResultSet.updateAsciiStream");
    }

    @Override
    default void updateBigDecimal(String column, BigDecimal value) throws SQLException {
        throw Strict.refusal("ResultSet.updateBigDecimal");
    }

    @Override
    default void updateBigDecimal(int column, BigDecimal value) throws SQLException {
        throw Strict.refusal("ResultSet.updateBigDecimal");
    }

    @Override
    default void updateBinaryStream(String column, InputStream value, int length)
            throws SQLException {
        throw Strict.refusal("ResultSet.updateBinaryStream");
    }

    @Override
    default void updateBinaryStream(String column, InputStream value, long length)
            throws SQLException {
        throw Strict.refusal("ResultSet.updateBinaryStream");
    }

    @Override
    default void updateBinaryStream(String column, InputStream value) throws SQLException {
        throw Strict.refusal("ResultSet.updateBinaryStream");
    }

    @Override
    default void updateBinaryStream(int column, InputStream value, int length) throws SQLException {
        throw Strict.refusal("ResultSet.updateBinaryStream");
    }

    @Override
    default void updateBinaryStream(int column, InputStream value, long length)
            throws SQLException {
        throw Strict.refusal("ResultSet.updateBinaryStream");
    }

    @Override
    default void updateBinaryStream(int column, InputStream value) throws SQLException {
        throw Strict.refusal("ResultSet.updateBinaryStream");
    }

    @Override
    default void updateBlob(String column, InputStream value, long length) throws SQLException {
        throw Strict.refusal("ResultSet.updateBlob");
    }

    @Override
    default void updateBlob(String column, InputStream value) throws SQLException {
        throw Strict.refusal("ResultSet.updateBlob");
    }

    @Override
    default void updateBlob(String column, Blob value) throws SQLException {
        throw Strict.refusal("ResultSet.updateBlob");
    }

    @Override
    default void updateBlob(int column, InputStream value, long length) throws SQLException {
        throw Strict.refusal("ResultSet.updateBlob");
    }

    @Override
    default void updateBlob(int column, InputStream value) throws SQLException {
        throw Strict.refusal("ResultSet.updateBlob");
    }

    @Override
    default void updateBlob(int column, Blob value) throws SQLException {
        throw Strict.refusal("ResultSet.updateBlob");
    }

    @Override
    default void updateBoolean(String column, boolean value) throws SQLException {
        throw Strict.refusal("ResultSet.updateBoolean");
    }

    @Override
    default void updateBoolean(int column, boolean value) throws SQLException {
        throw Strict.refusal("ResultSet.updateBoolean");
    }

    @Override
    default void updateByte(String column, byte value) throws SQLException {
        throw Strict.refusal("ResultSet.updateByte");
    }

    @Override
    default void updateByte(int column, byte value) throws SQLException {
        throw Strict.refusal("ResultSet.updateByte");
    }

    @Override
    default void updateBytes(String column, byte[] value) throws SQLException {
        throw Strict.refusal("ResultSet.updateBytes");
    }

    @Override
    default void updateBytes(int column, byte[] value) throws SQLException {
        throw Strict.refusal("ResultSet.updateBytes");
    }

    @Override
    default void updateCharacterStream(String column, Reader value, int length)
            throws SQLException {
        throw Strict.refusal("ResultSet.updateCharacterStream");
    }

    @Override
    default void updateCharacterStream(String column, Reader value, long length)
            throws SQLException {
        throw Strict.refusal("ResultSet.updateCharacterStream");
    }

    @Override
    default void updateCharacterStream(String column, Reader value) throws SQLException {
        throw Strict.refusal("ResultSet.updateCharacterStream");
    }

    @Override
    default void updateCharacterStream(int column, Reader value, int length) throws SQLException {
        throw Strict.refusal("ResultSet.updateCharacterStream");
    }

    @Override
    default void updateCharacterStream(int column, Reader value, long length) throws SQLException {
        throw Strict.refusal("ResultSet.updateCharacterStream");
    }

    @Override
    default void updateCharacterStream(int column, Reader value) throws SQLException {
        throw Strict.refusal("ResultSet.updateCharacterStream");
    }

    @Override
    default void updateClob(String column, Reader value, long length) throws SQLException {
        throw Strict.refusal("ResultSet.updateClob");
    }

    @Override
    default void updateClob(String column, Reader value) throws SQLException {
        throw Strict.refusal("ResultSet.updateClob");
    }

    @Override
    default void updateClob(String column, Clob value) throws SQLException {
        throw Strict.refusal("ResultSet.updateClob");
    }

    @Override
    default void updateClob(int column, Reader value, long length) throws SQLException {
        throw Strict.refusal("ResultSet.updateClob");
    }

    @Override
    default void updateClob(int column, Reader value) throws SQLException {
        throw Strict.refusal("ResultSet.updateClob");
    }

    @Override
    default void updateClob(int column, Clob value) throws SQLException {
        throw Strict.refusal("ResultSet.updateClob");
    }

    @Override
    default void updateDate(String column, Date value) throws SQLException {
        throw Strict.refusal("ResultSet.updateDate");
    }

    @Override
    default void updateDate(int column, Date value) throws SQLException {
        throw Strict.refusal("ResultSet.updateDate");
    }

    @Override
    default void updateDouble(String column, double value) throws SQLException {
        throw Strict.refusal("ResultSet.updateDouble");
    }

    @Override
    default void updateDouble(int column, double value) throws SQLException {
        throw Strict.refusal("ResultSet.updateDouble");
    }

    @Override
    default void updateFloat(String column, float value) throws SQLException {
        throw Strict.refusal("ResultSet.updateFloat");
    }

    @Override
    default void updateFloat(int column, float value) throws SQLException {
        throw Strict.refusal("ResultSet.updateFloat");
    }

    @Override
    default void updateInt(String column, int value) throws SQLException {
        throw Strict.refusal("ResultSet.updateInt");
    }

    @Override
    default void updateInt(int column, int value) throws SQLException {
        throw Strict.refusal("ResultSet.updateInt");
    }

    @Override
    default void updateLong(String column, long value) throws SQLException {
        throw Strict.refusal("ResultSet.updateLong");
    }

    @Override
    default void updateLong(int column, long value) throws SQLException {
        throw Strict.refusal("ResultSet.updateLong");
    }

    @Override
    default void updateNCharacterStream(String column, Reader value, long length)
            throws SQLException {
        throw Strict.refusal("ResultSet.updateNCharacterStream");
    }

    @Override
    default void updateNCharacterStream(String column, Reader value) throws SQLException {
        throw Strict.refusal("ResultSet.updateNCharacterStream");
    }

    @Override
    default void updateNCharacterStream(int column, Reader value, long length) throws SQLException {
        throw Strict.refusal("ResultSet.updateNCharacterStream");
    }

    @Override
    default void updateNCharacterStream(int column, Reader value) throws SQLException {
        throw Strict.refusal("ResultSet.updateNCharacterStream");
    }

    @Override
    default void updateNClob(String column, Reader value, long length) throws SQLException {
        throw Strict.refusal("ResultSet.updateNClob");
    }

    @Override
    default void updateNClob(String column, Reader value) throws SQLException {
        throw Strict.refusal("ResultSet.updateNClob");
    }

    @Override
    default void updateNClob(String column, NClob value) throws SQLException {
        throw Strict.refusal("ResultSet.updateNClob");
    }

    @Override
    default void updateNClob(int column, Reader value, long length) throws SQLException {
        throw Strict.refusal("ResultSet.updateNClob");
    }

    @Override
    default void updateNClob(int column, Reader value) throws SQLException {
        throw Strict.refusal("ResultSet.updateNClob");
    }

    @Override
    default void updateNClob(int column, NClob value) throws SQLException {
        throw Strict.refusal("ResultSet.updateNClob");
    }

    @Override
    default void updateNString(String column, String value) throws SQLException {
        throw Strict.refusal("ResultSet.updateNString");
    }

    @Override
    default void updateNString(int column, String value) throws SQLException {
        throw Strict.refusal("ResultSet.updateNString");
    }

    @Override
    default void updateNull(String column) throws SQLException {
        throw Strict.refusal("ResultSet.updateNull");
    }

    @Override
    default void updateNull(int column) throws SQLException {
        throw Strict.refusal("ResultSet.updateNull");
    }

    @Override
    default void updateObject(String column, Object value, int length) throws SQLException {
        throw Strict.refusal("ResultSet.updateObject");
    }

    @Override
    default void updateObject(String column, Object value) throws SQLException {
        throw Strict.refusal("ResultSet.updateObject");
    }

    @Override
    default void updateObject(int column, Object value, int length) throws SQLException {
        throw Strict.refusal("ResultSet.updateObject");
    }

    @Override
    default void updateObject(int column, Object value) throws SQLException {
        throw Strict.refusal("ResultSet.updateObject");
    }

    @Override
    default void updateRef(String column, Ref value) throws SQLException {
        throw Strict.refusal("ResultSet.updateRef");
    }

    @Override
    default void updateRef(int column, Ref value) throws SQLException {
        throw Strict.refusal("ResultSet.updateRef");
    }

    @Override
    default void updateRowId(String column, RowId value) throws SQLException {
        throw Strict.refusal("ResultSet.updateRowId");
    }

    @Override
    default void updateRowId(int column, RowId value) throws SQLException {
        throw Strict.refusal("ResultSet.updateRowId");
    }

    @Override
    default void updateRow() throws SQLException {
        throw Strict.refusal("ResultSet.updateRow");
    }

    @Override
    default void updateSQLXML(String column, SQLXML value) throws SQLException {
        throw Strict.refusal("ResultSet.updateSQLXML");
    }

    @Override
    default void updateSQLXML(int column, SQLXML value) throws SQLException {
        throw Strict.refusal("ResultSet.updateSQLXML");
    }

    @Override
    default void updateShort(String column, short value) throws SQLException {
        throw Strict.refusal("ResultSet.updateShort");
    }

    @Override
    default void updateShort(int column, short value) throws SQLException {
        throw Strict.refusal("ResultSet.updateShort");
    }

    @Override
    default void updateString(String column, String value) throws SQLException {
        throw Strict.refusal("ResultSet.updateString");
    }

    @Override
    default void updateString(int column, String value) throws SQLException {
        throw Strict.refusal("ResultSet.updateString");
    }

    @Override
    default void updateTime(String column, Time value) throws SQLException {
        throw Strict.refusal("ResultSet.updateTime");
    }

    @Override
    default void updateTime(int column, Time value) throws SQLException {
        throw Strict.refusal("ResultSet.updateTime");
    }

    @Override
    default void updateTimestamp(String column, Timestamp value) throws SQLException {
        throw Strict.refusal("ResultSet.updateTimestamp");
    }

    @Override
    default void updateTimestamp(int column, Timestamp value) throws SQLException {
        throw Strict.refusal("ResultSet.updateTimestamp");
    }
}
