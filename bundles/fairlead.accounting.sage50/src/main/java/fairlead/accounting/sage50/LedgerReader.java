package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import fairlead.accounting.api.SourceRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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
    private final JournalEntryMapper entries;
    private final boolean knowsOutstanding;
    private final Map<Slice, Oddities> oddities;

    /**
     * @param oddities gets what is odd in each slice that is read
     */
    LedgerReader(
            Source source,
            SageMark mark,
            LedgerMap map,
            Names names,
            Set<DataType> types,
            Json json,
            Map<Slice, Oddities> oddities)
            throws AccountingException {
        this.source = source;
        this.mark = mark;
        this.map = map;
        this.names = names;
        this.types = types;
        this.json = json;
        this.oddities = oddities;
        this.hash = new LedgerHash(names);
        this.settlements = new Settlements(source, map, names, hash);
        this.entries = new JournalEntryMapper(json, names);
        this.knowsOutstanding = source.has(HeaderRow.TABLE, HeaderRow.OUTSTANDING);
    }

    /**
     * What is odd about the transactions of one slice.
     *
     * @param unbalanced how many have debits and credits that do not agree
     * @param otherwiseOpen how many are open by another amount than Sage's own column says
     */
    record Oddities(int unbalanced, int otherwiseOpen) {}

    SageMark mark() {
        return mark;
    }

    SliceState read(Slice slice, RecordSink sink, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Sum sum = new Sum();
        Keys keys = new Keys();
        int unbalanced = 0;
        int otherwiseOpen = 0;
        // keeps the notes of one slice's receipts
        InvoiceMapper invoices = new InvoiceMapper(json, names, map);
        if (map.any(slice.from(), slice.to())) {
            for (Entry entry : rows(slice, sum, checkpoint).values()) {
                checkpoint.check();
                entry.sort();
                keys.add(entry.header.number);
                unbalanced += entry.balanced() ? 0 : 1;
                otherwiseOpen += !knowsOutstanding || entry.openAsSageSays() ? 0 : 1;
                deliver(entry, invoices, sink);
            }
        }
        oddities.put(slice, new Oddities(unbalanced, otherwiseOpen));
        return new SliceState(slice, sum.checksum(), keys.sorted());
    }

    private void deliver(Entry entry, InvoiceMapper invoices, RecordSink sink) {
        if (types.contains(DataType.INVOICES) && entry.header.invoice()) {
            deliver(DataType.INVOICES, entry, entry.documentId, sink, invoices::map);
        }
        if (types.contains(DataType.JOURNAL_ENTRIES) && !entry.journal.isEmpty()) {
            String id = entry.header.tran > 0 ? String.valueOf(entry.header.tran) : "";
            deliver(DataType.JOURNAL_ENTRIES, entry, id, sink, entries::map);
        }
    }

    @FunctionalInterface
    private interface Mapper {
        SourceRecord map(Entry entry) throws Unmappable;
    }

    private static void deliver(
            DataType type, Entry entry, String id, RecordSink sink, Mapper mapper) {
        try {
            SourceRecord record = mapper.map(entry);
            if (Agreement.of(entry)) {
                sink.record(record);
            } else {
                sink.torn(record);
            }
        } catch (Unmappable e) {
            Optional<String> known = id.isEmpty() ? Optional.empty() : Optional.of(id);
            sink.reject(new Reject(type, entry.header.number, known, e.field(), e.getMessage()));
        }
    }

    private Map<Integer, Entry> rows(Slice slice, Sum sum, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Source.Range range =
                new Source.Range(
                        "HEADER_NUMBER",
                        (int) slice.from(),
                        (int) Math.min(slice.to(), mark.header()));
        Map<Integer, Entry> entries = new TreeMap<>();
        try (Cursor c = source.range(HeaderRow.TABLE, HeaderRow.COLUMNS, range, checkpoint)) {
            while (c.next()) {
                HeaderRow row = new HeaderRow().fill(c);
                if (row.live()) {
                    Entry entry = new Entry(row);
                    entry.documentId = map.id(row.number);
                    entries.put(row.number, entry);
                    sum.add(hash.header(c.hash(), row));
                }
            }
        }
        Map<Integer, Entry> bySplit = new HashMap<>();
        try (Cursor c = source.range(SplitRow.TABLE, SplitRow.COLUMNS, range, checkpoint)) {
            while (c.next()) {
                SplitRow row = new SplitRow().fill(c);
                Entry entry = entries.get(row.header);
                if (row.live() && row.number <= mark.split() && entry != null) {
                    entry.splits.add(row);
                    bySplit.put(row.number, entry);
                    sum.add(hash.split(c.hash(), row));
                }
            }
        }
        try (Cursor c = source.range(JournalRow.TABLE, JournalRow.COLUMNS, range, checkpoint)) {
            while (c.next()) {
                JournalRow row = new JournalRow().fill(c);
                Entry entry = entries.get(row.header);
                if (row.live() && row.tran <= mark.journal() && entry != null) {
                    entry.journal.add(row);
                    sum.add(hash.journal(c.hash(), row));
                }
            }
        }
        usages(bySplit, sum, checkpoint);
        documents(entries, sum, checkpoint);
        return entries;
    }

    private void usages(Map<Integer, Entry> bySplit, Sum sum, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        int[] splits = bySplit.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
        Map<Integer, List<UsageRow>> found = new TreeMap<>();
        new Windows(source, checkpoint)
                .some(
                        UsageRow.TABLE,
                        UsageRow.COLUMNS,
                        "SPLIT_NUMBER",
                        splits,
                        c -> {
                            UsageRow row = new UsageRow().fill(c);
                            int settling = map.header(row.settling);
                            Entry entry = bySplit.get(row.settled);
                            if (row.live()
                                    && row.number <= mark.usage()
                                    && settling != 0
                                    && entry != null
                                    && settling != entry.header.number) {
                                found.computeIfAbsent(settling, s -> new ArrayList<>()).add(row);
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
                entry.settled.add(new Entry.Settled(usage, by));
                if (once.add(entry.header.number)) {
                    sum.add(hash.pair(entry.header.number, by.hash(), quote));
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
                        sum.add(hash.invoice(c.hash(), row));
                    }
                });
        windows.some(
                ItemRow.TABLE,
                ItemRow.COLUMNS,
                "INVOICE_NUMBER",
                numbers,
                c -> {
                    ItemRow row = new ItemRow().fill(c);
                    Entry entry = byInvoice.get(row.invoice);
                    if (entry != null && !row.deleted) {
                        entry.items.add(row);
                        sum.add(hash.item(c.hash(), row));
                    }
                });
    }
}
