package fairlead.demo.standin;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.h2.tools.SimpleResultSet;
import org.h2.tools.SimpleRowSource;
import org.h2.util.JdbcUtils;
import org.h2.util.Utils.ClassFactory;

/**
 * A function of the company's database: the rows of a query, packed into one value a block. H2's
 * client takes a value of a row apart byte by byte, which costs whoever reads more than all that it
 * does with the row; a block travels as it is and is read in place ({@link BlockRow}).
 *
 * <p>Each value is a byte, 0 for NULL or 1, and then by its kind: a whole number in 4 bytes, an
 * amount as the 8 bytes of a double, a date in 4 bytes of epoch days, a moment in 8 bytes of epoch
 * seconds, text as a length in 4 bytes and UTF-8. All numbers have their highest byte first.
 */
public final class Blocks {
    static final char NUMBER = 'N';
    static final char AMOUNT = 'A';
    static final char DATE = 'D';
    static final char MOMENT = 'M';
    static final char TEXT = 'T';

    private static final String ASKED_FOR_COLUMNS = "jdbc:columnlist:connection";
    private static final int LONGEST = 1 << 24;

    /** In OSGi, H2 does not see our classes. */
    private static final ClassFactory OURS =
            new ClassFactory() {
                @Override
                public boolean match(String name) {
                    return name.equals(Blocks.class.getName());
                }

                @Override
                public Class<?> loadClass(String name) {
                    return Blocks.class;
                }
            };

    private Blocks() {}

    /** Makes the function known to a company's database, which this process serves. */
    public static void install(Statement statement) throws SQLException {
        JdbcUtils.addClassFactory(OURS);
        statement.execute(
                "CREATE ALIAS IF NOT EXISTS STANDIN.BLOCKS FOR '"
                        + Blocks.class.getName()
                        + ".blocks'");
    }

    /**
     * Called by H2, in the database's process.
     *
     * @param connection of the session that asks
     * @param kinds of the columns, one letter each
     */
    @SuppressWarnings("MustBeClosedChecker") // H2 reads the result to its end and closes it
    public static ResultSet blocks(Connection connection, String sql, String kinds)
            throws SQLException {
        if (connection.getMetaData().getURL().equals(ASKED_FOR_COLUMNS)) {
            return described(new SimpleResultSet());
        }
        Statement statement = connection.createStatement();
        statement.setFetchSize(Session.BLOCK);
        ResultSet rows = statement.executeQuery(sql);
        return described(new SimpleResultSet(new Packer(statement, rows, kinds.toCharArray())));
    }

    private static ResultSet described(SimpleResultSet result) {
        result.addColumn("BLOCK", Types.VARBINARY, LONGEST, 0);
        return result;
    }

    static char kind(Column column) {
        return switch (column.type()) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> NUMBER;
            case Types.DOUBLE -> AMOUNT;
            case Types.DATE -> DATE;
            case Types.TIMESTAMP -> MOMENT;
            default -> TEXT;
        };
    }

    /** Packs block after block. */
    private static final class Packer implements SimpleRowSource {
        private final Statement statement;
        private final ResultSet rows;
        private final char[] kinds;

        Packer(Statement statement, ResultSet rows, char[] kinds) {
            this.statement = statement;
            this.rows = rows;
            this.kinds = kinds;
        }

        @Override
        @SuppressWarnings("ReturnsNullCollection") // that is how H2's interface ends the rows
        public Object[] readRow() throws SQLException {
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(block);
            try {
                for (int i = 0; i < Session.BLOCK && rows.next(); i++) {
                    for (int column = 1; column <= kinds.length; column++) {
                        pack(column, out);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return block.size() == 0 ? null : new Object[] {block.toByteArray()};
        }

        private void pack(int column, DataOutputStream out) throws SQLException, IOException {
            Object value =
                    switch (kinds[column - 1]) {
                        case DATE -> rows.getObject(column, LocalDate.class);
                        case MOMENT -> rows.getObject(column, LocalDateTime.class);
                        default -> rows.getObject(column);
                    };
            out.writeByte(value == null ? 0 : 1);
            if (value instanceof LocalDate date) {
                out.writeInt((int) date.toEpochDay());
            } else if (value instanceof LocalDateTime moment) {
                out.writeLong(moment.toEpochSecond(ZoneOffset.UTC));
            } else if (value instanceof Double amount) {
                out.writeDouble(amount);
            } else if (value instanceof Number number) {
                out.writeInt(number.intValue());
            } else if (value != null) {
                byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length);
                out.write(text);
            }
        }

        @Override
        public void reset() throws SQLException {
            throw Refusal.unsupported("ResultSet.beforeFirst");
        }

        @Override
        public void close() {
            try {
                rows.close();
                statement.close();
            } catch (SQLException e) {
                // the session is at its end, and the rows with it
                return;
            }
        }
    }
}
