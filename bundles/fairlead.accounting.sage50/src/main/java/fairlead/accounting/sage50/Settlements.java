package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Headers that settle documents of another slice, and refunds that credits of another slice pay.
 * Read block by block; the last few blocks are kept, since a receipt mostly lies near the invoice
 * that it pays.
 */
final class Settlements {
    private static final int KEPT = 8;

    private final Source source;
    private final LedgerMap map;
    private final Names names;
    private final LedgerHash hash;
    private final Map<Integer, Map<Integer, Settlement>> blocks =
            new LinkedHashMap<>(KEPT, 1, true);

    Settlements(Source source, LedgerMap map, Names names, LedgerHash hash) {
        this.source = source;
        this.map = map;
        this.names = names;
        this.hash = hash;
    }

    /** Null when it is not there any more. */
    Settlement of(int header, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        int k = header >> Sections.SLICE_BITS;
        Map<Integer, Settlement> block = blocks.get(k);
        if (block == null) {
            block = read(k, checkpoint);
            blocks.put(k, block);
            if (blocks.size() > KEPT) {
                blocks.remove(blocks.keySet().iterator().next());
            }
        }
        return block.get(header);
    }

    private Map<Integer, Settlement> read(int k, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Map<Integer, Settlement> block = new HashMap<>();
        int from = k << Sections.SLICE_BITS;
        Source.Range range =
                new Source.Range("HEADER_NUMBER", from, from + (1 << Sections.SLICE_BITS) - 1);
        String[] columns = source.covered(HeaderRow.TABLE, HeaderRow.COLUMNS, HeaderRow.SETTLEMENT);
        HeaderRow row = new HeaderRow();
        try (Cursor c = source.range(HeaderRow.TABLE, columns, range, checkpoint)) {
            while (c.next()) {
                row.fill(c);
                row.tran = map.transaction(row);
                if (row.live() && (map.settles(row.number) || isRefund(row))) {
                    block.put(
                            row.number,
                            Settlement.of(row, names, hash.header(c.hash(), row).low()));
                }
            }
        }
        return block;
    }

    private static boolean isRefund(HeaderRow row) {
        return row.posting().role == Posting.Role.REFUND;
    }
}
