package fairlead.odbc;

import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLSyntaxErrorException;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.function.BooleanSupplier;

/**
 * What an address, a user name and a password come to. Values go into ODBC's connection text as
 * they are: Sage's driver takes braces round a value for a part of it, so what would need them is
 * refused.
 *
 * @param text for SQLDriverConnect, the password included
 * @param deadline for each answer of the driver
 * @param stop is nobody to wait for an answer any more?
 */
record Logon(
        String url,
        String user,
        String password,
        String text,
        Duration deadline,
        BooleanSupplier stop) {
    static final String PREFIX = "jdbc:fairlead-odbc:";

    /** Property: how many seconds the driver has for each answer. */
    static final String DEADLINE = "deadlineSeconds";

    /** Property: a BooleanSupplier that says when nobody is to wait for the driver any more. */
    static final String STOP = "stop";

    private static final int DEADLINE_SECONDS = 120;

    static Logon of(String url, Properties properties) throws SQLException {
        String source = url.substring(PREFIX.length());
        String keys = ";" + source.toUpperCase(Locale.ROOT).replace(" ", "");
        if (keys.contains(";PWD=") || keys.contains(";UID=")) {
            throw new SQLSyntaxErrorException(
                    "User name and password do not belong into the address of an ODBC source.",
                    "HY000");
        }
        if (!source.contains("=")) {
            throw new SQLSyntaxErrorException(
                    "The address of an ODBC source is "
                            + PREFIX
                            + "DSN=name or "
                            + PREFIX
                            + "Driver={name};key=value.",
                    "HY000");
        }
        String user = properties.getProperty("user", "");
        String password = properties.getProperty("password", "");
        String text = source.endsWith(";") ? source : source + ";";
        if (!user.isEmpty()) {
            text += "UID=" + plain("user name", user) + ";PWD=" + plain("password", password);
        }
        BooleanSupplier stop =
                properties.get(STOP) instanceof BooleanSupplier asked ? asked : () -> false;
        return new Logon(url, user, password, text, deadline(properties), stop);
    }

    private static String plain(String what, String value) throws SQLException {
        boolean plain =
                value.indexOf(';') < 0
                        && !value.startsWith("{")
                        && value.equals(value.strip())
                        && value.chars().noneMatch(Character::isISOControl);
        if (plain) {
            return value;
        }
        throw new SQLInvalidAuthorizationSpecException(
                "The "
                        + what
                        + " cannot be handed to an ODBC driver: it contains a semicolon, begins with"
                        + " a brace, or begins or ends with a blank; choose another one.",
                "28000");
    }

    private static Duration deadline(Properties properties) throws SQLException {
        String text = properties.getProperty(DEADLINE, String.valueOf(DEADLINE_SECONDS));
        try {
            int seconds = Integer.parseInt(text);
            if (seconds > 0) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            throw new SQLException(DEADLINE + " is no whole number: " + text, "HY024", e);
        }
        throw new SQLException(DEADLINE + " has to be above 0, not " + text, "HY024");
    }

    @Override
    public String toString() {
        return url + " as " + user; // never the password
    }
}
