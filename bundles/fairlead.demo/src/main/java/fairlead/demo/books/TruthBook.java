package fairlead.demo.books;

import java.util.List;

/** Tells the truth what a posting means, from the posting itself. */
final class TruthBook {
    private final Truth truth;

    TruthBook(Truth truth) {
        this.truth = truth;
    }

    /** A posting that was never seen before. */
    void add(Header header) {
        truth.seen();
        if (!header.deleted) {
            count(header, 1);
        }
    }

    /** A posting that was live so far is marked as deleted. */
    void remove(Header header) {
        count(header, -1);
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
