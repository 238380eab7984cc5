package fairlead.demo.books;

import java.sql.SQLException;

/** Takes what is to be written into the database. */
@FunctionalInterface
interface Changes {
    /**
     * Makes a change, now or later.
     *
     * @param values of the statement's parameters: String, Integer, Double, LocalDate,
     *     LocalDateTime or null
     */
    void make(String sql, Object... values) throws SQLException;
}
