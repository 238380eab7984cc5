package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.AccountingException.Kind;
import java.sql.SQLException;
import java.util.Locale;

/** Says in plain words what Sage's driver says in SQL states. */
final class Trouble {
    /** Windows' system error of a library of other bits, and what Linux says of one. */
    private static final String WRONG_BITS = "(?s).*(error +193\\b|wrong elf class).*";

    private Trouble() {}

    static AccountingException of(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("exclusive mode")) {
            return new AccountingException(
                    Kind.BUSY,
                    "Sage 50 is in exclusive mode, for example for a backup or a year end; it can be"
                            + " read when that is over.",
                    e);
        }
        if (text.contains("already in use") || text.contains("user count")) {
            return new AccountingException(
                    Kind.BUSY,
                    "Somebody is logged on to Sage 50 with this user name; log off there, or make a"
                            + " Sage user of its own for the connector.",
                    e);
        }
        if (text.contains("cannot be handed to an odbc driver")) {
            return new AccountingException(Kind.CREDENTIALS, e.getMessage(), e);
        }
        boolean user = text.contains("user name") || text.contains("username");
        boolean password = text.contains("password");
        if (user != password && (state.startsWith("28") || text.contains("logon failed"))) {
            return new AccountingException(
                    Kind.CREDENTIALS,
                    user
                            ? "Sage 50 does not know this user; enter the user name with which you"
                                    + " log on to Sage."
                            : "The password is not that of this Sage user; enter the one with which"
                                    + " you log on to Sage.",
                    e);
        }
        if (state.startsWith("28")) {
            return new AccountingException(
                    Kind.CREDENTIALS,
                    "Sage 50 refused the user name or password; enter those with which you log on"
                            + " to Sage.",
                    e);
        }
        if (text.contains("wrong version") || text.contains("version mismatch")) {
            return new AccountingException(
                    Kind.UNSUPPORTED,
                    "The data is of another version than the Sage 50 driver on this PC; open the"
                            + " company in the installed Sage 50 once.",
                    e);
        }
        String driver = driver(state, text);
        if (!driver.isEmpty()) {
            return new AccountingException(Kind.UNSUPPORTED, driver, e);
        }
        if (text.contains("data path") || text.contains("not found (this")) {
            return new AccountingException(
                    Kind.NO_COMPANY,
                    "There is no Sage 50 company at this place; copy the data directory from Sage's"
                            + " Help > About.",
                    e);
        }
        String unavailable = unavailable(state, text);
        if (!unavailable.isEmpty()) {
            return new AccountingException(Kind.UNAVAILABLE, unavailable, e);
        }
        return new AccountingException(
                Kind.FAILED,
                "Sage 50's driver refused a question that it should take (SQL state "
                        + (state.isEmpty() ? "unknown" : state)
                        + ").",
                e);
    }

    /** What is wrong with the driver itself, as driver managers say it; blank where nothing is. */
    private static String driver(String state, String text) {
        if (text.contains("no odbc driver manager")) {
            return "This machine has no ODBC driver manager, which Sage 50's ODBC driver needs.";
        }
        boolean unloadable = state.equals("IM003") || text.contains("can't open lib");
        if (state.equals("IM014") || (unloadable && text.matches(WRONG_BITS))) {
            return "Sage 50's ODBC driver on this PC is for 32-bit programs ("
                    + state
                    + "); the one for 64-bit programs is needed, which the three most recent"
                    + " versions of Sage 50 bring.";
        }
        if (unloadable) {
            return "Sage 50's ODBC driver is installed on this PC and cannot be loaded ("
                    + state
                    + "); have the Sage 50 installation repaired.";
        }
        return state.equals("IM002")
                ? "Sage 50's ODBC driver is not installed on this PC (IM002)."
                : "";
    }

    /** What passes by itself, or by what a person does at the PC; blank where it is neither. */
    private static String unavailable(String state, String text) {
        if (state.equals("08001") && text.contains("process for the odbc driver")) {
            return "The connector cannot start the program that reads Sage 50 on this PC; see"
                    + " whether a virus scanner blocks it and whether its data directory can be"
                    + " written to.";
        }
        if (state.equals("08S01") && text.contains("process of the odbc driver")) {
            return "Sage 50's ODBC driver broke down; the next try starts it anew, and where that"
                    + " happens each time, have the Sage 50 installation repaired.";
        }
        if (state.startsWith("HYT")) {
            return "Sage 50's ODBC driver gave no answer in time; see whether Sage shows a window"
                    + " that waits, and whether the drive with its data is there.";
        }
        if (state.equals("HY008")) {
            return "Sage 50's ODBC driver gave no answer when the read was to stop; it is read again"
                    + " later.";
        }
        if (state.equals("22001")) {
            return "A text in Sage 50 is longer than its driver says; the next try reads it whole.";
        }
        if (state.equals("22000")) {
            return "A value in Sage 50 cannot be handed over by its driver; the next try reads what"
                    + " is around it.";
        }
        if (state.startsWith("08") || text.contains("accounts busy")) {
            return "There is no connection to Sage 50 at the moment; see whether the company can be"
                    + " opened there.";
        }
        return "";
    }
}
