package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.Checksum;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Reads one slice of the ledger: the rows of its headers, joined in memory, and what its documents
 * quote of others. The checksum is made of the very rows that the records are made of.
 */
final class LedgerReader {
    private final Source source;
    private final SageMark mark;
    private final LedgerMap map;
    private final Names names;
    private final Set<DataType> types;
    private final Json json;
    private final LedgerHash hash;
    private final Settlements settlements;
    private final BankBalances banks;
    private final boolean knowsOutstanding;
    private final AgedCheck aged;

    /**
     * @param banks as a sweep has found them under this mark
     */
    LedgerReader(
            Source source,
            SageMark mark,
            LedgerMap map,
            Names names,
            Set<DataType> types,
            Json json,
            Optional<BankBalances> banks)
            throws AccountingException {
        this.source = source;
        this.mark = mark;
        this.map = map;
        this.names = names;
        this.types = types;
        this.json = json;
        this.banks = banks.orElseGet(() -> new BankBalances(mark.header()));
        this.hash = new LedgerHash(names);
        this.settlements = new Settlements(source, map, names, hash);
        this.knowsOutstanding = source.has(HeaderRow.TABLE, HeaderRow.OUTSTANDING);
        this.aged = new AgedCheck(names.company);
    }

    SageMark mark() {
        return mark;
    }

    Names names() {
        return names;
    }

    /**
     * Reads what was posted in each month.
     *
     * @return its checksum
     */
    Checksum post(Turnover turnover, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Sum sum = new Sum();
        JournalRow row = new JournalRow();
        Windows windows = new Windows(source, checkpoint);
        String[] columns =
                source.covered(JournalRow.TABLE, JournalRow.COLUMNS, JournalRow.BALANCES);
        Windows.Row posting =
                c -> {
                    if (counts(row.fill(c))) {
                        turnover.add(row);
                        sum.add(hash.journal(c.hash(), names.nominal(row.nominal)));
                    }
                };
        windows.each(JournalRow.TABLE, columns, "HEADER_NUMBER", mark.header(), posting);
        windows.outside(JournalRow.TABLE, columns, "HEADER_NUMBER", mark.header(), posting);
        return sum.checksum();
    }

    LedgerHash hash() {
        return hash;
    }

    private boolean counts(JournalRow row) {
        return row.live() && row.tran <= mark.journal() && map.owner(row.header, row.tran) != 0;
    }

    /** Finds what the slices before this one moved on bank accounts, where that is not known. */
    private void catchUp(int slice, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        String[] columns = Narrow.only(JournalRow.COLUMNS, JournalRow.BALANCES::contains);
        JournalRow row = new JournalRow();
        for (int k = banks.firstUnknown(slice); k >= 0; k = banks.firstUnknown(slice)) {
            banks.begin(k);
            Slice keys = Sections.ledger(k);
            if (map.any(keys.from(), keys.to())) {
                int at = k;
                parts(
                        JournalRow.TABLE,
                        columns,
                        "TRAN_NUMBER",
                        keys,
                        checkpoint,
                        (c, stray) -> {
                            int owner = map.owner(row.fill(c).header, row.tran);
                            boolean here = keys.contains(owner) && stray != (owner == row.header);
                            if (here && counts(row) && names.isBank(row.nominal)) {
                                long moved = names.nominal(row.nominal).moved(row);
                                banks.add(at, row.nominal, moved);
                            }
                        });
            }
            banks.end(k);
        }
    }

    /**
     * @see #parts
     */
    @FunctionalInterface
    private interface Part {
        void take(Cursor cursor, boolean stray) throws AccountingException;
    }

    /**
     * Takes the rows that name a header of this slice; then, as stray ones, those with the numbers
     * by which parts of such headers are found that name none.
     *
     * @param split the column that says of which split they are
     */
    private void parts(
            String table,
            String[] columns,
            String split,
            Slice keys,
            Checkpoint checkpoint,
            Part part)
            throws AccountingException, InterruptedException {
        Source.Range range = range(Sections.index(keys.from()));
        try (Cursor c = source.range(table, columns, range, checkpoint)) {
            while (c.next()) {
                part.take(c, false);
            }
        }
        int[] strays = map.strays(keys.from(), keys.to());
        new Windows(source, checkpoint)
                .some(table, columns, split, strays, c -> part.take(c, true));
    }

    private Source.Range range(int slice) {
        Slice keys = Sections.ledger(slice);
        return new Source.Range(
                "HEADER_NUMBER", (int) keys.from(), (int) Math.min(keys.to(), mark.header()));
    }

