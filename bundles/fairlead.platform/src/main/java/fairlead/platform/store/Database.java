package fairlead.platform.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The platform's database: a pool of connections, and its schema brought up to date. */
public final class Database implements AutoCloseable {
    private final Engine engine;
    private final HikariDataSource pool;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Database(Engine engine, HikariDataSource pool) {
        this.engine = engine;
        this.pool = pool;
    }

    /** Work inside one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Tx tx) throws SQLException;
    }

    /** Work inside one transaction, without a result. */
    @FunctionalInterface
    public interface Change {
        void in(Tx tx) throws SQLException;
    }

    /**
     * Opens the database at this address.
     *
     * @throws DatabaseException when it cannot be opened
     */
    public static Database open(DatabaseAddress address) {
        Engine engine =
                address instanceof DatabaseAddress.H2 h2
                        ? new H2Engine(h2)
                        : new PostgresEngine((DatabaseAddress.Postgres) address);
        Migrations.run(engine);
        HikariConfig config = new HikariConfig();
        config.setDataSource(engine.connections());
        config.setPoolName("fairlead-platform");
        config.setAutoCommit(false);
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(10_000);
        return new Database(engine, new HikariDataSource(config));
    }

    boolean isOfOneProcess() {
        return engine.isOfOneProcess();
    }

    /** Does the work in one transaction: all of it or, when it throws, nothing. */
    public <T> T call(Work<T> work) {
        Tx tx;
        T result;
        try (Connection connection = pool.getConnection()) {
            try {
                tx = new Tx(connection, engine);
                result = work.in(tx);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
        engine.committed(tx);
        return result;
    }

    /**
     * Does work that only reads, without a transaction around it: each statement sees what is
     * committed when it begins, as inside of {@link #call}, and nobody has to be told of its end.
     */
    public <T> T read(Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(true); // the pool takes it back
            return work.in(new Tx(connection, engine));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static void rollback(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e); // the connection is gone, and the transaction with it
        }
    }

    /** As {@link #call}, without a result. */
    public void run(Change change) {
        call(
                tx -> {
                    change.in(tx);
                    return null;
                });
    }

    /** How many connections are in use. */
    public int active() {
        return pool.getHikariPoolMXBean().getActiveConnections();
    }

    /** Returns once everything that was committed is on disk. */
    public void sync() {
        engine.sync(this);
    }

    /**
     * From now on the first is called with whatever any node {@link Tx#tell tells}, on any thread,
     * and the second when some of it may have been missed.
     */
    public void listen(Consumer<String> changed, Runnable missedSome) {
        engine.listen(new Engine.Listener(changed, missedSome));
    }

    /** Closes the pool and the database, which another process may then open. */
    @Override
    public void close() {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        pool.close(); // first: a pool that lives makes new connections, which open it again
        engine.close();
    }
}
