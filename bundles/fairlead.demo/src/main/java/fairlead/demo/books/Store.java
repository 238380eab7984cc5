package fairlead.demo.books;

import static fairlead.demo.books.LedgerTables.flag;
import static fairlead.demo.books.LedgerTables.paidFlag;
import static fairlead.demo.books.LedgerTables.pounds;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads single postings from the database, and says in steps what has changed in them. */
final class Store {
    private final Connection connection;
    private final Steps steps;

    Store(Connection connection, Steps steps) {
        this.connection = connection;
        this.steps = steps;
    }

    int max(String table, String column) throws SQLException {
        return number("SELECT COALESCE(MAX(" + column + "), 0) FROM " + table);
    }

    int min(String table, String column) throws SQLException {
        return number("SELECT COALESCE(MIN(" + column + "), 0) FROM " + table);
    }

    boolean hasDocument(int number) throws SQLException {
        return number("SELECT COUNT(*) FROM INVOICE WHERE INVOICE_NUMBER = ?", number) > 0;
    }

    /** The last live posting that is no revaluation, up to this number; 0 where there is none. */
    int liveAt(int number) throws SQLException {
        return number(
                "SELECT COALESCE(MAX(HEADER_NUMBER), 0) FROM AUDIT_HEADER WHERE HEADER_NUMBER <= ?"
                        + " AND HEADER_NUMBER > ? AND DELETED_FLAG = 0"
                        + " AND REVAL_TRANSACTION_FLAG = 0",
                number,
                number - 50);
    }

    /** The last live order in the base currency, up to this number; 0 where there is none. */
    int orderAt(boolean sale, int number) throws SQLException {
        return number(
                "SELECT COALESCE(MAX(ORDER_NUMBER), 0) FROM "
                        + Order.table(sale)
                        + " WHERE ORDER_NUMBER <= ? AND RECORD_DELETED = 0 AND CURRENCY = ? AND "
                        + (sale ? "ORDER_TYPE_CODE" : "QUOTE_STATUS_ID")
                        + " = 0",
                number,
                Currencies.BASE);
    }

    /** What an order comes to, in pence. */
    long orderTotal(boolean sale, int number) throws SQLException {
        try (PreparedStatement statement =
                        prepare(
                                "SELECT INVOICE_GROSS FROM "
                                        + Order.table(sale)
                                        + " WHERE ORDER_NUMBER = ?",
                                number);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return pence(row, 1);
        }
    }

    private int number(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    /** A posting with its live allocations, and what they lead to. */
    Header load(int number) throws SQLException {
        Map<Integer, Header> loaded = new HashMap<>();
        Header header = bare(number, loaded);
        try (PreparedStatement statement =
                        prepare(
                                "SELECT U.USAGE_NUMBER, U.AMOUNT, U.FOREIGN_AMOUNT, U.DATE,"
                                        + " U.SPLIT_NUMBER, U.SPLIT_CROSSREF, S.HEADER_NUMBER,"
                                        + " C.HEADER_NUMBER FROM AUDIT_USAGE U JOIN AUDIT_SPLIT S"
                                        + " ON S.SPLIT_NUMBER = U.SPLIT_NUMBER JOIN AUDIT_SPLIT C"
                                        + " ON C.SPLIT_NUMBER = U.SPLIT_CROSSREF WHERE"
                                        + " U.DELETED_FLAG = 0 AND U.USAGE_NUMBER IN (SELECT"
                                        + " USAGE_NUMBER FROM AUDIT_USAGE WHERE SPLIT_NUMBER"
                                        + " BETWEEN ? AND ? UNION SELECT USAGE_NUMBER FROM"
                                        + " AUDIT_USAGE WHERE SPLIT_CROSSREF BETWEEN ? AND ?)",
                                header.tran(),
                                last(header),
                                header.tran(),
                                last(header));
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Header open = bare(row.getInt(7), loaded);
                Header by = bare(row.getInt(8), loaded);
                Usage usage =
                        new Usage(
                                row.getInt(1),
                                split(open, row.getInt(5)),
                                split(by, row.getInt(6)),
                                pence(row, 2),
                                pence(row, 3),
                                row.getObject(4, LocalDate.class));
                open.settledBy.add(usage);
                by.settles.add(usage);
            }
        }
        return header;
    }

    private static int last(Header header) {
        return header.splits.get(header.splits.size() - 1).number;
    }

    private static Split split(Header header, int number) {
        return header.splits.stream().filter(s -> s.number == number).findFirst().orElseThrow();
    }