    SliceState read(Slice slice, RecordSink sink, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Sum sum = new Sum();
        Keys keys = new Keys();
        Oddities oddities = new Oddities();
        LedgerRecords records = new LedgerRecords(json, names, map, types, sink);
        int k = Sections.index(slice.from());
        catchUp(k, checkpoint);
        BankLegs legs = new BankLegs(names, banks, k);
        if (k == 0) {
            unnumbered(keys, sum, records, checkpoint);
        }
        if (map.any(slice.from(), slice.to())) {
            for (Entry entry : rows(slice, sum, checkpoint).values()) {
                checkpoint.check();
                entry.sort();
                keys.add(entry.header.number);
                look(entry, oddities);
                records.deliver(entry, legs.of(entry));
            }
        }
        legs.end(hash, sum);
        if (!map.halved().isEmpty()) {
            sum.add(hash.halved(map.halved()));
        }
        return new SliceState(slice, sum.checksum(), keys.sorted(), oddities.counted());
    }

    /** What has no number stands in the first slice, under the key 0: nobody loses it. */
    private void unnumbered(Keys keys, Sum sum, LedgerRecords records, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Windows windows = new Windows(source, checkpoint);
        windows.unnumbered(
                HeaderRow.TABLE,
                HeaderRow.COLUMNS,
                "HEADER_NUMBER",
                c -> {
                    HeaderRow row = new HeaderRow().fill(c);
                    if (row.live()) {
                        keys.add(0);
                        sum.add(hash.header(c.hash(), row));
                        records.deliver(new Entry(row), List.of());
                    }
                });
        windows.unnumbered(
                JournalRow.TABLE,
                JournalRow.COLUMNS,
                "HEADER_NUMBER",
                c -> {
                    JournalRow row = new JournalRow().fill(c);
                    if (map.isNobodys(row, mark)) {
                        keys.add(0);
                        sum.add(hash.journal(c.hash(), names.nominal(row.nominal)));
                        records.keepPostings();
                    }
                });
    }

    private void look(Entry entry, Oddities oddities) {
        boolean open = !knowsOutstanding || entry.openAsSageSays();
        oddities.add(Oddities.UNBALANCED, entry.balanced() ? 0 : 1);
        oddities.add(Oddities.OUTSTANDING, open ? 0 : 1);
        oddities.add(Oddities.OVER_ALLOCATED, entry.overAllocated() ? 1 : 0);
        oddities.add(Oddities.DOCUMENT_TOTALS, entry.linesAddUp(names.currencies) ? 0 : 1);
        oddities.add(Oddities.RATES, entry.lacksRate(names.currencies) ? 1 : 0);
        aged.look(entry, oddities);
    }

    private Map<Integer, Entry> rows(Slice slice, Sum sum, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Source.Range range = range(Sections.index(slice.from()));
        Map<Integer, Entry> entries = new TreeMap<>();
        try (Cursor c = source.range(HeaderRow.TABLE, HeaderRow.COLUMNS, range, checkpoint)) {
            while (c.next()) {
                HeaderRow row = new HeaderRow().fill(c);
                if (row.live() && row.number > 0) {
                    row.tran = map.transaction(row);
                    Entry entry = new Entry(row);
                    entry.documentId = map.id(row.number);
                    RowHash own = hash.header(c.hash(), row);
                    entry.self = Settlement.of(row, names, own.low());
                    entries.put(row.number, entry);
                    sum.add(own);
                }
            }
        }
        Map<Integer, Entry> bySplit = new HashMap<>();
        parts(
                SplitRow.TABLE,
                SplitRow.COLUMNS,
                "SPLIT_NUMBER",
                slice,
                checkpoint,
                (c, stray) -> {
                    SplitRow row = new SplitRow().fill(c);
                    int owner = map.owner(row.header, row.number);
                    Entry entry = entries.get(owner);
                    boolean counts = row.live() && row.number <= mark.split();
                    if (counts && entry != null && stray != (owner == row.header)) {
                        entry.splits.add(row);
                        sum.add(hash.split(c.hash(), row));
                        if (row.number > 0) {
                            bySplit.put(row.number, entry);
                        }
                    }
                });
        parts(
                JournalRow.TABLE,
                JournalRow.COLUMNS,
                "TRAN_NUMBER",
                slice,
                checkpoint,
                (c, stray) -> {
                    JournalRow row = new JournalRow().fill(c);
                    int owner = map.owner(row.header, row.tran);
                    Entry entry = entries.get(owner);
                    boolean counts = row.live() && row.tran <= mark.journal();
                    if (counts && entry != null && stray != (owner == row.header)) {
                        if (c.history()) {
                            row.cleared(entry.header);
                        }
                        row.tran = map.transaction(row, owner);
                        entry.journal.add(row);
                        sum.add(hash.journal(c.hash(), names.nominal(row.nominal)));
                    }
                });
        usages(bySplit, sum, checkpoint);
        documents(entries, sum, checkpoint);
        return entries;
    }

    private void usages(Map<Integer, Entry> bySplit, Sum sum, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        settled(bySplit, sum, checkpoint);
        settles(bySplit, sum, checkpoint);
    }

    /** The splits of those headers of the slice that can be on one side of an allocation. */
    private static int[] splits(Map<Integer, Entry> bySplit, Predicate<HeaderRow> wanted) {
        return bySplit.entrySet().stream()
                .filter(e -> wanted.test(e.getValue().header))
                .mapToInt(Map.Entry::getKey)
                .sorted()
                .toArray();
    }

