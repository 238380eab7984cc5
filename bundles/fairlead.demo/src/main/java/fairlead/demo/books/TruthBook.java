package fairlead.demo.books;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.util.List;
import java.util.SplittableRandom;

/** Tells the truth what a posting means, from the posting itself. */
final class TruthBook {
    private final Truth truth;

    TruthBook(Truth truth) {
        this.truth = truth;
    }

    /** A posting that was never seen before. */
    void add(Header header) {
        truth.seen(1);
        if (!header.deleted) {
            count(header, 1);
        }
    }

    /** A posting that was live so far is marked as deleted. */
    void remove(Header header) {
        count(header, -1);
        for (Usage usage : header.settledBy) {
            // a credit is set off against one document at most, so it pays nothing any more
            paid(usage.by.header, -1);
        }
    }

    /** A posting that was removed is back, changed. */
    void restore(Header header) {
        count(header, 1);
    }

    private void count(Header header, int direction) {
        truth.entry(header.tran(), debits(header), direction);
        for (Split split : header.splits) {
            split.legs(
                    (s, nominal, amount, foreign) -> {
                        truth.statements().leg(s, nominal, amount, direction);
                        if (Nominals.bank(nominal)) {
                            truth.record("bankTransactions", s.number, 0, direction);
                        }
                    });
        }
        if (header.reval) {
            return;
        }
        count(
                header.kind,
                header.tran(),
                agrees(header) ? header.document.number : 0,
                Math.abs(header.sum(Split::foreignGross)),
                direction);
        if (header.kind == Kind.JD || header.kind == Kind.JC) {
            journal(header.tran(), isTransfer(header), direction);
        }
        if (direction < 0 || settlesADocument(header)) {
            paid(header, direction);
        }
    }

    private void count(Kind kind, int tran, int document, long total, int direction) {
        switch (kind) {
            case SI -> truth.document("invoices", tran, document, total, direction);
            case SC -> truth.document("creditNotes", tran, document, total, direction);
            case PI -> truth.record("bills", tran, total, direction);
            case PC -> truth.record("billCreditNotes", tran, total, direction);
            case SR, SA, SD, SP, PP, PA, PD, PR ->
                    truth.record(payments(kind), tran, paid(kind, total), direction);
            case BP, CP, VP -> truth.record("directCosts", tran, total, direction);
            case BR, CR, VR -> truth.record("directIncomes", tran, total, direction);
            default -> {}
        }
    }

    /** An order that was never seen before. */
    void order(Order order) {
        if (order.counts()) {
            Document document = order.document;
            order(order.sale, document.number, document.total.foreignGross(), 1);
        }
    }

    /** An order came or went. */
    void order(boolean sale, int number, long total, int direction) {
        truth.record(Order.type(sale), number, total, direction);
    }

    private static boolean isTransfer(Header header) {
        return header.splits.size() == 2
                && header.splits.stream().allMatch(split -> Nominals.bank(split.nominal));
    }

    private void journal(int tran, boolean transfer, int direction) {
        truth.record(transfer ? "transfers" : "journals", tran, 0, direction);
    }

    private static String payments(Kind kind) {
        return kind.side() == Kind.Side.SALES ? "payments" : "billPayments";
    }

    /** What moved on a bank account: nothing by a discount, back by a refund. */
    private static long paid(Kind kind, long total) {
        return switch (kind) {
            case SD, PD -> 0;
            case SP, PR -> -total;
            default -> total;
        };
    }

    /** A credit that is set off against a document is a payment as well, of nothing. */
    private void paid(Header credit, int direction) {
        if (credit.kind == Kind.SC || credit.kind == Kind.PC) {
            truth.record(payments(credit.kind), credit.tran(), 0, direction);
        }
    }

    private static boolean settlesADocument(Header header) {
        for (Usage usage : header.settles) {
            Kind settled = usage.settled.kind;
            if (!usage.deleted && (settled == Kind.SI || settled == Kind.PI)) {
                return true;
            }
        }
        return false;
    }

    private static long debits(Header header) {
        long[] debits = new long[1];
        for (Split split : header.splits) {
            split.legs((s, nominal, amount, foreign) -> debits[0] += Math.max(0, amount));
        }
        return debits[0];
    }

    /** Does the document from which it was posted still say the same? */
    private static boolean agrees(Header header) {
        return header.document != null
                && header.document.posted
                && header.document.total.gross() == Math.abs(header.sum(Split::gross));
    }