    private Header bare(int number, Map<Integer, Header> loaded) throws SQLException {
        Header known = loaded.get(number);
        if (known != null) {
            return known;
        }
        try (PreparedStatement statement =
                        prepare(
                                "SELECT TYPE, ACCOUNT_REF, BANK_CODE, INV_REF, INV_REF_NUMERIC,"
                                        + " ISP_REFERENCE, DETAILS, DATE, DUE_DATE, CURRENCY,"
                                        + " FOREIGN_RATE, DELETED_FLAG, DATE_ENTERED FROM"
                                        + " AUDIT_HEADER WHERE HEADER_NUMBER = ?",
                                number);
                ResultSet row = statement.executeQuery()) {
            row.next();
            Header header = new Header(number, Kind.valueOf(row.getString(1)));
            header.account = row.getString(2);
            header.bank = row.getString(3);
            header.reference = row.getString(4);
            header.referenceNumeric = row.getInt(5);
            header.ispReference = row.getInt(6);
            header.details = row.getString(7);
            header.date = row.getObject(8, LocalDate.class);
            header.due = row.getObject(9, LocalDate.class);
            header.currency = row.getInt(10);
            header.rate = Math.round(row.getDouble(11) * 10_000);
            header.deleted = row.getInt(12) == 1;
            header.entered = row.getObject(13, LocalDate.class);
            header.written = true;
            header.document = document(header.ispReference, header.account);
            splits(header);
            loaded.put(number, header);
            return header;
        }
    }

