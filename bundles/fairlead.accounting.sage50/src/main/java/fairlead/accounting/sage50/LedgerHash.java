package fairlead.accounting.sage50;

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

    private final Names names;
    private final RowHash own = new RowHash();
    private final long base;

    LedgerHash(Names names) {
        this.names = names;
        this.base = RowHash.of(names.currencies.base());
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
                .add(RowHash.of(names.currencies.quoted(row.currency)))
                .add(base);
    }

    /** That a header was posted from this document. */
    RowHash document(int header, int invoice) {
        return own.start(DOCUMENT).add(header).add(invoice);
    }

    RowHash split(RowHash hash, SplitRow row) {
        return line(hash, row.nominal, row.taxCode, row.department)
                .add(Names.hash(names.projects.get(row.project)))
                .add(Names.hash(names.costCodes.get(row.costCode)));
    }

    private RowHash line(RowHash hash, String nominal, String taxCode, int department) {
        TaxRates.TaxRate rate = names.taxRates.of(taxCode);
        return hash.add(Names.hash(names.accounts.get(nominal)))
                .add(rate == null ? 0 : rate.hash())
                .add(Names.hash(names.departments.get(department)));
    }

    RowHash journal(RowHash hash, JournalRow row) {
        return hash.add(Names.hash(names.accounts.get(row.nominal)))
                .add(names.banks.getOrDefault(row.nominal, -1))
                .add(names.isBank(row.nominal) ? RowHash.of(currency(row.nominal)) : 0);
    }

    private String currency(String bank) {
        return names.currencies.quoted(names.banks.get(bank));
    }

    /** What was on a bank account before the first leg of a slice. */
    RowHash opening(String bank, long balance) {
        return own.start(OPENING).add(bank).add(balance);
    }

    RowHash invoice(RowHash hash, InvoiceRow row) {
        return line(hash, row.carriageNominal, row.carriageTaxCode, row.carriageDepartment)
                .add(names.company.salesDiscount)
                .add(Names.hash(names.accounts.get(names.company.salesDiscount)));
    }

    RowHash item(RowHash hash, ItemRow row) {
        return line(hash, row.nominal, row.taxCode, row.department)
                .add(Names.hash(names.projects.get(row.project)))
                .add(names.company.unitDecimals)
                .add(names.company.quantityDecimals);
    }

    /** What a document says of the header that settles it, but for the note. */
    long settlement(HeaderRow row) {
        return own.start(0)
                .add(row.tran)
                .add(row.posting().name())
                .add(row.day())
                .add(row.bank)
                .add(Names.hash(names.accounts.get(row.bank)))
                .add(row.gross)
                .add(row.foreignGross)
                .add(RowHash.of(names.currencies.quoted(row.currency)))
                .add(Double.doubleToLongBits(row.rate))
                .low();
    }

    /**
     * That one header is settled by another.
     *
     * @param settlement of the settling one
     * @param quote of the settling one: its name and the documents that its note lists
     */
    RowHash pair(int settled, long settlement, long quote) {
        return own.start(PAIR).add(settled).add(settlement).add(quote);
    }

    /**
     * That one header settles another, for the settling one.
     *
     * @param quote of the settling one: its name and those of all that it settles
     * @param refund {@link #settlement} of the settled one where that is a refund; else 0
     */
    RowHash settles(int settling, int settled, long quote, long refund) {
        return own.start(SETTLES).add(settling).add(settled).add(quote).add(refund);
    }
}
