package fairlead.demo.books;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Makes a company: the same seed and size give the same rows and the same truth, byte for byte. Its
 * memory does not grow with the company.
 */
public final class Generator {
    public static final String NAME = "Fairlead Chandlery & Stationery";
    public static final String CURRENCY = "GBP";

    private static final LocalDate START = LocalDate.of(2024, 1, 1);
    private static final int DAYS = 1_000;
    private static final int WINDOW = 4_000;
    private static final int COMMIT = 200;
    private static final int TELL = 1_000;

    /** So many transactions are posted for each order. */
    private static final int ORDERS_ONE_OF = 5;

    private final Connection connection;
    private final int transactions;
    private final long seed;

    /**
     * @param connection to an empty database
     * @param transactions how many headers; at least {@link #smallest()}
     */
    public Generator(Connection connection, int transactions, long seed) {
        if (transactions < smallest()) {
            throw new IllegalArgumentException(
                    "A demo company has at least "
                            + smallest()
                            + " transactions, not "
                            + transactions
                            + ".");
        }
        this.connection = connection;
        this.transactions = transactions;
        this.seed = seed;
    }

    public static int smallest() {
        return Scenario.SIZE;
    }

    public static String companyId(long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x5A6E);
        return new UUID(random.nextLong(), random.nextLong()).toString().toUpperCase(Locale.ROOT);
    }

    /**
     * Fills the database and writes the truth beside it; hands it over, too.
     *
     * @param progress told now and then how many transactions are there
     */
    public Truth generate(Path truthFile, IntConsumer progress) throws SQLException, IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Parties parties = new Parties(random.split(), transactions);
        Balances balances = new Balances(parties);
        Truth truth = new Truth(seed, companyId(seed), NAME, CURRENCY);
        TruthBook truthBook = new TruthBook(truth);
        connection.setAutoCommit(false);
        Schema.create(connection);
        Schema.index(connection);
        try (Batches batches = new Batches(connection)) {
            LedgerTables tables = new LedgerTables(batches);
            Ledger ledger =
                    new Ledger(
                            1,
                            1,
                            WINDOW,
                            header -> {
                                balances.add(header);
                                truthBook.add(header);
                                write(tables, header);
                            });
            Trade trade =
                    new Trade(ledger, parties, random, 1, 1, document -> write(tables, document));
            Orders orders = new Orders(parties, new SplittableRandom(~seed), Orders.Numbers.FIRST);
            OrderTables orderTables = new OrderTables(batches);
            Consumer<Order> place =
                    order -> {
                        truthBook.order(order);
                        write(orderTables, order);
                    };
            int posted = new Scenario(trade, START).post();
            orders.scenario(START, place);
            while (posted < transactions) {
                LocalDate day = date(posted, random);
                trade.any(day);
                if (posted % ORDERS_ONE_OF == 0) {
                    place.accept(orders.old(day));
                }
                posted++;
                ledger.roll();
                if (posted % COMMIT == 0) {
                    batches.commit();
                }
                if (posted % TELL == 0) {
                    progress.accept(posted);
                }
            }
            ledger.finish();
            truthBook.masters(parties);
            new Masters(batches, START).write(companyId(seed), NAME, parties, balances);
            batches.commit();
        }
        truth.write(truthFile);
        progress.accept(transactions);
        return truth;
    }

    /** Dates go forward with the number, and now and then back. */
    private LocalDate date(int posted, SplittableRandom random) {
        LocalDate day = START.plusDays((long) posted * DAYS / transactions);
        return day.minusDays(random.nextInt(4) == 0 ? random.nextInt(9) : 0);
    }

    private static void write(LedgerTables tables, Header header) {
        try {
            tables.header(header);
            tables.splits(header);
            tables.journal(header);
            tables.usages(header);
            if (header.document != null) {
                tables.document(header.document);
            }
        } catch (SQLException e) {
            throw new DatabaseFailure(e);
        }
    }

    private static void write(OrderTables tables, Order order) {
        try {
            tables.order(order);
            tables.items(order);
        } catch (SQLException e) {
            throw new DatabaseFailure(e);
        }
    }

    private static void write(LedgerTables tables, Document document) {
        try {
            tables.document(document);
        } catch (SQLException e) {
            throw new DatabaseFailure(e);
        }
    }
}