    private void splits(Header header) throws SQLException {
        try (PreparedStatement statement =
                        prepare(
                                "SELECT SPLIT_NUMBER, TYPE, NOMINAL_CODE, NET_AMOUNT, TAX_AMOUNT,"
                                        + " FOREIGN_NET_AMOUNT, FOREIGN_TAX_AMOUNT, AMOUNT_PAID,"
                                        + " FOREIGN_AMOUNT_PAID, TAX_CODE, DEPT_NUMBER, DETAILS,"
                                        + " STMT_TEXT, DATE FROM AUDIT_SPLIT WHERE HEADER_NUMBER = ?"
                                        + " ORDER BY SPLIT_NUMBER",
                                header.number);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Kind kind = Kind.valueOf(row.getString(2));
                Amount amount =
                        new Amount(
                                kind.sign() * pence(row, 4),
                                kind.sign() * pence(row, 5),
                                kind.sign() * pence(row, 6),
                                kind.sign() * pence(row, 7));
                Split split = new Split(header, row.getInt(1), kind, row.getString(3), amount);
                split.paid = pence(row, 8);
                split.foreignPaid = pence(row, 9);
                split.taxCode = Integer.parseInt(row.getString(10).substring(1));
                split.department = row.getInt(11);
                split.details = row.getString(12);
                split.statement = row.getString(13);
                split.date = row.getObject(14, LocalDate.class);
                header.splits.add(split);
            }
        }
    }

    private Document document(int number, String account) throws SQLException {
        if (number == 0) {
            return null;
        }
        try (PreparedStatement statement =
                        prepare(
                                "SELECT INVOICE_GROSS, POSTED_CODE FROM INVOICE WHERE"
                                        + " INVOICE_NUMBER = ? AND ACCOUNT_REF = ?",
                                number,
                                account);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            Document document = new Document(number, Document.INVOICE, null);
            document.total = Amount.net(pence(row, 1));
            document.posted = row.getInt(2) == 1;
            return document;
        }
    }

    private static long pence(ResultSet row, int column) throws SQLException {
        return Math.round(row.getDouble(column) * 100);
    }

    /** Amounts, what is paid of them, and whether it is deleted: header first, then splits. */
    void writeAmounts(Header h, LocalDateTime now) {
        steps.make(
                "UPDATE AUDIT_HEADER SET NET_AMOUNT = ?, TAX_AMOUNT = ?, GROSS_AMOUNT = ?,"
                        + " FOREIGN_NET_AMOUNT = ?, FOREIGN_TAX_AMOUNT = ?, FOREIGN_GROSS_AMOUNT"
                        + " = ?, AMOUNT_PAID = ?, OUTSTANDING = ?, FOREIGN_AMOUNT_PAID = ?,"
                        + " FOREIGN_OUTSTANDING = ?, PAID_FLAG = ?, DELETED_FLAG = ?,"
                        + " RECORD_MODIFY_DATE = ? WHERE HEADER_NUMBER = ?",
                pounds(h.sum(s -> s.net)),
                pounds(h.sum(s -> s.tax)),
                pounds(h.sum(Split::gross)),
                pounds(h.sum(s -> s.foreignNet)),
                pounds(h.sum(s -> s.foreignTax)),
                pounds(h.sum(Split::foreignGross)),
                pounds(h.sum(s -> s.paid)),
                pounds(h.outstanding()),
                pounds(h.sum(s -> s.foreignPaid)),
                pounds(h.sum(Split::foreignOutstanding)),
                paidFlag(h.outstanding()),
                flag(h.deleted),
                now,
                h.number);
        steps.next();
        for (Split s : h.splits) {
            steps.make(
                    "UPDATE AUDIT_SPLIT SET NET_AMOUNT = ?, TAX_AMOUNT = ?, GROSS_AMOUNT = ?,"
                            + " FOREIGN_NET_AMOUNT = ?, FOREIGN_TAX_AMOUNT = ?,"
                            + " FOREIGN_GROSS_AMOUNT = ?, AMOUNT_PAID = ?, OUTSTANDING = ?,"
                            + " FOREIGN_AMOUNT_PAID = ?, FOREIGN_OUTSTANDING = ?, PAID_FLAG = ?,"
                            + " DELETED_FLAG = ?, RECORD_MODIFY_DATE = ? WHERE SPLIT_NUMBER = ?",
                    pounds(s.net),
                    pounds(s.tax),
                    pounds(s.gross()),
                    pounds(s.foreignNet),
                    pounds(s.foreignTax),
                    pounds(s.foreignGross()),
                    pounds(s.paid),
                    pounds(s.outstanding()),
                    pounds(s.foreignPaid),
                    pounds(s.foreignOutstanding()),
                    paidFlag(s.outstanding()),
                    flag(h.deleted),
                    now,
                    s.number);
        }
    }

    void writeJournal(Header header, LocalDateTime now) {
        for (Split split : header.splits) {
            for (Leg leg : Leg.of(split)) {
                steps.make(
                        "UPDATE AUDIT_JOURNAL SET AMOUNT = ?, FOREIGN_AMOUNT = ?,"
                                + " RECORD_MODIFY_DATE = ? WHERE TRAN_NUMBER = ? AND NOMINAL_CODE"
                                + " = ?",
                        pounds(leg.amount()),
                        pounds(leg.foreign()),
                        now,
                        split.number,
                        leg.nominal());
            }
        }
    }

    /**
     * @param stamp empty where it stays as it is
     */
    void writeDetails(Header header, String details, Optional<LocalDateTime> stamp) {
        for (String table : List.of("AUDIT_HEADER", "AUDIT_SPLIT", "AUDIT_JOURNAL")) {
            steps.make(
                    "UPDATE "
                            + table
                            + " SET DETAILS = ?, RECORD_MODIFY_DATE = COALESCE(?,"
                            + " RECORD_MODIFY_DATE) WHERE HEADER_NUMBER = ?",
                    details,
                    stamp.orElse(null),
                    header.number);
            steps.next();
        }
    }

    void flagJournal(Header header, LocalDateTime now) {
        steps.make(
                "UPDATE AUDIT_JOURNAL SET DELETED_FLAG = 1, RECORD_MODIFY_DATE = ? WHERE"
                        + " HEADER_NUMBER = ?",
                now,
                header.number);
    }

    void flagUsages(Header header, LocalDateTime now) {
        List<Usage> usages = new ArrayList<>(header.settles);
        usages.addAll(header.settledBy);
        for (Usage usage : usages) {
            steps.make(
                    "UPDATE AUDIT_USAGE SET DELETED_FLAG = 1, RECORD_MODIFY_DATE = ? WHERE"
                            + " USAGE_NUMBER = ?",
                    now,
                    usage.number);
        }
    }

    /** Adds a posting to the balances of its accounts, or takes it off. */
    void balance(Header header, int direction) {
        for (Split split : header.splits) {
            for (Leg leg : Leg.of(split)) {
                boolean euro = leg.nominal().equals(Nominals.EURO_BANK);
                add("NOMINAL_LEDGER", "BALANCE", direction * leg.amount(), leg.nominal());
                if (Nominals.bank(leg.nominal())) {
                    long own = euro ? leg.foreign() : leg.amount();
                    add("BANK", "FOREIGN_BALANCE", direction * own, leg.nominal());
                }
            }
        }
        if (header.kind.ofParty()) {
            String table =
                    header.kind.side() == Kind.Side.SALES ? "SALES_LEDGER" : "PURCHASE_LEDGER";
            add(table, "BALANCE", direction * header.sum(Split::gross), header.account);
            add(
                    table,
                    "FOREIGN_BALANCE",
                    direction * header.sum(Split::foreignGross),
                    header.account);
        }
    }

    private void add(String table, String column, long amount, String account) {
        steps.make(
                "UPDATE "
                        + table
                        + " SET "
                        + column
                        + " = ROUND("
                        + column
                        + " + ?, 2) WHERE ACCOUNT_REF = ?",
                pounds(amount),
                account);
    }
}
