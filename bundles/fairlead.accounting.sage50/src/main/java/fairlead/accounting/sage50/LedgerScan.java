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
    private static final List<String> TABLES =
            List.of(
                    HeaderRow.TABLE,
                    SplitRow.TABLE,
                    UsageRow.TABLE,
                    JournalRow.TABLE,
                    InvoiceRow.TABLE,
                    ItemRow.TABLE);

    /** Those whose rows count even without a number ({@link Windows#unnumbered}). */
    private static final List<String> NUMBERED =
            List.of(HeaderRow.TABLE, SplitRow.TABLE, UsageRow.TABLE, JournalRow.TABLE);

    private final Source source;
    private final Checkpoint checkpoint;
    private final Windows windows;
    private final SageMark mark;
    private LedgerMap.Builder builder; // from the beginning of a map or a sweep
    private final int lastInvoice;

    LedgerScan(Source source, SageMark mark, Checkpoint checkpoint) throws AccountingException {
        this.source = source;
        this.checkpoint = checkpoint;
        this.windows = new Windows(source, checkpoint);
        this.mark = mark;
        this.lastInvoice = (int) source.max(InvoiceRow.TABLE, "INVOICE_NUMBER").orElse(0);
    }

    private void begin() throws AccountingException {
        builder =
                new LedgerMap.Builder(
                        mark,
                        source.min(HeaderRow.TABLE, "HEADER_NUMBER").orElse(0),
                        source.min(SplitRow.TABLE, "SPLIT_NUMBER").orElse(0));
    }

    /** The map from narrow columns. */
    LedgerMap map() throws AccountingException, InterruptedException {
        begin();
        documents();
        HeaderRow header = new HeaderRow();
        unnumbered(HeaderRow.TABLE, HeaderRow.IDENTITY, c -> builder.header(header.fill(c)));
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
        unnumbered(SplitRow.TABLE, SplitRow.IDENTITY, c -> builder.split(split.fill(c)));
        splitsEnd();
        JournalRow leg = new JournalRow();
        outside(JournalRow.IDENTITY, c -> isPosted(leg.fill(c)));
        UsageRow usage = new UsageRow();
        windows.each(
                UsageRow.TABLE,
                UsageRow.COLUMNS,
                "USAGE_NUMBER",
                mark.usage(),
                c -> builder.usage(usage.fill(c)));
        unnumbered(UsageRow.TABLE, UsageRow.COLUMNS, c -> builder.usage(usage.fill(c)));
        return builder.build();
    }

    /** Finds the headers of those splits that name none. */
    private void splitsEnd() throws AccountingException, InterruptedException {
        JournalRow leg = new JournalRow();
        windows.some(
                JournalRow.TABLE,
                JournalRow.IDENTITY,
                "TRAN_NUMBER",
                builder.strays(),
                c -> builder.strayLeg(leg.fill(c)));
        builder.splitsEnd(source.max(SplitRow.TABLE, "SPLIT_NUMBER").orElse(0));
    }

    /** Takes the postings that name no header that there is; one between may be found later. */
    private void outside(String[] columns, Windows.Row row)
            throws AccountingException, InterruptedException {
        windows.outside(JournalRow.TABLE, columns, "HEADER_NUMBER", mark.header(), row);
    }

    /** Does it count, for the header that is its {@link JournalRow#header} then? */
    private boolean isPosted(JournalRow row) {
        if (!row.live() || row.tran > mark.journal()) {
            return false;
        }
        int owner = builder.map().owner(row.header, row.tran);
        if (owner == 0) {
            return false;
        }
        if (owner != row.header) {
            builder.map().stray(owner, row.tran);
            row.header = owner;
        }
        return true;
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
            NavigableSet<String> nominals,
            Glance glance) {}

    /** Is all that a sweep saw as it was, as far as the driver can tell without giving rows? */
    boolean isStill(Swept before) throws AccountingException, InterruptedException {
        if (before.map().hasStrays()) {
            return false;
        }
        for (String table : NUMBERED) {
            if (source.has(table, key(table)) && source.countUnnumbered(table, key(table)) > 0) {
                return false; // what becomes of them, a glance does not tell
            }
        }
        for (String table : TABLES) {
            if (!before.glance().isStill(source, table, key(table), last(table), checkpoint)) {
                return false;
            }
        }
        return true;
    }

    /** Takes every row of one of the ledger's tables up to the mark. */
    private void each(String table, String[] columns, Windows.Row row)
            throws AccountingException, InterruptedException {
        windows.each(table, columns, key(table), last(table), row);
    }

    private void unnumbered(String table, String[] columns, Windows.Row row)
            throws AccountingException, InterruptedException {
        windows.unnumbered(table, columns, key(table), row);
    }

    /** The number by which a table is gone over. */
    private static String key(String table) {
        return switch (table) {
            case SplitRow.TABLE -> "SPLIT_NUMBER";
            case UsageRow.TABLE -> "USAGE_NUMBER";
            case InvoiceRow.TABLE, ItemRow.TABLE -> "INVOICE_NUMBER";
            default -> "HEADER_NUMBER";
        };
    }

    /** The highest of these numbers that counts. */
    private int last(String table) {
        return switch (table) {
            case SplitRow.TABLE -> mark.split();
            case UsageRow.TABLE -> mark.usage();
            case InvoiceRow.TABLE, ItemRow.TABLE -> lastInvoice;
            default -> mark.header();
        };
    }

    Swept sweep(Names names, BooksCheck books) throws AccountingException, InterruptedException {
        begin();
        SliceSums sums = new SliceSums(mark.header());
        LedgerHash hash = new LedgerHash(names);
        LedgerMap map = builder.map();
        Glance glance = new Glance();
        Documents documents = new Documents(builder, glance);
        each(
                InvoiceRow.TABLE,
                source.covered(InvoiceRow.TABLE, InvoiceRow.COLUMNS, Set.of()),
                documents::add);
        int first = (int) Math.max(0, source.min(HeaderRow.TABLE, "HEADER_NUMBER").orElse(0));
        Pages<long[]> settlements = new Pages<>(first, () -> new long[Pages.SIZE]);
        HeaderRow header = new HeaderRow();
        String[] headers = source.covered(HeaderRow.TABLE, HeaderRow.COLUMNS, Set.of());
        unnumbered(
                HeaderRow.TABLE,
                headers,
                c -> {
                    builder.header(header.fill(c));
                    if (header.live()) {
                        sums.key(0);
                        sums.add(0, hash.header(c.hash(), header));
                    }
                });
        each(
                HeaderRow.TABLE,
                headers,
                c -> {
                    builder.header(header.fill(c));
                    glance.add(HeaderRow.TABLE, header.number, c);
                    long[] page = header.live() ? settlements.make(header.number) : null;
                    if (page != null) {
                        RowHash row = hash.header(c.hash(), header);
                        sums.key(header.number);
                        sums.add(header.number, row);
                        page[settlements.at(header.number)] = row.low();
                        books.header(header);
                    }
                });
        builder.headersEnd();
        map.forEachInvoice((number, invoice) -> sums.add(number, hash.document(number, invoice)));
        documents.end(sums, hash);
        splits(sums, hash, names, glance);
        usages(sums, map, books, glance);
        BankBalances banks = new BankBalances(mark.header());
        Sum posted = new Sum();
        String[] columns =
                source.covered(
                        JournalRow.TABLE,
                        JournalRow.COLUMNS,
                        names.hasForeignBank() ? Set.of(JournalRow.FOREIGN_AMOUNT) : Set.of());
        JournalRow row = new JournalRow();
        Windows.Row posting =
                c -> {
                    boolean nobodys = map.isNobodys(row, mark);
                    if (!isPosted(row) && !nobodys) {
                        return;
                    }
                    Names.Nominal nominal = names.nominal(row.nominal);
                    RowHash own = hash.journal(c.hash(), nominal);
                    if (nobodys) {
                        sums.key(0);
                        sums.add(0, own);
                        return;
                    }
                    sums.add(row.header, own);
                    posted.add(own);
                    books.journal(row);
                    if (nominal.isBank()) {
                        banks.add(Sections.index(row.header), nominal.code(), nominal.moved(row));
                    }
                };
        each(
                JournalRow.TABLE,
                columns,
                c -> {
                    glance.add(JournalRow.TABLE, row.fill(c).header, c);
                    posting.take(c);
                });
        outside(
                columns,
                c -> {
                    row.fill(c);
                    posting.take(c);
                });
        for (int k = 0; k < banks.slices(); k++) {
            int any = k << Sections.SLICE_BITS;
            banks.end(k);
            banks.openings(k, (bank, opening) -> sums.add(any, hash.opening(bank, opening)));
            if (!map.halved().isEmpty()) {
                sums.add(any, hash.halved(map.halved()));
            }
        }
        items(sums, hash, names, glance);
        builder.build();
        map.forEachPair(
                (settling, settled) -> {
                    long quote = map.quote(settling);
                    long paid = low(settlements, settling);
                    sums.add(settled, hash.pair(settled, paid, quote));
                    boolean refund = map.posting(settled).role == Posting.Role.REFUND;
                    long told = refund ? low(settlements, settled) : 0;
                    sums.add(settling, hash.settles(settling, settled, quote, told));
                });
        return new Swept(map, sums.states(), banks, posted.checksum(), names.nominals(), glance);
    }

    private static long low(Pages<long[]> settlements, int header) {
        return settlements.find(header)[settlements.at(header)];
    }

    private void splits(SliceSums sums, LedgerHash hash, Names names, Glance glance)
            throws AccountingException, InterruptedException {
        Set<String> quoted = new HashSet<>();
        if (!names.projects.isEmpty()) {
            quoted.add(SplitRow.PROJECT);
        }
        if (!names.costCodes.isEmpty()) {
            quoted.add(SplitRow.COST_CODE);
        }
        SplitRow row = new SplitRow();
        String[] columns = source.covered(SplitRow.TABLE, SplitRow.COLUMNS, quoted);
        Windows.Row split =
                c -> {
                    if (builder.split(row.fill(c))) {
                        sums.add(row.header, hash.split(c.hash(), row));
                    }
                };
        each(
                SplitRow.TABLE,
                columns,
                c -> {
                    split.take(c);
                    glance.add(SplitRow.TABLE, row.number, c);
                });
        unnumbered(SplitRow.TABLE, columns, split);
        splitsEnd();
        LedgerMap map = builder.map();
        windows.some(
                SplitRow.TABLE,
                columns,
                "SPLIT_NUMBER",
                map.strays(0, Integer.MAX_VALUE),
                c -> {
                    int named = row.fill(c).header;
                    row.header = row.live() ? map.owner(named, row.number) : 0;
                    if (row.header != 0 && row.header != named) {
                        sums.add(row.header, hash.split(c.hash(), row));
                    }
                });
    }

    private void usages(SliceSums sums, LedgerMap map, BooksCheck books, Glance glance)
            throws AccountingException, InterruptedException {
        UsageRow row = new UsageRow();
        String[] columns = source.covered(UsageRow.TABLE, UsageRow.COLUMNS, Set.of());
        Windows.Row usage =
                c -> {
                    int settled = builder.usage(row.fill(c));
                    if (settled != 0) {
                        sums.add(settled, c.hash());
                        sums.add(map.header(row.settling), c.hash());
                    } else if (row.live()
                            && row.number <= mark.usage()
                            && !builder.isNew(row.settled)
                            && !builder.isNew(row.settling)) {
                        books.usageApart(
                                map.posting(map.header(row.settled)),
                                map.posting(map.header(row.settling)));
                    }
                };
        each(
                UsageRow.TABLE,
                columns,
                c -> {
                    usage.take(c);
                    glance.add(UsageRow.TABLE, row.number, c);
                });
        unnumbered(UsageRow.TABLE, columns, usage);
    }

    private void items(SliceSums sums, LedgerHash hash, Names names, Glance glance)
            throws AccountingException, InterruptedException {
        Set<String> quoted = names.projects.isEmpty() ? Set.of() : Set.of(ItemRow.PROJECT);
        ItemRow item = new ItemRow();
        each(
                ItemRow.TABLE,
                source.covered(ItemRow.TABLE, ItemRow.COLUMNS, quoted),
                c -> {
                    int owner = builder.owner(item.fill(c).document);
                    glance.add(ItemRow.TABLE, item.document, c);
                    if (owner != 0 && !item.deleted) {
                        sums.add(owner, hash.item(c.hash(), item));
                    }
                });
    }
}
