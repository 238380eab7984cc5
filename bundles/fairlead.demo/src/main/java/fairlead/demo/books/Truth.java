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
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a faithful copy of the company holds, by the generator's own arithmetic: ids, counts and
 * sums of each data type. Kept up to date posting by posting; a million postings take less than a
 * megabyte. Not safe for several threads.
 */
public final class Truth {
    private static final Amounts NONE = new Amounts(0, 0, 0);

    private final long seed;
    private final Map<String, String> company = new LinkedHashMap<>();
    private final Map<String, TreeSet<String>> masters = new LinkedHashMap<>();
    private final BitSet entries = new BitSet();
    private final BitSet numbered = new BitSet();
    private final BitSet batched = new BitSet();
    private int transactions;
    private long debits;
    private long credits;
    private long invoiced;

    private record Amounts(long debits, long credits, long documents) {}

    Truth(long seed, String id, String name, String currency) {
        this.seed = seed;
        company.put("id", id);
        company.put("name", name);
        company.put("baseCurrency", currency);
        masters.put("company", new TreeSet<>(java.util.List.of(id)));
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
        entries.set(tran, direction > 0);
        debits += direction * debit;
        credits += direction * debit;
    }

    /**
     * An invoice came or went.
     *
     * @param document the number of the document from which it was posted, 0 where there is none
     *     that agrees with it
     * @param total in the invoice's own currency
     */
    void invoice(int tran, int document, long total, int direction) {
        (document == 0 ? batched : numbered).set(document == 0 ? tran : document, direction > 0);
        invoiced += direction * total;
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
        start(out, "invoices", numbered.cardinality() + batched.cardinality());
        Ids ids = new Ids(out);
        ids.write("INV-", numbered);
        ids.write("TX-", batched);
        end(out, new Amounts(0, 0, invoiced), true);
        start(out, "journalEntries", entries.cardinality());
        new Ids(out).write("", entries);
        end(out, new Amounts(debits, credits, 0), false);
        out.write("}}\n");
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
