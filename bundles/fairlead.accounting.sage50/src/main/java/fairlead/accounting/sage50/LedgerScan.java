package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.Checksum;
import fairlead.accounting.api.SliceState;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;

/**
 * Goes once over the whole ledger: for the map alone, or for the checksums of all slices as well.
 * Both fill the map by the same code.
 */
final class LedgerScan {
    private final Source source;
    private final Windows windows;
    private final SageMark mark;
    private final LedgerMap.Builder builder;
    private final int lastInvoice;

    LedgerScan(Source source, SageMark mark, Checkpoint checkpoint) throws AccountingException {
        this.source = source;
        this.windows = new Windows(source, checkpoint);
        this.mark = mark;
        this.builder =
                new LedgerMap.Builder(
                        mark,
                        source.min(HeaderRow.TABLE, "HEADER_NUMBER").orElse(0),
                        source.min(SplitRow.TABLE, "SPLIT_NUMBER").orElse(0));
        this.lastInvoice = (int) source.max(InvoiceRow.TABLE, "INVOICE_NUMBER").orElse(0);
    }

    /** The map from narrow columns. */
    LedgerMap map() throws AccountingException, InterruptedException {
        documents();
        HeaderRow header = new HeaderRow();
        windows.each(
                HeaderRow.TABLE,
                HeaderRow.IDENTITY,
                "HEADER_NUMBER",
                mark.header(),
                c -> builder.header(header.fill(c)));
        builder.headersEnd();
        SplitRow split = new SplitRow();
        windows.each(
                SplitRow.TABLE,
                SplitRow.IDENTITY,
                "SPLIT_NUMBER",
                mark.split(),
                c -> builder.split(split.fill(c)));
        UsageRow usage = new UsageRow();
        windows.each(
                UsageRow.TABLE,
                UsageRow.COLUMNS,
                "USAGE_NUMBER",
                mark.usage(),
                c -> builder.usage(usage.fill(c)));
        return builder.build();
    }

    private void documents() throws AccountingException, InterruptedException {
        InvoiceRow row = new InvoiceRow();
        windows.each(
                InvoiceRow.TABLE,
                InvoiceRow.IDENTITY,
                "INVOICE_NUMBER",
                lastInvoice,
                c -> builder.document(row.fill(c)));
    }

    /**
     * What a sweep found.
     *
     * @param journal over all that was posted
     * @param nominals all that was ever posted to
     */
    record Swept(
            LedgerMap map,
            List<SliceState> slices,
            BankBalances banks,
            Checksum journal,
            NavigableSet<String> nominals) {}

