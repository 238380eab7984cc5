package fairlead.demo.standin;

import java.sql.SQLException;

/** What Sage's driver says to what it does not take. */
final class Refusal {
    private Refusal() {}

    static SQLException syntax(String what) {
        return new SQLException("[Sage][Sterling] Syntax Error: " + what, "42000");
    }

    static SQLException noColumn(String column) {
        return new SQLException("[Sage][Sterling] Column not found: " + column, "42S22");
    }

    static SQLException noTable(String table) {
        return new SQLException("[Sage][Sterling] Table not found: " + table, "42S02");
    }

    static SQLException readOnly(String verb) {
        return new SQLException(
                "[Sage][Sterling] The driver is read-only: " + verb + " is refused", "42000");
    }

    static SQLException boundString() {
        return new SQLException("[Sage][Sterling] SQL data type out of range", "HY004");
    }

    static SQLException boundNumber() {
        return new SQLException("[Sage][Sterling] Error in assignment", "22018");
    }

    static SQLException noTimeout() {
        return new SQLException("[Sage][Sterling] Invalid attribute/option identifier", "HY092");
    }

    static SQLException unsupported(String function) {
        return new SQLException(
                "[Sage][Sterling] Driver does not support this function: " + function, "IM001");
    }

    static SQLException busy() {
        return new SQLException(
                "[Sage][Sterling] Connection is busy with results of another statement", "HY000");
    }

    static SQLException closed() {
        return new SQLException("[Sage][Sterling] Function sequence error", "HY010");
    }

    static SQLException password() {
        return new SQLException("[Sage][Sterling] Invalid user name or password", "28000");
    }

    static SQLException exclusive() {
        return new SQLException(
                "[Sage][Sterling] Program is in exclusive mode. Logon cannot proceed", "HY000");
    }

    static SQLException inUse() {
        return new SQLException("[Sage][Sterling] Username is already in use", "HY000");
    }

    static SQLException vanished(Throwable cause) {
        return new SQLException("[Sage][Sterling] Communication link failure", "08S01", cause);
    }
}
