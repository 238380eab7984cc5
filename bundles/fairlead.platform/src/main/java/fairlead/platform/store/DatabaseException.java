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
        return is("23505");
    }

    /** Was a value longer than its column? */
    public boolean tooLong() {
        return is("22001");
    }

    private boolean is(String state) {
        return getCause() instanceof SQLException e && state.equals(e.getSQLState());
    }
}
