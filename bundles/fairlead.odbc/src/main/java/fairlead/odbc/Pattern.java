package fairlead.odbc;

import java.util.Locale;

/**
 * A name as JDBC's metadata calls take it: % for any text, _ for any character, either one for
 * itself after a backslash. Null and blank are any name.
 */
final class Pattern {
    static final char ESCAPE = '\\';

    private final String pattern;

    Pattern(String pattern) {
        this.pattern = pattern == null ? "" : pattern.toUpperCase(Locale.ROOT);
    }

    /** As a driver takes it, which may find more: escapes differ between drivers. */
    String forDriver() {
        return pattern.replace(String.valueOf(ESCAPE), "");
    }

    boolean matches(String name) {
        return name != null && (pattern.isEmpty() || matches(name.toUpperCase(Locale.ROOT), 0, 0));
    }

    private boolean matches(String name, int at, int from) {
        if (from == pattern.length()) {
            return at == name.length();
        }
        char c = pattern.charAt(from);
        if (c == '%') {
            return matches(name, at, from + 1)
                    || (at < name.length() && matches(name, at + 1, from));
        }
        boolean escaped = c == ESCAPE && from + 1 < pattern.length();
        char wanted = escaped ? pattern.charAt(from + 1) : c;
        return at < name.length()
                && (wanted == name.charAt(at) || (!escaped && wanted == '_'))
                && matches(name, at + 1, from + (escaped ? 2 : 1));
    }
}
