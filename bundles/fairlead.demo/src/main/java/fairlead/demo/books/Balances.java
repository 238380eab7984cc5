package fairlead.demo.books;

import java.util.HashMap;
import java.util.Map;

/** What the ledger adds up to, account by account: pence, debit positive. */
final class Balances implements Split.Legs {
    private final Map<String, long[]> nominals = new HashMap<>();
    private final Map<String, Party> customers = new HashMap<>();
    private final Map<String, Party> suppliers = new HashMap<>();

    Balances(Parties parties) {
        parties.customers.forEach(p -> customers.put(p.ref, p));
        parties.suppliers.forEach(p -> suppliers.put(p.ref, p));
    }

    void add(Header header) {
        if (header.deleted) {
            return;
        }
        for (Split split : header.splits) {
            split.legs(this);
        }
        if (header.kind.ofParty()) {
            Party party =
                    (header.kind.side() == Kind.Side.SALES ? customers : suppliers)
                            .get(header.account);
            party.balance += header.sum(Split::gross);
            party.foreignBalance += header.sum(Split::foreignGross);
            if (header.kind.document()) {
                party.turnover += header.sum(s -> s.net);
                party.lastInvoice = header.entered;
            } else {
                party.lastPayment = header.entered;
            }
        }
    }

    @Override
    public void leg(Split split, String nominal, long amount, long foreign) {
        long[] balance = nominals.computeIfAbsent(nominal, n -> new long[2]);
        balance[0] += amount;
        balance[1] += nominal.equals(Nominals.EURO_BANK) ? foreign : amount;
    }

    long base(String nominal) {
        return nominals.getOrDefault(nominal, new long[2])[0];
    }

    /** In the account's own currency, which differs from base for the euro bank account only. */
    long own(String nominal) {
        return nominals.getOrDefault(nominal, new long[2])[1];
    }
}