    private boolean counts(UsageRow row) {
        return row.live()
                && row.number <= mark.usage()
                && map.posting(map.header(row.settling))
                        .settles(map.posting(map.header(row.settled)));
    }

    /** Who settles what is open here. */
    private void settled(Map<Integer, Entry> bySplit, Sum sum, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Map<Integer, List<UsageRow>> found = new TreeMap<>();
        new Windows(source, checkpoint)
                .some(
                        UsageRow.TABLE,
                        UsageRow.COLUMNS,
                        "SPLIT_NUMBER",
                        splits(bySplit, row -> row.posting().isSettled()),
                        c -> {
                            UsageRow row = new UsageRow().fill(c);
                            if (counts(row) && bySplit.containsKey(row.settled)) {
                                found.computeIfAbsent(
                                                map.header(row.settling), s -> new ArrayList<>())
                                        .add(row);
                                sum.add(c.hash());
                            }
                        });
        for (Map.Entry<Integer, List<UsageRow>> e : found.entrySet()) {
            int settling = e.getKey();
            Settlement by = settlements.of(settling, checkpoint);
            if (by == null) {
                continue; // gone since; the sweep will see it
            }
            Set<Integer> once = new HashSet<>();
            long quote = map.quote(settling);
            for (UsageRow usage : e.getValue()) {
                Entry entry = bySplit.get(usage.settled);
                entry.settled.add(new Entry.Settled(usage, by, map.id(settling)));
                if (once.add(entry.header.number)) {
                    sum.add(hash.pair(entry.header.number, by.hash(), quote));
                }
            }
        }
    }

    /** What is settled by the credits, receipts and discounts here. */
    private void settles(Map<Integer, Entry> bySplit, Sum sum, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Map<Integer, List<UsageRow>> found = new TreeMap<>();
        new Windows(source, checkpoint)
                .some(
                        UsageRow.TABLE,
                        UsageRow.COLUMNS,
                        "SPLIT_CROSSREF",
                        splits(bySplit, row -> map.settles(row.number)),
                        c -> {
                            UsageRow row = new UsageRow().fill(c);
                            if (counts(row) && bySplit.containsKey(row.settling)) {
                                found.computeIfAbsent(
                                                map.header(row.settled), s -> new ArrayList<>())
                                        .add(row);
                                sum.add(c.hash());
                            }
                        });
        Set<Long> pairs = new HashSet<>();
        for (Map.Entry<Integer, List<UsageRow>> e : found.entrySet()) {
            int settled = e.getKey();
            Posting posting = map.posting(settled);
            boolean isRefund = posting.role == Posting.Role.REFUND;
            Settlement refund = isRefund ? settlements.of(settled, checkpoint) : null;
            if (isRefund && refund == null) {
                continue; // gone since; the sweep will see it
            }
            Set<Integer> once = new HashSet<>();
            for (UsageRow usage : e.getValue()) {
                Entry entry = bySplit.get(usage.settling);
                int own = entry.header.number;
                entry.settles.add(new Entry.Settles(usage, posting, map.id(settled), refund));
                if (once.add(own)) {
                    pairs.add((long) own << 32 | settled);
                    long told = refund == null ? 0 : refund.hash();
                    sum.add(hash.settles(own, settled, map.quote(own), told));
                }
            }
        }
        for (Entry entry : Set.copyOf(bySplit.values())) {
            int own = entry.header.number;
            for (int settled : map.settledBy(own)) { // as its note says, whatever the rows say now
                if (!pairs.contains((long) own << 32 | settled)) {
                    sum.add(hash.settles(own, settled, map.quote(own), 0));
                }
            }
        }
    }

    private void documents(Map<Integer, Entry> entries, Sum sum, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Map<Integer, Entry> byInvoice = new HashMap<>();
        for (Entry entry : entries.values()) {
            int number = map.invoice(entry.header.number);
            if (number > 0) {
                byInvoice.put(number, entry);
                sum.add(hash.document(entry.header.number, number));
            }
        }
        int[] numbers = byInvoice.keySet().stream().mapToInt(Integer::intValue).toArray();
        Arrays.sort(numbers);
        Windows windows = new Windows(source, checkpoint);
        windows.some(
                InvoiceRow.TABLE,
                InvoiceRow.COLUMNS,
                "INVOICE_NUMBER",
                numbers,
                c -> {
                    InvoiceRow row = new InvoiceRow().fill(c);
                    Entry entry = byInvoice.get(row.number);
                    if (entry != null) {
                        entry.document = row;
                        sum.add(hash.invoice(c.hash().low()));
                    }
                });
        windows.some(
                ItemRow.TABLE,
                ItemRow.COLUMNS,
                "INVOICE_NUMBER",
                numbers,
                c -> {
                    ItemRow row = new ItemRow().fill(c);
                    Entry entry = byInvoice.get(row.document);
                    if (entry != null && !row.deleted) {
                        entry.items.add(row);
                        sum.add(hash.item(c.hash(), row));
                    }
                });
    }
}
