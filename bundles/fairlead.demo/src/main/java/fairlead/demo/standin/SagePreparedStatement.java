package fairlead.demo.standin;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;

/** A statement with dates to be bound; nothing else can be. */
@SuppressWarnings("DoNotCallSuggester") // refusing is what these methods are for
final class SagePreparedStatement extends SageStatement {
    private final Query query;
    private final Object[] parameters;

    SagePreparedStatement(SageConnection connection, String sql) throws SQLException {
        super(connection);
        this.query = recognize(sql);
        this.parameters = new Object[query.parameters()];
    }

    public ResultSet executeQuery() throws SQLException {
        if (Arrays.asList(parameters).contains(null)) {
            throw new SQLException("[Sage][Sterling] Wrong number of parameters", "07002");
        }
        return run(query, parameters.clone());
    }

    public boolean execute() throws SQLException {
        executeQuery();
        return true;
    }

    public void setDate(int index, Date date) throws SQLException {
        bind(index, date.toLocalDate());
    }

    public void setObject(int index, Object value) throws SQLException {
        if (value instanceof LocalDate date) {
            bind(index, date);
        } else if (value instanceof Date date) {
            bind(index, date.toLocalDate());
        } else if (value instanceof CharSequence) {
            throw Refusal.boundString();
        } else {
            throw Refusal.boundNumber();
        }
    }

    private void bind(int index, LocalDate date) throws SQLException {
        if (index < 1 || index > parameters.length) {
            throw new SQLException("[Sage][Sterling] Invalid descriptor index", "07009");
        }
        parameters[index - 1] = date;
    }

    public void setString(int index, String value) throws SQLException {
        throw Refusal.boundString();
    }

    public void setInt(int index, int value) throws SQLException {
        throw Refusal.boundNumber();
    }

    public void setShort(int index, short value) throws SQLException {
        throw Refusal.boundNumber();
    }

    public void setLong(int index, long value) throws SQLException {
        throw Refusal.boundNumber();
    }

    public void setDouble(int index, double value) throws SQLException {
        throw Refusal.boundNumber();
    }

    public void setBigDecimal(int index, BigDecimal value) throws SQLException {
        throw Refusal.boundNumber();
    }

    public void clearParameters() {
        Arrays.fill(parameters, null);
    }
}
