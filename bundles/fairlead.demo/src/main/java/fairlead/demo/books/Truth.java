package fairlead.demo.books;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.YearMonth;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * What a faithful copy of the company holds, by the generator's own arithmetic: ids, counts and
 * sums of each data type. Kept up to date posting by posting; a million postings take less than a
 * megabyte. Not safe for several threads.
 */
public final class Truth {
    private static final Amounts NONE = new Amounts(0, 0, 0);

    /** The types that grow with the company, in the order in which they are written. */
    private static final List<String> GROWING =
            List.of(
                    "invoices",
                    "creditNotes",
                    "payments",
                    "bills",
                    "billCreditNotes",
                    "billPayments",
                    "directCosts",
                    "directIncomes",
                    "transfers",
                    "journals",
                    "bankTransactions",
                    "journalEntries",
                    "salesOrders",
                    "purchaseOrders");

    private final long seed;
    private final Map<String, String> company = new LinkedHashMap<>();
    private final Map<String, TreeSet<String>> masters = new LinkedHashMap<>();
    private final Map<String, Kept> ledger = new LinkedHashMap<>();
    private final StatementTruth statements = new StatementTruth();
    private int transactions;

    private record Amounts(long debits, long credits, long documents) {}

    /** The ids of one type, as numbers, and what its records add up to. */
    private static final class Kept {
        private final BitSet numbered = new BitSet();
        private final BitSet batched = new BitSet();
        private final BitSet plain = new BitSet();
        private long debits;
        private long credits;
        private long documents;
    }

    Truth(long seed, String id, String name, String currency) {
        this.seed = seed;
        company.put("id", id);
        company.put("name", name);
        company.put("baseCurrency", currency);
        masters.put("company", new TreeSet<>(List.of(id)));
        GROWING.forEach(type -> ledger.put(type, new Kept()));
    }

    void masters(String type, Collection<String> ids) {
        masters.put(type, new TreeSet<>(ids));
    }

    /** New rows of AUDIT_HEADER, whether they count or not. */
    void seen(int headers) {
        transactions += headers;
    }

    /**
     * A live posting came (direction 1) or went (-1).
     *
     * @param tran T, the number of its first split
     * @param debit the sum of its debits; its credits are as much
     */
    void entry(int tran, long debit, int direction) {
        Kept entries = ledger.get("journalEntries");
        entries.plain.set(tran, direction > 0);
        entries.debits += direction * debit;
        entries.credits += direction * debit;
    }

    /**
     * An invoice or credit note came or went.
     *
     * @param document the number of the document from which it was posted, 0 where there is none
     *     that agrees with it
     * @param total in its own currency
     */
    void document(String type, int tran, int document, long total, int direction) {
        Kept kept = ledger.get(type);
        BitSet ids = document == 0 ? kept.batched : kept.numbered;
        ids.set(document == 0 ? tran : document, direction > 0);
        kept.documents += direction * total;
    }

    /**
     * A record that is called by its T came or went.
     *
     * @param total in its own currency
     */
    void record(String type, int tran, long total, int direction) {
        Kept kept = ledger.get(type);
        kept.plain.set(tran, direction > 0);
        kept.documents += direction * total;
    }

    /** What the statements are made of. */
    StatementTruth statements() {
        return statements;
    }

    /** Replaces the file at once: a reader sees the old one or the new one. */
    public void write(Path file) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel =
                        FileChannel.open(
                                next,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE);
                Writer out =
                        new BufferedWriter(
                                new OutputStreamWriter(
                                        Channels.newOutputStream(channel), StandardCharsets.UTF_8),
                                1 << 16)) {
            write(out);
            out.flush();
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void write(Writer out) throws IOException {
        out.write("{\"format\":1,\"seed\":" + seed + ",\"transactions\":" + transactions);
        out.write(",\"company\":{");
        String comma = "";
        for (Map.Entry<String, String> field : company.entrySet()) {
            out.write(comma + Json.quote(field.getKey()) + ":" + Json.quote(field.getValue()));
            comma = ",";
        }
        out.write("},\n\"types\":{");
        for (Map.Entry<String, TreeSet<String>> type : masters.entrySet()) {
            start(out, type.getKey(), type.getValue().size());
            comma = "";
            for (String id : type.getValue()) {
                out.write(comma + Json.quote(id));
                comma = ",";
            }
            end(out, NONE, true);
        }
        List<YearMonth> months = statements.months();
        statements(out, "balanceSheet", months, statements::netAssets);
        statements(out, "profitAndLoss", months, statements::netProfit);
        int left = ledger.size();
        for (Map.Entry<String, Kept> type : ledger.entrySet()) {
            Kept kept = type.getValue();
            start(
                    out,
                    type.getKey(),
                    kept.numbered.cardinality()
                            + kept.batched.cardinality()
                            + kept.plain.cardinality());
            Ids ids = new Ids(out);
            ids.write("", kept.plain);
            ids.write("INV-", kept.numbered);
            ids.write("TX-", kept.batched);
            end(out, new Amounts(kept.debits, kept.credits, kept.documents), --left > 0);
        }
        out.write("}}\n");
    }

    /** Each month by its id, with the one figure that everything in its statement adds up to. */
    private static void statements(
            Writer out, String type, List<YearMonth> months, ToLongFunction<YearMonth> figure)
            throws IOException {
        start(out, type, months.size());
        String comma = "";
        for (YearMonth month : months) {
            out.write(comma + Json.quote(month.toString()));
            comma = ",";
        }
        out.write("],\"months\":{");
        comma = "";
        for (YearMonth month : months) {
            String amount = Text.pounds(figure.applyAsLong(month));
            out.write(comma + Json.quote(month.toString()) + ":" + Json.quote(amount));
            comma = ",";
        }
        out.write("},\"debits\":\"0.00\",\"credits\":\"0.00\",\"documents\":\"0.00\"},");
    }

    private static void start(Writer out, String type, int count) throws IOException {
        out.write("\n" + Json.quote(type) + ":{\"count\":" + count + ",\"ids\":[");
    }

    private static void end(Writer out, Amounts amounts, boolean more) throws IOException {
        out.write(
                "],\"debits\":\""
                        + Text.pounds(amounts.debits)
                        + "\",\"credits\":\""
                        + Text.pounds(amounts.credits)
                        + "\",\"documents\":\""
                        + Text.pounds(amounts.documents)
                        + (more ? "\"}," : "\"}"));
    }

    /** Writes numbers in the order of their decimal digits, which is the order of the ids. */
    private static final class Ids {
        private final Writer out;
        private boolean more;

        Ids(Writer out) {
            this.out = out;
        }

        void write(String prefix, BitSet numbers) throws IOException {
            for (int first = 1; first <= 9; first++) {
                visit(prefix, numbers, first);
            }
        }

        private void visit(String prefix, BitSet numbers, long number) throws IOException {
            if (number >= numbers.length()) {
                return;
            }
            if (numbers.get((int) number)) {
                out.write((more ? ",\"" : "\"") + prefix + number + "\"");
                more = true;
            }
            for (int digit = 0; digit <= 9; digit++) {
                visit(prefix, numbers, number * 10 + digit);
            }
        }
    }
}
