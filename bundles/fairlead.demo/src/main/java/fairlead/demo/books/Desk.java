package fairlead.demo.books;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Works on a finished company as people at Sage do: posts, amends, corrects, deletes. Each table is
 * written in a commit of its own, so that a reader may see a posting half done, as with Sage's
 * files; what a kill leaves half done is completed when the company is opened again. Keeps the
 * truth right. Used by one thread at a time.
 */
public final class Desk {
    private static final int TRIES = 200;

    private final Clock clock;
    private final Connection connection;
    private final TruthBook truth;
    private final Parties parties;
    private final Steps steps;
    private final LedgerTables tables;
    private final Store store;
    private final SplittableRandom random;
    private final int lowest; // number of a transaction
    private final Ledger ledger;
    private final Trade trade;
    private final OrderDesk orders;

    /**
     * @param transactions and {@code seed} as the company was made with
     */
    public Desk(Connection connection, int transactions, long seed, Truth truth, Clock clock)
            throws SQLException {
        this.clock = clock;
        this.truth = new TruthBook(truth);
        this.connection = connection;
        this.steps = new Steps(connection);
        this.store = new Store(connection, steps);
        this.parties = new Parties(new SplittableRandom(seed).split(), transactions);
        connection.setAutoCommit(false);
        this.tables = new LedgerTables(steps);
        int first = store.max("AUDIT_SPLIT", "SPLIT_NUMBER") + 1;
        this.random = new SplittableRandom(seed ^ first);
        this.lowest = Math.max(1, store.min("AUDIT_HEADER", "HEADER_NUMBER"));
        this.ledger =
                new Ledger(first, store.max("AUDIT_USAGE", "USAGE_NUMBER") + 1, 0, this::write);
        this.trade =
                new Trade(
                        ledger,
                        parties,
                        random,
                        store.max("INVOICE", "INVOICE_NUMBER") + 1,
                        store.max("INVOICE_ITEM", "ITEMID") + 1,
                        document -> {});
        this.orders =
                new OrderDesk(
                        store, steps, this.truth, parties, new SplittableRandom(~seed ^ first));
    }

    /**
     * Opens a company that is there already: completes the change in which its process was killed,
     * if there is one, and counts the truth from its tables.
     */
    public static Truth reopen(Connection connection, int transactions, long seed)
            throws SQLException {
        Steps.create(connection);
        Clearing.create(connection);
        connection.setAutoCommit(false);
        new Steps(connection).finish();
        Clearing.putBack(connection); // just to be counted
        try {
            return TruthBook.recount(connection, transactions, seed);
        } finally {
            connection.rollback();
        }
    }

    /**
     * Posts one transaction of some kind, dated today, and now and then works on an order; says the
     * transaction's number.
     */
    public int post() throws SQLException {
        orders.work(LocalDate.now(clock), now());
        Header header = trade.any(LocalDate.now(clock));
        finish();
        return header.tran();
    }

    private void finish() throws SQLException {
        try {
            ledger.roll();
        } catch (DatabaseFailure e) {
            throw (SQLException) e.getCause();
        }
        steps.carryOut();
    }

    private void write(Header header) {
        try {
            header.created = now();
            header.modified = header.created;
            header.entered = LocalDate.now(clock);
            if (header.document != null && header.document.created == null) {
                header.document.created = header.created;
            }
            tables.header(header);
            steps.next();
            tables.splits(header);
            steps.next();
            tables.journal(header);
            steps.next();
            if (!header.settles.isEmpty()) {
                tables.usages(header);
                steps.next();
            }
            for (Usage usage : header.settledBy) {
                // a refund is settled by what was there before
                tables.usage(usage);
                steps.next();
            }
            if (header.document != null && !store.hasDocument(header.document.number)) {
                tables.document(header.document);
                steps.next();
            }
            writeTouched(header);
            balance(header, 1);
            truth.add(header);
        } catch (SQLException e) {
            throw new DatabaseFailure(e);
        }
    }

    private void writeTouched(Header except) {
        Set<Header> touched = ledger.takeTouched();
        touched.remove(except);
        for (Header header : touched) {
            store.writeAmounts(header, now());
            steps.next();
        }
    }

    private void balance(Header header, int direction) {
        store.balance(header, direction);
        steps.next();
    }

