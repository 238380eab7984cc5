package fairlead.odbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
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
import java.util.Calendar;
import java.util.Map;

/** Rows of numbers, text, dates and times: no large objects, streams, arrays or calendars. */
@SuppressWarnings({"DoNotCallSuggester", "deprecation"}) // refusing is what these methods are for
interface PlainRows extends ResultSet {
    @Override
    default Array getArray(int column) throws SQLException {
        throw Strict.refusal("ResultSet.getArray");
    }

    @Override
    default InputStream getAsciiStream(int column) throws SQLException {
        throw Strict.refusal("ResultSet.getAsciiStream");
    }

    @Override
    @Deprecated
    default BigDecimal getBigDecimal(int column, int value) throws SQLException {
        throw Strict.refusal("ResultSet.getBigDecimal");
    }

    @Override
    default InputStream getBinaryStream(int column) throws SQLException {
        throw Strict.refusal("ResultSet.getBinaryStream");
    }

    @Override
    default Blob getBlob(int column) throws SQLException {
        throw Strict.refusal("ResultSet.getBlob");
    }

    @Override
    default byte[] getBytes(int column) throws SQLException {
        throw Strict.refusal("ResultSet.getBytes");
    }

    @Override
    default Reader getCharacterStream(int column) throws SQLException {
        throw Strict.refusal("ResultSet.getCharacterStream");
    }

    @Override
    default Clob getClob(int column) throws SQLException {
        throw Strict.refusal("ResultSet.getClob");
    }

    @Override
    default Date getDate(int column, Calendar calendar) throws SQLException {
        throw Strict.refusal("ResultSet.getDate");
    }

    @Override
    default Reader getNCharacterStream(int column) throws SQLException {
        throw Strict.refusal("ResultSet.getNCharacterStream");
    }

    @Override
    default NClob getNClob(int column) throws SQLException {
        throw Strict.refusal("ResultSet.getNClob");
    }

    @Override
    default String getNString(int column) throws SQLException {
        throw Strict.refusal("ResultSet.getNString");
    }

    @Override
    default Object getObject(int column, Map<String, Class<?>> types) throws SQLException {
        throw Strict.refusal("ResultSet.getObject");
    }

    @Override
    default Ref getRef(int column) throws SQLException {
        throw Strict.refusal("ResultSet.getRef");
    }

    @Override
    default RowId getRowId(int column) throws SQLException {
        throw Strict.refusal("ResultSet.getRowId");
    }

    @Override
    default SQLXML getSQLXML(int column) throws SQLException {
        throw Strict.refusal("ResultSet.getSQLXML");
    }

    @Override
    default Time getTime(int column, Calendar calendar) throws SQLException {
        throw Strict.refusal("ResultSet.getTime");
    }

    @Override
    default Timestamp getTimestamp(int column, Calendar calendar) throws SQLException {
        throw Strict.refusal("ResultSet.getTimestamp");
    }

    @Override
    default URL getURL(int column) throws SQLException {
        throw Strict.refusal("ResultSet.getURL");
    }

    @Override
    @Deprecated
    default InputStream getUnicodeStream(int column) throws SQLException {
        throw Strict.refusal("ResultSet.getUnicodeStream");
    }
}
