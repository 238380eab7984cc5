package fairlead.platform.store;

import java.sql.SQLException;

/** The database failed; whether the transaction was committed is not known. */
public final class DatabaseException extends RuntimeException {
    /** With the database's own reason. */
    public DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
    }

    /** Does a row with this key exist already? */
    public boolean duplicate() {
        return getCause() instanceof SQLException e && "23505".equals(e.getSQLState());
    }
}