    /** Finer than two changes of one row ever come. */
    private LocalDateTime now() {
        return LocalDateTime.now(clock).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Marks some transaction below the mark as deleted; says its number. */
    public int delete() throws SQLException {
        Header header = some(h -> true);
        delete(header);
        steps.carryOut();
        trade.forget();
        return header.tran();
    }

    private void delete(Header header) {
        balance(header, -1);
        ledger.delete(header);
        truth.remove(header);
        store.writeAmounts(header, now());
        steps.next();
        store.flagJournal(header, now());
        steps.next();
        store.flagUsages(header, now());
        steps.next();
        writeTouched(header);
    }

    /** Deletes some transaction and posts it again under a new number; says the new one. */
    public int correct() throws SQLException {
        Header old = some(h -> true);
        delete(old);
        Header header = ledger.open(old.kind, old.account, old.date);
        header.bank = old.bank;
        header.reference = old.reference;
        header.referenceNumeric = old.referenceNumeric;
        header.ispReference = old.ispReference;
        header.details = old.details;
        header.due = old.due;
        header.currency = old.currency;
        header.rate = old.rate;
        header.document = old.document;
        for (Split split : old.splits) {
            Split again = ledger.split(header, split.kind, split.nominal, amount(split, 0));
            again.taxCode = split.taxCode;
            again.department = split.department;
            again.details = split.details;
            again.statement = split.statement;
        }
        finish();
        trade.forget();
        return header.tran();
    }

    /**
     * "Clear Audit Trail" of the older half of the books: what nothing is open of moves into the
     * history; says how many transactions that are.
     */
    public int clear() throws SQLException {
        Clearing.create(connection);
        connection.commit();
        int moved = new Clearing(connection).clear(store.max("AUDIT_HEADER", "HEADER_NUMBER") / 2);
        trade.forget();
        return moved;
    }

    /** Closes the year by a journal; the company's financial year is the next one. */
    public int yearEnd() throws SQLException {
        Header header = YearEnd.post(connection, ledger, LocalDate.now(clock));
        steps.make("UPDATE COMPANY SET FINANCIAL_YEAR = FINANCIAL_YEAR + 1");
        steps.next();
        finish();
        return header.tran();
    }

    /** Another company lies where this one was, or this one again. */
    public void company(String id, String name) throws SQLException {
        steps.make("UPDATE COMPANY SET COMPANYID = ?, NAME = ?", id, name);
        steps.carryOut();
    }

    private static Amount amount(Split split, long more) {
        int sign = split.kind.sign();
        return new Amount(
                sign * split.net + more,
                sign * split.tax,
                sign * split.foreignNet + more,
                sign * split.foreignTax);
    }

    /**
     * Changes some transaction below the mark in place: its words, or (every other time) its amount
     * where nothing is allocated to it. Says its number.
     */
    public int amend() throws SQLException {
        Header header = random.nextBoolean() ? some(Desk::amendable) : some(h -> true);
        if (amendable(header)) {
            Split old = header.splits.get(0);
            Header changed = copy(header);
            Split split = new Split(changed, old.number, old.kind, old.nominal, amount(old, 100));
            split.date = old.date;
            changed.splits.add(split);
            balance(header, -1);
            truth.remove(header);
            store.writeAmounts(changed, now());
            steps.next();
            store.writeJournal(changed, now());
            steps.next();
            balance(changed, 1);
            truth.restore(changed);
        } else {
            store.writeDetails(header, "Amended on " + LocalDate.now(clock), Optional.of(now()));
            steps.next();
        }
        steps.carryOut();
        trade.forget();
        return header.tran();
    }

    /**
     * Changes a transaction's words and leaves its stamps, which no program of Sage's is known to
     * do; says its number.
     */
    public int amendUnstamped() throws SQLException {
        Header header = some(h -> true);
        store.writeDetails(header, "Unstamped on " + LocalDate.now(clock), Optional.empty());
        steps.carryOut();
        trade.forget();
        return header.tran();
    }

    private static Header copy(Header header) {
        Header copy = new Header(header.number, header.kind);
        copy.account = header.account;
        copy.bank = header.bank;
        copy.date = header.date;
        copy.entered = header.entered;
        copy.currency = header.currency;
        copy.rate = header.rate;
        copy.document = header.document;
        return copy;
    }

    private static boolean amendable(Header h) {
        return h.splits.size() == 1
                && h.settles.isEmpty()
                && h.settledBy.isEmpty()
                && h.currency == Currencies.BASE;
    }

    private interface Choice {
        boolean takes(Header header);
    }

    private Header some(Choice choice) throws SQLException {
        for (int i = 0; i < TRIES; i++) {
            int number = store.liveAt(lowest + random.nextInt(ledger.next() - lowest));
            Header header = number == 0 ? null : store.load(number);
            if (header != null && choice.takes(header)) {
                return header;
            }
        }
        throw new SQLException("The company has no transaction left for that.");
    }
}
