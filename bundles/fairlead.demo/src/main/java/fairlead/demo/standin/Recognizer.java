package fairlead.demo.standin;

import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the SQL that is known to work on Sage's driver, and refuses everything else, word by word:
 *
 * <pre>
 * SELECT [TOP n] columns | * | COUNT(*), MIN(column), MAX(column), ...
 * FROM table [alias] {, table [alias] | [INNER | LEFT [OUTER]] JOIN table [alias] ON condition}
 * [WHERE condition] [ORDER BY column [ASC | DESC], ...]
 * </pre>
 *
 * A condition compares columns with integers, dates and other columns, or asks for IS NULL, joined
 * by AND, OR and parentheses. A date is {@code {d '2026-09-30'}}, {@code '2026-09-30'} or a bound
 * parameter.
 */
final class Recognizer {
    private static final Set<String> COMPARISONS = Set.of("=", "<", ">");
    private static final Set<String> RESERVED =
            Set.of(
                    "SELECT", "TOP", "FROM", "WHERE", "AND", "OR", "ORDER", "BY", "GROUP", "HAVING",
                    "INNER", "LEFT", "RIGHT", "FULL", "OUTER", "CROSS", "NATURAL", "JOIN", "ON",
                    "UNION", "LIMIT", "OFFSET", "FETCH", "AS", "NOT", "IS", "NULL", "LIKE", "IN",
                    "BETWEEN", "EXISTS", "ASC", "DESC");
    private static final Set<String> WRITES =
            Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "CREATE", "DROP", "ALTER", "TRUNCATE");

    private final Catalog catalog;
    private final List<Token> tokens;
    private final Map<String, String> tables = new LinkedHashMap<>();
    private final StringBuilder sql = new StringBuilder();
    private int at;
    private int parameters;

    private Recognizer(Catalog catalog, List<Token> tokens) {
        this.catalog = catalog;
        this.tokens = tokens;
    }

    static Query recognize(String sql, Catalog catalog) throws SQLException {
        return new Recognizer(catalog, Token.of(sql)).query();
    }

    private Query query() throws SQLException {
        if (WRITES.contains(peek().text())) {
            throw Refusal.readOnly(peek().text());
        }
        expect("SELECT");
        int top = take("TOP") ? integer() : -1;
        int projection = at;
        skipTo("FROM");
        expect("FROM");
        StringBuilder from = from();
        int rest = at;
        at = projection;
        List<Column> columns = new ArrayList<>();
        boolean star = projection(columns);
        sql.append(" FROM ").append(from);
        at = rest;
        if (peek().is("GROUP")) {
            throw Refusal.syntax("Invalid Group Specification");
        }
        if (take("WHERE")) {
            sql.append(" WHERE ");
            condition(sql);
        }
        boolean sorted = take("ORDER");
        if (sorted) {
            expect("BY");
            order();
        }
        if (peek().is("GROUP")) {
            throw Refusal.syntax("Invalid Group Specification");
        }
        if (peek().type() != Token.Type.END) {
            throw unexpected();
        }
        if (top >= 0) {
            sql.append(" FETCH FIRST ").append(top).append(" ROWS ONLY");
        }
        return new Query("SELECT " + sql, columns, parameters, star, sorted);
    }

    private void skipTo(String word) throws SQLException {
        while (!peek().is(word)) {
            if (peek().type() == Token.Type.END) {
                throw Refusal.syntax(word + " is missing");
            }
            at++;
        }
    }

    private boolean projection(List<Column> columns) throws SQLException {
        if (take("*")) {
            if (!peek().is("FROM")) {
                throw unexpected();
            }
            tables.forEach((alias, table) -> columns.addAll(catalog.columns(table)));
            sql.append("*");
            return true;
        }
        boolean aggregates = false;
        do {
            boolean aggregate = tokens.get(at + 1).is("(");
            if (columns.isEmpty()) {
                aggregates = aggregate;
            } else if (aggregate != aggregates) {
                throw Refusal.syntax("Invalid Group Specification");
            } else {
                sql.append(", ");
            }
            if (aggregate) {
                columns.add(aggregate());
            } else {
                Name name = column();
                columns.add(name.column());
                sql.append(name.sql());
            }
        } while (take(","));
        if (!peek().is("FROM")) {
            throw unexpected();
        }
        return false;
    }

    private Column aggregate() throws SQLException {
        String function = next().text();
        expect("(");
        Column column;
        if (function.equals("COUNT")) {
            expect("*");
            sql.append("COUNT(*)");
            column = new Column("", "COUNT", 1, Types.INTEGER, 10);
        } else if (function.equals("MIN") || function.equals("MAX")) {
            Name name = column();
            sql.append(function).append('(').append(name.sql()).append(')');
            column = new Column("", function, 1, name.column().type(), name.column().size());
        } else {
            throw Refusal.syntax("the function " + function);
        }
        expect(")");
        return column;
    }

    private StringBuilder from() throws SQLException {
        StringBuilder from = new StringBuilder(table());
        while (true) {
            if (take(",")) {
                from.append(", ").append(table());
                continue;
            }
            String join = "INNER JOIN ";
            if (take("LEFT")) {
                take("OUTER");
                join = "LEFT JOIN ";
                expect("JOIN");
            } else if (take("INNER")) {
                expect("JOIN");
            } else if (!take("JOIN")) {
                return from;
            }
            from.append(' ').append(join).append(table());
            expect("ON");
            from.append(" ON ");
            condition(from);
        }
    }

    private String table() throws SQLException {
        String table = word();
        if (!catalog.has(table)) {
            throw Refusal.noTable(table);
        }
        String alias = table;
        if (peek().type() == Token.Type.WORD && !RESERVED.contains(peek().text())) {
            alias = next().text();
        }
        if (tables.put(alias, table) != null) {
            throw Refusal.syntax(alias + " stands for two tables");
        }
        return "PUBLIC." + quote(table) + " " + quote(alias);
    }

    private void condition(StringBuilder out) throws SQLException {
        conjunction(out);
        while (take("OR")) {
            out.append(" OR ");
            conjunction(out);
        }
    }

    private void conjunction(StringBuilder out) throws SQLException {
        predicate(out);
        while (take("AND")) {
            out.append(" AND ");
            predicate(out);
        }
    }

    private void predicate(StringBuilder out) throws SQLException {
        if (take("(")) {
            out.append('(');
            condition(out);
            expect(")");
            out.append(')');
            return;
        }
        if (peek().type() == Token.Type.MARK) {
            throw Refusal.boundNumber();
        }
        Name left = column();
        out.append(left.sql());
        if (take("IS")) {
            expect("NULL");
            out.append(" IS NULL");
            return;
        }
        Token comparison = next();
        if (!COMPARISONS.contains(comparison.text()) || comparison.type() != Token.Type.SYMBOL) {
            throw Refusal.syntax("'" + comparison.text() + "' is no comparison");
        }
        out.append(' ').append(comparison.text()).append(' ');
        value(left.column(), out);
    }

    private void value(Column column, StringBuilder out) throws SQLException {
        switch (peek().type()) {
            case INTEGER -> number(column, out, "");
            case MARK -> {
                at++;
                if (column.number()) {
                    throw Refusal.boundNumber();
                } else if (!column.date()) {
                    throw Refusal.boundString();
                }
                parameters++;
                out.append("?");
            }
            case STRING -> date(column, out);
            case WORD -> {
                Name right = column();
                boolean alike =
                        column.number() == right.column().number()
                                && column.date() == right.column().date();
                if (!alike) {
                    throw Refusal.syntax(column.name() + " and " + right.column().name());
                }
                out.append(right.sql());
            }
            default -> {
                if (take("{")) {
                    expect("D");
                    date(column, out);
                    expect("}");
                } else if (take("-")) {
                    number(column, out, "-");
                } else {
                    throw unexpected();
                }
            }
        }
    }

    private void number(Column column, StringBuilder out, String sign) throws SQLException {
        if (!column.number()) {
            throw Refusal.syntax(column.name() + " is compared with a number");
        }
        out.append(sign).append(integer());
    }

    private void date(Column column, StringBuilder out) throws SQLException {
        if (peek().type() != Token.Type.STRING) {
            throw unexpected();
        }
        String text = next().text();
        if (!column.date()) {
            throw Refusal.syntax(column.name() + " is compared with a string");
        }
        try {
            out.append("DATE '").append(LocalDate.parse(text)).append('\'');
        } catch (DateTimeParseException e) {
            throw Refusal.syntax("'" + text + "' is no date");
        }
    }

    private void order() throws SQLException {
        sql.append(" ORDER BY ");
        do {
            sql.append(column().sql());
            if (take("DESC")) {
                sql.append(" DESC");
            } else {
                take("ASC");
            }
            sql.append(peek().is(",") ? ", " : "");
        } while (take(","));
    }

    private record Name(String sql, Column column) {}

    private Name column() throws SQLException {
        String first = word();
        if (take(".")) {
            String table = tables.get(first);
            if (table == null) {
                throw Refusal.noTable(first);
            }
            String name = word();
            return new Name(quote(first) + "." + quote(name), find(table, name));
        }
        for (Map.Entry<String, String> table : tables.entrySet()) {
            if (catalog.column(table.getValue(), first).isPresent()) {
                return new Name(
                        quote(table.getKey()) + "." + quote(first), find(table.getValue(), first));
            }
        }
        throw Refusal.noColumn(first);
    }

    private Column find(String table, String name) throws SQLException {
        Column column = catalog.column(table, name).orElse(null);
        if (column == null) {
            throw Refusal.noColumn(name);
        }
        return column;
    }

    private static String quote(String name) {
        return '"' + name + '"';
    }

    private int integer() throws SQLException {
        if (peek().type() != Token.Type.INTEGER) {
            throw unexpected();
        }
        try {
            return Integer.parseInt(next().text());
        } catch (NumberFormatException e) {
            throw Refusal.syntax("a number that is too large");
        }
    }

    private String word() throws SQLException {
        if (peek().type() != Token.Type.WORD || RESERVED.contains(peek().text())) {
            throw unexpected();
        }
        return next().text();
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        Token token = tokens.get(at);
        if (token.type() != Token.Type.END) {
            at++;
        }
        return token;
    }

    private boolean take(String text) {
        if (peek().is(text)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String text) throws SQLException {
        if (!take(text)) {
            throw unexpected();
        }
    }

    private SQLException unexpected() {
        return Refusal.syntax("'" + peek().text() + "' is not expected here");
    }
}