    Swept sweep(Names names, BooksCheck books) throws AccountingException, InterruptedException {
        SliceSums sums = new SliceSums(mark.header());
        LedgerHash hash = new LedgerHash(names);
        LedgerMap map = builder.map();
        Documents documents = new Documents(builder);
        windows.each(
                InvoiceRow.TABLE,
                source.covered(InvoiceRow.TABLE, InvoiceRow.COLUMNS, Set.of()),
                "INVOICE_NUMBER",
                lastInvoice,
                documents::add);
        int first = (int) source.min(HeaderRow.TABLE, "HEADER_NUMBER").orElse(0);
        long[] settlements = new long[Math.max(0, mark.header() - first) + 1];
        HeaderRow header = new HeaderRow();
        windows.each(
                HeaderRow.TABLE,
                source.covered(HeaderRow.TABLE, HeaderRow.COLUMNS, Set.of()),
                "HEADER_NUMBER",
                mark.header(),
                c -> {
                    builder.header(header.fill(c));
                    if (header.live() && header.number >= first) {
                        RowHash row = hash.header(c.hash(), header);
                        sums.key(header.number);
                        sums.add(header.number, row);
                        settlements[header.number - first] = row.low();
                        books.header(header);
                    }
                });
        builder.headersEnd();
        for (int number = first; number <= mark.header(); number++) {
            int invoice = map.invoice(number);
            if (invoice > 0) {
                sums.add(number, hash.document(number, invoice));
            }
        }
        documents.end(sums, hash);
        splits(sums, hash, names);
        usages(sums, map, books);
        BankBalances banks = new BankBalances(mark.header());
        Sum posted = new Sum();
        String[] columns =
                source.covered(
                        JournalRow.TABLE,
                        JournalRow.COLUMNS,
                        names.hasForeignBank() ? Set.of(JournalRow.FOREIGN_AMOUNT) : Set.of());
        JournalRow row = new JournalRow();
        windows.each(
                JournalRow.TABLE,
                columns,
                "HEADER_NUMBER",
                mark.header(),
                c -> {
                    row.fill(c);
                    if (!row.live() || row.tran > mark.journal() || !map.live(row.header)) {
                        return;
                    }
                    Names.Nominal nominal = names.nominal(row.nominal);
                    RowHash own = hash.journal(c.hash(), nominal);
                    sums.add(row.header, own);
                    posted.add(own);
                    books.journal(row);
                    if (nominal.isBank()) {
                        int slice = row.header >> Sections.SLICE_BITS;
                        banks.add(slice, nominal.code(), nominal.moved(row));
                    }
                });
        for (int k = 0; k < banks.slices(); k++) {
            int any = k << Sections.SLICE_BITS;
            banks.end(k);
            banks.openings(k, (bank, opening) -> sums.add(any, hash.opening(bank, opening)));
        }
        items(sums, hash, names);
        builder.build();
        map.forEachPair(
                (settling, settled) -> {
                    long quote = map.quote(settling);
                    long paid = settlements[settling - first];
                    sums.add(settled, hash.pair(settled, paid, quote));
                    boolean refund = map.posting(settled).role == Posting.Role.REFUND;
                    long told = refund ? settlements[settled - first] : 0;
                    sums.add(settling, hash.settles(settling, settled, quote, told));
                });
        return new Swept(map, sums.states(), banks, posted.checksum(), names.nominals());
    }

    private void splits(SliceSums sums, LedgerHash hash, Names names)
            throws AccountingException, InterruptedException {
        Set<String> quoted = new HashSet<>();
        if (!names.projects.isEmpty()) {
            quoted.add(SplitRow.PROJECT);
        }
        if (!names.costCodes.isEmpty()) {
            quoted.add(SplitRow.COST_CODE);
        }
        SplitRow row = new SplitRow();
        windows.each(
                SplitRow.TABLE,
                source.covered(SplitRow.TABLE, SplitRow.COLUMNS, quoted),
                "SPLIT_NUMBER",
                mark.split(),
                c -> {
                    if (builder.split(row.fill(c))) {
                        sums.add(row.header, hash.split(c.hash(), row));
                    }
                });
    }

    private void usages(SliceSums sums, LedgerMap map, BooksCheck books)
            throws AccountingException, InterruptedException {
        UsageRow row = new UsageRow();
        windows.each(
                UsageRow.TABLE,
                UsageRow.COLUMNS,
                "USAGE_NUMBER",
                mark.usage(),
                c -> {
                    int settled = builder.usage(row.fill(c));
                    if (settled != 0) {
                        sums.add(settled, c.hash());
                        sums.add(map.header(row.settling), c.hash());
                    } else if (row.live()
                            && row.number <= mark.usage()
                            && Math.max(row.settled, row.settling) <= mark.split()) {
                        books.usageApart(
                                map.posting(map.header(row.settled)),
                                map.posting(map.header(row.settling)));
                    }
                });
    }

    private void items(SliceSums sums, LedgerHash hash, Names names)
            throws AccountingException, InterruptedException {
        Set<String> quoted = names.projects.isEmpty() ? Set.of() : Set.of(ItemRow.PROJECT);
        ItemRow item = new ItemRow();
        windows.each(
                ItemRow.TABLE,
                source.covered(ItemRow.TABLE, ItemRow.COLUMNS, quoted),
                "INVOICE_NUMBER",
                lastInvoice,
                c -> {
                    int owner = builder.owner(item.fill(c).document);
                    if (owner != 0 && !item.deleted) {
                        sums.add(owner, hash.item(c.hash(), item));
                    }
                });
    }
}
