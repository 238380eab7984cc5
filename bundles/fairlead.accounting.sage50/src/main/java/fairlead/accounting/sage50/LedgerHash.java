package fairlead.accounting.sage50;

import fairlead.accounting.api.Checksum;
import java.util.Set;

/**
 * What each row puts into the checksum of the slice that uses it: the row's own values and what its
 * record quotes from elsewhere. The one place for it: a read and a sweep both come here, with rows
 * of the same projection.
 */
final class LedgerHash {
    private static final long DOCUMENT = 1;
    private static final long PAIR = 2;
    private static final long SETTLES = 3;
    private static final long OPENING = 4;
    private static final long STATEMENTS = 5;
    private static final long INVOICE = 6;
    private static final long HALVED = 7;

    private final Names names;
    private final RowHash own = new RowHash();
    private final long common;
    private final long lists;

    LedgerHash(Names names) {
        this.names = names;
        this.common = names.common();
        this.lists = names.lists();
    }

    /**
     * @param hash over the row's values, as its cursor made it
     */
    RowHash header(RowHash hash, HeaderRow row) {
        Names.Quoted contact =
                switch (row.posting().ledger) {
                    case SALES -> names.customers.get(row.account);
                    case PURCHASE -> names.suppliers.get(row.account);
                    default -> null;
                };
        return hash.add(Names.hash(contact))
                .add(Names.hash(names.accounts.get(row.bank)))
                .add(common);
    }

    /** That a header was posted from this document. */
    RowHash document(int header, int invoice) {
        return own.start(DOCUMENT).add(header).add(invoice);
    }

    /** The name of its account is quoted by a row of the journal as well. */
    RowHash split(RowHash hash, SplitRow row) {
        return hash.add(Names.hash(names.projects.get(row.project)))
                .add(Names.hash(names.costCodes.get(row.costCode)));
    }

    RowHash journal(RowHash hash, Names.Nominal nominal) {
        return hash.add(nominal.hash());
    }

    /** In which ledgers something is settled by nobody knows which credit. */
    RowHash halved(Set<Posting.Ledger> ledgers) {
        own.start(HALVED);
        ledgers.forEach(ledger -> own.add(ledger.name()));
        return own;
    }

    /** What was on a bank account before the first leg of a slice. */
    RowHash opening(String bank, long balance) {
        return own.start(OPENING).add(bank).add(balance);
    }

    /** A document of the invoicing module, in the slice of the header that has it. */
    RowHash invoice(long hash) {
        return own.start(INVOICE).add(hash);
    }

    RowHash item(RowHash hash, ItemRow row) {
        return hash.add(Names.hash(names.projects.get(row.project)));
    }

    /** With all that its lines may quote. */
    RowHash order(RowHash hash, OrderRow row) {
        Names.Quoted contact =
                (row.kind == OrderKind.SALES ? names.customers : names.suppliers).get(row.account);
        return hash.add(Names.hash(contact)).add(common).add(lists);
    }

    /**
     * The statements of a company.
     *
     * @param journal of all that was posted
     */
    RowHash statements(Checksum journal, ChartLayout layout) {
        return own.start(STATEMENTS)
                .add(journal.high())
                .add(journal.low())
                .add(layout.hash())
                .add(common);
    }

    /**
     * That one header is settled by another.
     *
     * @param settlement {@link #header} of the settling one
     * @param quote of the settling one: its name and the documents that its note lists
     */
    RowHash pair(int settled, long settlement, long quote) {
        return own.start(PAIR).add(settled).add(settlement).add(quote);
    }

    /**
     * That one header settles another, for the settling one.
     *
     * @param quote of the settling one: its name and those of all that it settles
     * @param refund {@link #header} of the settled one where that is a refund; else 0
     */
    RowHash settles(int settling, int settled, long quote, long refund) {
        return own.start(SETTLES).add(settling).add(settled).add(quote).add(refund);
    }
}
