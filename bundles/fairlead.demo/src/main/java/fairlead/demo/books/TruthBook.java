package fairlead.demo.books;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
    }

    /** A posting that was removed is back, changed. */
    void restore(Header header) {
        count(header, 1);
    }

    private void count(Header header, int direction) {
        truth.entry(header.tran(), debits(header), direction);
        if (header.kind == Kind.SI && !header.reval) {
            truth.invoice(
                    header.tran(),
                    agrees(header) ? header.document.number : 0,
                    header.sum(Split::foreignGross),
                    direction);
        }
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
                && header.document.total.gross() == header.sum(Split::gross);
    }

    /** Counts a whole company again, from its own tables. */
    static Truth recount(Connection connection, int transactions, long seed) throws SQLException {
        Truth truth =
                new Truth(seed, Generator.companyId(seed), Generator.NAME, Generator.CURRENCY);
        new TruthBook(truth).masters(new Parties(new SplittableRandom(seed).split(), transactions));
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
                            "SELECT H.TRAN_NUMBER, COALESCE(I.INVOICE_NUMBER, 0),"
                                    + " H.FOREIGN_GROSS_AMOUNT FROM AUDIT_HEADER H LEFT JOIN"
                                    + " INVOICE I ON I.INVOICE_NUMBER = H.ISP_REFERENCE AND"
                                    + " I.ACCOUNT_REF = H.ACCOUNT_REF AND I.POSTED_CODE = 1 AND"
                                    + " ROUND(I.INVOICE_GROSS * 100) = ROUND(H.GROSS_AMOUNT * 100)"
                                    + " WHERE H.TYPE = 'SI' AND H.DELETED_FLAG = 0 AND"
                                    + " H.REVAL_TRANSACTION_FLAG = 0")) {
                while (rows.next()) {
                    truth.invoice(
                            rows.getInt(1), rows.getInt(2), Math.round(rows.getDouble(3) * 100), 1);
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM AUDIT_HEADER")) {
                rows.next();
                truth.seen(rows.getInt(1));
            }
        }
        return truth;
    }

    void masters(Parties parties) {
        truth.masters(
                "chartOfAccounts", Masters.Nominal.all().stream().map(n -> n.code()).toList());
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
