package fairlead.accounting.sage50;

import fairlead.demo.standin.StandInDataSourceFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.service.jdbc.DataSourceFactory;

/** Listens to what is asked of a driver. */
final class Ear {
    private Ear() {}

    /** A question that was put to the driver, and how many rows were taken. */
    static final class Question {
        static final Pattern RANGE = Pattern.compile("> (-?\\d+) AND \\w+ < (-?\\d+)");

        final String sql;
        int rows;
        private final long asked = System.nanoTime();
        private long nanos;

        Question(String sql) {
            this.sql = sql;
        }

        String columns() {
            return sql.substring(0, sql.indexOf(" WHERE "));
        }

        /** How many numbers it is about; 0 for a question without a range. */
        int width() {
            Matcher range = RANGE.matcher(sql);
            boolean paced = range.find() && !sql.contains("COUNT(") && !sql.contains("MAX(");
            return paced
                    ? Integer.parseInt(range.group(2)) - Integer.parseInt(range.group(1)) - 1
                    : 0;
        }

        /** From the question to its last row, what was done with the rows included. */
        double seconds() {
            return nanos / 1e9;
        }

        @Override
        public String toString() {
            return rows + " rows: " + sql;
        }
    }

    /** The driver, with an ear for what is asked. */
    static Driver listening(Driver real, List<Question> asked) {
        return proxy(
                Driver.class,
                real,
                Map.of(
                        "connect",
                        arguments ->
                                listening(
                                        real.connect(
                                                (String) arguments[0], (Properties) arguments[1]),
                                        asked)));
    }

    static Connection listening(Connection real, List<Question> asked) {
        return proxy(
                Connection.class,
                real,
                Map.of(
                        "createStatement",
                        none -> {
                            Statement statement = real.createStatement();
                            return proxy(
                                    Statement.class,
                                    statement,
                                    Map.of(
                                            "executeQuery",
                                            sql -> listening(statement, (String) sql[0], asked)));
                        }));
    }

    private static ResultSet listening(Statement real, String sql, List<Question> asked)
            throws SQLException {
        Question question = new Question(sql);
        asked.add(question);
        ResultSet rows = real.executeQuery(sql);
        return proxy(
                ResultSet.class,
                rows,
                Map.of(
                        "next",
                        none -> {
                            boolean row = rows.next();
                            question.rows += row ? 1 : 0;
                            question.nanos = System.nanoTime() - question.asked;
                            return row;
                        }));
    }

    static DataSourceFactory driver(Supplier<Driver> driver) {
        return proxy(
                DataSourceFactory.class,
                new StandInDataSourceFactory(),
                Map.of("createDriver", none -> driver.get()));
    }

    /** What a method does instead. */
    @FunctionalInterface
    interface Instead {
        Object call(Object[] arguments) throws SQLException;
    }

    static <T> T proxy(Class<T> type, T real, Map<String, Instead> instead) {
        return type.cast(
                Proxy.newProxyInstance(
                        Ear.class.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> {
                            Instead own = instead.get(method.getName());
                            if (own != null) {
                                return own.call(arguments);
                            }
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }
}
