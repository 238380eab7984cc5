package fairlead.platform.store;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that one node does at a time. Who has a lease does every step of the work in a transaction
 * that {@link Lease#keep keeps} it; so a node that was held up for so long that another one took
 * over can do no step more. A node that dies loses what it has after {@link #VALID}, or when the
 * next one starts, where none can be beside it.
 */
public final class Leases {
    /** For how long a lease is good when nothing is done with it. */
    public static final Duration VALID = Duration.ofSeconds(15);

    /** Who has a lease begins with this; not a number of the system's, which are used again. */
    private static final String PROCESS = UUID.randomUUID().toString().substring(0, 18);

    private static final AtomicInteger HOLDERS = new AtomicInteger();

    private final Database database;
    private final Clock clock;

    /** On this database. */
    public Leases(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** At a start: what other processes have is free, if this one has the database to itself. */
    public void forgetOtherProcesses() {
        if (database.isOfOneProcess()) {
            database.run(
                    tx -> tx.update("DELETE FROM lease WHERE holder NOT LIKE ?", PROCESS + "-%"));
        }
    }

    /** Another node has taken over; what the transaction did does not count. */
    public static final class LostException extends RuntimeException {
        LostException(String name) {
            super("another node has taken over: " + name, null, false, false);
        }
    }

    /** The right to do something alone. Used by one thread. */
    public final class Lease implements AutoCloseable {
        private final String name;
        private final String holder = PROCESS + "-" + HOLDERS.incrementAndGet();

        private Lease(String name) {
            this.name = name;
        }

        /**
         * Makes this transaction a step of the work.
         *
         * @throws LostException when another node has taken over
         */
        public void keep(Tx tx) throws SQLException {
            int kept =
                    tx.update(
                            "UPDATE lease SET until_at = ? WHERE name = ? AND holder = ?",
                            until(),
                            name,
                            holder);
            if (kept == 0) {
                throw new LostException(name);
            }
        }

        /** One step: as {@link Database#call}, and the lease is kept. */
        public <T> T call(Database.Work<T> work) {
            return database.call(
                    tx -> {
                        keep(tx);
                        return work.in(tx);
                    });
        }

        /** As {@link #call}, without a result. */
        public void run(Database.Change change) {
            call(
                    tx -> {
                        change.in(tx);
                        return null;
                    });
        }

        /** Gives it back, if it was not lost. */
        @Override
        public void close() {
            database.run(
                    tx ->
                            tx.update(
                                    "DELETE FROM lease WHERE name = ? AND holder = ?",
                                    name,
                                    holder));
        }
    }

    /** The lease of this name; empty when another node, or another thread, has it. */
    public Optional<Lease> take(String name) {
        Lease lease = new Lease(name);
        try {
            boolean taken = database.call(tx -> take(tx, lease));
            return taken ? Optional.of(lease) : Optional.empty();
        } catch (DatabaseException e) {
            if (e.duplicate()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean take(Tx tx, Lease lease) throws SQLException {
        Optional<Long> until =
                tx.first(
                        "SELECT until_at FROM lease WHERE name = ? FOR UPDATE",
                        r -> r.getLong(1),
                        lease.name);
        if (until.isEmpty()) {
            tx.update(
                    "INSERT INTO lease (name, holder, until_at) VALUES (?, ?, ?)",
                    lease.name,
                    lease.holder,
                    until());
            return true;
        }
        return until.get() <= clock.millis()
                && tx.update(
                                "UPDATE lease SET holder = ?, until_at = ? WHERE name = ?",
                                lease.holder,
                                until(),
                                lease.name)
                        == 1;
    }

    private long until() {
        return clock.millis() + VALID.toMillis();
    }
}
