package fairlead.demo.standin;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One word of SQL.
 *
 * @param text upper case for a word, without quotes for a literal
 */
record Token(Type type, String text) {
    enum Type {
        WORD,
        INTEGER,
        STRING,
        MARK,
        SYMBOL,
        END
    }

    boolean is(String text) {
        return type != Type.STRING && this.text.equals(text);
    }

    /** Cuts a statement into words; the last one is of type END. */
    static List<Token> of(String sql) throws SQLException {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            int start = at;
            if (Character.isWhitespace(c)) {
                at++;
            } else if (Character.isLetter(c) || c == '_') {
                at = skip(sql, at, true);
                String word = sql.substring(start, at).toUpperCase(Locale.ROOT);
                tokens.add(new Token(Type.WORD, word));
            } else if (Character.isDigit(c)) {
                at = skip(sql, at, false);
                tokens.add(new Token(Type.INTEGER, sql.substring(start, at)));
            } else if (c == '\'') {
                at = sql.indexOf('\'', start + 1) + 1;
                if (at == 0) {
                    throw Refusal.syntax("the string that starts at " + start + " has no end");
                }
                tokens.add(new Token(Type.STRING, sql.substring(start + 1, at - 1)));
            } else if (c == '?') {
                at++;
                tokens.add(new Token(Type.MARK, "?"));
            } else if ((c == '<' || c == '>') && sql.startsWith("=", at + 1)) {
                at += 2;
                tokens.add(new Token(Type.SYMBOL, c + "="));
            } else if ("=<>(),.*{}-".indexOf(c) >= 0) {
                at++;
                tokens.add(new Token(Type.SYMBOL, String.valueOf(c)));
            } else {
                throw Refusal.syntax("'" + c + "' at " + start);
            }
        }
        tokens.add(new Token(Type.END, "the end"));
        return tokens;
    }

    private static int skip(String sql, int from, boolean word) {
        int at = from;
        while (at < sql.length() && belongs(sql.charAt(at), word)) {
            at++;
        }
        return at;
    }

    private static boolean belongs(char c, boolean word) {
        return Character.isDigit(c) || (word && (Character.isLetter(c) || c == '_'));
    }
}