    /** Counts a whole company again, from its own tables. */
    static Truth recount(Connection connection, int transactions, long seed) throws SQLException {
        Truth truth =
                new Truth(seed, Generator.companyId(seed), Generator.NAME, Generator.CURRENCY);
        TruthBook truthBook = new TruthBook(truth);
        truthBook.masters(new Parties(new SplittableRandom(seed).split(), transactions));
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(1_000);
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT MIN(SPLIT_NUMBER), SUM(CAST(ROUND(CASE WHEN AMOUNT > 0 THEN"
                                    + " AMOUNT ELSE 0 END * 100) AS BIGINT)) FROM AUDIT_JOURNAL"
                                    + " WHERE DELETED_FLAG = 0 GROUP BY HEADER_NUMBER")) {
                while (rows.next()) {
                    truth.entry(rows.getInt(1), rows.getLong(2), 1);
                }
            }
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT H.TYPE, H.TRAN_NUMBER, COALESCE(I.INVOICE_NUMBER, 0),"
                                    + " H.FOREIGN_GROSS_AMOUNT FROM AUDIT_HEADER H LEFT JOIN"
                                    + " INVOICE I ON I.INVOICE_NUMBER = H.ISP_REFERENCE AND"
                                    + " I.ACCOUNT_REF = H.ACCOUNT_REF AND I.POSTED_CODE = 1 AND"
                                    + " ROUND(I.INVOICE_GROSS * 100) ="
                                    + " ROUND(ABS(H.GROSS_AMOUNT) * 100)"
                                    + " WHERE H.DELETED_FLAG = 0 AND"
                                    + " H.REVAL_TRANSACTION_FLAG = 0")) {
                while (rows.next()) {
                    truthBook.count(
                            Kind.valueOf(rows.getString(1)),
                            rows.getInt(2),
                            rows.getInt(3),
                            Math.abs(Math.round(rows.getDouble(4) * 100)),
                            1);
                }
            }
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT DISTINCT C.HEADER_NUMBER, C.TYPE FROM AUDIT_USAGE U JOIN"
                                    + " AUDIT_SPLIT S ON S.SPLIT_NUMBER = U.SPLIT_NUMBER JOIN"
                                    + " AUDIT_SPLIT C ON C.SPLIT_NUMBER = U.SPLIT_CROSSREF WHERE"
                                    + " U.DELETED_FLAG = 0 AND S.TYPE IN ('SI', 'PI') AND"
                                    + " C.TYPE IN ('SC', 'PC')")) {
                while (rows.next()) {
                    truth.record(payments(Kind.valueOf(rows.getString(2))), rows.getInt(1), 0, 1);
                }
            }
            statements(truth.statements(), statement);
            for (boolean sale : new boolean[] {true, false}) {
                orders(truthBook, statement, sale);
            }
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT MIN(J.TRAN_NUMBER), COUNT(*), COUNT(B.ACCOUNT_REF) FROM"
                                    + " AUDIT_JOURNAL J JOIN AUDIT_HEADER H ON H.HEADER_NUMBER ="
                                    + " J.HEADER_NUMBER LEFT JOIN BANK B ON B.ACCOUNT_REF ="
                                    + " J.NOMINAL_CODE WHERE J.DELETED_FLAG = 0 AND H.TYPE IN"
                                    + " ('JD', 'JC') GROUP BY J.HEADER_NUMBER")) {
                while (rows.next()) {
                    boolean transfer = rows.getInt(2) == 2 && rows.getInt(3) == 2;
                    truthBook.journal(rows.getInt(1), transfer, 1);
                }
            }
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT J.TRAN_NUMBER FROM AUDIT_JOURNAL J JOIN BANK B ON"
                                    + " B.ACCOUNT_REF = J.NOMINAL_CODE WHERE J.DELETED_FLAG = 0")) {
                while (rows.next()) {
                    truth.record("bankTransactions", rows.getInt(1), 0, 1);
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM AUDIT_HEADER")) {
                rows.next();
                truth.seen(rows.getInt(1));
            }
        }
        return truth;
    }

    private static void orders(TruthBook truth, Statement statement, boolean sale)
            throws SQLException {
        try (ResultSet rows =
                statement.executeQuery(
                        "SELECT ORDER_NUMBER, FOREIGN_INVOICE_GROSS FROM "
                                + Order.table(sale)
                                + " WHERE RECORD_DELETED = 0 AND "
                                + (sale ? "ORDER_TYPE_CODE" : "QUOTE_STATUS_ID")
                                + " = 0")) {
            while (rows.next()) {
                truth.order(sale, rows.getInt(1), Math.round(rows.getDouble(2) * 100), 1);
            }
        }
    }

    private static void statements(StatementTruth truth, Statement statement) throws SQLException {
        try (ResultSet rows =
                statement.executeQuery(
                        "SELECT NOMINAL_CODE, YEAR(COALESCE(DATE, DATE_ENTERED)),"
                                + " MONTH(COALESCE(DATE, DATE_ENTERED)),"
                                + " SUM(CAST(ROUND(AMOUNT * 100) AS BIGINT)), COUNT(*) FROM"
                                + " AUDIT_JOURNAL WHERE DELETED_FLAG = 0 GROUP BY NOMINAL_CODE,"
                                + " YEAR(COALESCE(DATE, DATE_ENTERED)), MONTH(COALESCE(DATE,"
                                + " DATE_ENTERED))")) {
            while (rows.next()) {
                YearMonth month = YearMonth.of(rows.getInt(2), rows.getInt(3));
                truth.post(rows.getString(1), month, rows.getLong(4), rows.getInt(5));
            }
        }
        try (ResultSet rows =
                statement.executeQuery(
                        "SELECT YEAR(DATE_ENTERED), MONTH(DATE_ENTERED), COUNT(*) FROM"
                                + " AUDIT_JOURNAL WHERE DELETED_FLAG = 0 GROUP BY"
                                + " YEAR(DATE_ENTERED), MONTH(DATE_ENTERED)")) {
            while (rows.next()) {
                truth.enter(YearMonth.of(rows.getInt(1), rows.getInt(2)), rows.getInt(3));
            }
        }
    }

    void masters(Parties parties) {
        truth.masters(
                "bankAccounts",
                ChartTables.Nominal.all().stream()
                        .filter(n -> n.bank())
                        .map(n -> n.code())
                        .toList());
        truth.masters("trackingCategories", Masters.trackingCategories());
        truth.masters("items", StockTable.codes());
        truth.masters(
                "chartOfAccounts", ChartTables.Nominal.all().stream().map(n -> n.code()).toList());
        truth.masters("customers", refs(parties.customers));
        truth.masters("suppliers", refs(parties.suppliers));
        truth.masters(
                "taxRates",
                TaxCodes.all().stream()
                        .filter(code -> !code.description().isEmpty())
                        .map(code -> String.valueOf(code.number()))
                        .toList());
    }

    private static List<String> refs(List<Party> parties) {
        return parties.stream().map(p -> p.ref).toList();
    }
}
